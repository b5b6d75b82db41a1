// A tab that is read in for hours: what it holds does not grow with the pages that were turned.
import { expect, installed, test } from "./network.mjs";
import { started } from "./reader.mjs";
import { sitemap } from "./sites.mjs";

/** What the tab holds once all garbage is gone. */
async function held(cdp) {
  // What the first round lets go of may have held something else.
  for (let round = 0; round < 3; round += 1) await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  return { heap: of("JSHeapUsedSize"), nodes: of("Nodes"), listeners: of("JSEventListeners"), documents: of("Documents") };
}

/** Follows a link to each path, and waits until the page is all there. */
const turns = (page, paths) =>
  page.evaluate(async (paths) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const link = document.createElement("a");
    for (const path of paths) {
      link.href = path;
      document.querySelector("main").append(link);
      link.click();
      link.remove();
      while (location.pathname !== path || document.documentElement.dataset.busy) await frame();
    }
  }, paths);

test("500 pages turned in one tab: heap, nodes and listeners stay what they were after 100", async ({ page, network }) => {
  test.setTimeout(120_000);
  // A transition takes a tenth of a second, and 500 of them a minute.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await installed(page, network.home);
  await started(page);
  // All that is loaded on request is there: the script of comfort, and the chunk of search.
  await page.mouse.move(10, 10);
  await page.keyboard.press("/");
  await page.getByRole("searchbox").fill("page");
  await expect(page.locator("mark").first()).toBeVisible();
  await page.keyboard.press("Escape");
  const all = [...sitemap("sample"), "search/", "offline/"].map((path) => `/${path}`);
  const round = (from, to) => Array.from({ length: to - from }, (_, i) => all[(from + i) % all.length]).filter((path, i, list) => path !== list[i - 1]);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  // Both looks are at the same page.
  await turns(page, [...round(0, 100), "/colophon/"]);
  const before = await held(cdp);
  await turns(page, [...round(100, 500), "/colophon/"]);
  // What a page let go of last may be held a moment longer; what leaks is held for ever.
  const grown = async () => {
    const after = await held(cdp);
    return Object.keys(before).flatMap((what) => (after[what] <= before[what] * 1.1 ? [] : [`${what}: ${before[what]} after 100, ${after[what]} after 500`]));
  };
  await expect.poll(grown, { intervals: [0, 1_000, 2_000, 3_000], timeout: 20_000 }).toEqual([]);
});
