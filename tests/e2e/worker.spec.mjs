// The service worker from its first installation to its end: it comes whole or not at all, and goes without a trace.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { caches, expect, helpers, inCharge, installed, serve, shells, test } from "./network.mjs";
import { started, title } from "./reader.mjs";
import { files } from "./sites.mjs";

/** What a build tells its worker to fetch: path → hash, where the path does not tell it. */
const entries = (name) => new Map(JSON.parse(/\{"app":"[0-9a-f]+","entries":.*?\]\],"version":"[0-9a-f]+"\}/.exec(readFileSync(join(files(name), "sw.js"), "utf8"))[0]).entries);

const state = (page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return { active: registration?.active?.state, waiting: registration?.waiting?.state, installing: registration?.installing?.state };
  });
const update = (page) => page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration()).update().catch(() => {})));
const notice = (page) => page.getByRole("status").filter({ hasText: "new version" });
const version = (page) => page.locator("html").getAttribute("data-version");

/** The page works: the app turns it. */
async function works(page, network) {
  await page.goto(network.home);
  await started(page);
  await page.getByRole("link", { name: "A post that is pinned" }).click();
  await expect(title(page)).toHaveText("A post that is pinned");
}

/** Waits until nothing is being installed any more. */
const settled = (page) =>
  expect.poll(async () => (await state(page)).installing, { timeout: 15_000 }).toBeUndefined();

test("the first visit installs everything on the list, whole", async ({ page, network }) => {
  await installed(page, network.home);
  const [[name, paths], ...others] = await shells(page);
  expect(others).toEqual([]);
  expect(name).toMatch(/^lamplight:\/:shell:[0-9a-f]{16}$/);
  expect(paths.map((path) => path.slice(1)).sort()).toEqual([...entries("sample").keys()].sort());
});

test("an interrupted installation goes on where it was", async ({ page, network, troubles }) => {
  troubles.expect(/status of 503/);
  await network.faults({ path: "lamplight/offline.html", status: 503, times: 1 });
  await page.goto(network.home);
  await expect.poll(async () => (await network.asked())["lamplight/offline.html"]).toBe(1);
  await expect.poll(async () => (await shells(page)).flatMap(([, paths]) => paths).length).toBe(entries("sample").size - 1);
  await settled(page);
  expect((await state(page)).active).toBeUndefined();
  await network.forget();
  await installed(page, network.home);
  const asked = await network.asked();
  expect(asked["lamplight/offline.html"]).toBe(1);
  expect(Object.keys(asked).filter((path) => path.startsWith("lamplight/data/"))).toEqual([]);
  expect((await shells(page)).length).toBe(1);
});

const spoiled = {
  "answered 404": { status: 404, body: "gone" },
  "answered 500": { status: 500, body: "" },
  "answered with a page": { type: "text/html", body: "<!doctype html><title>Sign in</title>" },
  "cut short": { truncate: 100 },
  "broken off": { cut: 100 },
  "changed by one bit": { flip: 50 },
};
for (const [how, fault] of Object.entries(spoiled)) {
  for (const path of ["lamplight/offline.html", [...entries("sample").keys()].find((path) => path.startsWith("lamplight/data/"))]) {
    test(`one entry ${how}, nothing is activated: ${path.split("/").slice(0, 2).join("/")}`, async ({ page, network, troubles }) => {
      troubles.expect(/Failed to load resource/);
      await network.faults({ path, ...fault });
      await page.goto(network.home);
      await expect.poll(async () => (await network.asked())[path] ?? 0).toBeGreaterThan(0);
      await settled(page);
      expect(await state(page)).toEqual({});
      const [[, here]] = await shells(page);
      expect(here).not.toContain(`/${path}`);
      // What is broken for the worker is broken for nobody else.
      await network.faults();
      await works(page, network);
    });
  }
}

test("an entry that is answered by way of a redirect can be shown", async ({ page, network }) => {
  await network.faults({ path: "lamplight/offline.html", redirect: "/lamplight/offline.html?moved", times: 1 });
  await installed(page, network.home);
  await network.dead();
  await page.goto(network.url("tags/"));
  await expect(title(page)).toHaveText("You seem to be offline");
});

test("from one version to the next only what has changed is fetched, in silence", async ({ page, network }) => {
  await installed(page, network.home);
  await page.evaluate(() => (window.same = true));
  const [[before]] = await shells(page);
  await network.deploy("second");
  await network.forget();
  await update(page);
  await expect.poll(async () => (await shells(page)).map(([name]) => name)).not.toContain(before);
  await settled(page);
  const [old, fresh] = [entries("sample"), entries("second")];
  const changed = [...fresh].filter(([path, hash]) => (!old.has(path) || old.get(path) !== hash) && path !== "lamplight/manifest.json").map(([path]) => path);
  expect(changed.length).toBeGreaterThan(3);
  expect(changed.length).toBeLessThan(fresh.size);
  const { "sw.js": worker, "lamplight/manifest.json": manifest, ...asked } = await network.asked();
  expect(worker).toBe(1);
  // Once for the worker, and once for the app, which looks whether its page has changed.
  expect([1, 2]).toContain(manifest);
  expect(asked).toEqual(Object.fromEntries(changed.map((path) => [path, 1])));
  await expect(notice(page)).toHaveCount(0);
  expect(await page.evaluate(() => window.same)).toBe(true);
});

/** Counts how often each tab is loaded, in its own storage. */
const counted = async (page) => {
  await page.addInitScript(() => sessionStorage.setItem("loads", Number(sessionStorage.getItem("loads") ?? 0) + 1));
  return () => page.evaluate(() => Number(sessionStorage.getItem("loads")));
};

test("a new app asks once, and then every tab is loaded anew, once", async ({ page, context, network }) => {
  const other = await context.newPage();
  const [loads, otherLoads] = [await counted(page), await counted(other)];
  await installed(page, network.home);
  await other.goto(network.url("colophon/"));
  await inCharge(other);
  const before = await version(page);
  await network.deploy("newer");
  await update(page);
  await expect(notice(page)).toBeVisible();
  await expect(notice(other)).toBeVisible();
  expect([await loads(), await otherLoads()]).toEqual([1, 1]);
  await page.getByRole("button", { name: "Reload" }).click();
  for (const [tab, count] of [[page, loads], [other, otherLoads]]) {
    await expect(tab.locator("html")).not.toHaveAttribute("data-version", before);
    await started(tab);
    await expect.poll(count).toBe(2);
  }
  await page.waitForLoadState("networkidle");
  expect([await loads(), await otherLoads()]).toEqual([2, 2]);
  await expect(notice(page)).toHaveCount(0);
  expect((await state(page)).waiting).toBeUndefined();
});

test("who says later is left alone", async ({ page, network }) => {
  await installed(page, network.home);
  await network.deploy("newer");
  await update(page);
  await page.getByRole("button", { name: "Later" }).click();
  await expect(notice(page)).toHaveCount(0);
  expect((await state(page)).waiting).toBe("installed");
});

test("two tabs on two versions both go on", async ({ page, context, network }) => {
  await installed(page, network.home);
  await network.deploy("newer");
  const other = await context.newPage();
  await other.goto(network.home);
  await started(other);
  expect(await version(other)).not.toBe(await version(page));
  for (const tab of [page, other]) {
    await tab.getByRole("link", { name: "A post that is pinned" }).click();
    await expect(title(tab)).toHaveText("A post that is pinned");
  }
});

test("a rollback is an update like any other", async ({ page }) => {
  const network = await serve("newer");
  await installed(page, network.home);
  const before = await version(page);
  await network.deploy("sample");
  await update(page);
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(page.locator("html")).not.toHaveAttribute("data-version", before);
  await works(page, network);
  const [[, paths], ...others] = await shells(page);
  expect(others).toEqual([]);
  expect(paths.map((path) => path.slice(1)).sort()).toEqual([...entries("sample").keys()].sort());
  network.stop();
});

test("a page that has the new app already lets it take over in silence", async ({ page, network }) => {
  await installed(page, network.home);
  const old = await version(page);
  await network.deploy("newer");
  await page.reload();
  expect(await version(page)).not.toBe(old);
  await update(page);
  await helpers(page);
  // It fetches its files first, beside whatever else the machine does.
  await expect.poll(() => page.evaluate(() => ask({ ask: "app" })), { timeout: 20_000 }).toBe(await version(page));
  await expect(notice(page)).toHaveCount(0);
});

for (const [how, fault] of Object.entries({ HTML: { type: "text/html", body: "<!doctype html>" }, 404: { status: 404, type: "text/html", body: "gone" }, 500: { status: 500, body: "" } })) {
  test(`sw.js answered with ${how}: the blog works without`, async ({ page, network, troubles }) => {
    troubles.expect(/sw\.js|MIME|Failed to load resource|fetching the script/);
    await network.faults({ path: "sw.js", ...fault });
    await works(page, network);
    await expect.poll(async () => (await network.asked())["sw.js"] ?? 0).toBeGreaterThan(0);
    expect(await state(page)).toEqual({});
  });

  test(`sw.js answered with ${how} later: the old one stays in charge`, async ({ page, network, troubles }) => {
    troubles.expect(/sw\.js|MIME|Failed to load resource|fetching the script/);
    await installed(page, network.home);
    await network.faults({ path: "sw.js", ...fault });
    await network.forget();
    await update(page);
    expect((await network.asked())["sw.js"]).toBeGreaterThan(0);
    expect(await state(page)).toEqual({ active: "activated" });
    await network.dead();
    await page.reload();
    await expect(page.getByRole("article")).toHaveCount(6);
  });
}

test("the kill switch takes worker and caches away, and nobody else's", async ({ page, network }) => {
  await installed(page, network.home);
  const others = ["lamplight:/other/:shell:0123456789abcdef", "somebody-else"];
  await page.evaluate((names) => Promise.all(names.map((name) => window.caches.open(name))), others);
  await network.deploy("off");
  await update(page);
  await expect.poll(() => state(page)).toEqual({});
  expect(Object.keys(await caches(page)).sort()).toEqual(others);
  await works(page, network);
  await page.waitForLoadState("networkidle");
  expect(await state(page)).toEqual({});
});

test("a project beside ours keeps its caches through installation and update", async ({ page, network }) => {
  await page.goto(network.home);
  await page.evaluate(async () => (await window.caches.open("lamplight:/x/:files")).put("/x/a", new Response("theirs")));
  await installed(page, network.home);
  const [[before]] = await shells(page);
  await network.deploy("second");
  await update(page);
  await expect.poll(async () => (await shells(page)).map(([name]) => name)).not.toContain(before);
  expect((await caches(page))["lamplight:/x/:files"]).toEqual(["/x/a"]);
});

test("under a path the worker keeps to it", async ({ page }) => {
  const network = await serve("subpath", "/x/y/");
  await installed(page, network.home);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).scope)).toBe(network.home);
  for (const name of Object.keys(await caches(page))) expect(name).toMatch(/^lamplight:\/x\/y\/:/);
  await network.dead();
  await page.reload();
  await expect(page.getByRole("article")).toHaveCount(6);
  await expect(page.goto(new URL("/x/", network.home).href)).rejects.toThrow(/ERR_/);
  network.stop();
});

test("with an hour between looks, whatever the clock says", async ({ page, network }) => {
  await page.addInitScript(() => {
    const now = Date.now;
    window.later = 0;
    Date.now = () => now() + window.later;
  });
  await installed(page, network.home);
  const looks = async () => (await network.asked())["sw.js"] ?? 0;
  const turn = async (name) => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).click();
    await expect(title(page)).toHaveText(name);
  };
  await network.forget();
  await turn("Tags");
  await turn("Colophon");
  expect(await looks()).toBe(0);
  for (const hours of [1.1, 24 * 365, 0]) {
    await page.evaluate((hours) => (window.later = hours * 3_600_000), hours);
    await turn("Tags");
    await turn("Colophon");
    await expect.poll(looks).toBe(1);
    await network.forget();
  }
});

test("the blog can be installed, when the reader wants it", async ({ page, context, network }) => {
  await installed(page, network.url("offline/"));
  const client = await context.newCDPSession(page);
  const { errors, data } = await client.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const described = JSON.parse(data);
  expect(described).toMatchObject({ id: "/", start_url: "/", scope: "/", name: "Sample", display: "standalone" });
  const { installabilityErrors } = await client.send("Page.getInstallabilityErrors");
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  for (const { src, sizes, type } of [...described.icons, ...(described.screenshots ?? [])]) {
    const response = await page.request.get(new URL(src, network.home).href);
    expect(response.headers()["content-type"]).toBe(type);
    if (type !== "image/png") continue;
    const bytes = await response.body();
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
  }
  expect(described.icons.map(({ purpose, sizes }) => `${sizes} ${purpose}`)).toEqual(["192x192 any", "512x512 any", "512x512 maskable", "any undefined"]);
  // The browser's offer is not passed on until somebody asks; Chromium makes none without a window.
  await expect(page.getByRole("button", { name: "Install" })).toHaveCount(0);
  const asked = await page.evaluate(() => {
    const offer = new Event("beforeinstallprompt", { cancelable: true });
    Object.assign(offer, { prompt: () => (window.prompted = true), userChoice: Promise.resolve({ outcome: "accepted" }) });
    dispatchEvent(offer);
    return [offer.defaultPrevented, window.prompted];
  });
  expect(asked).toEqual([true, undefined]);
  await page.getByRole("button", { name: "Install as an app" }).click();
  expect(await page.evaluate(() => window.prompted)).toBe(true);
  await expect(page.getByRole("button", { name: "Install" })).toHaveCount(0);
});
