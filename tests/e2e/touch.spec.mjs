// Code on a screen that is touched: nothing stands on it.
import { address } from "./sites.mjs";
import { expect, open, test } from "./reader.mjs";

const marks = (site) => new URL("blog/a-post-with-every-mark/", address(site)).href;

/** Pairs of a button and a line of code, of one block, that have a point in common. */
const covered = (page) =>
  page.evaluate(() => {
    const found = [];
    for (const pre of document.querySelectorAll(".prose pre")) {
      const range = document.createRange();
      range.selectNodeContents(pre);
      const lines = [...range.getClientRects()].filter((line) => line.width > 0);
      for (const button of pre.previousElementSibling.querySelectorAll("button")) {
        const b = button.getBoundingClientRect();
        if (getComputedStyle(button).opacity === "0") continue;
        for (const line of lines) if (b.left < line.right && b.right > line.left && b.top < line.bottom - 1 && b.bottom > line.top + 1) found.push(`${button.textContent} on ${pre.textContent.slice(0, 20)}`);
      }
    }
    return found;
  });

/** A line that ends exactly where a block of code does. */
const oneLiner = (page) =>
  page.evaluate(() => {
    const pre = Object.assign(document.createElement("pre"), { innerHTML: "<code>npm i a-package --save</code>", dir: "ltr" });
    document.querySelector(".prose > p").after(pre);
    pre.style.whiteSpace = "pre";
    while (pre.scrollWidth <= pre.clientWidth) pre.firstChild.textContent += "e";
    pre.firstChild.textContent = pre.firstChild.textContent.slice(0, -1);
    pre.style.whiteSpace = "";
  });

test.describe("with fingers", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });
  for (const [size, wrap] of [["", ""], ["largest", ""], ["largest", "on"]]) {
    test(`buttons of code cover no letter of it at 360 pixels${size && ", in the largest text"}${wrap && ", wrapped"}`, async ({ page }) => {
      await page.addInitScript((look) => localStorage.setItem("lamplight:/:look", JSON.stringify(look)), { ...(size && { size }), ...(wrap && { wrap }) });
      await page.route("**/reading-*.js", (route) => route.fallback());
      await open(page, marks("sample"));
      await oneLiner(page);
      const tops = () => page.evaluate(() => [...document.querySelectorAll(".prose > :not([data-added])")].map((block) => Math.round(block.getBoundingClientRect().top + scrollY)));
      const before = await tops();
      await page.touchscreen.tap(180, 300);
      await expect(page.locator(".code-tools")).toHaveCount(3);
      expect(await tops(), "no line moves when they come").toEqual(before);
      const copy = page.locator(".code-tools").first().getByRole("button", { name: "Copy" });
      await expect(copy).toBeVisible();
      expect(await copy.evaluate((button) => [button.getBoundingClientRect().height >= 24, getComputedStyle(button).opacity])).toEqual([true, "1"]);
      expect(await covered(page)).toEqual([]);
      await page.evaluate(() => (document.documentElement.dir = "rtl"));
      expect(await covered(page), "from right to left").toEqual([]);
    });
  }
});

test("under a pointer the buttons come out beside the code", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, marks("sample"));
  await oneLiner(page);
  await page.mouse.move(100, 100);
  await page.mouse.move(110, 110);
  await expect(page.locator(".code-tools")).toHaveCount(3);
  const hidden = page.locator(".code-tools button").first();
  expect(await hidden.evaluate((button) => getComputedStyle(button).opacity)).toBe("0");
  for (const pre of await page.locator(".prose pre").all()) {
    await pre.hover();
    expect(await covered(page)).toEqual([]);
  }
});
