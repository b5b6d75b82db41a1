// Without a network, with a lying one, in the middle of a deploy: what was read can be read, and nothing gets worse.
import { caches, expect, helpers, inCharge, installed, serve, shells, test } from "./network.mjs";
import { drawn, started, title } from "./reader.mjs";

const pinned = "blog/a-post-that-is-pinned/";
const portal = { type: "text/html", body: "<!doctype html><html><title>Sign in</title><h1>Welcome to the train</h1></html>" };

/** Follows a link of the page on screen. */
async function follow(page, name) {
  await page.getByRole("main").getByRole("link", { name, exact: true }).first().click();
  await expect(title(page)).toHaveText(name);
}

/** Waits until a page is remembered. */
const remembered = (page, path) => expect.poll(async () => Object.entries(await caches(page)).find(([name]) => name.endsWith(":pages"))?.[1] ?? []).toContain(`/${path}`);

/** Waits until nothing is on its way any more: what a turn leaves behind is stored without its page waiting. */
const quiet = async (page) => {
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => ask({ ask: "state" }));
};

test("a page that was read is there without a network, whole", async ({ page, network }) => {
  await installed(page, network.home);
  await page.goto(network.url("blog/a-post-with-a-cover/"));
  await remembered(page, "blog/a-post-with-a-cover/");
  await page.waitForLoadState("networkidle");
  const text = await page.locator(".prose").innerText();
  await network.dead();
  await page.reload();
  await started(page);
  expect(await page.locator(".prose").innerText()).toBe(text);
  for (const picture of await page.getByRole("main").getByRole("img").all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((image) => image.naturalWidth)).toBeGreaterThan(0);
  }
});

test("a page that is loaded again without a network is where it was, and its entry of the history is the same", async ({ page, network }) => {
  await installed(page, network.home);
  await page.goto(network.url(pinned));
  await remembered(page, pinned);
  await started(page);
  await page.evaluate(() => window.scrollTo({ top: 600, behavior: "instant" }));
  const entry = await page.evaluate(() => history.state);
  await network.dead();
  await page.reload();
  await started(page);
  await expect.poll(() => page.evaluate(() => [scrollY, history.state])).toEqual([600, entry]);
});

test("the page of the very first visit is kept too", async ({ page, network }) => {
  await installed(page, network.url("colophon/"));
  await remembered(page, "colophon/");
  await network.dead();
  await page.reload();
  await expect(title(page)).toHaveText("Colophon");
});

test("a page that the app has turned to is there after a reload without a network", async ({ page, network }) => {
  await installed(page, network.url("archive/"));
  await started(page);
  await follow(page, "A post on the second page");
  await quiet(page);
  const text = await page.locator(".prose").innerText();
  await network.dead();
  await page.reload();
  await expect(title(page)).toHaveText("A post on the second page");
  expect(await page.locator(".prose").innerText()).toBe(text);
});

test("home and the posts that it shows are there though nobody has read them", async ({ page, network }) => {
  await installed(page, network.url("colophon/"));
  await network.dead();
  await page.goto(network.home);
  await started(page);
  const names = await page.getByRole("article").getByRole("heading").allInnerTexts();
  expect(names.length).toBe(6);
  for (const name of names) {
    await follow(page, name);
    await page.goBack();
    await expect(page.getByRole("article")).toHaveCount(6);
  }
  await page.goto(network.url(pinned));
  await expect(title(page)).toHaveText("A post that is pinned");
});

test("an address that is not here says so, and lists what is", async ({ page, network }) => {
  await installed(page, network.home);
  await page.goto(network.url("colophon/"));
  await remembered(page, "colophon/");
  await network.dead();
  await page.goto(network.url("tags/"));
  await expect(title(page)).toHaveText("You seem to be offline");
  const list = page.getByRole("main").getByRole("list");
  await expect(list.getByRole("link", { name: "Sample", exact: true })).toBeVisible();
  await list.getByRole("link", { name: "Colophon" }).click();
  await expect(title(page)).toHaveText("Colophon");
  await page.goBack();
  await expect(title(page)).toHaveText("You seem to be offline");
  await started(page);
  await page.waitForLoadState("networkidle");
  await network.dead(false);
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(title(page)).toHaveText("Tags");
});

test("when the network is back the page comes by itself", async ({ page, context, network }) => {
  await installed(page, network.home);
  await network.dead();
  await page.goto(network.url("tags/"));
  await expect(title(page)).toHaveText("You seem to be offline");
  await started(page);
  await network.dead(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(title(page)).toHaveText("Tags");
});

test("the browser may believe that it is online", async ({ page, network }) => {
  await installed(page, network.home);
  await network.dead();
  expect(await page.evaluate(() => navigator.onLine)).toBe(true);
  await page.goto(network.url(pinned));
  await expect(title(page)).toHaveText("A post that is pinned");
});

test("whatever was added to an address, the page is the same", async ({ page, network }) => {
  await installed(page, network.home);
  await page.goto(`${network.url("colophon/")}?utm_source=mail&fbclid=1`);
  await remembered(page, "colophon/");
  await network.dead();
  await page.goto(`${network.url("colophon/")}?utm_source=elsewhere`);
  await expect(title(page)).toHaveText("Colophon");
  await page.goto(`${network.url("index.html")}?gclid=2`);
  await expect(page.getByRole("article")).toHaveCount(6);
});

test("a picture that was replaced under its name is seen anew, and the last one seen stays", async ({ page, network }) => {
  const drawn = (side) => `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="9" height="9"/></svg>`;
  const side = () => page.locator("main article img").first().evaluate((image) => image.naturalWidth);
  await installed(page, network.home);
  await page.goto(network.url("blog/a-post-with-a-cover/"));
  for (const width of [321, 123]) {
    await network.faults({ path: "uploads/%2A", type: "image/svg+xml", body: drawn(width) });
    await page.reload();
    await expect.poll(side).toBe(width);
  }
  await page.waitForLoadState("networkidle");
  await network.dead();
  await page.reload();
  await expect.poll(side).toBe(123);
});

test("a network that never answers is not waited for", async ({ page, network }) => {
  await installed(page, network.home);
  await network.faults({ path: "%2A", stall: 0, delay: 60_000 });
  await page.goto(network.home);
  await expect(page.getByRole("article")).toHaveCount(6);
});

test("an answer that stops halfway is not waited for either", async ({ page, network }) => {
  await installed(page, network.home);
  await network.faults({ path: "", stall: 600 });
  await page.goto(network.home);
  await expect(page.getByRole("article")).toHaveCount(6);
});

test("a sign-in page is shown where nothing else is, and never remembered", async ({ page, network, troubles }) => {
  troubles.expect(/Failed to load resource|MIME|integrity/);
  await installed(page, network.home);
  await page.goto(network.url("colophon/"));
  await remembered(page, "colophon/");
  const before = await caches(page);
  await network.faults({ path: "%2A", ...portal });
  await page.goto(network.url("colophon/"));
  await expect(title(page)).toHaveText("Colophon");
  await page.goto(network.home);
  await started(page);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tags" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/This network answered instead|Tags/);
  await page.goto(network.url("categories/"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Welcome to the train");
  const after = await page.evaluate(async () => {
    const found = [];
    for (const name of await window.caches.keys()) {
      const cache = await window.caches.open(name);
      for (const key of await cache.keys()) if ((await (await cache.match(key)).text()).includes("Welcome to the train")) found.push(key.url);
    }
    return found;
  });
  expect(after).toEqual([]);
  expect(Object.keys(await caches(page))).toEqual(expect.arrayContaining(Object.keys(before)));
  await network.faults();
  await page.goto(network.url("categories/"));
  await expect(title(page)).toHaveText("Categories");
});

for (const [how, fault] of Object.entries({ "an error of the server": { status: 503, body: "" }, "half a page": { cut: 900 }, "half a page that claims to be whole": { truncate: 900 }, "a page of nobody's": portal })) {
  test(`${how} does not replace what is remembered`, async ({ page, network, troubles }) => {
    troubles.expect(/Failed to load resource/);
    await installed(page, network.home);
    await page.goto(network.url("colophon/"));
    await remembered(page, "colophon/");
    await network.faults({ path: "colophon/", ...fault });
    for (const _ of [1, 2]) {
      await page.goto(network.url("colophon/"));
      await expect(title(page)).toHaveText("Colophon");
      await expect(page.locator("footer.site-footer")).toBeVisible();
    }
  });
}

test("a page that the site has taken back is forgotten", async ({ page, network, troubles }) => {
  troubles.expect(/status of 404/);
  await installed(page, network.home);
  await page.goto(network.url("colophon/"));
  await remembered(page, "colophon/");
  await network.faults({ path: "colophon/", status: 404, body: await (await page.request.get(network.url("no/such"))).text() });
  await page.goto(network.url("colophon/"));
  await expect.poll(async () => Object.values(await caches(page)).flat()).not.toContain("/colophon/");
});

const wrong = {
  "gone (404)": { status: 404, type: "text/html", body: "gone" },
  "answered with a page (200)": portal,
  "cut short": { truncate: 50 },
  "broken off": { cut: 50 },
  "changed by one bit": { flip: 50 },
};
for (const [how, fault] of Object.entries(wrong)) {
  test(`a data file that is ${how} is refused, asked for again, and said to be wrong`, async ({ page, long, troubles }) => {
    troubles.expect(/Failed to load resource/);
    await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
    await installed(page, long.url("archive/"));
    await started(page);
    await long.faults({ path: "lamplight/data/%2A", ...fault });
    await long.forget();
    // This one is not among the newest, so that nothing of it was installed.
    await page.getByRole("link", { name: "Day 1", exact: true }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    const asked = await long.asked();
    expect(asked["lamplight/manifest.json"]).toBeGreaterThan(0);
    expect(Math.max(...Object.entries(asked).filter(([path]) => path.startsWith("lamplight/data/")).map(([, times]) => times))).toBeGreaterThan(1);
    await long.faults();
    await page.getByRole("button", { name: "Retry" }).click();
    await expect(title(page)).toHaveText("Day 1");
  });

  test(`the same, mended by the second look: ${how}`, async ({ page, long, troubles }) => {
    troubles.expect(/Failed to load resource/);
    await installed(page, long.url("archive/"));
    await started(page);
    await long.faults({ path: "lamplight/data/%2A", times: 1, ...fault });
    await page.getByRole("link", { name: "Day 1", exact: true }).click();
    await expect(title(page)).toHaveText("Day 1");
  });
}

test("503, then 200: nobody notices", async ({ page, long, troubles }) => {
  troubles.expect(/status of 503/);
  await installed(page, long.url("archive/"));
  await started(page);
  await long.faults({ path: "lamplight/data/%2A", times: 1, status: 503, body: "" });
  await page.getByRole("link", { name: "Day 1", exact: true }).click();
  await expect(title(page)).toHaveText("Day 1");
});

test("a file that went bad in the cache is fetched anew", async ({ page, network }) => {
  await installed(page, network.home);
  const spoiled = await page.evaluate(async () => {
    let count = 0;
    for (const name of await window.caches.keys()) {
      const cache = await window.caches.open(name);
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
  await page.reload();
  await started(page);
  await follow(page, "A post that is pinned");
});

test("a new index, and the old posts gone: the new ones are read", async ({ page, long, troubles }) => {
  troubles.expect(/status of 404|elsewhere\.example|ERR_/);
  await installed(page, long.url("archive/"));
  await started(page);
  await long.deploy("media-second");
  await page.getByRole("link", { name: "Day 1", exact: true }).click();
  await expect(page.getByText("This is the second edition.")).toBeVisible();
});

for (const [how, fault] of Object.entries({ "as application/octet-stream": { type: "application/octet-stream" }, "with no type": { type: "" } })) {
  test(`the app sent ${how} starts`, async ({ page, network }) => {
    await network.faults({ path: "lamplight/app/%2A.wasm", ...fault });
    await page.goto(network.home);
    await started(page);
  });
}

test("the app that dies on its way is asked for again, and then done without", async ({ page, network, troubles }) => {
  troubles.expect(/./);
  await network.faults({ path: "lamplight/app/%2A.wasm", cut: 50_000 });
  await page.goto(network.home);
  await expect(page.locator("html")).toHaveAttribute("data-app", "off");
  const wasm = Object.entries(await network.asked()).find(([path]) => path.endsWith(".wasm"));
  expect(wasm[1]).toBeGreaterThanOrEqual(2);
  await follow(page, "A post that is pinned");
  await network.faults();
  await page.goto(network.home);
  await started(page);
});

test("the app that stalls on its way keeps nobody from reading", async ({ page, network }) => {
  await network.faults({ path: "lamplight/app/%2A.wasm", stall: 50_000 });
  await page.goto(network.home);
  await follow(page, "A post that is pinned");
  await page.goBack();
  await expect(page.getByRole("article")).toHaveCount(6);
});

const lacks = {
  "no service workers": () => delete Navigator.prototype.serviceWorker,
  "service workers that may not be registered": () => (ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException("no", "SecurityError"))),
  "service workers that throw": () => Object.defineProperty(Navigator.prototype, "serviceWorker", { get: () => { throw new DOMException("no", "SecurityError"); } }),
  "no storage of its own": () => Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("no", "SecurityError"); } }),
  "a session storage that throws": () => Object.defineProperty(window, "sessionStorage", { get: () => { throw new DOMException("no", "SecurityError"); } }),
  "no IndexedDB": () => Object.defineProperty(window, "indexedDB", { value: undefined }),
  "no caches": () => Object.defineProperty(window, "caches", { value: undefined }),
  "no storage manager": () => Object.defineProperty(Navigator.prototype, "storage", { value: undefined }),
};
for (const [name, remove] of Object.entries(lacks)) {
  test(`a browser with ${name} reads the blog all the same`, async ({ page, network }) => {
    await page.addInitScript(remove);
    await page.goto(network.home);
    await started(page);
    await follow(page, "A post that is pinned");
    await page.goto(network.url("offline/"));
    await expect(title(page)).toHaveText("Offline reading");
    if (/service workers/.test(name)) return;
    await inCharge(page);
    await network.dead();
    await page.goto(network.home);
    await expect(page.getByRole("article")).toHaveCount(6);
  });
}

for (const [name, code] of Object.entries({
  "is missing": "delete self.caches;",
  "throws at every call": "for (const name of ['open', 'match', 'keys', 'delete', 'has']) CacheStorage.prototype[name] = () => Promise.reject(new DOMException('no', 'SecurityError'));",
  "throws once it is in charge": "addEventListener('activate', () => { CacheStorage.prototype.open = () => Promise.reject(new DOMException('no', 'UnknownError')); });",
})) {
  test(`a worker whose cache ${name} stands in nobody's way`, async ({ page, network, troubles }) => {
    troubles.expect(/SecurityError|UnknownError|caches/);
    await network.faults({ path: "sw.js", prepend: code });
    await page.goto(network.home);
    await started(page);
    await expect.poll(async () => (await network.asked())["sw.js"] ?? 0).toBeGreaterThan(0);
    await follow(page, "A post that is pinned");
    await page.goto(network.url("tags/"));
    await started(page);
    await expect(title(page)).toHaveText("Tags");
  });
}

test("a worker whose clock is a year off keeps what it should", async ({ page, network }) => {
  await network.faults({ path: "sw.js", prepend: "const now = Date.now; Date.now = () => now() - 31_536_000_000;" });
  await installed(page, network.home);
  await network.dead();
  await page.reload();
  await started(page);
  await follow(page, "A post that is pinned");
});

const limit = async (context, page, network, quotaSize) => (await context.newCDPSession(page)).send("Storage.overrideQuotaForOrigin", { origin: new URL(network.home).origin, quotaSize });

test("a device without room installs nothing and reads everything", async ({ page, context, network, troubles }) => {
  troubles.expect(/Quota/);
  await limit(context, page, network, 100_000);
  await page.goto(network.home);
  await started(page);
  // A page asks for no search engine before somebody searches; the worker does.
  await expect.poll(async () => Object.keys(await network.asked()).some((path) => /\/search-\w+\.wasm$/.test(path))).toBe(true);
  await expect.poll(() => page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.installing))).toBe(false);
  expect(await page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.active))).toBe(false);
  await follow(page, "A post that is pinned");
});

test("a device that has become full goes on reading, and what it had is still there", async ({ page, context, network }) => {
  await installed(page, network.home);
  await limit(context, page, network, 1000);
  await page.goto(network.url("archive/"));
  await started(page);
  await follow(page, "A post with every mark");
  await page.goto(network.url("colophon/"));
  await expect(title(page)).toHaveText("Colophon");
  await network.dead();
  await page.goto(network.home);
  await expect(page.getByRole("article")).toHaveCount(6);
});

test("everything that the browser had is cleared: the next visit is as the first", async ({ page, context, network }) => {
  await installed(page, network.home);
  await (await context.newCDPSession(page)).send("Storage.clearDataForOrigin", { origin: new URL(network.home).origin, storageTypes: "all" });
  expect(await caches(page)).toEqual({});
  await page.getByRole("link", { name: "A post that is pinned" }).click();
  await expect(title(page)).toHaveText("A post that is pinned");
  await installed(page, network.home);
  await network.dead();
  await page.reload();
  await expect(page.getByRole("article")).toHaveCount(6);
});

test("the caches alone are cleared: pages come from the network, and an update brings the rest back", async ({ page, network }) => {
  await installed(page, network.home);
  await page.evaluate(async () => {
    for (const name of await window.caches.keys()) await window.caches.delete(name);
  });
  await page.reload();
  await started(page);
  await follow(page, "A post that is pinned");
  await network.deploy("second");
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await expect.poll(async () => (await shells(page)).length).toBe(1);
});

test("a browser without WebAssembly keeps pages too", async ({ page, network, troubles }) => {
  troubles.expect(/./);
  await page.addInitScript(() => delete window.WebAssembly);
  await page.goto(network.home);
  await inCharge(page);
  await page.goto(network.url("colophon/"));
  await remembered(page, "colophon/");
  await network.dead();
  await page.reload();
  await expect(title(page)).toHaveText("Colophon");
  await page.goto(network.url("tags/"));
  await expect(title(page)).toHaveText("You seem to be offline");
  await network.dead(false);
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(title(page)).toHaveText("Tags");
});

test("many clicks in a hurry end where the last one leads", async ({ page, network }) => {
  await installed(page, network.url("archive/"));
  await started(page);
  await network.faults({ path: "lamplight/data/%2A", delay: 60 });
  // Links that stay where they are while the page below them changes.
  const last = await page.evaluate(async () => {
    const links = [...document.querySelectorAll("header nav a")];
    window.same = true;
    for (let i = 0; i < 40; i += 1) {
      links[(i * 3) % links.length].click();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return links[(39 * 3) % links.length].href;
  });
  await drawn(page);
  await expect(page).toHaveURL(last);
  await page.waitForLoadState("networkidle");
  await expect(page).toHaveURL(last);
  await expect(page.locator("main h1")).toHaveCount(1);
  await expect(page.getByRole("navigation", { name: "Main" }).locator(`a[href="${new URL(last).pathname}"]`)).toHaveText(await title(page).innerText());
  expect(await page.evaluate(() => window.same)).toBe(true);
});

test("with the published policy, browsing everything breaks no rule of it", async ({ page, network }) => {
  await page.addInitScript(() => {
    window.violations = JSON.parse(sessionStorage.getItem("violations") ?? "[]");
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      window.violations.push(`${violatedDirective} ${blockedURI}`);
      sessionStorage.setItem("violations", JSON.stringify(window.violations));
    });
  });
  await installed(page, network.home);
  const { sitemap } = await import("./sites.mjs");
  const response = await page.request.get(network.home);
  expect(response.headers()["content-security-policy"]).toContain("default-src 'none'");
  for (const path of [...sitemap("sample"), "offline/", "lamplight/offline.html"]) {
    await page.goto(network.url(path));
    await started(page);
  }
  await page.goto(network.url("offline/"));
  await page.getByRole("button", { name: "Keep the whole blog offline" }).click();
  await page.getByRole("button", { name: "Keep text", exact: true }).click();
  await expect(page.getByText("Kept on this device")).toBeVisible();
  await page.goto(network.url("archive/"));
  await started(page);
  await follow(page, "A post with every mark");
  expect(await page.evaluate(() => window.violations)).toEqual([]);
});
