// What else lives on the origin: somebody else's pages, workers of the generator before, answers of a deploy that is not all there.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { caches, expect, inCharge, installed, test as base } from "./network.mjs";
import { started, title } from "./reader.mjs";
import { files } from "./sites.mjs";

/** Somebody else's pages ask for an icon that is not there. */
const test = base.extend({
  troubles: async ({ troubles }, use) => {
    troubles.expect(/status of 404/);
    await use(troubles);
  },
});

const app = (body, more) => ({ path: "app/", status: 200, type: "text/html", body: `<!doctype html><html data-theme="theirs"><title>App</title>${body}</html>`, ...more });

/** The reader has chosen a dark page, and the worker knows it. */
const dark = async (page) => {
  await page.keyboard.press("s");
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.evaluate(() => ask({ ask: "state" }));
};

test("a page of somebody else's stays as it is", async ({ page, network }) => {
  await installed(page, network.home);
  await dark(page);
  await network.faults(app("<h1>Theirs</h1>"));
  await page.goto(network.url("app/"));
  await expect(page.getByRole("heading")).toHaveText("Theirs");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "theirs");
  await network.faults();
  await page.goto(network.url("colophon/"));
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(Object.values(await caches(page)).flat()).not.toContain("/app/");
});

test("a slow page of somebody else's is waited for", async ({ page, network }) => {
  await installed(page, network.home);
  await network.faults(app("<h1>Theirs</h1>", { delay: 12_000 }));
  await page.goto(network.url("app/"), { timeout: 30_000 });
  await expect(page.getByRole("heading")).toHaveText("Theirs");
});

test("without a network somebody else's page is the browser's business", async ({ page, network }) => {
  await installed(page, network.home);
  await network.dead();
  await page.goto(network.url("tags/"));
  await expect(title(page)).toHaveText("You seem to be offline");
  await expect(page.goto(network.url("app/"))).rejects.toThrow(/ERR_/);
});

test("pictures on somebody else's pages are not kept, and ours are", async ({ page, network }) => {
  await installed(page, network.home);
  const picture = { path: "app/a.svg", status: 200, type: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>' };
  await network.faults(app('<img src="a.svg">'), picture);
  await page.goto(network.url("app/"));
  await expect.poll(() => page.locator("img").evaluate((image) => image.naturalWidth)).toBe(7);
  await network.faults();
  await page.goto(network.url("blog/a-post-with-a-cover/"));
  const kept = async () => Object.entries(await caches(page)).find(([name]) => name.endsWith(":media"))?.[1] ?? [];
  await expect.poll(async () => (await kept()).length).toBeGreaterThan(0);
  expect(await kept()).not.toContain("/app/a.svg");
});

// --- In the middle of a deploy -------------------------------------------------------------------------------------------

const script = (stem) => `lamplight/app/${stem}-%2A.js`;
const missing = { status: 404, type: "text/html", body: "gone", times: 1 };

test("an app that was not there yet is asked for again past the cache", async ({ page, network, troubles }) => {
  troubles.expect(/integrity/);
  await network.faults({ path: "lamplight/app/lamplight-%2A.wasm", ...missing });
  await page.goto(network.home);
  await started(page);
});

test("a worker's script that was not there yet is asked for again past the cache", async ({ page, network, troubles }) => {
  troubles.expect(/integrity/);
  await network.faults({ path: script("offline"), ...missing });
  await page.goto(network.home);
  await inCharge(page);
});

test("search that was not there yet is asked for again past the cache", async ({ page, network, troubles }) => {
  troubles.expect(/integrity/);
  await page.addInitScript(() => delete Navigator.prototype.serviceWorker);
  await network.faults({ path: "lamplight/app/search-%2A.wasm", ...missing }, { path: "lamplight/app/shared-%2A.wasm", ...missing }, { path: "lamplight/data/%2A.bin", ...missing });
  await page.goto(network.home);
  await started(page);
  await page.keyboard.press("/");
  await page.getByRole("dialog").getByRole("searchbox").fill("pinned");
  await expect(page.getByRole("dialog").getByRole("link", { name: "A post that is pinned" }).first()).toBeVisible();
});

test("a script that fails twice can be asked for a third time", async ({ page, network, troubles }) => {
  troubles.expect(/integrity/);
  await page.addInitScript(() => delete Navigator.prototype.serviceWorker);
  await network.faults({ path: script("reading"), ...missing, times: 2 });
  await page.goto(network.home);
  await started(page);
  await page.mouse.move(300, 300);
  await expect.poll(async () => Object.entries(await network.asked()).find(([path]) => /reading-\w+\.js/.test(path))?.[1]).toBe(2);
  await page.keyboard.press("t");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
});

// --- Another generator's worker ------------------------------------------------------------------------------------------

/** A worker as generators have them: all pages are kept at once, and answered from there for ever. */
const former = `
  addEventListener("install", (event) => event.waitUntil(caches.open("precache-" + registration.scope).then((cache) => cache.addAll(["/", "/colophon/"])).then(() => skipWaiting())));
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => event.respondWith(caches.match(event.request).then((known) => known ?? fetch(event.request))));`;
const old = (worker) => `<!doctype html><html><title>Old</title><h1>The old blog</h1><script>navigator.serviceWorker.register("/${worker}")</script></html>`;
const scripted = { status: 200, type: "text/javascript" };

for (const worker of ["sw.js", "service-worker.js"]) {
  test(`a reader with another generator's worker at ${worker} sees the new blog at the second visit`, async ({ page, network, troubles }) => {
    // The pages of the old blog break the rules of the new one.
    troubles.expect(/Content.Security.Policy/);
    const page_of_old = (path) => ({ path, status: 200, type: "text/html", body: old(worker) });
    await network.faults({ path: worker, ...scripted, body: former }, page_of_old(""), page_of_old("colophon/"));
    await page.goto(network.home);
    await page.evaluate((worker) => void navigator.serviceWorker.register(`/${worker}`), worker);
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
    // The new blog is published.
    const leaving = { path: worker, ...scripted, body: readFileSync(join(files("off"), "sw.js"), "utf8") };
    await network.faults(...(worker === "sw.js" ? [] : [leaving]));
    await page.goto(network.home);
    // Ours is in charge, or nobody is; a page that is loaded anew meanwhile can't be asked.
    const gone = () =>
      page.evaluate(async (worker) => {
        const registrations = await navigator.serviceWorker.getRegistrations();
        const ours = (await window.caches.keys()).some((name) => name.startsWith("lamplight:"));
        return worker === "sw.js" ? ours && registrations.every(({ active, waiting, installing }) => active && !waiting && !installing) : !registrations.some(({ active }) => active?.scriptURL.endsWith(worker));
      }, worker);
    await expect.poll(() => gone().catch(() => false), { timeout: 20_000 }).toBe(true);
    await page.goto(network.url("colophon/"));
    await expect(title(page)).toHaveText("Colophon");
    await page.goto(network.home);
    await installed(page, network.home);
    await network.dead();
    await page.reload();
    await expect(page.getByRole("article")).toHaveCount(6);
    if (worker !== "sw.js") expect(Object.keys(await caches(page)).filter((name) => name.startsWith("precache"))).toEqual([]);
  });
}
