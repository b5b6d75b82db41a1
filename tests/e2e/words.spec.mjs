// Long names in everything that a page says: at 320 pixels nothing scrolls sideways but what may (WCAG 1.4.10).
import { address, sitemap } from "./sites.mjs";
import { expect, open, started, test } from "./reader.mjs";

const home = address("words");
const root = new URL("/", home).href;
const excess = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > clientWidth + 1 && !e.closest("pre, .table, math"));
    return [`${scrollWidth} > ${clientWidth}`, ...wide.slice(0, 5).map((e) => `${e.localName}.${e.className}`)];
  });

for (const size of ["", "largest"]) {
  test(`the longest words fit on every page, in ${size || "usual"} text`, async ({ page, troubles }) => {
    troubles.expect(/status of 404/);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.addInitScript((size) => localStorage.setItem("lamplight:/:look", JSON.stringify(size ? { size } : {})), size);
    const paths = [...sitemap("words"), "search/?q=mmmmm", "offline/", "no/such/page/"];
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      await open(page, new URL(path, root).href);
      await page.mouse.move(50, 50);
      await page.mouse.move(60, 60);
      await expect.poll(() => page.evaluate(() => Boolean(document.documentElement.reading))).toBe(true);
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      expect(await excess(page), path).toEqual([]);
    }
  });
}

test("they fit into dialogs, notices and what is found, too", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.addInitScript(() => localStorage.setItem("lamplight:/:look", JSON.stringify({ size: "largest" })));
  await open(page, new URL("blog/post-5/", home).href);
  await page.keyboard.press("b");
  await expect(page.getByRole("status").filter({ hasText: "Bookmarked" })).toBeVisible();
  const dialog = page.locator("dialog[open]");
  const fits = async (what) => {
    expect(await dialog.evaluate((box) => box.scrollWidth - box.clientWidth), what).toBeLessThanOrEqual(0);
    expect(await excess(page), what).toEqual([]);
  };
  await page.keyboard.press("s");
  await expect(dialog.getByRole("link")).toHaveCount(1);
  await fits("settings");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await fits("keys");
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type("text");
  await expect(dialog.locator(".results a").first()).toBeVisible();
  await fits("search");
  await page.keyboard.press("Escape");
  await page.evaluate(() => localStorage.setItem("lamplight:/:places", JSON.stringify({ "/blog/post-1/": [3, document.querySelector(".prose > *").textContent.trim().slice(0, 80)] })));
  await page.goto(new URL("blog/post-1/", home).href);
  await started(page);
  expect(await excess(page), "notice").toEqual([]);
});

test("texts of a publisher's own may hold any character", async ({ page }) => {
  await open(page, home);
  await page.keyboard.press("/");
  await expect(page.locator("dialog[open] > button")).toHaveText("„Schließen“ \"\\`${0}` <b>&amp;</script>");
});
