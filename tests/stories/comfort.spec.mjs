// What helps readers, where engines differ: dialogs at once, directions, long words, what storage holds.
import { expect, test } from "../engines/story.mjs";
import { opened } from "../engines/steps.mjs";
import { order } from "../e2e/order.mjs";

const pinned = "blog/a-post-that-is-pinned/";
const marks = "blog/a-post-with-every-mark/";

test("search on a slow line: the box is there at once, and what is typed is what is searched", async ({ tab, network }) => {
  await network.faults({ path: "lamplight/app/search-%2A.wasm", delay: 6_000 });
  await opened(tab, network.url(pinned));
  await tab.press("/");
  await tab.type("tabs +ledger");
  const state = () => [document.activeElement.localName, document.activeElement.value, localStorage.getItem("lamplight:/:bookmarks"), document.documentElement.dataset.theme ?? "", document.querySelectorAll("dialog[open]").length];
  const kept = ["input", "tabs +ledger", null, "", 1];
  expect(await tab.evaluate(state)).toEqual(kept);
  await tab.sees(".status", "Loading …");
  await tab.sees(".results a", /ledger/);
  expect(await tab.evaluate(state)).toEqual(kept);
  await tab.press("Escape");
  await tab.misses("dialog");
});

test("the settings on a slow line: their dialog is there at once, and is filled when they come", async ({ tab, network }) => {
  await network.faults({ path: "lamplight/app/reader-%2A.wasm", delay: 6_000 });
  await opened(tab, network.url(pinned));
  await tab.press("s");
  await tab.sees("dialog .status", "Loading …");
  await tab.type("tb");
  await tab.sees("dialog fieldset legend", "Theme");
  expect(await tab.evaluate(() => [document.documentElement.dataset.theme ?? "", localStorage.getItem("lamplight:/:bookmarks")])).toEqual(["", null]);
  await tab.press("Escape");
  await tab.misses("dialog");
});

test("in an Arabic page code, addresses and names run from left to right", async ({ tab, site }) => {
  const mixed = await site("mixed");
  await opened(tab, mixed.url("blog/mixed/"));
  for (const [css, text] of [
    [".prose", "C++"],
    [".prose", "a[0] += x;"],
    [".prose", "https://blog.example/a-b/?c=d&e=f"],
    [".prose pre", "i lamplight --save"],
    [".prose", "x++"],
    [".prose", "This paragraph is in English, and ends with a full stop."],
    [".prose", "Second item!"],
    [".prose td", "f(x)!"],
    ["h1", "C++"],
    [".tags", "C#"],
    [".tags", ".NET"],
    [".byline", "Ada L. (admin)"],
    [".related", "Why F# (and C++)?"],
  ]) {
    expect(await tab.evaluate(order, css, text, true), text).toBe("left to right");
  }
  expect(await tab.evaluate(order, ".prose", "English, and meant from right to left!", true)).not.toBe("left to right");
  expect(await tab.evaluate(() => getComputedStyle(document.querySelector(".prose math")).direction)).toBe("ltr");
  expect(await tab.evaluate(() => [...document.querySelectorAll(".prose :is(ul, ol)")].slice(0, 2).map((list) => getComputedStyle(list).direction))).toEqual(["ltr", "rtl"]);
});

test("the longest words scroll no page sideways, in the largest text", async ({ tab, site }) => {
  const words = await site("words");
  await opened(tab, words.home);
  await tab.evaluate(() => localStorage.setItem("lamplight:/:look", JSON.stringify({ size: "largest" })));
  await tab.size(450, 700);
  for (const path of ["", "blog/post-1/", "blog/post-4/", "archive/", "tags/", "authors/", "offline/", "search/?q=mmmm"]) {
    await opened(tab, words.url(path));
    expect(await tab.evaluate(() => [document.documentElement.dataset.size, document.documentElement.scrollWidth - document.documentElement.clientWidth]), path).toEqual(["largest", 0]);
  }
});

test("what others wrote into storage takes nothing away, and leads nowhere", async ({ tab, network }) => {
  await opened(tab, network.home);
  await tab.evaluate((path) => {
    localStorage.setItem("lamplight:/:places", JSON.stringify({ [path]: 5, "/x/": { a: 1 } }));
    localStorage.setItem("lamplight:/:read", "[1]");
    localStorage.setItem("lamplight:/:bookmarks", JSON.stringify({ "javascript:alert(1)": "x", "//evil.example/": "y", "/blog/a-post-that-is-pinned/": 7 }));
  }, `/${marks}`);
  await opened(tab, network.url(marks));
  await tab.press("s");
  await tab.sees("dialog h3", "Bookmarks");
  expect(await tab.evaluate(() => [...document.querySelectorAll("dialog[open] a")].map((a) => a.getAttribute("href")))).toEqual(["/blog/a-post-that-is-pinned/"]);
  await tab.until(() => document.querySelectorAll(".code-tools, .sidenote, [data-zoom], [data-tools] button").length > 5);
});
