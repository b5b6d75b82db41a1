// Back from dialogs and to searches: what was open, found and in sight is so again, and no entry of the history is left over.
import { address } from "./sites.mjs";
import { drawn, expect, follow, open, started, test, title, withoutAppUntilReleased } from "./reader.mjs";

const home = address("sample");
const second = new URL("archive/", home).href;
const box = (page) => page.getByRole("searchbox", { name: "Search all posts" });
const results = (page) => page.locator(".results a");
const dialog = (page) => page.locator("dialog[open]");

const ways = {
  search: async (page) => page.keyboard.press("/"),
  settings: async (page) => page.keyboard.press("s"),
  keyboard: async (page) => page.keyboard.press("?"),
  picture: async (page) => page.locator("[data-zoom]").first().click(),
};

/** Home, then a page in the same tab, with a post that has a picture where one is needed. */
const arrive = async (page, name) => {
  await open(page, home);
  await page.mouse.move(5, 5);
  const path = name === "picture" ? "blog/a-post-with-every-mark/" : "archive/";
  await follow(page, new URL(path, home).href);
  await expect(page).toHaveURL(new URL(path, home).href);
  await drawn(page);
  if (name === "picture") await expect(page.locator("[data-zoom]").first()).toBeVisible();
  return new URL(path, home).href;
};

for (const [name, show] of Object.entries(ways)) {
  test(`Back closes a dialog, and Forward opens it again: ${name}`, async ({ page }) => {
    const here = await arrive(page, name);
    await show(page);
    await expect(dialog(page)).toHaveCount(1);
    await page.goBack();
    await expect(dialog(page)).toHaveCount(0);
    await expect(page).toHaveURL(here);
    await page.goForward();
    await expect(dialog(page)).toHaveCount(1);
    await page.goBack();
    await expect(dialog(page)).toHaveCount(0);
    await page.goBack();
    await expect(page).toHaveURL(home);
  });

  test(`a dialog that is closed leaves nothing to step back through: ${name}`, async ({ page }) => {
    const here = await arrive(page, name);
    for (let i = 0; i < 3; i += 1) {
      await show(page);
      await expect(dialog(page)).toHaveCount(1);
      const closed = page.evaluate(() => new Promise((resolve) => addEventListener("popstate", resolve, { once: true })).then(() => {}));
      if (i === 1) await page.keyboard.press("Escape");
      else await dialog(page).getByRole("button", { name: "Close" }).click();
      await expect(dialog(page)).toHaveCount(0);
      await closed;
    }
    await expect(page).toHaveURL(here);
    await page.goBack();
    await expect(page).toHaveURL(home);
  });
}

test("one dialog that leads to another is one step", async ({ page }) => {
  const here = await arrive(page, "settings");
  await page.keyboard.press("s");
  await dialog(page).getByRole("button", { name: "Keyboard" }).click();
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  await page.goBack();
  await expect(dialog(page)).toHaveCount(0);
  await expect(page).toHaveURL(here);
  await page.goBack();
  await expect(page).toHaveURL(home);
});

test("a dialog opened again before it has closed for good stays, and Back closes it", async ({ page }) => {
  const here = await arrive(page, "settings");
  await page.keyboard.press("s");
  await expect(dialog(page)).toHaveCount(1);
  await page.evaluate(() => {
    const stepped = new Promise((resolve) => addEventListener("popstate", () => setTimeout(resolve), { once: true }));
    document.querySelector("dialog[open]").close();
    document.querySelector("[data-action=reading]").click();
    return stepped;
  });
  await expect(dialog(page)).toHaveCount(1);
  await page.goBack();
  await expect(dialog(page)).toHaveCount(0);
  await expect(page).toHaveURL(here);
});

test("Back to a search in the dialog: its results, its place, and the focus on the way there", async ({ page }) => {
  await arrive(page, "search");
  await page.keyboard.press("/");
  await box(page).fill("page");
  await expect(results(page)).toHaveCount(6);
  await page.getByRole("button", { name: "More" }).click();
  await expect(results(page).nth(6)).toBeVisible();
  const words = await results(page).allTextContents();
  await results(page).nth(6).scrollIntoViewIfNeeded();
  const top = await dialog(page).evaluate((dialog) => dialog.scrollTop);
  expect(top).toBeGreaterThan(0);
  const href = await results(page).nth(6).getAttribute("href");
  await results(page).nth(6).click();
  await expect(page).toHaveURL(new URL(href, home).href);
  await drawn(page);
  await expect(dialog(page)).toHaveCount(0);
  await page.goBack();
  await expect(title(page)).toHaveText("Archive");
  await expect(dialog(page)).toHaveCount(1);
  expect(await results(page).allTextContents()).toEqual(words);
  await expect(results(page).nth(6)).toBeFocused();
  expect(Math.abs((await dialog(page).evaluate((dialog) => dialog.scrollTop)) - top)).toBeLessThanOrEqual(1);
  await page.goForward();
  await expect(page).toHaveURL(new URL(href, home).href);
  await expect(dialog(page)).toHaveCount(0);
  await page.goBack();
  await expect(dialog(page)).toHaveCount(1);
  await page.goBack();
  await expect(dialog(page)).toHaveCount(0);
  await expect(page).toHaveURL(second);
  await page.goBack();
  await expect(page).toHaveURL(home);
});

test("Back from a page that was loaded opens the search that led there", async ({ page }) => {
  await arrive(page, "search");
  await page.keyboard.press("/");
  await box(page).fill("page");
  await expect(results(page)).toHaveCount(6);
  // Without the app the browser turns the pages.
  await page.evaluate(() => dispatchEvent(new ErrorEvent("error", { error: Object.assign(new Error("dead"), { stack: "app.wasm" }) })));
  await expect(page.locator("html")).toHaveAttribute("data-app", "off");
  const href = await results(page).nth(2).getAttribute("href");
  await results(page).nth(2).click();
  await expect(page).toHaveURL(new URL(href, home).href);
  await page.goBack();
  await expect(page).toHaveURL(second);
  await expect(results(page)).toHaveCount(6);
  await expect(box(page)).toHaveValue("page");
  await expect(box(page)).not.toBeFocused();
});

test("Back to the page about search: its results and its place", async ({ page }) => {
  await open(page, new URL("search/?q=page", home).href);
  await expect(results(page)).toHaveCount(6);
  await page.getByRole("button", { name: "More" }).click();
  await expect(results(page).nth(6)).toBeVisible();
  const count = await results(page).count();
  const last = results(page).last();
  await last.scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollBy(0, 200));
  const y = await page.evaluate(() => scrollY);
  expect(y).toBeGreaterThan(100);
  const href = await last.getAttribute("href");
  await last.click();
  await expect(page).toHaveURL(new URL(href, home).href);
  await drawn(page);
  await page.goBack();
  await expect(title(page)).toHaveText("Search");
  await expect(results(page)).toHaveCount(count);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(y);
  await expect(box(page)).not.toBeFocused();
});

test("a link of a dialog that leads to the page on screen leaves no entry of the dialog", async ({ page }) => {
  await open(page, second);
  await page.keyboard.press("/");
  await box(page).fill("board");
  await results(page).first().click();
  await expect(title(page)).not.toHaveText("Archive");
  await drawn(page);
  const found = await page.evaluate(() => history.state);
  await page.keyboard.press("/");
  await box(page).fill("board");
  await expect(results(page).first()).toBeVisible();
  const here = results(page).first();
  await here.evaluate((link) => (link.href = location.href));
  await here.click();
  await expect(dialog(page)).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => history.state)).toBe(found);
  await page.keyboard.press("/");
  await expect(box(page)).toBeFocused();
});

test("a result that leads to the place on screen closes the dialog", async ({ page }) => {
  await open(page, second);
  const ask = async () => {
    await page.keyboard.press("/");
    await box(page).fill("pinned");
    await expect(results(page).first()).toHaveAttribute("href", /#what-is-taken-down$/);
    await results(page).first().click();
  };
  await ask();
  await expect(title(page)).toHaveText("A post that is pinned");
  await expect(dialog(page)).toHaveCount(0);
  await drawn(page);
  await ask();
  await expect(dialog(page)).toHaveCount(0);
});

test("Back before the app has started leads to where the reader was", async ({ page }) => {
  const post = new URL("blog/a-post-with-every-mark/", home).href;
  await open(page, home);
  await follow(page, post);
  await expect(page).toHaveURL(post);
  await drawn(page);
  const before = await page.evaluate(() => {
    scrollTo(0, 700);
    // A click by the mouse would scroll to the link.
    document.querySelector(".site-header a").click();
    return scrollY;
  });
  expect(before).toBe(700);
  await expect(page).toHaveURL(home);
  const release = await withoutAppUntilReleased(page);
  await page.reload();
  await page.goBack();
  await expect(page).toHaveURL(post);
  await expect(title(page)).toBeVisible();
  release();
  await started(page);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(before);
});
