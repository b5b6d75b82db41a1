// What stands in the device's storage: whatever somebody wrote there, it is repaired, and never obeyed.
import { address } from "./sites.mjs";
import { expect, open, test, title } from "./reader.mjs";

const home = address("sample");
const at = (path) => new URL(path, home).href;
const marks = at("blog/a-post-with-every-mark/");
const path = new URL(marks).pathname;

/** Opens the post with what is remembered under three names, and moves. */
const opened = async (page, stored) => {
  await page.addInitScript((stored) => {
    for (const [name, text] of Object.entries(stored)) if (!sessionStorage.getItem(name)) localStorage.setItem(`lamplight:/:${name}`, text);
    for (const name of Object.keys(stored)) sessionStorage.setItem(name, "written");
  }, stored);
  await page.setViewportSize({ width: 1400, height: 900 });
  await open(page, marks);
  await page.mouse.move(200, 200);
  await page.mouse.move(210, 210);
};
/** Everything that helps readers is there. */
const whole = async (page) => {
  await expect(page.locator("[data-tools] button").first()).toBeAttached();
  await expect(page.locator(".code-tools").first()).toBeAttached();
  await expect(page.locator(".sidenote")).toHaveCount(2);
  await expect(page.locator("[data-zoom]").first()).toBeAttached();
};

const odd = {
  "a number": "5",
  "a text": '"x"',
  "a list": "[1,2]",
  nothing: "null",
  "no JSON": "{",
  "truth": "true",
  "a place that is a number": JSON.stringify({ [path]: 5 }),
  "a place that is an object": JSON.stringify({ [path]: { 0: 1, 1: 2 } }),
  "a place of wrong parts": JSON.stringify({ [path]: ["1", {}] }),
  "a place far away": JSON.stringify({ [path]: [1e308, "x"] }),
  "a place before the first": JSON.stringify({ [path]: [-3, "x"] }),
  "a place that is nothing": JSON.stringify({ [path]: null }),
  "prototypes": '{"__proto__":{"x":[1,"y"]},"constructor":[1,"y"],"toString":"z"}',
  "a place of another version": JSON.stringify({ [path]: { version: 9, block: "p", words: "x" } }),
};
for (const [what, text] of Object.entries(odd)) {
  test(`${what} in storage takes nothing away from a page`, async ({ page }) => {
    await opened(page, { places: text, read: text, bookmarks: text });
    await whole(page);
    await page.keyboard.press("b");
    await expect(page.getByRole("button", { name: "Bookmark" })).toHaveAttribute("aria-pressed", /true|false/);
    await page.keyboard.press("s");
    await expect(page.getByRole("dialog", { name: "Reading settings" })).toBeVisible();
    await expect(page.getByRole("radio", { name: "Dark" })).toBeVisible();
    expect(await page.evaluate(() => ({}).x)).toBeUndefined();
  });
}

test("bookmarks that others wrote lead nowhere else, and good ones among them stay", async ({ page }) => {
  const bookmarks = {
    "javascript:document.title='evil'": "Click me",
    "https://evil.example/": "Away",
    "//evil.example/": "Away, shorter",
    "/\\evil.example/": "Away, backwards",
    "data:text/html,x": "Data",
    "blog/x/": "No path",
    "": "Nothing",
    ["/" + "x".repeat(5_000)]: "Long",
    "/blog/a-post-that-is-pinned/": "A post that is pinned",
    "/blog/a-ledger-with-a-table/": { title: "of a version to come" },
    "/blog/a-post-on-the-second-page/": "<img src=x onerror=\"document.title='evil'\">",
  };
  await opened(page, { bookmarks: JSON.stringify(bookmarks) });
  await whole(page);
  await page.keyboard.press("s");
  const links = page.getByRole("dialog", { name: "Reading settings" }).getByRole("link");
  await expect(links).toHaveCount(3);
  expect(await links.evaluateAll((links) => links.map((link) => link.getAttribute("href")))).toEqual(["/blog/a-post-on-the-second-page/", "/blog/a-ledger-with-a-table/", "/blog/a-post-that-is-pinned/"]);
  await expect(links.nth(0)).toHaveText(/^<img/);
  await expect(links.nth(1)).toHaveText("/blog/a-ledger-with-a-table/");
  await links.nth(2).click();
  await expect(title(page)).toHaveText("A post that is pinned");
  await page.keyboard.press("b");
  await expect(page.getByRole("status").filter({ hasText: "Bookmark removed" })).toBeVisible();
  const kept = await page.evaluate(() => JSON.parse(localStorage.getItem("lamplight:/:bookmarks")));
  expect(Object.keys(kept)).toEqual(["/blog/a-ledger-with-a-table/", "/blog/a-post-on-the-second-page/"]);
  expect(kept["/blog/a-ledger-with-a-table/"]).toEqual({ title: "of a version to come" });
});

test("a place and a mark between bad ones are still there", async ({ page }) => {
  const words = "Tables";
  const places = { "/a/": 7, [path]: [3, words], "//x/": [1, "y"] };
  await opened(page, { places: JSON.stringify(places), read: JSON.stringify({ 7: 7, "/blog/a-post-that-is-pinned/": {}, "//x/": "2026-01-01" }) });
  await whole(page);
  await page.getByRole("button", { name: "Continue where you left off" }).click();
  await expect(page.locator(".prose :focus")).toContainText(words);
  await page.goto(home);
  await page.mouse.move(220, 220);
  await expect(page.locator(".read-mark")).toHaveCount(1);
});

test("sixty thousand bookmarks are listed as far as they may be, and the page stays quick", async ({ page }) => {
  await page.addInitScript(() => {
    if (!localStorage.getItem("lamplight:/:bookmarks")) localStorage.setItem("lamplight:/:bookmarks", JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`/blog/${i}/`, `Post ${i}`]))));
  });
  await open(page, marks);
  await page.keyboard.press("s");
  await expect(page.getByRole("dialog", { name: "Reading settings" }).getByRole("listitem")).toHaveCount(500);
  await expect(page.getByRole("link", { name: "Post 59999", exact: true })).toBeAttached();
});

test("one comfort that fails takes no other along", async ({ page }) => {
  await page.addInitScript(() => {
    // Notes beside the text are measured by what this browser has not.
    window.ResizeObserver = class {
      observe(element) {
        // The app looks at all of the page.
        if (element !== document.body) throw new Error("no");
      }
      disconnect() {}
    };
  });
  await open(page, marks);
  await page.mouse.move(200, 200);
  await page.mouse.move(210, 210);
  await expect(page.locator(".code-tools").first()).toBeAttached();
  await expect(page.locator("[data-zoom]").first()).toBeAttached();
  await expect(page.locator("[data-tools] button").first()).toBeAttached();
});
