// From one version to the next, and what comes wrong on its way.
import { expect, test } from "../engines/story.mjs";
import { go, inCharge, installed, mark, opened, same, started, titled } from "../engines/steps.mjs";

const update = (tab) => tab.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update().catch(() => {})));
const version = (tab) => tab.evaluate(() => document.documentElement.dataset.version);

test("a new app asks once; on yes every tab is loaded anew", async ({ tab, reader, network }) => {
  const other = await reader.tab();
  await installed(tab, network.home);
  await opened(other, network.url("colophon/"));
  await inCharge(other);
  const before = await version(tab);
  await network.deploy("newer");
  await tab.front();
  await update(tab);
  await tab.sees(".notice", /There is a new version/);
  await tab.click(".notice button", "Reload");
  for (const each of [tab, other]) await each.until((before) => document.documentElement.dataset.app === "on" && document.documentElement.dataset.version !== before, before);
  await tab.misses(".notice");
});

test("on later nothing happens, and the blog goes on", async ({ tab, network }) => {
  await installed(tab, network.home);
  await mark(tab);
  await network.deploy("newer");
  await update(tab);
  await tab.click(".notice button", "Later");
  await tab.misses(".notice");
  await tab.click("main article a", "A post that is pinned");
  await titled(tab, "A post that is pinned");
  expect(await same(tab)).toBe(true);
  expect(await tab.evaluate(async () => (await navigator.serviceWorker.getRegistration()).waiting?.state)).toBe("installed");
});

test("new posts come in silence", async ({ tab, network, troubles }) => {
  // The second edition shows a picture of a host that there is not.
  troubles.expect(/elsewhere\.example|ERR_/);
  await installed(tab, network.home);
  await mark(tab);
  await network.deploy("second");
  await update(tab);
  await tab.until(async () => !(await navigator.serviceWorker.getRegistration()).installing && (await caches.keys()).filter((name) => name.includes(":shell:")).length === 1);
  expect(await same(tab)).toBe(true);
  // A quiet word that the page on screen has changed is no question.
  expect(await tab.count(".notice", /There is a new version/)).toBe(0);
  await opened(tab, network.url("archive/"));
  await tab.click("main a", "A ledger with a table");
  await tab.sees("main p", "This is the second edition.");
});

test("the switch that ends offline reading takes worker and caches away, and nobody else's", async ({ tab, network }) => {
  await installed(tab, network.home);
  await tab.evaluate(async () => void (await caches.open("somebody-else")));
  await network.deploy("off");
  await update(tab);
  await tab.until(async () => !(await navigator.serviceWorker.getRegistration())?.active && String(await caches.keys()) === "somebody-else");
  await opened(tab, network.home);
  await tab.click("main article a", "A post that is pinned");
  await titled(tab, "A post that is pinned");
});

for (const [how, fault] of Object.entries({ "as a page": { type: "text/html", body: "<!doctype html>" }, "with an error": { status: 500, body: "" } })) {
  test(`the worker's script answered ${how}: the blog is read without, and a worker that was there stays`, async ({ tab, network, troubles }) => {
    troubles.expect(/sw\.js|MIME|Failed to load|fetching the script|ServiceWorker|500/);
    await network.faults({ path: "sw.js", ...fault });
    await opened(tab, network.home);
    await expect.poll(async () => (await network.asked())["sw.js"] ?? 0).toBeGreaterThan(0);
    await tab.click("main article a", "A post that is pinned");
    await titled(tab, "A post that is pinned");
    await network.faults();
    await installed(tab, network.home);
    await network.faults({ path: "sw.js", ...fault });
    await update(tab);
    await network.dead();
    await tab.reload();
    await tab.until(() => document.querySelectorAll("main article").length === 6);
  });
}

test("a file of the worker's list that comes wrong: nothing is activated, and the next visit mends it", async ({ tab, network, troubles }) => {
  troubles.expect(/Failed to load|503/);
  await network.faults({ path: "lamplight/offline.html", flip: 50 });
  await opened(tab, network.home);
  await expect.poll(async () => (await network.asked())["lamplight/offline.html"] ?? 0).toBeGreaterThan(0);
  await tab.until(async () => !(await navigator.serviceWorker.getRegistration())?.installing);
  expect(await tab.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active ?? null)).toBe(null);
  await network.faults();
  await installed(tab, network.home);
});

const wrong = { "gone (404)": { status: 404, type: "text/html", body: "gone" }, "answered with a page": { type: "text/html", body: "<!doctype html><title>Sign in</title>" }, "cut short": { truncate: 50 }, "broken off": { cut: 50 }, "changed by one bit": { flip: 50 } };
for (const [how, fault] of Object.entries(wrong)) {
  test(`data that is ${how} is never shown: it is said, and Retry helps`, async ({ tab, long, troubles }) => {
    troubles.expect(/Failed to load|404|NetworkError/);
    await opened(tab, long.url("archive/"));
    await long.faults({ path: "lamplight/data/%2A", ...fault });
    // This one is not among the newest, so that nothing of it was installed.
    await tab.click("main a", "Day 1");
    await tab.sees("main [role=alert], [role=alert]");
    await long.faults();
    await tab.click("main button", "Retry");
    await titled(tab, "Day 1");
  });
}

test("data that comes wrong once is asked for again, and nobody notices", async ({ tab, long, troubles }) => {
  troubles.expect(/Failed to load|503/);
  await opened(tab, long.url("archive/"));
  for (const fault of [{ flip: 50 }, { status: 503, body: "" }]) {
    await long.faults({ path: "lamplight/data/%2A", times: 1, ...fault });
    await go(tab, "blog/day-2/");
    await titled(tab, "Day 2");
    await go(tab, "archive/");
    await titled(tab, "Archive");
  }
});

test("the old posts are gone in the middle of a visit: the new ones are read", async ({ tab, long, troubles }) => {
  troubles.expect(/404|elsewhere\.example|ERR_/);
  await opened(tab, long.url("archive/"));
  await long.deploy("media-second");
  await tab.click("main a", "Day 1");
  await tab.sees("main p", "This is the second edition.");
});

test("a manifest of a newer format asks for a reload, and the reload helps", async ({ tab, network }) => {
  await network.faults({ path: "lamplight/manifest.json", type: "application/json", body: '{"format":99,"new":true}' });
  await opened(tab, network.home);
  await tab.click("main article a", "A post that is pinned");
  await titled(tab, "The blog has been updated");
  await network.faults();
  await tab.click("main button", "Reload");
  await titled(tab, "A post that is pinned");
});

test("bytes that went bad in the cache are fetched anew", async ({ tab, network }) => {
  await installed(tab, network.home);
  const spoiled = await tab.evaluate(async () => {
    let count = 0;
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const key of await cache.keys()) {
        if (!/\/data\/|\/app\//.test(key.url)) continue;
        const response = await cache.match(key);
        const bytes = new Uint8Array(await response.arrayBuffer());
        bytes[bytes.length >> 1] ^= 1;
        await cache.put(key, new Response(bytes, { headers: response.headers }));
        count += 1;
      }
    }
    return count;
  });
  expect(spoiled).toBeGreaterThan(5);
  await tab.reload();
  await started(tab);
  await tab.click("main article a", "A post that is pinned");
  await titled(tab, "A post that is pinned");
});

for (const [how, fault] of Object.entries({ gone: { status: 404, body: "" }, "cut off on its way": { cut: 50_000 }, "another program": { type: "application/wasm", body: "\u0000asm\u0001\u0000\u0000\u0000" } })) {
  test(`the app is ${how}: the blog is read without it`, async ({ tab, network, troubles }) => {
    troubles.expect(/./);
    await network.faults({ path: "lamplight/app/%2A.wasm", ...fault });
    await tab.open(network.home);
    await tab.until(() => document.documentElement.dataset.app === "off");
    await tab.click("main article a", "A post that is pinned");
    await titled(tab, "A post that is pinned");
    await tab.back();
    await tab.until(() => document.querySelectorAll("main article").length === 6);
  });
}

test("the app dies in use: the browser goes where the reader was going", async ({ tab, network, troubles }) => {
  troubles.expect(/./);
  await opened(tab, network.home);
  await mark(tab);
  await tab.evaluate(() => {
    const set = () => {
      throw new Error("there is no drawing here");
    };
    Object.defineProperty(Element.prototype, "innerHTML", { set });
  });
  await tab.click("main article a", "A post that is pinned");
  await titled(tab, "A post that is pinned");
  expect(await same(tab)).toBe(false);
  await started(tab);
});
