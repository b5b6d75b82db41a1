// Full-text search, as readers meet it.
import { address, report } from "./sites.mjs";
import { expect, open, started, test, title } from "./reader.mjs";
import { installed, test as onNetwork } from "./network.mjs";

const home = address("sample");
const box = (page) => page.getByRole("searchbox", { name: "Search all posts" });
const results = (page) => page.locator(".results a");
const told = (page) => page.locator(".status");

test("by keyboard alone: ask, choose, read", async ({ page }) => {
  await open(page, home);
  await page.keyboard.press("/");
  const dialog = page.getByRole("dialog", { name: "Search" });
  await expect(box(page)).toBeFocused();
  await page.keyboard.type("pinne");
  await expect(results(page).first()).toContainText("A post that is pinned");
  await expect(results(page).first().locator("mark").first()).toHaveText(/^pinned/);
  await expect(told(page)).toHaveText(/^Posts found: \d+\.$/);
  await page.keyboard.press("ArrowDown");
  await expect(results(page).first()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(box(page)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("d");
  await expect(box(page)).toBeFocused();
  await expect(box(page)).toHaveValue("pinned");
  await page.evaluate(() => (window.same = true));
  await page.keyboard.press("Enter");
  await expect(title(page)).toHaveText("A post that is pinned");
  await expect(dialog).toBeHidden();
  expect(await page.evaluate(() => window.same), "the app turned the page").toBe(true);
  await page.keyboard.press("Control+k");
  await expect(box(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("whoever has gone on to an answer stays with its post when others come", async ({ page }) => {
  await open(page, home);
  await page.keyboard.press("/");
  await box(page).fill("post");
  const second = results(page).nth(1);
  const name = await second.locator(".result-title").innerText();
  await second.focus();
  // What was typed before is answered after the focus has moved on.
  await box(page).evaluate((input, name) => ((input.value = name), input.dispatchEvent(new Event("input", { bubbles: true }))), `"${name}"`);
  await expect(results(page).first()).toContainText(name);
  await expect(results(page).first()).toBeFocused();
});

test("a result leads to the heading above what was found", async ({ page }) => {
  await open(page, home);
  await page.getByRole("link", { name: "Search" }).click();
  await box(page).fill("withdrawn dash");
  const place = results(page).filter({ has: page.locator(".result-place") }).first();
  const href = await place.getAttribute("href");
  expect(href).toContain("#");
  const heading = (await place.locator(".result-place").textContent()).trim();
  await place.click();
  await expect(page).toHaveURL(new URL(href, home).href);
  await expect(page.locator(`[id="${decodeURIComponent(href.split("#")[1])}"]`)).toContainText(heading);
  await expect(page.locator(`[id="${decodeURIComponent(href.split("#")[1])}"]`)).toBeInViewport();
});

test("the page about it says in its address what is asked", async ({ page }) => {
  await open(page, new URL("search/?q=offline", home).href);
  await expect(box(page)).toHaveValue("offline");
  await expect(results(page).first()).toBeVisible();
  await box(page).fill("offline tag:accessibility");
  await expect(page).toHaveURL(/\?q=offline%20tag%3Aaccessibility$/);
  await page.reload();
  await expect(box(page)).toHaveValue("offline tag:accessibility");
  await box(page).fill("");
  await expect(page).toHaveURL(new URL("search/", home).href);
  await expect(results(page)).toHaveCount(0);
  // Turned to by the app, it is filled too.
  await page.getByRole("link", { name: "All posts by year" }).click();
  await expect(title(page)).toHaveText("Archive");
  await page.goBack();
  await expect(title(page)).toHaveText("Search");
  await box(page).fill("nothinglikethisanywhere");
  await expect(told(page)).toHaveText("No post has these words.");
});

test("drawn by the app it is the same page", async ({ page }) => {
  await open(page, new URL("search/?q=offline", address("bare-sample")).href);
  await expect(title(page)).toHaveText("Search");
  await expect(results(page).first()).toBeVisible();
});

test("slips, phrases and filters", async ({ page }) => {
  await open(page, new URL("search/", home).href);
  const first = async (question, wanted) => {
    await box(page).fill(question);
    await expect(results(page).first(), question).toContainText(wanted);
  };
  await first("acessibility former", "A post by a former contributor");
  await first("ledegr coins", "A ledger with a table");
  await first('"a post that is pinned"', "A post that is pinned");
  await first("author:ada-marsh evenings", "A post on the second page");
  await box(page).fill('"pinned is that post a"');
  await expect(told(page)).toHaveText("No post has these words.");
  await box(page).fill("year:1999 coins");
  await expect(told(page)).toHaveText("No post has these words.");
});

test("Japanese, Chinese, Arabic and German are found", async ({ page }) => {
  await open(page, new URL("search/", address("tongues")).href);
  for (const [question, wanted] of [
    ["通信", "夜のあかりで読む"],
    ["手元に残す", "夜のあかりで読む"],
    ["网络", "灯下的阅读"],
    ["离线", "灯下的阅读"],
    ["شبكه", undefined],
    ["القطار", "القراءة ليلًا"],
    ["strasse apfeln", "Ein Abend mit Äpfeln und Größe"],
    ["tag:cafe", "Ein Abend mit Äpfeln und Größe"],
  ]) {
    await box(page).fill(question);
    if (wanted) await expect(results(page).first(), question).toContainText(wanted);
  }
});

test("without JavaScript there are other ways", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(home);
  await page.getByRole("link", { name: "Search" }).click();
  await expect(title(page)).toHaveText("Search");
  await page.getByRole("link", { name: "All posts by year" }).click();
  await expect(title(page)).toHaveText("Archive");
  await context.close();
});

test("nothing of it is loaded before it is used", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await open(page, home);
  await page.waitForLoadState("networkidle");
  expect(asked.filter((path) => /search|\.bin$/.test(path))).toEqual([]);
});

test("a large blog: one question loads a few files", async ({ page }) => {
  test.skip(!report("18f"), "the corpus is not on this machine");
  await open(page, new URL("search/", address("18f")).href);
  const asked = [];
  page.on("request", (request) => request.url().endsWith(".bin") && asked.push(request.url()));
  await box(page).fill("accessibility testing");
  await expect(results(page)).toHaveCount(6);
  expect(asked.length).toBeLessThanOrEqual(16);
  await page.getByRole("button", { name: "More" }).click();
  await expect(results(page)).toHaveCount(12);
  await expect(results(page).nth(6)).toBeFocused();
});

test("files that are not as published are asked for once more, and never used", async ({ page, troubles }) => {
  troubles.expect(/Failed to load resource/);
  let spoiled = 0;
  await page.route("**/*.bin", async (route) => {
    spoiled += 1;
    await (spoiled === 1 ? route.fulfill({ status: 200, body: "<html>Sign in</html>", contentType: "text/html" }) : route.fallback());
  });
  await open(page, new URL("search/?q=offline", home).href);
  await expect(results(page).first()).toBeVisible();
  expect(spoiled).toBeGreaterThan(1);
});

for (const [what, files, says] of [
  ["its chunk", "**/search-*.wasm", "The network is slow, or there is none."],
  ["its index", "**/lamplight/data/*.bin", "Search can’t be reached"],
]) {
  test(`where ${what} can't be had the page about search says so, leads on, and asks again`, async ({ page, troubles }) => {
    troubles.expect(/Failed to load resource/);
    await page.addInitScript(() => delete Navigator.prototype.serviceWorker);
    await page.route(files, (route) => route.abort());
    await open(page, new URL("search/?q=offline", home).href);
    await expect(told(page)).toContainText(says);
    await expect(page.getByRole("link", { name: "All posts by year" })).toBeVisible();
    await page.unroute(files);
    await box(page).fill("offline reading");
    await expect(results(page).first()).toBeVisible();
    await expect(told(page)).toHaveText(/^Posts found/);
  });
}

onNetwork("without a network the posts on this device are searched", async ({ page, network }) => {
  await installed(page, network.home);
  await started(page);
  await network.dead();
  await page.keyboard.press("/");
  await box(page).fill("pinned");
  await expect(results(page).first()).toContainText("A post that is pinned");
  await expect(told(page)).toContainText("Only posts on this device were searched.");
  await page.keyboard.press("Enter");
  await expect(title(page)).toHaveText("A post that is pinned");
});

onNetwork("with the whole blog kept, all of it is searched without a network", async ({ page, network }) => {
  await installed(page, network.url("offline/"));
  await page.getByRole("button", { name: "Keep the whole blog offline" }).click();
  await page.getByRole("button", { name: /^Keep text/ }).first().click();
  await expect(page.getByText(/^Kept on this device/)).toBeVisible();
  await network.dead();
  await page.goto(network.url("search/?q=typography%20evenings"));
  await expect(results(page).first()).toContainText("A post on the second page");
  await expect(told(page)).not.toContainText("on this device");
});
