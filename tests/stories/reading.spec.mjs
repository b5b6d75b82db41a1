// A reader opens the blog, follows links, goes back.
import { expect, test } from "../engines/story.mjs";
import { go, mark, opened, same, started, titled } from "../engines/steps.mjs";

const marks = "blog/a-post-with-every-mark/";
const pinned = "blog/a-post-that-is-pinned/";

test("a page is there before its app, whole, and nothing goes wrong in it", async ({ tab, network }) => {
  await network.faults({ path: "lamplight/app/%2A.wasm", delay: 6_000 });
  await tab.open(network.url(marks));
  await titled(tab, "A post with every mark");
  expect(await tab.evaluate(() => [document.documentElement.dataset.app, document.querySelectorAll(".prose h2").length > 4])).toEqual([null, true]);
  await started(tab);
  expect(await tab.count("main h1")).toBe(1);
});

test("the app's start touches nothing: scroll, an open detail and the focus stay", async ({ tab, network }) => {
  await network.faults({ path: "lamplight/app/%2A.wasm", delay: 6_000 });
  await tab.open(network.url(marks));
  await tab.sees("main details");
  const state = () => [Math.round(scrollY), document.querySelector("main details").open, document.activeElement.localName, window.first === document.querySelector("main article")];
  await tab.evaluate(() => {
    window.first = document.querySelector("main article");
    document.querySelector("main details").open = true;
    document.querySelector("main details summary").focus({ preventScroll: true });
    scrollTo({ top: 400, behavior: "instant" });
  });
  const before = await tab.evaluate(state);
  expect(before).toEqual([400, true, "summary", true]);
  await started(tab);
  expect(await tab.evaluate(state)).toEqual(before);
});

test("a click turns the page: address, title, focus and scroll are right, and nothing is loaded", async ({ tab, network }) => {
  await opened(tab, network.home);
  await mark(tab);
  await tab.click("main article a", "A post with a cover");
  await titled(tab, "A post with a cover");
  await tab.at(network.url("blog/a-post-with-a-cover/"));
  expect(await tab.evaluate(() => [document.title, scrollY, document.activeElement.localName])).toEqual(["A post with a cover · Sample", 0, "h1"]);
  expect(await tab.evaluate(() => document.querySelector("meta[name=description]").content)).toMatch(/^Behind the shed/);
  expect(await same(tab)).toBe(true);
});

test("Back and Forward return to where one was, also after a reload", async ({ tab, network }) => {
  await opened(tab, network.home);
  const down = (top) => tab.evaluate((top) => (scrollTo({ top, behavior: "instant" }), Math.round(scrollY)), top);
  const at = (y) => tab.until((y) => Math.abs(scrollY - y) <= 1, y);
  const home = await down(500);
  await go(tab, "blog/a-post-with-a-cover/");
  await titled(tab, "A post with a cover");
  const post = await down(300);
  await tab.back();
  await tab.until(() => document.title === "Sample");
  await at(home);
  await tab.forward();
  await titled(tab, "A post with a cover");
  await at(post);
  await tab.reload();
  await titled(tab, "A post with a cover");
  await at(post);
  await started(tab);
  await tab.back();
  await tab.until(() => document.title === "Sample");
  await at(home);
});

test("links within a page lead to their place, and Back leads from it", async ({ tab, network }) => {
  await opened(tab, network.url(marks));
  const before = await tab.evaluate(() => (document.querySelector("[role=doc-noteref]").scrollIntoView({ block: "center", behavior: "instant" }), Math.round(scrollY)));
  await tab.click("[role=doc-noteref]");
  await tab.at(`${network.url(marks)}#fn:1`);
  await tab.until(() => document.getElementById("fn:1").getBoundingClientRect().top < innerHeight);
  await tab.back();
  await tab.at(network.url(marks));
  await tab.until((y) => Math.abs(scrollY - y) <= 2, before);
});

test("an address with a place in it opens there, loaded and turned to", async ({ tab, network }) => {
  const there = () => Math.abs(document.getElementById("tables").getBoundingClientRect().top) < innerHeight / 2;
  await opened(tab, `${network.url(marks)}#tables`);
  await tab.until(there);
  await opened(tab, network.home);
  await go(tab, `${marks}#tables`);
  await titled(tab, "A post with every mark");
  await tab.until(there);
});

test("what an address has lost or gained leads to its post all the same", async ({ tab, network, troubles }) => {
  troubles.expect(/status of 404|404 \(/);
  await opened(tab, network.url(pinned).slice(0, -1));
  await titled(tab, "A post that is pinned");
  await tab.open(network.url("Blog/A-POST-that-is-pinned/"));
  await titled(tab, "A post that is pinned");
  await tab.at(network.url(pinned));
  await tab.open(network.url("blog/a-post-on-the-second-page.html"));
  await titled(tab, "A post on the second page");
});

test("an old address leads to where the post is now, loaded and within the app", async ({ tab, network }) => {
  await tab.open(network.url("blog/an-older-address/"));
  await titled(tab, "A post with every mark");
  await tab.at(network.url(marks));
  await opened(tab, network.home);
  await mark(tab);
  await go(tab, "blog/an-older-address/");
  await titled(tab, "A post with every mark");
  await tab.at(network.url(marks));
  expect(await same(tab)).toBe(true);
});

test("an unknown address says so, and leads to what is near", async ({ tab, network, troubles }) => {
  troubles.expect(/status of 404|404 \(/);
  await opened(tab, network.url("blog/a-post-that-is-pined/"));
  await titled(tab, "Page not found");
  await tab.click("[data-nearest] a", /A post that is pinned/);
  await titled(tab, "A post that is pinned");
  await opened(tab, network.url("no/such/page"));
  await titled(tab, "Page not found");
  // What is near takes its room above the link.
  await tab.sees("[data-nearest] a");
  await tab.click("main a", "Newest posts");
  await tab.at(network.home);
});

test("what only the host knows is loaded: a file, a feed", async ({ tab, network, troubles }) => {
  // A bare picture names no icon.
  troubles.expect(/favicon/);
  await opened(tab, network.home);
  await mark(tab);
  await go(tab, "icon.svg");
  await tab.until(() => document.documentElement.nodeName === "svg");
  for (const [file, text] of [["feed.json", "https://jsonfeed.org/version/1.1"], ["llms.txt", "Sample"], ["blog/a-post-that-is-pinned/index.md", "# A post that is pinned"]])
    expect(await (await fetch(network.url(file))).text(), file).toContain(text);
});

test("archive, years, tags, categories, authors and older pages lead to posts", async ({ tab, network }) => {
  await opened(tab, network.home);
  await mark(tab);
  await tab.click("main a", "Older posts");
  await titled(tab, "Sample, page 2");
  expect(await tab.count("main article")).toBe(3);
  await tab.click("header nav a", "Archive");
  await titled(tab, "Archive");
  await tab.click("main nav a", "2026");
  await titled(tab, "2026");
  expect(await tab.count("main .lines a")).toBe(9);
  await tab.click("header nav a", "Categories");
  await titled(tab, "Categories");
  await tab.click("main a", "Design");
  await titled(tab, "Design");
  await tab.click("header nav a", "Tags");
  await titled(tab, "Tags");
  await tab.click("main a", "front matter");
  await titled(tab, "front matter");
  await go(tab, "author/ada-marsh/");
  await titled(tab, "Ada Marsh");
  await tab.click("header nav a", "Colophon");
  await titled(tab, "Colophon");
  await tab.sees("main h2", "What it asks of a host");
  expect(await same(tab)).toBe(true);
});

test("a post tells where it stands and what is near", async ({ tab, network }) => {
  await opened(tab, network.url("blog/second-part/"));
  await tab.sees("nav[aria-label=Series]", /Three parts: part 2 of 3/);
  await tab.click("nav[aria-label=Contents] summary");
  await tab.click("nav[aria-label=Contents] a", "What it costs");
  await tab.at(`${network.url("blog/second-part/")}#what-it-costs`);
  expect(await tab.count("nav[aria-label='Related posts'] a")).toBe(3);
  await tab.click("nav[aria-label=Series] a");
  await tab.sees("nav[aria-label=Series]", /part 1 of 3/);
});

test("clicks in quick succession end at the last", async ({ tab, network }) => {
  await opened(tab, network.home);
  await mark(tab);
  await tab.evaluate(async () => {
    const links = Object.fromEntries([...document.querySelectorAll("header nav a")].map((link) => [link.textContent, link]));
    for (const name of ["Archive", "Colophon", "Tags", "Archive", "Colophon", "Tags"]) {
      links[name].click();
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
  });
  await titled(tab, "Tags");
  await tab.at(network.url("tags/"));
  expect(await tab.count("main h1")).toBe(1);
  expect(await same(tab)).toBe(true);
});

test("under a sub-path every link keeps to it", async ({ tab, site }) => {
  const network = await site("subpath", "/x/y/");
  await opened(tab, network.home);
  await mark(tab);
  const strangers = await tab.evaluate(() => [...document.querySelectorAll("#_app a[href]")].map((a) => a.getAttribute("href")).filter((href) => !/^(\/x\/y\/|#)/.test(href)));
  expect(strangers).toEqual([]);
  await tab.click("main article a", "A post with every mark");
  await titled(tab, "A post with every mark");
  await tab.click("main a", "like this one");
  await tab.at(network.url("blog/second-part/"));
  expect(await same(tab)).toBe(true);
});

test("a page that leaves and comes back by the browser's own memory goes on", async ({ tab, network, engine, troubles }) => {
  test.skip(engine === "webkit", "a page that comes out of WebKit's page cache does not answer its driver");
  // A bare picture names no icon.
  troubles.expect(/favicon/);
  await opened(tab, network.url(pinned));
  await tab.open(network.url("icon.svg"));
  await tab.back();
  await titled(tab, "A post that is pinned");
  await started(tab);
  await mark(tab);
  await tab.click("header nav a", "Archive");
  await titled(tab, "Archive");
  expect(await same(tab)).toBe(true);
});

test("a long post comes in parts, and all of it; Back leads to where one was", async ({ tab, site }) => {
  const network = await site("long");
  await opened(tab, network.url("before/"));
  await go(tab, "long/#part-120");
  await titled(tab, "The long one");
  await tab.until(() => Math.abs(document.getElementById("part-120").getBoundingClientRect().top) < innerHeight);
  expect(await tab.evaluate(() => [document.querySelectorAll(".prose details").length, document.querySelectorAll(".footnotes li").length])).toEqual([150, 150]);
  // A hand at the wheel: without it the page keeps to the place of the link while what stands above takes its room.
  const left = await tab.evaluate(() => (dispatchEvent(new Event("wheel")), scrollBy({ top: 777, behavior: "instant" }), Math.round(scrollY)));
  await go(tab, "after/");
  await titled(tab, "The after one");
  await tab.back();
  await titled(tab, "The long one");
  await tab.until((y) => Math.abs(scrollY - y) <= 1, left);
});

test("in a text as long as a book Back and a reload lead to where one was, far down", async ({ tab, site }) => {
  const network = await site("long");
  await opened(tab, network.url("before/"));
  await go(tab, "book/");
  await titled(tab, "The book one");
  await tab.until(() => !document.documentElement.hasAttribute("data-busy"));
  await tab.evaluate(() => {
    dispatchEvent(new Event("wheel"));
    document.getElementById("chapter-1000").scrollIntoView();
    scrollBy({ top: 333, behavior: "instant" });
  });
  /** The block in the middle of the window: what it says, and where it begins. Its part first: whoever asks has that laid out. */
  const block = () => tab.evaluate(() => {
    const below = (element) => element.getBoundingClientRect().bottom > innerHeight / 2;
    const part = [...document.querySelectorAll(".prose > [data-part]")].find(below);
    const found = part && [...part.querySelectorAll("p, h2, pre")].find(below);
    return found && [found.textContent.slice(0, 40), found.getBoundingClientRect().top];
  });
  // What is near takes its room in the frames after.
  let left;
  await expect.poll(async () => { const before = left; left = await block(); return left !== null && JSON.stringify(before) === JSON.stringify(left); }, { intervals: [300] }).toBe(true);
  expect(left[0]).toMatch(/ 100\d/);
  const isBack = async () => {
    const [words, top] = (await block().catch(() => {})) ?? [];
    return words === left[0] && Math.abs(top - left[1]) <= 2;
  };
  await go(tab, "after/");
  await titled(tab, "The after one");
  await tab.back();
  await titled(tab, "The book one");
  await expect.poll(isBack).toBe(true);
  await tab.reload();
  await titled(tab, "The book one");
  await expect.poll(isBack).toBe(true);
});

test("on its way a page that is late never replaces the one that came later", async ({ tab, long }) => {
  await opened(tab, long.url("archive/"));
  await long.faults({ path: "lamplight/data/%2A", delay: 1_000, times: 1 });
  await tab.click("main a", "Day 1");
  await tab.click("header nav a", "Tags");
  await titled(tab, "Tags");
  await tab.until(() => performance.now() > 0 && !document.documentElement.hasAttribute("data-busy"));
  await tab.at(long.url("tags/"));
});
