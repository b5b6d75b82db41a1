// The offline library under bad conditions: stuck files, addresses that are not there, values that somebody else has stored,
// workers of other projects, browsers that clear or refuse.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { caches, expect, helpers, inCharge, installed, test } from "./network.mjs";
import { title } from "./reader.mjs";
import { files } from "./sites.mjs";

const button = (page, name) => page.getByRole("main").getByRole("button", { name, exact: true });
const kept = (page) => page.getByRole("main").getByText(/^Kept on this device/);
const notice = (page) => page.locator(".notice");
const shelf = async (page) => Object.entries(await caches(page)).find(([name]) => name.endsWith(":shelf"))?.[1] ?? [];
const onShelf = async (page) => (await shelf(page)).filter((path) => path.includes("/data/"));
const wishes = (page) => page.evaluate(async () => (await ask({ ask: "state" })).wishes);
const note = "lamplight:/:shelf";
const dataFiles = () => readdirSync(join(files("media"), "lamplight/data")).filter((name) => !/\.(br|gz)$/.test(name));

async function keep(page, what) {
  await button(page, `Keep ${what} offline`).click();
  await button(page, "Keep text").click();
}

test("files that are stuck do not hold up the others: six are fetched at a time", async ({ page, long }) => {
  await installed(page, long.url("offline/"));
  await long.faults({ path: "lamplight/data/%2A.bin", stall: 0, times: 5 });
  await keep(page, "the whole blog");
  await expect.poll(async () => (await onShelf(page)).length, { timeout: 15_000 }).toBe(dataFiles().length - 5);
  expect((await wishes(page))[0]).toMatchObject({ complete: false, error: "" });
});

test("a file that fails keeps no other from coming, and is said", async ({ page, long, troubles }) => {
  troubles.expect(/status of 404/);
  await installed(page, long.url("offline/"));
  const here = new Set(Object.values(await caches(page)).flat());
  const [missing] = dataFiles().filter((name) => name.endsWith(".bin") && !here.has(`/lamplight/data/${name}`));
  await long.faults({ path: `lamplight/data/${missing}`, status: 404 });
  await keep(page, "the whole blog");
  await expect(page.getByText("The network broke off.")).toBeVisible();
  expect((await onShelf(page)).length).toBe(dataFiles().length - 1);
  await long.faults();
  await button(page, "Go on").click();
  await expect(kept(page)).toBeVisible();
});

test("what is taken away while it is fetched leaves nothing behind, and can be wanted anew at once", async ({ page, long }) => {
  await installed(page, long.url("offline/"));
  await long.faults({ path: "lamplight/data/%2A", delay: 300 });
  await keep(page, "the whole blog");
  await expect.poll(async () => (await onShelf(page)).length).toBeGreaterThan(0);
  await button(page, "Remove").click();
  await expect(button(page, "Keep the whole blog offline")).toBeVisible();
  await expect.poll(() => shelf(page)).toEqual(["/lamplight/shelf.json"]);
  await keep(page, "the whole blog");
  await button(page, "Pause").click();
  await long.faults();
  await button(page, "Resume").click();
  await expect(kept(page)).toBeVisible();
});

test("while it is fetched the pages are told a few times a second and not of each file", async ({ page, long }) => {
  await installed(page, long.url("offline/"));
  await page.evaluate(() => {
    window.told = [];
    navigator.serviceWorker.addEventListener("message", () => window.told.push(performance.now()));
  });
  await keep(page, "the whole blog");
  await expect(kept(page)).toBeVisible();
  const told = await page.evaluate(() => window.told);
  // Four changes of the wish itself, and five times a second between them.
  expect(told.length).toBeGreaterThan(2);
  expect(told.length).toBeLessThan(6 + (told.at(-1) - told[0]) / 200);
});

test("an address that does not exist can't be kept, and it is said", async ({ page, long }) => {
  await installed(page, long.url("blog/day-1/"));
  for (const wish of [{ kind: "post", path: "no/such/" }, { kind: "term", path: "blog/day-1/" }, { kind: "post", path: "tag/days/" }]) {
    const answer = await page.evaluate((wish) => ask({ ask: "keep", title: "No such", pictures: false, ...wish }), wish);
    expect(answer.error, JSON.stringify(wish)).toContain("gone");
  }
  expect(await wishes(page)).toEqual([]);
  await page.locator("[data-download]").evaluate((slot) => (slot.dataset.download = "post no/such/"));
  await button(page, "Keep this post offline").click();
  await expect(page.getByText("Nothing that can be kept is at this address any more.")).toBeVisible();
});

test("a list that names what is not there is put right, and it is said", async ({ page, long }) => {
  await installed(page, long.url("blog/day-1/"));
  await page.evaluate(([note]) => {
    const wish = (path) => ({ id: `post ${path}`, kind: "post", path, title: `Title of ${path}`, pictures: false, paused: false });
    localStorage.setItem(note, JSON.stringify([wish("no/such/"), wish("blog/day-2/")]));
  }, [note]);
  await page.reload();
  await inCharge(page);
  await expect(notice(page)).toContainText("no longer published");
  await expect.poll(async () => (await wishes(page)).map(({ id, complete }) => [id, complete])).toEqual([["post blog/day-2/", true]]);
  expect(await page.evaluate((note) => localStorage.getItem(note), note)).not.toContain("no/such/");
  await notice(page).getByRole("button", { name: "Close" }).click();
  await expect(notice(page)).toHaveCount(0);
});

/** What a note of the library may hold that this version has not written. */
const stored = {
  "a number": "5",
  "a text": '"post"',
  "nothing": "null",
  "an object": '{"__proto__":{"kind":"post"},"wishes":[]}',
  "no JSON": "[{",
  "other things": '[1,null,[],"a",{},{"kind":"__proto__","path":"x"},{"kind":["post"]},{"kind":"post"},{"kind":"post","path":{}}]',
  "far too much": JSON.stringify(Array.from({ length: 30_000 }, (_, i) => ({ kind: i, path: `x${i}` }))),
};

for (const [what, value] of Object.entries(stored)) {
  test(`where the library's note should be there is ${what}: it is put right`, async ({ page, long }) => {
    await installed(page, long.url("blog/day-1/"));
    await page.evaluate(([note, value]) => localStorage.setItem(note, value), [note, value]);
    await page.reload();
    await inCharge(page);
    await keep(page, "this post");
    await expect(kept(page)).toBeVisible();
    expect((await wishes(page)).map(({ id }) => id)).toEqual(["post blog/day-1/"]);
    expect(JSON.parse(await page.evaluate((note) => localStorage.getItem(note), note)).map(({ id }) => id)).toEqual(["post blog/day-1/"]);
    // The same where the worker keeps it.
    await page.evaluate(async (value) => {
      const name = (await window.caches.keys()).find((name) => name.endsWith(":shelf"));
      await (await window.caches.open(name)).put("/lamplight/shelf.json", new Response(value));
    }, value);
    await page.reload();
    await inCharge(page);
    await expect(kept(page)).toBeVisible();
    await expect.poll(async () => (await wishes(page)).map(({ id, complete }) => [id, complete])).toEqual([["post blog/day-1/", true]]);
  });
}

test("what another version or somebody else has noted is read as far as it is meant, and leads nowhere else", async ({ page, long }) => {
  await page.addInitScript(() => (window.alert = () => (window.ran = true)));
  await installed(page, long.url("offline/"));
  const values = [
    { kind: "post", path: "blog/day-2/" },
    { kind: "post", path: "/blog/day-3/", title: '<img src=x onerror="alert(1)">', pictures: "yes", version: 9, since: "next year" },
    ...["javascript:alert(1)", "//evil.example/", "https://evil.example/", "\\\\evil.example\\x", "../../../x", "data:text/html,x"].map((path) => ({ kind: "post", path, title: "Evil", complete: true })),
  ];
  await page.evaluate(([note, values]) => localStorage.setItem(note, JSON.stringify(values)), [note, values]);
  await page.reload();
  await inCharge(page);
  const list = page.locator("[data-library]");
  await expect.poll(async () => (await wishes(page)).map(({ id, complete }) => [id, complete])).toEqual([["post blog/day-2/", true], ["post blog/day-3/", true]]);
  await expect(list.getByRole("link")).toHaveText(["blog/day-2/", '<img src=x onerror="alert(1)">']);
  expect(await list.getByRole("link").evaluateAll((links) => links.map((link) => link.href))).toEqual(["blog/day-2/", "blog/day-3/"].map((path) => long.url(path)));
  expect(await page.evaluate(() => window.ran)).toBeUndefined();
});

/** What a worker that is not ours may answer to anything. */
const answers = [null, 5, "yes", [], { wishes: 5 }, { wishes: [null, 5, { kind: "post" }, { kind: "all", id: "all ", path: "", title: "x", error: "asked" }] }, { error: "no" }, [{ path: 5 }, { path: "//evil.example/", title: "<script>alert(1)</script>" }], { text: "a", sent: {}, pictures: [] }];

for (const answer of answers) {
  test(`a worker that answers ${JSON.stringify(answer)} to everything takes no control away`, async ({ page, long }) => {
    await page.addInitScript((answer) => {
      ServiceWorker.prototype.postMessage = (_, ports) => ports?.[0]?.postMessage(answer);
    }, answer);
    await page.goto(long.url("offline/"));
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
    await page.reload();
    const place = page.locator("[data-download]").getByRole("button");
    await expect(place.first()).toBeVisible();
    await place.first().click();
    await expect(place.first()).toBeVisible();
    await expect(page.locator("[data-library] ul")).toBeAttached();
    expect(await page.locator("main a").evaluateAll((links) => links.filter((link) => new URL(link.href).origin !== location.origin).length)).toBe(0);
  });
}

test("titles on this device read as they are meant", async ({ page, long }) => {
  await installed(page, long.url("offline/"));
  await page.evaluate(async () => {
    const pages = await window.caches.open((await window.caches.keys()).find((name) => name.endsWith(":pages")));
    const put = (path, title) => pages.put(path, new Response(`<!doctype html><html><head>${title}</head></html>`, { headers: { "content-type": "text/html" } }));
    await put("/a/", "<title>Q&amp;A &lt;b&gt; &quot;quoted&quot; it&#39;s &#8220;so&#x201D;&hellip; &amp;lt;</title>");
    await put("/b/", '<title data-host="x">مرحبا &amp; أهلا</title>');
    await put("/c/", "<title>&#1114112; &#xd800; &nosuch;</title>");
  });
  await page.reload();
  const link = (path) => page.locator(`[data-on-device] a[href="${path}"]`);
  await expect(link("/a/")).toHaveText('Q&A <b> "quoted" it\'s “so”… &lt;');
  await expect(link("/b/")).toHaveText("مرحبا & أهلا");
  await expect(link("/b/")).toHaveCSS("direction", "rtl");
  await expect(link("/c/")).toHaveText("\ufffd \ufffd &nosuch;");
});

const safari = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4";
const browsers = [
  ["Safari on a Mac", true, `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${safari} Safari/605.1.15`],
  ["Safari on an iPhone", true, `Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) ${safari} Mobile/15E148 Safari/604.1`],
  ["Chromium on a Mac", false, "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"],
  ["Firefox on a Mac", false, "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0"],
  ["WebKit on Linux", false, `Mozilla/5.0 (X11; Linux x86_64) ${safari} Safari/605.1.15`],
  ["Safari with the blog installed", false, `Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) ${safari} Mobile/15E148 Safari/604.1`, true],
];

for (const [name, told, userAgent, standalone] of browsers) {
  test(`${name} ${told ? "says beforehand" : "does not say"} that it clears after seven days`, async ({ browser, long }) => {
    const context = await browser.newContext({ userAgent, serviceWorkers: "allow" });
    if (standalone) await context.addInitScript(() => (Navigator.prototype.standalone = true));
    const page = await context.newPage();
    await installed(page, long.url("offline/"));
    const told_ = page.getByRole("main").getByText(/Safari clears .* seven days.*Add to Home Screen/);
    await expect(button(page, "Keep the whole blog offline")).toBeVisible();
    await expect(told_).toHaveCount(told ? 1 : 0);
    await page.goto(long.url("blog/day-1/"));
    await button(page, "Keep this post offline").click();
    await expect(button(page, "Keep text")).toBeVisible();
    await expect(told_).toHaveCount(told ? 1 : 0);
    await context.close();
  });
}

test("what the browser has cleared is said by name, and comes back", async ({ page, long }) => {
  await installed(page, long.url("blog/day-1/"));
  await keep(page, "this post");
  await expect(kept(page)).toBeVisible();
  await page.evaluate(async () => {
    for (const name of await window.caches.keys()) await window.caches.delete(name);
  });
  await page.reload();
  await inCharge(page);
  await expect(notice(page)).toContainText("The browser had cleared this from the device.");
  await expect(notice(page)).toContainText("Day 1");
  await expect(kept(page)).toBeVisible();
  await page.reload();
  await inCharge(page);
  await expect(kept(page)).toBeVisible();
  await expect(notice(page)).toHaveCount(0);
});

test("a post that is taken back is said to be, without its name", async ({ page, network }) => {
  expect(existsSync(files("withdrawn-second"))).toBe(true);
  await network.deploy("withdrawn");
  await installed(page, network.url("blog/taken-back/"));
  await keep(page, "this post");
  await expect(kept(page)).toBeVisible();
  await network.deploy("withdrawn-second");
  await page.goto(network.url("blog/dusk/"));
  await helpers(page);
  await expect(notice(page)).toContainText("no longer published");
  await expect(notice(page)).not.toContainText("Taken");
  await expect.poll(() => wishes(page)).toEqual([]);
  await expect(title(page)).toHaveText("Dusk");
});

test("where the browser refuses, the page about offline reading says so", async ({ page, long }) => {
  await page.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException("private", "SecurityError"));
    delete StorageManager.prototype.persisted;
  });
  await page.goto(long.url("offline/"));
  await expect(page.getByText("This browser keeps no pages")).toBeVisible();
  await expect(page.locator("[data-download]")).toBeEmpty();
});

test("where the browser tells no sizes there is no empty bar", async ({ page, long }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "storage", { value: undefined }));
  await long.faults({ path: "sw.js", prepend: "Object.defineProperty(self.WorkerNavigator.prototype, 'storage', { value: undefined });" });
  await installed(page, long.url("offline/"));
  await expect(button(page, "Keep the whole blog offline")).toBeVisible();
  await keep(page, "the whole blog");
  await expect(kept(page)).toBeVisible();
  await expect(page.getByRole("meter")).toBeHidden();
});

test("where the worker has lost its caches, wanting to keep something says so", async ({ page, long }) => {
  await long.faults({ path: "sw.js", prepend: "addEventListener('message', ({ data }) => { if (data === 'lose') CacheStorage.prototype.open = () => Promise.reject(new Error('lost')) });" });
  await installed(page, long.url("blog/day-1/"));
  await page.evaluate(() => navigator.serviceWorker.controller.postMessage("lose"));
  await button(page, "Keep this post offline").click();
  await button(page, "Keep text").click();
  await expect(page.getByRole("main").getByText("This browser keeps no pages")).toBeVisible();
  await expect(button(page, "Keep text")).toBeVisible();
});
