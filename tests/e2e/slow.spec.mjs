// What is asked for before its chunk has come: nothing that was typed is lost or taken for something else.
import { address } from "./sites.mjs";
import { drawn, expect, open, test, title } from "./reader.mjs";

const home = address("sample");
const pinned = new URL("blog/a-post-that-is-pinned/", home).href;
const searchDialog = (page) => page.getByRole("dialog", { name: "Search" });
const box = (page) => page.getByRole("searchbox", { name: "Search all posts" });
const told = (page) => searchDialog(page).getByRole("status");

/** Holds back the files of a name until `release` is called. */
const hold = async (page, files) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(files, async (route) => {
    await held;
    await route.fallback();
  });
  return release;
};

/** What single keys would have done. */
const untouched = async (page) => {
  expect(await page.evaluate(() => localStorage.getItem("lamplight:/:bookmarks"))).toBeNull();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  await expect(page.locator("html")).not.toHaveAttribute("data-size");
  await expect(page.getByRole("dialog", { name: "Reading settings" })).toHaveCount(0);
};

for (const [how, ask] of [
  ["/", (page) => page.keyboard.press("/")],
  ["Control+K", (page) => page.keyboard.press("Control+k")],
  ["a click", (page) => page.getByRole("link", { name: "Search" }).click()],
]) {
  test(`on a slow line what is typed after ${how} is what is searched`, async ({ page }) => {
    const scripts = await hold(page, "**/search-*.wasm");
    const comfort = await hold(page, "**/reading-*.js");
    await open(page, pinned);
    await ask(page);
    await page.keyboard.type("tabs +ledger");
    await expect(box(page)).toBeFocused();
    await expect(box(page)).toHaveValue("tabs +ledger");
    await expect(told(page)).toHaveText("Loading …");
    comfort();
    await expect.poll(() => page.evaluate(() => Boolean(document.documentElement.reading))).toBe(true);
    await untouched(page);
    scripts();
    await expect(page.locator(".results a").first()).toContainText("ledger");
    await expect(box(page)).toHaveValue("tabs +ledger");
    await expect(box(page)).toBeFocused();
    await expect(told(page)).toHaveText(/^Posts found/);
    await untouched(page);
  });
}

test("while the index is on its way search says so, and answers once it has come", async ({ page }) => {
  const index = await hold(page, "**/lamplight/data/*.bin");
  await open(page, home);
  await page.keyboard.press("/");
  await page.keyboard.type("pinned");
  await expect(told(page)).toHaveText("Loading …");
  await expect(page.locator(".hint")).toBeHidden();
  index();
  await expect(page.locator(".results a").first()).toContainText("A post that is pinned");
});

test("what is pasted and what is composed before search has come is kept", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const release = await hold(page, "**/search-*.wasm");
  await open(page, home);
  await page.evaluate(() => navigator.clipboard.writeText("pinned "));
  await page.keyboard.press("/");
  await page.keyboard.press("Control+v");
  await expect(box(page)).toHaveValue("pinned ");
  const session = await context.newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "よ", selectionStart: 1, selectionEnd: 1 });
  const same = await box(page).evaluateHandle((input) => input);
  release();
  await expect(page.locator(".finder .hint")).toBeAttached();
  // The chunk has come into the middle of a composition: the box is the same, and goes on with it.
  expect(await same.evaluate((input) => [input.isConnected, document.activeElement === input, input.value])).toEqual([true, true, "pinned よ"]);
  await session.send("Input.insertText", { text: "夜" });
  await expect(box(page)).toHaveValue("pinned 夜");
});

test("Enter before search has come leads to what it finds; who writes on or leaves is not led away", async ({ page }) => {
  let release = await hold(page, "**/search-*.wasm");
  await open(page, home);
  await page.keyboard.press("/");
  await page.keyboard.type("ledger");
  await page.keyboard.press("Enter");
  release();
  await expect(title(page)).toHaveText("A ledger with a table");
  await expect(searchDialog(page)).toBeHidden();

  await page.goto(pinned);
  await page.unroute("**/search-*.wasm");
  release = await hold(page, "**/search-*.wasm");
  await page.goto(pinned);
  await page.keyboard.press("/");
  await page.keyboard.type("ledge");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(searchDialog(page)).toBeHidden();
  release();
  await expect(page.locator(".finder .hint")).toBeAttached();
  await page.keyboard.press("/");
  await expect(box(page)).toHaveValue("ledge");
  await expect(page.locator(".results a").first()).toContainText("A ledger with a table");
  await expect(page).toHaveURL(pinned);
});

test("a search that does not come tells after a while, and leads to the page about it with the question", async ({ page }) => {
  await page.clock.install();
  await hold(page, "**/search-*.wasm");
  await open(page, home);
  await page.keyboard.press("/");
  await page.keyboard.type("a & b");
  await page.clock.fastForward(1_000);
  await expect(told(page)).toHaveText("Loading …");
  await page.clock.fastForward(8_000);
  await expect(told(page)).toContainText("The network is slow");
  await told(page).getByRole("link", { name: "Open the search page" }).click();
  await expect(page).toHaveURL(new URL("search/?q=a%20%26%20b", home).href);
  await expect(searchDialog(page)).toBeHidden();
  await expect(box(page)).toHaveValue("a & b");
  await expect(page.getByRole("link", { name: "All posts by year" })).toBeVisible();
});

test("a search that can't be had says so at once, and is tried again with the next letter", async ({ page, troubles }) => {
  troubles.expect(/Failed to load resource/);
  await page.route("**/search-*.wasm", (route) => route.abort());
  await open(page, home);
  await page.keyboard.press("/");
  await page.keyboard.type("pinne");
  await expect(told(page)).toContainText("The network is slow, or there is none.");
  await page.unroute("**/search-*.wasm");
  await page.keyboard.type("d");
  await expect(page.locator(".results a").first()).toContainText("A post that is pinned");
});

test("the page about searching takes what is typed before its chunk has come", async ({ page }) => {
  const release = await hold(page, "**/search-*.wasm");
  await page.goto(new URL("search/", home).href, { waitUntil: "domcontentloaded" });
  await expect(box(page)).toBeFocused();
  await page.keyboard.type("ledger");
  release();
  await expect(page.locator(".results a").first()).toContainText("A ledger with a table");
  await expect(page).toHaveURL(new URL("search/?q=ledger", home).href);
  await untouched(page);
});

test("the settings open at once, and are filled when they come; keys meanwhile do nothing else", async ({ page }) => {
  const release = await hold(page, "**/reader-*.wasm");
  await open(page, pinned);
  await page.keyboard.press("s");
  const dialog = page.getByRole("dialog", { name: "Reading settings" });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole("status")).toHaveText("Loading …");
  await page.keyboard.type("tb+");
  release();
  await expect(page.getByRole("radio", { name: "Dark" })).toBeVisible();
  await expect(page.getByRole("radio", { name: "System" })).toBeFocused();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  await expect(page.locator("html")).not.toHaveAttribute("data-size");
  expect(await page.evaluate(() => localStorage.getItem("lamplight:/:bookmarks"))).toBeNull();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("settings that were closed before they came stay closed, and a key counts for the page that it was meant for", async ({ page }) => {
  const release = await hold(page, "**/{reading,reader}-*");
  await open(page, pinned);
  await page.getByRole("button", { name: "Reading settings" }).click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await page.evaluate(() => document.querySelector(".neighbours a").click());
  await expect(title(page)).not.toHaveText("A post that is pinned");
  await drawn(page);
  release();
  await expect.poll(() => page.evaluate(() => Boolean(document.documentElement.reading))).toBe(true);
  await expect(page.locator("[data-tools] button").first()).toBeAttached();
  await expect(page.locator("dialog[open]")).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.getItem("lamplight:/:bookmarks"))).toBeNull();
});

test("settings that can't be had say so, and the page goes on", async ({ page, troubles }) => {
  troubles.expect(/Failed to load resource/);
  await page.route("**/reader-*.wasm", (route) => route.abort());
  await open(page, pinned);
  await page.keyboard.press("s");
  const dialog = page.getByRole("dialog", { name: "Reading settings" });
  await expect(dialog.getByRole("status")).toContainText("The network is slow, or there is none.");
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.unroute("**/reader-*.wasm");
  await page.keyboard.press("s");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeVisible();
});
