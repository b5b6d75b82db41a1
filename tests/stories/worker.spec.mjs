// The service worker, where engines differ: what it answers without a network, and what is not its own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../engines/story.mjs";
import { ask, inCharge, installed, keep, offline, opened, started, titled } from "../engines/steps.mjs";
import { files } from "../e2e/sites.mjs";

const scripted = { status: 200, type: "text/javascript" };

test("without a network all is there that the device has, though none of it was read: posts, kept posts, lists, the page about it", async ({ tab, long, troubles }) => {
  // What Firefox says of what was on its way when the network died.
  troubles.expect(/ServiceWorker passed a promise|integrity/);
  await installed(tab, long.url("blog/day-1/"));
  await keep(tab, "this post");
  await tab.open(long.url("archive/"));
  await started(tab);
  await long.dead();
  // Pages that were not read come from data; and of those that are not here it is said.
  await tab.open(long.url("blog/day-1/"));
  await titled(tab, "Day 1");
  await tab.open(long.home);
  await tab.sees("main article");
  await tab.open(long.url("archive/"));
  await titled(tab, "Archive");
  await tab.open(long.url("offline/"));
  await tab.until(() => /Offline reading|You seem to be offline/.test(document.querySelector("main h1")?.textContent));
  await tab.open(long.url("blog/day-5/"));
  await offline(tab);
});

test("somebody else's page below the blog stays as it is", async ({ tab, network }) => {
  await installed(tab, network.home);
  await tab.press("s");
  await tab.click("dialog label", "Dark");
  await ask(tab, { ask: "state" });
  await network.faults({ path: "app/", status: 200, type: "text/html", body: '<!doctype html><html data-theme="theirs"><link rel="icon" href="data:,"><title>App</title><h1>Theirs</h1></html>' });
  await tab.open(network.url("app/"));
  await tab.sees("h1", "Theirs");
  expect(await tab.evaluate(() => document.documentElement.dataset.theme)).toBe("theirs");
  await tab.open(network.url("colophon/"));
  expect(await tab.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
});

test("what a deploy has not brought yet is asked for again past the browser's cache", async ({ tab, network, troubles }) => {
  troubles.expect(/404|integrity|Failed to load|module/i);
  const missing = { status: 404, type: "text/html", body: "gone", times: 1 };
  await network.faults(...["lamplight-%2A.wasm", "reader-%2A.wasm", "offline-%2A.js", "reading-%2A.js"].map((path) => ({ path: `lamplight/app/${path}`, ...missing })));
  await opened(tab, network.home);
  await inCharge(tab);
  await tab.press("?");
  await tab.sees("dialog h2");
  await tab.press("Escape");
  await tab.misses("dialog");
  await tab.press("t");
  await tab.until(() => document.documentElement.dataset.theme === "light");
});

const former = `
  addEventListener("install", (event) => event.waitUntil(caches.open("precache-" + registration.scope).then((cache) => cache.addAll(["/", "/colophon/"])).then(() => skipWaiting())));
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => event.respondWith(caches.match(event.request).then((known) => known ?? fetch(event.request))));`;

for (const worker of ["sw.js", "service-worker.js"]) {
  test(`a reader who has another generator's worker at ${worker} sees the new blog at the second visit`, async ({ tab, network, troubles }) => {
    // Firefox tells that the former worker had gone before it was looked for.
    troubles.expect(/the registration has been uninstalled/);
    const old = (path) => ({ path, status: 200, type: "text/html", body: '<!doctype html><html><link rel="icon" href="data:,"><title>Old</title><h1>The old blog</h1></html>' });
    await network.faults({ path: worker, ...scripted, body: former }, old(""), old("colophon/"));
    await tab.open(network.home);
    await tab.evaluate((worker) => void navigator.serviceWorker.register(`/${worker}`), worker);
    await tab.until(() => navigator.serviceWorker.controller?.state === "activated");
    // The new blog is published.
    const leaving = { path: worker, ...scripted, body: readFileSync(join(files("off"), "sw.js"), "utf8") };
    await network.faults(...(worker === "sw.js" ? [] : [leaving]));
    await tab.open(network.home);
    // Browsers look for a new worker with each page that is loaded; some take their time.
    await tab.evaluate(() => void navigator.serviceWorker.getRegistration().then((registration) => registration?.update()));
    await tab.until(async (worker) => {
      const registrations = await navigator.serviceWorker.getRegistrations();
      const ours = (await caches.keys()).some((name) => name.startsWith("lamplight:"));
      return worker === "sw.js" ? ours && registrations.every(({ active, waiting, installing }) => active && !waiting && !installing) : !registrations.some(({ active }) => active?.scriptURL.endsWith(worker));
    }, worker);
    // A worker that goes has the page loaded anew. WebKit ends no installation whose page is left where another worker has just gone.
    if (worker !== "sw.js") {
      await started(tab);
      await inCharge(tab);
    }
    await tab.open(network.url("colophon/"));
    await titled(tab, "Colophon");
    await installed(tab, network.home);
    await network.dead();
    await tab.reload();
    await tab.sees("main article");
  });
}
