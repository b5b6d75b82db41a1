// The page is there before the app, stays as it is when the app comes, and goes on if the app never does.
import { cpSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { browserArguments, executablePath } from "../browser.mjs";
import { preview } from "./servers.mjs";
import { address, files } from "./sites.mjs";
import { expect, open, started, test, title, withoutAppUntilReleased } from "./reader.mjs";

const home = address("sample");
const post = (slug) => new URL(`blog/${slug}/`, home).href;
const marks = post("a-post-with-every-mark");

test("the app's start touches nothing: selection, scroll, an open <details> and the focus stay", async ({ page }) => {
  const release = await withoutAppUntilReleased(page);
  await page.goto(marks);
  const state = () =>
    page.evaluate(() => ({
      selection: String(getSelection()),
      scroll: Math.round(scrollY),
      open: document.querySelector("main details").open,
      focus: document.activeElement.outerHTML,
      page: window.first === document.querySelector("main article"),
    }));
  await page.evaluate(() => {
    window.first = document.querySelector("main article");
    const details = document.querySelector("main details");
    details.open = true;
    getSelection().selectAllChildren(document.querySelector(".prose p"));
    details.querySelector("summary").focus({ preventScroll: true });
    scrollTo(0, 400);
  });
  const before = await state();
  expect(before).toMatchObject({ scroll: 400, open: true, page: true });
  expect(before.selection).not.toBe("");
  release();
  await started(page);
  await page.waitForLoadState("networkidle");
  expect(await state()).toEqual(before);
});

/** Adds up in `window.shift` how far things move on their own. */
const watchShift = (page) =>
  page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value))).observe({ type: "layout-shift", buffered: true });
  });

for (const [name, path] of Object.entries({ home: "", post: "blog/a-post-that-is-pinned/", archive: "archive/" })) {
  test(`nothing of the first page is fetched twice, and nothing moves: ${name}`, async ({ page }) => {
    const requests = [];
    page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    await watchShift(page);
    await open(page, new URL(path, home).href);
    await page.waitForLoadState("networkidle");
    expect(requests.length).toBe(new Set(requests).size);
    expect(requests.filter((path) => path.startsWith("/lamplight/data/"))).toEqual([]);
    expect(await page.evaluate(() => window.shift)).toBe(0);
  });
}

test("a picture of another host moves nothing when it comes, whatever its size", async ({ page, troubles }) => {
  troubles.expect(/^foreign request \(image\): https:\/\/elsewhere\.example/);
  await page.route("https://elsewhere.example/**", async (route) => {
    const drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="900"><rect width="300" height="900" fill="teal"/></svg>';
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.fulfill({ contentType: "image/svg+xml", body: drawn });
  });
  await watchShift(page);
  await page.goto(new URL("blog/a-ledger-with-a-table/", address("second")).href);
  const picture = page.getByRole("img", { name: "Far away" });
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((image) => image.naturalWidth)).toBe(300);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))));
  expect(await page.evaluate(() => window.shift)).toBe(0);
});

test("the first turn replaces the page in one step, and keeps the header that was there", async ({ page }) => {
  await open(page, home);
  await page.evaluate(() => {
    window.header = document.querySelector("header.site-header");
    window.seen = [];
    const look = () => (window.seen.push(document.querySelectorAll("main h1").length), requestAnimationFrame(look));
    requestAnimationFrame(look);
  });
  await page.getByRole("link", { name: "A post that is pinned" }).click();
  await expect(title(page)).toHaveText("A post that is pinned");
  expect(await page.evaluate(() => [window.header === document.querySelector("header.site-header"), window.seen.every((n) => n === 1)])).toEqual([true, true]);
});

test("a 404 page is looked up: the app knows addresses that the host does not", async ({ page, troubles }) => {
  troubles.expect(/status of 404/);
  const response = await page.goto(new URL("blog/a-post-on-the-second-page.html", home).href);
  expect(response.status()).toBe(404);
  await expect(title(page)).toHaveText("A post on the second page");
  await expect(page).toHaveTitle("A post on the second page · Sample");
});

const deaths = {
  "the app is gone": (page) => page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "" })),
  "the app is another": (page) => page.route("**/*.wasm", (route) => route.fulfill({ contentType: "application/wasm", body: Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]) })),
  "the browser has no WebAssembly": (page) => page.addInitScript(() => delete window.WebAssembly),
  "the app panics at its start": (page) => page.addInitScript(() => (History.prototype.replaceState = undefined, Document.prototype.createComment = undefined)),
};
for (const [name, cause] of Object.entries(deaths)) {
  test(`${name}: the page stays, and links load`, async ({ page, troubles }) => {
    troubles.expect(/./);
    await cause(page);
    await page.goto(home);
    await expect(page.locator("html")).toHaveAttribute("data-app", "off");
    await expect(page.getByRole("article")).toHaveCount(6);
    await page.evaluate(() => (window.same = true));
    await page.getByRole("link", { name: "A post that is pinned" }).click();
    await expect(title(page)).toHaveText("A post that is pinned");
    expect(await page.evaluate(() => window.same)).toBeUndefined();
    await page.goBack();
    await expect(page.getByRole("article")).toHaveCount(6);
  });
}

test("the app panics on the way to a page: the browser goes there", async ({ page, troubles }) => {
  troubles.expect(/./);
  await open(page, home);
  await page.evaluate(() => {
    window.same = true;
    // Whatever draws the next page finds that it can't.
    const set = () => {
      throw new Error("there is no drawing here");
    };
    Object.defineProperty(Element.prototype, "innerHTML", { set });
  });
  await page.getByRole("link", { name: "A post that is pinned" }).click();
  await expect(title(page)).toHaveText("A post that is pinned");
  await expect(page).toHaveURL(post("a-post-that-is-pinned"));
  expect(await page.evaluate(() => window.same)).toBeUndefined();
  await started(page);
});

test("a step back to a page that a lost app drew is loaded", async ({ page, troubles }) => {
  troubles.expect(/./);
  await open(page, home);
  await page.getByRole("link", { name: "A post that is pinned" }).click();
  await expect(page).toHaveURL(post("a-post-that-is-pinned"));
  await page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-app", "off");
  await page.goBack();
  await expect(page).toHaveTitle("Sample");
  await expect(page.getByRole("article")).toHaveCount(6);
});

test("the back-forward cache takes the page, and the app in it goes on", async () => {
  const browser = await chromium.launch({ executablePath, args: browserArguments, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  const context = await browser.newContext();
  const [page, witness] = [await context.newPage(), await context.newPage()];
  await open(page, home);
  // A page that comes out of this cache is out of the driver's reach: it tells a second one what happens to it.
  await page.evaluate(() => {
    const told = [];
    const tell = (what) => {
      told.push(what);
      localStorage.setItem("told", JSON.stringify(told));
    };
    addEventListener("pageshow", ({ persisted }) => {
      tell(persisted ? "persisted" : "loaded");
      [...document.querySelectorAll("main a")].find((link) => link.textContent === "A post that is pinned").click();
      setTimeout(() => tell(document.title), 1500);
    });
    setTimeout(() => (location.href = "/feed.json"), 100);
  });
  await expect.poll(() => page.url()).toMatch(/feed\.json$/);
  await witness.goto(`${home}colophon/`);
  page.evaluate(() => history.back()).catch(() => {});
  await expect.poll(() => witness.evaluate(() => localStorage.getItem("told")), { timeout: 10_000 }).toBe(JSON.stringify(["persisted", "A post that is pinned · Sample"]));
  await browser.close();
});

test("a turn is a view transition, and none for readers who want no motion", async ({ page }) => {
  const durations = async () => {
    await page.evaluate(() => {
      const start = document.startViewTransition;
      document.startViewTransition = (update) => {
        const transition = start.call(document, update);
        transition.ready.then(() => (window.longest = Math.max(0, ...document.getAnimations().filter((a) => a.effect.pseudoElement?.startsWith("::view-transition")).map((a) => a.effect.getComputedTiming().duration))));
        return transition;
      };
    });
    await page.getByRole("link", { name: "Colophon" }).click();
    await expect(title(page)).toHaveText("Colophon");
    await expect.poll(() => page.evaluate(() => typeof window.longest), { timeout: 2000 }).toBe("number");
    return page.evaluate(() => window.longest);
  };
  // A device that is busy with other things at that moment is taken for a slow one, which has no transitions.
  const seen = async () => {
    let longest;
    await expect(async () => {
      await open(page, home);
      longest = await durations();
    }).toPass({ timeout: 30_000 });
    return longest;
  };
  expect(await seen()).toBeGreaterThan(50);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await seen()).toBe(0);
});

test("the head of a post is complete, for people and for machines", async ({ page }) => {
  await page.goto(marks);
  const head = await page.evaluate(() => {
    const get = (selector, attribute) => [...document.head.querySelectorAll(selector)].map((element) => element.getAttribute(attribute)).join(" | ");
    const names = ["description", "author", "twitter:card"].map((name) => [name, get(`meta[name="${name}"]`, "content")]);
    const properties = ["og:title", "og:type", "og:url", "og:site_name", "article:published_time", "article:author", "article:section", "article:tag"].map((name) => [name, get(`meta[property="${name}"]`, "content")]);
    return {
      ...Object.fromEntries([...names, ...properties]),
      canonical: get("link[rel=canonical]", "href"),
      alternates: get("link[rel=alternate]", "href"),
      themes: get("meta[name=theme-color]", "content"),
      data: JSON.parse(document.querySelector("script[type='application/ld+json']").textContent),
    };
  });
  const here = "https://sample.example/blog/a-post-with-every-mark/";
  expect(head).toMatchObject({
    author: "Ada Marsh",
    "twitter:card": "summary",
    "og:title": "A post with every mark",
    "og:type": "article",
    "og:url": here,
    "og:site_name": "Sample",
    "article:published_time": "2026-11-12T10:00:00+00:00",
    "article:author": "https://sample.example/author/ada-marsh/",
    "article:section": "Writing",
    "article:tag": "markdown | reference",
    canonical: here,
    alternates: "/feed.xml | /rss.xml | /feed.json | /blog/a-post-with-every-mark/index.md",
    themes: "#fffdf8 | #16191d",
  });
  expect(head.description.length).toBeGreaterThan(40);
  const [posting, crumbs] = head.data["@graph"];
  expect(posting).toMatchObject({ "@type": "BlogPosting", headline: head["og:title"], url: here, datePublished: "2026-11-12T10:00:00+00:00" });
  expect(posting.author).toEqual([{ "@type": "Person", name: "Ada Marsh", url: "https://sample.example/author/ada-marsh/" }]);
  expect(crumbs.itemListElement.map((item) => item.name)).toEqual(["Sample", "Writing", "A post with every mark"]);
});

test("after a turn the head is that of the new page, and says nothing of the old", async ({ page }) => {
  await open(page, marks);
  await page.getByRole("link", { name: "Sample", exact: true }).first().click();
  await expect(page).toHaveTitle("Sample");
  await expect(page.locator("link[rel=canonical]")).toHaveAttribute("href", "https://sample.example/");
  await expect(page.locator("meta[property], script[type='application/ld+json'], link[rel=alternate][type='text/markdown']")).toHaveCount(0);
});

test("an old tab goes on after two deploys", async ({ page, troubles }) => {
  // A picture of another host, further down: browsers differ in how early they ask for it.
  troubles.expect(/status of 404|elsewhere\.example/);
  await page.route("https://elsewhere.example/**", (route) => route.abort());
  const place = mkdtempSync(join(tmpdir(), "deploy-"));
  const site = join(place, "site");
  const deploy = (from) => {
    cpSync(files(from), join(place, "next"), { recursive: true });
    rmSync(site, { recursive: true, force: true });
    renameSync(join(place, "next"), site);
  };
  deploy("sample");
  const { child, at } = await preview(site);
  const root = `${at}/`;
  await open(page, `${root}archive/`);
  await page.evaluate(() => (window.same = true));
  await page.waitForLoadState("networkidle"); // The manifest of the first deploy is in memory.
  const gone = [];
  page.on("response", (response) => response.status() === 404 && gone.push(response.url()));
  deploy("second"); // Every post was changed.
  await page.getByRole("link", { name: "A post with a cover" }).click();
  await expect(title(page)).toHaveText("A post with a cover");
  await expect(page.getByText("This is the second edition.")).toBeVisible();
  expect(gone.length).toBeGreaterThan(0);
  deploy("sample");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tags" }).click();
  await expect(title(page)).toHaveText("Tags");
  expect(await page.evaluate(() => window.same)).toBe(true);
  child.kill("SIGINT");
  rmSync(place, { recursive: true });
});
