// Comfort for readers: how pages look, where one was, notes, pictures, code, keys.
import { expect, test } from "../engines/story.mjs";
import { go, installed, opened, same, mark, started, titled } from "../engines/steps.mjs";

const marks = "blog/a-post-with-every-mark/";
const pinned = "blog/a-post-that-is-pinned/";
const themed = (tab, theme) => tab.until((theme) => (document.documentElement.dataset.theme ?? "") === theme, theme);

/** Opens a post and waits for what comes once a reader moves. */
async function read(tab, address) {
  await opened(tab, address);
  await tab.press("Shift");
  await tab.sees("[data-tools] button", "Bookmark");
}

test("a theme and a size stay after a reload, and reach other tabs", async ({ tab, reader, network }) => {
  await opened(tab, network.url(pinned));
  const other = await reader.tab();
  await opened(other, network.home);
  await tab.front();
  await tab.click("[data-action=reading]");
  await tab.click("dialog label", "Sepia");
  await tab.click("dialog label", "Largest");
  await themed(tab, "sepia");
  expect(await tab.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe("rgb(246, 236, 217)");
  await themed(other, "sepia");
  await tab.press("Escape");
  await tab.misses("dialog");
  await tab.reload();
  await themed(tab, "sepia");
  await started(tab);
  expect(await tab.evaluate(() => document.documentElement.dataset.size)).toBe("largest");
});

test("what a reader has chosen is in a page of the worker before any script runs", async ({ tab, network }) => {
  await installed(tab, network.home);
  await tab.press("s");
  await tab.click("dialog label", "Dark");
  await themed(tab, "dark");
  await tab.until(async () => /<html[^>]* data-theme="dark"/.test(await (await fetch(location.href, { headers: { accept: "text/html" } })).text()) || (await caches.keys()).length > 2);
  await network.dead();
  await tab.open(network.url(pinned));
  await themed(tab, "dark");
  expect(await tab.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe("rgb(22, 25, 29)");
  await started(tab);
  await tab.press("s");
  await tab.click("dialog button", "Reset");
  await themed(tab, "");
});

test("keys change the size of the text and the theme, and can be turned off", async ({ tab, network }) => {
  await opened(tab, network.url(pinned));
  const size = () => parseFloat(getComputedStyle(document.querySelector(".prose p")).fontSize);
  const before = await tab.evaluate(size);
  await tab.press("+");
  await tab.until((before) => parseFloat(getComputedStyle(document.querySelector(".prose p")).fontSize) > before * 1.1, before);
  await tab.press("-");
  await tab.until((before) => parseFloat(getComputedStyle(document.querySelector(".prose p")).fontSize) === before, before);
  await tab.press("t");
  await themed(tab, "light");
  await tab.press("?");
  await tab.sees("dialog[aria-label='Keyboard shortcuts']");
  await tab.press("Escape");
  await tab.misses("dialog");
  await tab.press("s");
  await tab.click("dialog label", "Keyboard shortcuts of one key");
  await tab.press("Escape");
  await tab.misses("dialog");
  for (const key of ["t", "/", "?", "s"]) await tab.press(key);
  await tab.press("Control+k");
  await tab.sees("dialog[aria-label=Search]");
  expect(await tab.count("dialog")).toBe(1);
  await themed(tab, "light");
});

test("who comes back is led to where they left off", async ({ tab, network }) => {
  await read(tab, network.url(marks));
  await tab.evaluate(() => scrollTo({ top: document.getElementById("tables").getBoundingClientRect().top + scrollY - 20, behavior: "instant" }));
  await tab.until(() => Object.keys(JSON.parse(localStorage.getItem("lamplight:/:places")) ?? {}).length === 1);
  await opened(tab, network.home);
  await tab.open(network.url(marks));
  await tab.click(".notice button", "Continue where you left off");
  await tab.until(() => Math.abs(document.activeElement.getBoundingClientRect().top) < innerHeight / 2 && document.activeElement.matches(".prose > *"));
  await tab.misses(".notice");
});

test("what was read to its end is marked in lists", async ({ tab, network }) => {
  await read(tab, network.url(pinned));
  await tab.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" }));
  await tab.until(() => localStorage.getItem("lamplight:/:read")?.includes("/blog/a-post-that-is-pinned/"));
  await go(tab, "archive/");
  await titled(tab, "Archive");
  await tab.sees(".lines .read-mark");
  expect(await tab.count(".read-mark")).toBe(1);
});

test("a bookmark is set by its key, listed, followed, and taken away", async ({ tab, network }) => {
  await read(tab, network.url(pinned));
  await tab.press("b");
  await tab.sees("[data-tools] button[aria-pressed=true]", "Bookmark");
  await opened(tab, network.home);
  await tab.click("[data-action=reading]");
  await tab.click("dialog a", "A post that is pinned");
  await titled(tab, "A post that is pinned");
  await tab.misses("dialog");
  await tab.press("s");
  await tab.click("dialog button[aria-label='Remove A post that is pinned']");
  await tab.sees("dialog p", /There are none yet/);
});

test("code and a post are copied as they stand", async ({ tab, network }) => {
  await read(tab, network.url(marks));
  const code = await tab.evaluate(() => document.querySelector(".prose pre").textContent);
  await tab.click(".code-tools button", "Copy");
  await tab.sees(".toast", "Copied");
  await tab.evaluate(() => document.querySelector(".toast").remove());
  // Into a place of the page: not every engine lets a page read what was copied.
  const pasted = async () => {
    await tab.evaluate(() => {
      const place = document.querySelector("#paste") ?? document.body.appendChild(Object.assign(document.createElement("textarea"), { id: "paste" }));
      place.value = "";
      place.focus();
    });
    await tab.press("Control+v");
    return tab.until(() => document.querySelector("#paste").value);
  };
  expect(await pasted()).toBe(code);
  await tab.click("[data-tools] button", "Copy as Markdown");
  await tab.until(() => document.querySelector(".toast")?.textContent === "Copied");
  expect(await pasted()).toContain("[^one]: This is the note.");
});

test("footnotes stand beside the text where there is room, and below it everywhere", async ({ tab, network }) => {
  await tab.size(1400, 900);
  await read(tab, network.url(marks));
  await tab.sees(".sidenote", /This is the note/);
  const [note, prose] = await tab.evaluate(() => [".sidenote", ".prose"].map((selector) => document.querySelector(selector).getBoundingClientRect().toJSON()));
  expect(note.left).toBeGreaterThan(prose.right);
  expect(note.right).toBeLessThanOrEqual(1400);
  expect(await tab.count(".footnotes")).toBe(1);
  await tab.size(900, 900);
  await tab.misses(".sidenote");
});

test("a picture is enlarged and left, by keyboard and by mouse", async ({ tab, network }) => {
  await read(tab, network.url(marks));
  const picture = "[data-zoom][alt='A board with three notes, drawn in a few shapes']";
  await tab.sees(picture);
  await tab.evaluate((picture) => document.querySelector(picture).focus(), picture);
  await tab.press("Enter");
  await tab.sees("dialog figcaption", /A board with three notes, drawn in a few shapes/);
  await tab.until(() => document.querySelector("dialog img").naturalWidth > 0);
  await tab.press("Escape");
  await tab.misses("dialog");
  await tab.until((picture) => document.activeElement.matches(picture), picture);
  // The picture has its room before it has come: what a finger aims at stays where it is.
  await tab.evaluate((picture) => {
    const edge = () => [...document.querySelectorAll("dialog[open] button")].at(-1).getBoundingClientRect().top;
    document.querySelector(picture).click();
    Object.assign(window, { edge, edgeAtOnce: edge() });
  }, picture);
  await tab.until(() => document.querySelector("dialog img").naturalWidth > 0);
  expect(await tab.evaluate(() => Math.abs(edge() - edgeAtOnce))).toBeLessThan(2);
  await tab.press("Escape");
  await tab.misses("dialog");
  await tab.click(picture);
  await tab.click("dialog button", "Close");
  await tab.misses("dialog");
});

test("keys turn to older and newer posts, and the contents say which section is read", async ({ tab, network }) => {
  await read(tab, network.url(pinned));
  const older = await tab.evaluate(() => document.querySelector("a[rel=prev]").href);
  await tab.press("j");
  await tab.at(older);
  await tab.until(() => !document.documentElement.hasAttribute("data-busy"));
  await tab.press("k");
  await tab.at(network.url(pinned));
  await go(tab, marks);
  await titled(tab, "A post with every mark");
  await tab.click(".toc summary");
  await tab.evaluate(() => document.getElementById(decodeURIComponent(document.querySelectorAll(".toc a")[2].hash.slice(1))).scrollIntoView());
  await tab.until(() => document.querySelectorAll(".toc a")[2].getAttribute("aria-current") === "location" && document.querySelectorAll(".toc [aria-current]").length === 1);
});

test("nothing scrolls sideways in a narrow window, and what is chosen fits there", async ({ tab, network, engine }) => {
  // WebKit's small browser is no narrower.
  await tab.size(engine === "webkit" ? 450 : 320, 640);
  for (const path of ["", marks, "archive/", "tags/", "offline/", "search/"]) {
    await opened(tab, network.url(path));
    expect(await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), path).toBeLessThanOrEqual(0);
  }
  await tab.evaluate(() => document.activeElement.blur());
  await tab.press("s");
  await tab.sees("dialog.settings");
  expect(await tab.evaluate(() => document.querySelector("dialog").scrollWidth - document.querySelector("dialog").clientWidth)).toBeLessThanOrEqual(0);
});
