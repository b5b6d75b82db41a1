// Full-text search, as readers meet it.
import { expect, test } from "../engines/story.mjs";
import { installed, keep, mark, opened, same, started, titled } from "../engines/steps.mjs";

const box = "[data-search] input[type=search]";

test("search by keyboard alone: ask, choose, read", async ({ tab, network }) => {
  await opened(tab, network.home);
  await mark(tab);
  await tab.press("/");
  await tab.until(() => document.activeElement.matches("dialog[open] input[type=search]"));
  await tab.type("pinne");
  // What answers the letters before comes first, and may begin with another post.
  await tab.sees("dialog .results li:first-child a", /A post that is pinned/);
  await tab.press("ArrowDown");
  await tab.until(() => document.activeElement.matches("dialog .results a"));
  await tab.press("Enter");
  await titled(tab, "A post that is pinned");
  await tab.misses("dialog");
  expect(await same(tab)).toBe(true);
  await tab.press("Control+k");
  await tab.until(() => document.activeElement.matches("dialog[open] input[type=search]"));
  await tab.press("Escape");
  await tab.misses("dialog");
});

test("search by its link, and a result leads to the heading above what was found", async ({ tab, network }) => {
  await opened(tab, network.home);
  await tab.click("[data-action=search]");
  await tab.until(() => document.activeElement.matches("dialog[open] input[type=search]"));
  await tab.type("withdrawn dash");
  await tab.sees("dialog .result-place");
  const href = await tab.evaluate(() => document.querySelector("dialog .result-place").closest("a").href);
  await tab.click("dialog .result-place");
  await tab.at(href);
  await tab.until(() => {
    const { top } = document.getElementById(decodeURIComponent(location.hash.slice(1))).getBoundingClientRect();
    return top > -10 && top < innerHeight;
  });
});

test("the page for searching says in its address what is asked, and Back comes back to it", async ({ tab, network }) => {
  await opened(tab, network.url("search/?q=offline"));
  await tab.sees(".results a");
  await tab.fill(box, "offline tag:accessibility");
  await tab.at(network.url("search/?q=offline%20tag%3Aaccessibility"));
  await tab.reload();
  await tab.until((box) => document.querySelector(box)?.value === "offline tag:accessibility", box);
  await tab.fill(box, "");
  await tab.at(network.url("search/"));
  await started(tab);
  await tab.click("main a", "All posts by year");
  await titled(tab, "Archive");
  await tab.back();
  await titled(tab, "Search");
  await tab.fill(box, "nothinglikethisanywhere");
  await tab.sees(".status", "No post has these words.");
});

test("slips are forgiven, and other scripts are found", async ({ tab, site, network }) => {
  await opened(tab, network.url("search/"));
  await tab.fill(box, "acessibility former");
  await tab.sees(".results a", /A post by a former contributor/);
  const tongues = await site("tongues");
  await opened(tab, tongues.url("search/"));
  const first = async (question, title) => {
    await tab.evaluate(
      ([box, question]) => {
        const input = document.querySelector(box);
        input.value = question;
        input.dispatchEvent(new Event("input"));
      },
      [box, question],
    );
    await tab.sees(".results a", title);
  };
  await first("通信", /夜のあかりで読む/);
  await first("القطار", /القراءة ليلًا/);
  await first("strasse apfeln", /Ein Abend mit Äpfeln und Größe/);
});

test("without a network the posts on this device are searched, and all of them where all are kept", async ({ tab, long, troubles }) => {
  troubles.expect(/Failed to load|NetworkError|Load failed/);
  await installed(tab, long.url("offline/"));
  await started(tab);
  await long.dead();
  await tab.press("/");
  await tab.until(() => document.activeElement.matches("dialog[open] input[type=search]"));
  await tab.type("dusk");
  await tab.sees("dialog .status", /Only posts on this device were searched/);
  await tab.press("Escape");
  await long.dead(false);
  await keep(tab, "the whole blog");
  await long.dead();
  await tab.open(long.url("search/?q=%22day%201%22"));
  await tab.sees(".results a", /Day 1/);
  expect(await tab.text(".status")).not.toMatch(/on this device/);
});
