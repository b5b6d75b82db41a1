// Parts of the app that are fetched when somebody asks for them: when, how often, and what is said where they can't be had.
import { address } from "./sites.mjs";
import { installed, test as onNetwork } from "./network.mjs";
import { drawn, expect, isMarked, mark, open, requestsDuring, started, test, title, withoutAppUntilReleased } from "./reader.mjs";

const home = address("sample");
const pinned = new URL("blog/a-post-that-is-pinned/", home).href;
const settings = (page) => page.getByRole("dialog", { name: "Reading settings" });
const keyboard = (page) => page.getByRole("dialog", { name: "Keyboard shortcuts" });
const told = (page) => settings(page).getByRole("status");
const chunk = "lamplight/app/reader-%2A.wasm";
const chunks = (paths) => paths.filter((path) => /\/reader-[0-9a-f]{16}\.wasm$/.test(path));
const slow = "The network is slow, or there is none.";

test("a chunk is fetched when something in it is asked for, and once", async ({ page }) => {
  const before = await requestsDuring(page, async () => {
    await open(page, pinned);
    await page.mouse.move(200, 200);
    await page.mouse.move(210, 210);
    await expect(page.locator("[data-tools] button").first()).toBeAttached();
    await page.evaluate(() => document.querySelector(".neighbours a").click());
    await expect(title(page)).not.toHaveText("A post that is pinned");
    await drawn(page);
    await page.waitForLoadState("networkidle");
  });
  expect(chunks(before)).toEqual([]);
  const after = await requestsDuring(page, async () => {
    await page.keyboard.press("s");
    await expect(page.getByRole("radio", { name: "Dark" })).toBeVisible();
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await expect(keyboard(page).getByText("Next theme")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(keyboard(page)).toBeHidden();
    await page.keyboard.press("b");
    await expect(page.getByRole("button", { name: "Bookmark" })).toHaveAttribute("aria-pressed", "true");
  });
  expect(chunks(after)).toHaveLength(1);
});

onNetwork("a chunk that a deploy has not brought yet is asked for again past the browser's cache", async ({ page, network, troubles }) => {
  troubles.expect(/integrity|status of 404/);
  await page.addInitScript(() => delete Navigator.prototype.serviceWorker);
  await network.faults({ path: chunk, status: 404, type: "text/html", body: "gone", times: 1 });
  await page.goto(network.home);
  await started(page);
  await page.keyboard.press("s");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeVisible();
  await expect(told(page)).toHaveCount(0);
});

for (const [what, fault] of Object.entries({
  "is missing": { status: 404, type: "text/html", body: "gone" },
  "is cut": { cut: 5_000 },
  "is another file": { status: 200, type: "application/wasm", body: "\0asm" },
})) {
  onNetwork(`where a chunk ${what} that is said, the app goes on, and the next request succeeds`, async ({ page, network, troubles }) => {
    troubles.expect(/integrity|status of 404|ERR_/);
    await page.addInitScript(() => delete Navigator.prototype.serviceWorker);
    await network.faults({ path: chunk, ...fault });
    await page.goto(network.url("blog/a-post-that-is-pinned/"));
    await started(page);
    await mark(page);
    await page.keyboard.press("s");
    await expect(told(page)).toContainText(slow);
    await expect(told(page).getByRole("button", { name: "Reload" })).toBeVisible();
    await page.keyboard.press("Escape");
    await page.mouse.move(200, 200);
    await page.mouse.move(210, 210);
    await expect(page.locator("[data-tools] button").first()).toBeAttached();
    await page.keyboard.press("b");
    await expect(page.getByRole("status").filter({ hasText: slow })).toBeVisible();
    expect(await page.evaluate(() => localStorage.getItem("lamplight:/:bookmarks"))).toBeNull();
    await page.evaluate(() => document.querySelector(".neighbours a").click());
    await expect(title(page)).not.toHaveText("A post that is pinned");
    await drawn(page);
    expect(await isMarked(page)).toBe(true);
    await network.faults();
    await page.keyboard.press("s");
    await expect(page.getByRole("radio", { name: "Dark" })).toBeVisible();
    await expect(told(page)).toHaveCount(0);
    await page.getByRole("radio", { name: "Dark" }).check();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(page.locator("html")).toHaveAttribute("data-app", "on");
  });
}

test("a dialog that is asked for before the app has come is there, and is filled once it has", async ({ page }) => {
  const release = await withoutAppUntilReleased(page);
  await page.goto(pinned);
  await page.getByRole("button", { name: "Reading settings" }).click();
  await expect(settings(page)).toBeVisible();
  await expect(told(page)).toHaveText("Loading …");
  await expect(page.locator("html")).not.toHaveAttribute("data-app");
  release();
  await expect(page.getByRole("radio", { name: "System" })).toBeFocused();
  await expect(told(page)).toHaveCount(0);
});

test("a request starts the app at once, though pictures of the page are still to come", async ({ page }) => {
  const pictures = [];
  await page.route("**/*.{png,svg,jpg,webp,avif}", (route) => pictures.push(route));
  await page.goto(new URL("blog/a-post-with-every-mark/", home).href, { waitUntil: "domcontentloaded" });
  await expect.poll(() => pictures.length).toBeGreaterThan(0);
  // Before the boot script nobody listens to keys.
  await page.waitForFunction(() => document.documentElement.kit);
  const began = Date.now();
  await page.keyboard.press("s");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeVisible();
  expect(await page.evaluate(() => document.readyState), `after ${Date.now() - began} ms`).not.toBe("complete");
  await Promise.all(pictures.map((route) => route.fallback()));
});

test("where the app can't be had a dialog says so, and loading the page anew opens it again", async ({ page, troubles }) => {
  troubles.expect(/integrity|status of 404/);
  await page.route("**/lamplight-*.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(pinned);
  await expect(page.locator("html")).toHaveAttribute("data-app", "off");
  await page.keyboard.press("s");
  await expect(told(page)).toContainText(slow);
  await page.unroute("**/lamplight-*.wasm");
  await told(page).getByRole("button", { name: "Reload" }).click();
  await expect(page.getByRole("radio", { name: "Dark" })).toBeVisible();
  await page.goBack();
  await expect(settings(page)).toBeHidden();
  await expect(page).toHaveURL(pinned);
});

test("an app that has died answers no request for ever", async ({ page }) => {
  await open(page, pinned);
  await page.route("**/reader-*.wasm", () => {});
  await page.keyboard.press("s");
  await expect(told(page)).toHaveText("Loading …");
  await page.evaluate(() => dispatchEvent(new ErrorEvent("error", { error: Object.assign(new Error("dead"), { stack: "app.wasm" }) })));
  await expect(told(page)).toContainText(slow);
});

onNetwork("without a network dialogs open that nobody has opened before", async ({ page, network }) => {
  await installed(page, network.home);
  await started(page);
  await network.dead();
  await page.goto(network.home);
  await started(page);
  await page.keyboard.press("?");
  await expect(keyboard(page).getByText("Next theme")).toBeVisible();
  await keyboard(page).getByRole("button", { name: "Close" }).click();
  await page.keyboard.press("s");
  await page.getByRole("radio", { name: "Sepia" }).check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "sepia");
});

test("a choice in one tab is ticked in the open dialog of another", async ({ page, context }) => {
  await open(page, pinned);
  await page.keyboard.press("s");
  await expect(page.getByRole("radio", { name: "System" })).toBeChecked();
  const other = await context.newPage();
  await open(other, home);
  await other.keyboard.press("t");
  await expect(page.getByRole("radio", { name: "Light" })).toBeChecked();
});
