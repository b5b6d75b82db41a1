// A tab that stays open while the site is published anew: what is turned to next is of now, and the page on screen says
// quietly that it has changed.
import { chromium } from "@playwright/test";
import { browserArguments, executablePath } from "../browser.mjs";
import { expect, inCharge, installed, serve, test } from "./network.mjs";
import { drawn, started, title } from "./reader.mjs";

const added = "This is the second edition.";
const notice = (page, words) => page.getByRole("status").filter({ hasText: words });
const changed = (page) => notice(page, "This page has changed since it was opened.");
const post = "blog/a-post-that-is-pinned/";

/** Some minutes later, the reader comes back to the tab. */
const comeBack = async (page, minutes = 6) => {
  await page.clock.fastForward(minutes * 60_000);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
};

/** The paragraph at the top of the window, and where it is. */
const place = (page) =>
  page.evaluate(() => {
    const at = [...document.querySelectorAll(".prose > p")].find((p) => p.getBoundingClientRect().bottom > 40);
    return [at.textContent, Math.round(at.getBoundingClientRect().top)];
  });

const ways = {
  "with a worker": { site: "sample" },
  "without a worker": { site: "sample", blocked: true },
  "on a blog without offline reading": { site: "off", blocked: true },
};
for (const [how, { site, blocked }] of Object.entries(ways)) {
  test(`a post that is corrected while it is read says so, and shows it where the reader is, ${how}`, async ({ browser }) => {
    const network = await serve(site);
    const context = await browser.newContext({ serviceWorkers: blocked ? "block" : "allow", viewport: { width: 1000, height: 500 } });
    const page = await context.newPage();
    await page.route("https://elsewhere.example/**", (route) => route.abort());
    await page.clock.install();
    await page.goto(network.url(post));
    if (!blocked) await inCharge(page);
    await started(page);
    await page.evaluate(() => window.scrollTo(0, 900));
    const [before, y] = [await place(page), await page.evaluate(() => scrollY)];
    expect(y).toBe(900);
    await network.deploy("second");
    await comeBack(page);
    await expect(changed(page)).toBeVisible();
    // Nothing moves by itself.
    await expect(page.getByText(added)).toHaveCount(0);
    expect(await page.evaluate(() => scrollY)).toBe(y);
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByText(added)).toHaveCount(1);
    await drawn(page);
    await expect(changed(page)).toHaveCount(0);
    // What is new above moves nothing.
    await expect(page.getByText("This was not there before.")).toHaveCount(1);
    const [words, top] = await place(page);
    expect(words).toBe(before[0]);
    expect(Math.abs(top - before[1])).toBeLessThan(3);
    // What is turned to next is of now, too, and there is nothing more to say.
    await comeBack(page);
    await page.getByRole("link", { name: "Sample", exact: true }).first().click();
    await page.getByRole("main").locator("h2 a").last().click();
    await expect(page.getByText(added)).toHaveCount(1);
    await expect(page.locator(".notice")).toHaveCount(0);
    await context.close();
    network.stop();
  });
}

test("a worker's change is asked after at once", async ({ page, network, troubles }) => {
  // A picture of another host stands in the second edition.
  troubles.expect(/elsewhere\.example/);
  await page.route("https://elsewhere.example/**", (route) => route.abort());
  await installed(page, network.url(post));
  await started(page);
  await network.deploy("second");
  await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration()).update()));
  await expect(changed(page)).toBeVisible();
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText(added)).toHaveCount(1);
});

test("new posts are told on a list, shown on request, and found in the archive", async ({ page }) => {
  const network = await serve("withdrawn-second");
  await page.clock.install();
  await page.goto(network.home);
  await started(page);
  await network.deploy("withdrawn");
  await comeBack(page);
  await expect(notice(page, "There are new posts.")).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "Taken back" })).toHaveCount(0);
  // Who has no use for it is not asked twice.
  await page.getByRole("button", { name: "Close" }).click();
  await comeBack(page);
  await page.getByRole("link", { name: "Archive" }).first().click();
  await expect(title(page)).toHaveText("Archive");
  await expect(page.getByRole("main").getByRole("link", { name: "Taken back" })).toHaveCount(1);
  await expect(page.locator(".notice")).toHaveCount(0);
  network.stop();
});

test("a post that is taken back while it is read says so, and stays until its reader goes", async ({ page }) => {
  const network = await serve("withdrawn");
  await page.clock.install();
  await page.goto(network.url("blog/taken-back/"));
  await started(page);
  await network.deploy("withdrawn-second");
  await comeBack(page);
  await expect(notice(page, "This page is no longer published.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Show" })).toHaveCount(0);
  await expect(title(page)).toHaveText("Taken back");
  network.stop();
});

for (const [which, path] of [["of changes elsewhere", "blog/dusk/"], ["if it is in no list", "blog/for-a-few/"]]) {
  test(`a post says nothing ${which}`, async ({ page }) => {
    const network = await serve("withdrawn");
    await page.clock.install();
    await page.goto(network.url(path));
    await started(page);
    await page.waitForLoadState("networkidle");
    await network.deploy("withdrawn-second");
    await network.forget();
    await comeBack(page);
    // The new table of routes is asked for: by now the app goes by the new manifest.
    await expect.poll(async () => Object.keys(await network.asked()).some((path) => path.startsWith("lamplight/data/"))).toBe(true);
    await page.getByRole("link", { name: "Archive" }).first().click();
    await expect(title(page)).toHaveText("Archive");
    await expect(page.getByRole("main").getByRole("link", { name: "Taken back" })).toHaveCount(0);
    await expect(page.locator(".notice")).toHaveCount(0);
    network.stop();
  });
}

test("the manifest is asked for every ten minutes of use, at the earliest five after the last, and never of a hidden page", async ({ page, network }) => {
  await page.addInitScript(() => {
    window.saving = false;
    Object.defineProperty(navigator, "connection", { value: { get saveData() { return window.saving; } } });
  });
  await page.clock.install();
  await installed(page, network.home);
  await started(page);
  await page.waitForLoadState("networkidle");
  const asked = async () => (await network.asked())["lamplight/manifest.json"] ?? 0;
  const visibility = (state) =>
    page.evaluate((state) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, value: state });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  /** How often it is asked for while so many minutes go by, one after the other. */
  const during = async (minutes) => {
    await network.forget();
    for (let i = 0; i < minutes; i += 1) await page.clock.fastForward(60_000);
    // The app asks in the task of the timer; what it asks comes before what the page asks next.
    await page.evaluate(async () => void (await (await fetch("feed.json", { cache: "reload" })).text()));
    return asked();
  };
  expect(await during(4)).toBe(0);
  await comeBack(page, 0);
  expect(await during(7)).toBe(1);
  expect(await during(20)).toBe(2);
  await visibility("hidden");
  expect(await during(30)).toBe(0);
  await network.forget();
  await visibility("visible");
  await expect.poll(asked).toBe(1);
  await page.evaluate(() => (window.saving = true));
  expect(await during(30)).toBe(0);
});

test("in the middle of a deploy the posts of before go on", async ({ page, network, troubles }) => {
  troubles.expect(/status of 404/);
  await page.clock.install();
  await installed(page, network.url(post));
  await started(page);
  await page.getByRole("link", { name: "Sample", exact: true }).first().click();
  await drawn(page);
  await page.waitForLoadState("networkidle");
  await network.deploy("second");
  await network.faults({ path: "lamplight/data/*", status: 404, body: "not yet" });
  await network.forget();
  await comeBack(page);
  await expect.poll(async () => Object.keys(await network.asked()).some((path) => path.startsWith("lamplight/data/"))).toBe(true);
  await page.getByRole("main").getByRole("link", { name: "A post that is pinned" }).click();
  await expect(title(page)).toHaveText("A post that is pinned");
  await expect(page.getByText(added)).toHaveCount(0);
});

test("a page that comes out of the back-forward cache asks what is published now", async () => {
  const network = await serve("sample");
  const browser = await chromium.launch({ executablePath, args: browserArguments, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  const context = await browser.newContext({ serviceWorkers: "block" });
  const [page, witness] = [await context.newPage(), await context.newPage()];
  await page.goto(network.url(post));
  await started(page);
  // A page that comes out of this cache is out of the driver's reach: it tells a second one what it shows.
  await page.evaluate(() => {
    addEventListener("pageshow", ({ persisted }) => {
      localStorage.setItem("told", JSON.stringify([persisted]));
      const look = () => document.querySelector(".notice p") && localStorage.setItem("told", JSON.stringify([persisted, document.querySelector(".notice p").textContent]));
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    });
    setTimeout(() => (location.href = "/feed.json"), 100);
  });
  await expect.poll(() => page.url()).toMatch(/feed\.json$/);
  await network.deploy("second");
  await witness.goto(network.url("colophon/"));
  page.evaluate(() => history.back()).catch(() => {});
  await expect.poll(() => witness.evaluate(() => localStorage.getItem("told")), { timeout: 10_000 }).toBe(JSON.stringify([true, "This page has changed since it was opened."]));
  await browser.close();
  network.stop();
});
