// Without a network, or with a bad one: what was read or kept can be read, and nothing gets worse.
import { expect, test } from "../engines/story.mjs";
import { ask, go, inCharge, installed, keep, mark, offline, opened, remembered, same, started, titled } from "../engines/steps.mjs";

const pinned = "blog/a-post-that-is-pinned/";
const portal = { type: "text/html", body: "<!doctype html><html><title>Sign in</title><main><h1>Welcome to the train</h1></main></html>" };
const forgotten = (tab, kinds) =>
  tab.evaluate(async (kinds) => {
    for (const name of await caches.keys()) if (kinds.includes(name.split(":").at(-1))) await caches.delete(name);
  }, kinds);

test("a page that was read can be read without a network, with its pictures", async ({ tab, network }) => {
  await installed(tab, network.home);
  await tab.open(network.url("blog/a-post-with-a-cover/"));
  await remembered(tab, "blog/a-post-with-a-cover/");
  await tab.evaluate(() => document.querySelector("main article img").scrollIntoView());
  await tab.until(() => document.querySelector("main article img").naturalWidth > 0);
  const text = await tab.text(".prose");
  await ask(tab, { ask: "state" });
  await network.dead();
  await tab.reload();
  await started(tab);
  expect(await tab.text(".prose")).toBe(text);
  await tab.until(() => document.querySelector("main article img").naturalWidth > 0);
});

test("the page of the very first visit, and one that the app has turned to, can be read without a network", async ({ tab, network }) => {
  await installed(tab, network.url("colophon/"));
  await remembered(tab, "colophon/");
  await tab.click("header nav a", "Archive");
  await titled(tab, "Archive");
  await tab.click("main a", "A post on the second page");
  await titled(tab, "A post on the second page");
  await ask(tab, { ask: "state" });
  await network.dead();
  await tab.reload();
  await titled(tab, "A post on the second page");
  await tab.open(network.url("colophon/"));
  await titled(tab, "Colophon");
});

test("home and its posts can be read without a network though nobody has read them", async ({ tab, network }) => {
  await installed(tab, network.url("colophon/"));
  await network.dead();
  await opened(tab, network.home);
  expect(await tab.count("main article")).toBe(6);
  await tab.click("main article a", "A post that is pinned");
  await titled(tab, "A post that is pinned");
  await tab.back();
  await tab.until(() => document.querySelectorAll("main article").length === 6);
  await tab.open(network.url("blog/a-ledger-with-a-table/"));
  await titled(tab, "A ledger with a table");
});

test("a page never visited says that it is not here, lists what is, and Retry helps", async ({ tab, network }) => {
  await installed(tab, network.home);
  await tab.open(network.url("colophon/"));
  await remembered(tab, "colophon/");
  await network.dead();
  // The app looks once more by itself as soon as it has started.
  const settled = async () => {
    await offline(tab);
    await started(tab);
    await offline(tab);
  };
  await tab.open(network.url("tags/"));
  await settled();
  await tab.click("main li a", "Colophon");
  await titled(tab, "Colophon");
  await tab.back();
  await settled();
  await network.dead(false);
  await tab.click("main button", "Retry");
  await titled(tab, "Tags");
});

test("when the network is back, the page that was missing comes by itself", async ({ tab, network }) => {
  await installed(tab, network.home);
  await network.dead();
  await tab.open(network.url("tags/"));
  await offline(tab);
  await started(tab);
  await network.dead(false);
  await tab.evaluate(() => void dispatchEvent(new Event("online")));
  await titled(tab, "Tags");
});

test("what was added to an address makes no difference without a network", async ({ tab, network }) => {
  await installed(tab, network.home);
  await tab.open(`${network.url("colophon/")}?utm_source=mail&fbclid=1`);
  await remembered(tab, "colophon/");
  await network.dead();
  await tab.open(`${network.url("colophon/")}?utm_source=elsewhere`);
  await titled(tab, "Colophon");
  await tab.open(`${network.url("index.html")}?gclid=2`);
  await tab.until(() => document.querySelectorAll("main article").length === 6);
});

test("a post that is kept can be read without a network, whatever else is forgotten", async ({ tab, long }) => {
  await installed(tab, long.url("blog/day-1/"));
  await keep(tab, "this post");
  await forgotten(tab, ["pages", "files", "media"]);
  await long.dead();
  await tab.open(long.url("blog/day-1/"));
  await titled(tab, "Day 1");
  await tab.sees("main p", /Line 159 of day 1/);
});

test("a tag that is kept brings its posts and its list, and nothing else", async ({ tab, long }) => {
  await installed(tab, long.url("tag/days/"));
  await keep(tab, "these posts");
  await long.dead();
  for (const day of [1, 12]) {
    await tab.open(long.url(`blog/day-${day}/`));
    await titled(tab, `Day ${day}`);
  }
  await tab.open(long.url("tag/days/page/2/"));
  await tab.until(() => document.querySelectorAll("main article").length === 3);
  await tab.open(long.url("tag/sound/"));
  await offline(tab);
});

test("the whole blog is kept, and every kind of address of it can be read", async ({ tab, long }) => {
  await installed(tab, long.url("offline/"));
  await keep(tab, "the whole blog");
  await long.dead();
  for (const path of ["", "page/3/", "archive/", "archive/2026/", "tags/", "categories/", "authors/", "tag/days/", "blog/a-bell/", "blog/day-3/", "offline/", "search/"]) {
    await opened(tab, long.url(path));
    // The app draws it, where the page itself is not at hand.
    await tab.until(() => !/You seem to be offline/.test(document.querySelector("main h1").textContent));
  }
});

test("pictures and sound are kept with it, and sound is played from anywhere in it", async ({ tab, long, engine }) => {
  test.skip(engine === "webkit", "WebKitGTK plays sound by plug-ins of GStreamer, which are not installed");
  await installed(tab, long.url("tag/sound/"));
  await keep(tab, "these posts", "Keep text and pictures");
  await long.dead();
  await tab.open(long.url("blog/a-bell/"));
  await titled(tab, "A bell at noon");
  const played = await tab.evaluate(async () => {
    const audio = document.querySelector("main audio");
    audio.preload = "auto";
    audio.load();
    await new Promise((done, failed) => ((audio.oncanplay = done), (audio.onerror = () => failed(new Error(audio.error.message)))));
    audio.currentTime = 4;
    await new Promise((done) => (audio.onseeked = done));
    return [Math.round(audio.duration), audio.currentTime];
  });
  expect(played).toEqual([6, 4]);
});

test("keeping can be paused, goes on where it was, and can be taken away", async ({ tab, long }) => {
  await installed(tab, long.url("offline/"));
  await long.faults({ path: "lamplight/data/%2A", delay: 2_000 });
  await tab.click("main button", "Keep the whole blog offline");
  await tab.click("main button", "Keep text");
  await tab.sees("main progress");
  await tab.click("main button", "Pause");
  await tab.sees("main p", "Paused.");
  await tab.reload();
  await inCharge(tab);
  await tab.sees("main p", "Paused.");
  await long.faults();
  await tab.click("main button", "Resume");
  await tab.sees("main p", /^Kept on this device/);
  await tab.click("main button", "Remove");
  await tab.sees("main button", "Keep the whole blog offline");
});

test("a network that breaks off while something is kept is said, and the rest follows", async ({ tab, long, troubles }) => {
  troubles.expect(/status of 503|503 \(/);
  await installed(tab, long.url("tag/days/"));
  await long.faults({ path: "lamplight/data/%2A", after: 2, status: 503, body: "" });
  await tab.click("main button", "Keep these posts offline");
  await tab.click("main button", "Keep text");
  await tab.sees("main p", /The network broke off/);
  await long.faults();
  await tab.click("main button", "Go on");
  await tab.sees("main p", /^Kept on this device/);
});

test("a captive portal is shown where nothing else is, and never remembered", async ({ tab, network, troubles }) => {
  troubles.expect(/./);
  await installed(tab, network.home);
  await tab.open(network.url("colophon/"));
  await remembered(tab, "colophon/");
  await network.faults({ path: "%2A", ...portal });
  await tab.open(network.url("colophon/"));
  await titled(tab, "Colophon");
  await tab.open(network.url("categories/"));
  await tab.sees("h1", "Welcome to the train");
  const found = await tab.evaluate(async () => {
    const found = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const key of await cache.keys()) if ((await (await cache.match(key)).text()).includes("Welcome to the train")) found.push(key.url);
    }
    return found;
  });
  expect(found).toEqual([]);
  await network.faults();
  await tab.open(network.url("categories/"));
  await titled(tab, "Categories");
});

for (const [how, fault] of Object.entries({ "an error": { status: 503, body: "" }, "half a page": { cut: 900 }, "half a page that claims to be whole": { truncate: 900 }, "a page of somebody else": portal })) {
  test(`${how} in place of a page that is remembered: that is shown`, async ({ tab, network, troubles }) => {
    troubles.expect(/Failed to load|503|NetworkError|cancelled|lost/);
    await installed(tab, network.home);
    await tab.open(network.url("colophon/"));
    await remembered(tab, "colophon/");
    await network.faults({ path: "colophon/", ...fault });
    for (const _ of [1, 2]) {
      await tab.open(network.url("colophon/"));
      await titled(tab, "Colophon");
      await tab.sees("footer.site-footer");
    }
  });
}

test("a network that never answers is not waited for long", async ({ tab, network }) => {
  await installed(tab, network.home);
  await network.faults({ path: "%2A", stall: 0, delay: 60_000 });
  await tab.open(network.home);
  await tab.until(() => document.querySelectorAll("main article").length === 6);
});

test("a post that its author takes back goes from the device", async ({ tab, site }) => {
  const network = await site("withdrawn");
  await installed(tab, network.home);
  await tab.open(network.url("blog/taken-back/"));
  await inCharge(tab);
  await keep(tab, "this post");
  const found = async () => {
    const found = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const key of await cache.keys()) if (/xylophone|Taken back/.test((await (await cache.match(key))?.text()) ?? "")) found.push(key.url);
    }
    return found.length;
  };
  expect(await tab.evaluate(found)).toBeGreaterThan(1);
  await network.deploy("withdrawn-second");
  await opened(tab, network.home);
  await tab.until(`async () => (await (${found})()) === 0`);
});

test("a blog that is not at the root keeps to its folder, without a network too", async ({ tab, site }) => {
  const network = await site("subpath", "/x/y/");
  await installed(tab, network.home);
  expect(await tab.evaluate(async () => [(await navigator.serviceWorker.getRegistration()).scope, (await caches.keys()).every((name) => name.startsWith("lamplight:/x/y/:"))])).toEqual([network.home, true]);
  await network.dead();
  await tab.open(network.url(pinned));
  await titled(tab, "A post that is pinned");
});

test("the page about offline reading offers to install only where the browser does", async ({ tab, network }) => {
  await installed(tab, network.url("offline/"));
  expect(await tab.count("main button", "Install as an app")).toBe(0);
  await tab.evaluate(() => {
    const offer = new Event("beforeinstallprompt", { cancelable: true });
    Object.assign(offer, { prompt: () => (window.prompted = true), userChoice: Promise.resolve({ outcome: "accepted" }) });
    dispatchEvent(offer);
  });
  await tab.click("main button", "Install as an app");
  await tab.until(() => window.prompted);
  await tab.misses("main button", "Install as an app");
});
