// The offline shelf: what a reader keeps on purpose, with true sizes, and what happens when that is disturbed.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { caches, expect, inCharge, installed, test } from "./network.mjs";
import { started, title } from "./reader.mjs";
import { files } from "./sites.mjs";

const button = (page, name) => page.getByRole("main").getByRole("button", { name, exact: true });
const kept = (page) => page.getByRole("main").getByText(/^Kept on this device/);
const shelf = async (page) => Object.entries(await caches(page)).find(([name]) => name.endsWith(":shelf"))?.[1] ?? [];
const wishes = (page) => page.evaluate(async () => (await ask({ ask: "state" })).wishes);

async function keep(page, what, choice = "Keep text") {
  await button(page, `Keep ${what} offline`).click();
  await button(page, choice).click();
  await expect(kept(page)).toBeVisible();
}

/** Bytes of the files under a folder of a built site. */
const size = (folder, wanted = (name) => !/\.(br|gz)$/.test(name)) => readdirSync(folder).filter(wanted).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

test("a post that is kept is there without a network, whatever else is not", async ({ page, long }) => {
  await installed(page, long.url("blog/day-1/"));
  await keep(page, "this post");
  await page.evaluate(async () => {
    // Nothing but what was kept on purpose, and what the app is made of.
    for (const name of await window.caches.keys()) if (/:(pages|files|media)$/.test(name)) await window.caches.delete(name);
  });
  await long.dead();
  await page.goto(long.url("blog/day-1/"));
  await expect(title(page)).toHaveText("Day 1");
  await expect(page.getByText("Line 159 of day 1")).toBeVisible();
});

test("sizes are told before, and they are true", async ({ page, long }) => {
  await installed(page, long.url("offline/"));
  await button(page, "Keep the whole blog offline").click();
  const text = size(join(files("media"), "lamplight/data"));
  const told = await page.evaluate(() => ask({ ask: "size", kind: "all", path: "" }));
  expect(told.text).toBe(text);
  expect(told.pictures).toBeGreaterThan(statSync(join(files("media"), "uploads/bell.wav")).size);
  // What comes over the line is compressed, mostly; what is stored is not.
  const sent = size(join(files("media-compressed"), "lamplight/data"), (name) => name.endsWith(".gz"));
  expect(told.sent).toBe(sent);
  expect(sent).toBeLessThan(text * 0.7);
  await expect(page.getByRole("main").getByText(`About ${Math.round(sent / 1000)} kB of text`)).toBeVisible();
  await button(page, "Keep text and pictures").click();
  await expect(kept(page)).toBeVisible();
  const [{ done, total, complete }] = await wishes(page);
  expect({ done, total, complete }).toEqual({ done: text + told.pictures, total: text + told.pictures, complete: true });
  const stored = await page.evaluate(async () => {
    const cache = await window.caches.open((await window.caches.keys()).find((name) => name.endsWith(":shelf")));
    let bytes = 0;
    for (const key of await cache.keys()) if (!/\/shelf[./]/.test(key.url)) bytes += (await (await cache.match(key)).arrayBuffer()).byteLength;
    return bytes;
  });
  expect(stored).toBe(done);
});

test("the posts of a tag are kept, and no others", async ({ page, long }) => {
  await installed(page, long.url("tag/days/"));
  await keep(page, "these posts");
  const [{ done, total }] = await wishes(page);
  expect(done).toBe(total);
  await long.dead();
  for (const day of [1, 7, 12]) {
    await page.goto(long.url(`blog/day-${day}/`));
    await expect(title(page)).toHaveText(`Day ${day}`);
  }
  await page.goto(long.url("tag/days/page/2/"));
  await expect(page.getByRole("article")).toHaveCount(3);
  await page.goto(long.url("tags/"));
  await expect(title(page)).toHaveText("You seem to be offline");
});

test("addresses in any script can be kept", async ({ page, long }) => {
  await installed(page, long.url("tag/夜/"));
  await keep(page, "these posts");
  await page.goto(long.url("blog/灯/"));
  await inCharge(page);
  await keep(page, "this post");
  await page.evaluate(async () => {
    for (const name of await window.caches.keys()) if (/:(pages|files)$/.test(name)) await window.caches.delete(name);
  });
  await long.dead();
  for (const path of ["blog/灯/", "tag/夜/"]) {
    await page.goto(long.url(path));
    await expect(page.getByRole("main")).toContainText("夜、灯の下で一行だけ読む。");
  }
});

test("the whole blog is kept: every address of it can be read", async ({ page, long }) => {
  await installed(page, long.url("offline/"));
  await keep(page, "the whole blog");
  await long.dead();
  for (const path of ["", "page/3/", "archive/", "archive/2026/", "tags/", "categories/", "authors/", "tag/days/", "category/fixtures/", "blog/a-bell/", "blog/day-3/"]) {
    await page.goto(long.url(path));
    await started(page);
    await expect(title(page)).not.toHaveText("You seem to be offline");
  }
});

test("with pictures they are kept too, and sound can be played from anywhere in it", async ({ page, long }) => {
  await installed(page, long.url("tag/sound/"));
  await keep(page, "these posts", "Keep text and pictures");
  await long.dead();
  await page.goto(long.url("blog/dusk/"));
  const picture = page.getByRole("img", { name: "Three colours" });
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((image) => image.naturalWidth)).toBeGreaterThan(100);
  await page.goto(long.url("blog/a-bell/"));
  await expect(title(page)).toHaveText("A bell at noon");
  const answers = [];
  page.on("response", (response) => response.url().endsWith("/bell.wav") && answers.push(response.status()));
  const played = await page.locator("main audio").evaluate(async (audio) => {
    audio.preload = "auto";
    audio.load();
    await new Promise((done, failed) => ((audio.oncanplay = done), (audio.onerror = () => failed(new Error(audio.error.message)))));
    audio.currentTime = 4;
    await new Promise((done) => (audio.onseeked = done));
    return [Math.round(audio.duration), audio.currentTime];
  });
  expect(played).toEqual([6, 4]);
  expect(answers.length).toBeGreaterThan(0);
  expect(new Set(answers)).toEqual(new Set([206]));
});

test("it can be paused, goes on where it was, and can be taken away", async ({ page, long }) => {
  await installed(page, long.url("offline/"));
  await long.faults({ path: "lamplight/data/%2A", delay: 1_000 });
  await button(page, "Keep the whole blog offline").click();
  await button(page, "Keep text").click();
  await expect.poll(async () => (await wishes(page))[0]?.done ?? 0).toBeGreaterThan(0);
  await expect(page.getByRole("progressbar", { name: "Kept so far" })).toBeVisible();
  await button(page, "Pause").click();
  await expect(page.getByText("Paused.")).toBeVisible();
  await expect.poll(async () => {
    const before = (await shelf(page)).length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    return (await shelf(page)).length - before;
  }).toBe(0);
  const here = new Set(await shelf(page));
  expect((await wishes(page))[0]).toMatchObject({ paused: true, complete: false });
  // It stays paused through a visit.
  await page.reload();
  await inCharge(page);
  await expect(page.getByText("Paused.")).toBeVisible();
  await long.faults();
  await long.forget();
  await button(page, "Resume").click();
  await expect(kept(page)).toBeVisible();
  const asked = Object.keys(await long.asked()).filter((path) => path.startsWith("lamplight/data/"));
  expect(asked.filter((path) => here.has(`/${path}`))).toEqual([]);
  expect(asked.length).toBeGreaterThan(0);
  await button(page, "Remove").click();
  await expect(button(page, "Keep the whole blog offline")).toBeVisible();
  // Hundreds of files go one after the other.
  await expect.poll(() => shelf(page)).toEqual(["/lamplight/shelf.json"]);
});

test("what is kept twice is stored once, and stays until nothing needs it", async ({ page, long }) => {
  await installed(page, long.url("blog/day-1/"));
  await keep(page, "this post");
  await page.goto(long.url("tag/days/"));
  await inCharge(page);
  await keep(page, "these posts");
  await button(page, "Remove").click();
  await expect(button(page, "Keep these posts offline")).toBeVisible();
  await long.dead();
  await page.goto(long.url("blog/day-1/"));
  await expect(title(page)).toHaveText("Day 1");
  await page.goto(long.url("offline/"));
  await inCharge(page);
  expect((await wishes(page)).map(({ id }) => id)).toEqual(["post blog/day-1/"]);
  await expect(page.locator("[data-library]").getByRole("link", { name: "Day 1", exact: true })).toBeVisible();
});

test("a network that breaks off is said, and what is missing follows", async ({ page, long, troubles }) => {
  troubles.expect(/status of 503/);
  await installed(page, long.url("tag/days/"));
  await long.faults({ path: "lamplight/data/%2A", after: 2, status: 503, body: "" });
  await button(page, "Keep these posts offline").click();
  await button(page, "Keep text").click();
  await expect(page.getByText("The network broke off.")).toBeVisible();
  expect((await wishes(page))[0].complete).toBe(false);
  await long.faults();
  await button(page, "Go on").click();
  await expect(kept(page)).toBeVisible();
});

test("what the browser has thrown away is fetched again", async ({ page, long }) => {
  await installed(page, long.url("tag/days/"));
  await keep(page, "these posts");
  const before = (await shelf(page)).sort();
  await page.evaluate(async () => {
    const cache = await window.caches.open((await window.caches.keys()).find((name) => name.endsWith(":shelf")));
    const files = (await cache.keys()).filter((key) => /\/data\//.test(key.url));
    for (const key of files.slice(0, 4)) await cache.delete(key);
  });
  expect((await shelf(page)).length).toBe(before.length - 4);
  await page.reload();
  await expect.poll(async () => (await shelf(page)).sort()).toEqual(before);
});

test("all caches thrown away: what the reader wanted is remembered, and fetched again", async ({ page, long }) => {
  await installed(page, long.url("tag/days/"));
  await keep(page, "these posts");
  await page.evaluate(async () => {
    for (const name of await window.caches.keys()) await window.caches.delete(name);
  });
  await page.reload();
  await inCharge(page);
  await expect(kept(page)).toBeVisible();
  await long.dead();
  await page.goto(long.url("blog/day-2/"));
  await expect(title(page)).toHaveText("Day 2");
});

test("what is kept follows what is published", async ({ page, long, troubles }) => {
  troubles.expect(/elsewhere\.example|ERR_/);
  await installed(page, long.url("tag/days/"));
  await keep(page, "these posts");
  await long.deploy("media-second");
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await expect.poll(async () => page.evaluate(async () => (await (await window.caches.match("/lamplight/active.json"))?.json())?.version)).not.toBe((await wishes(page))[0].version);
  await page.reload();
  await inCharge(page);
  const version = () => page.evaluate(async () => (await (await window.caches.match("/lamplight/active.json")).json()).version);
  await expect.poll(async () => (await wishes(page))[0].version).toBe(await version());
  await long.dead();
  await page.goto(long.url("blog/day-2/"));
  await expect(page.getByText("This is the second edition.")).toBeVisible();
});

test("a full device is said to be full, and nothing is lost", async ({ page, context, long }) => {
  await installed(page, long.url("offline/"));
  const client = await context.newCDPSession(page);
  const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage);
  await client.send("Storage.overrideQuotaForOrigin", { origin: new URL(long.home).origin, quotaSize: usage + 60_000 });
  await button(page, "Keep the whole blog offline").click();
  await button(page, "Keep text").click();
  await expect(page.getByText("This device has no room for more.")).toBeVisible();
  await client.send("Storage.overrideQuotaForOrigin", { origin: new URL(long.home).origin });
  await button(page, "Go on").click();
  await expect(kept(page)).toBeVisible();
});

test("the shelf tells how much room there is, and asks the browser only when told to", async ({ page, long }) => {
  await page.addInitScript(() => {
    const persist = StorageManager.prototype.persist;
    window.asked = 0;
    StorageManager.prototype.persist = function () {
      window.asked += 1;
      return persist.call(this);
    };
  });
  await installed(page, long.url("offline/"));
  await expect(page.getByText(/in use, of .* that this browser allows/)).toBeVisible();
  await keep(page, "the whole blog");
  expect(await page.evaluate(() => window.asked)).toBe(0);
  await button(page, "Ask the browser not to clear this").click();
  expect(await page.evaluate(() => window.asked)).toBe(1);
  await expect(page.getByText(/The browser (has promised|makes no promise)/)).toBeVisible();
});

test("the whole of it by keyboard, and the focus is never lost", async ({ page, long }) => {
  await installed(page, long.url("blog/day-5/"));
  await button(page, "Keep this post offline").focus();
  await page.keyboard.press("Enter");
  await expect(button(page, "Keep text")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(kept(page)).toBeVisible();
  await expect(button(page, "Remove")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(button(page, "Keep this post offline")).toBeFocused();
});

/** Fails if axe finds something in a state of a narrow page, or if that scrolls sideways. */
async function look(page, state) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    expect(violations.map((v) => `${state}, ${colorScheme}: ${v.id}: ${v.nodes.map((n) => n.target).join(", ")}`)).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), state).toBeLessThanOrEqual(0);
}

test("axe finds nothing in any state of it, light or dark, and nothing scrolls sideways at 320 pixels", async ({ page, long }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 320, height: 640 });
  await installed(page, long.url("blog/day-1/"));
  await expect(button(page, "Keep this post offline")).toBeVisible();
  await look(page, "nothing kept");
  await button(page, "Keep this post offline").click();
  await expect(button(page, "Keep text")).toBeVisible();
  await look(page, "asked");
  await button(page, "Keep text").click();
  await expect(kept(page)).toBeVisible();
  await page.goto(long.url("offline/"));
  await expect(kept(page)).toBeVisible();
  // Nothing comes: what had come could be read below, out of the browser's own cache.
  await long.faults({ path: "lamplight/data/%2A", delay: 120_000 });
  await button(page, "Keep the whole blog offline").click();
  await button(page, "Keep text").click();
  await expect(page.getByRole("progressbar")).toBeVisible();
  await look(page, "under way");
  await button(page, "Pause").click();
  await expect(page.getByText("Paused.")).toBeVisible();
  await look(page, "paused");
  await page.locator("[data-download]").getByRole("button", { name: "Remove" }).click();
  await expect(button(page, "Keep the whole blog offline")).toBeVisible();
  await long.faults();
  await long.dead();
  // A page of the blog that is not on the device.
  await page.goto(long.url("tag/sound/"));
  await expect(page.getByRole("heading", { name: "On this device" })).toBeVisible({ timeout: 20_000 });
  await look(page, "offline");
});

test("axe finds nothing when a new version waits", async ({ page, long }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await installed(page, long.url("offline/"));
  await long.deploy("newer");
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await expect(page.getByRole("status").filter({ hasText: "new version" })).toBeVisible();
  await look(page, "a new version");
});
