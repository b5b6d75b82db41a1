// What takes minutes: told by `cargo xtask test engine`.
import { expect, test } from "../engines/story.mjs";
import { go, mark, opened, same } from "../engines/steps.mjs";

const MINUTE = 60_000;

test("after 500 navigations nothing has grown @slow", async ({ tab, long, engine }) => {
  test.setTimeout(10 * MINUTE);
  // Both times it is a long post that is weighed.
  const paths = ["archive/", "tags/", "tag/days/", "", "blog/a-bell/", "blog/dusk/", "authors/", "categories/", ...Array.from({ length: 12 }, (_, i) => `blog/day-${i + 1}/`)];
  await opened(tab, long.home);
  await mark(tab);
  const round = async (count) => {
    for (let i = 0; i < count; i += 1) {
      // WebKit throws at more than 100 changes of the history in 30 seconds: no reader is as fast.
      if (engine === "webkit") await tab.until((i, begun) => Date.now() > begun + i * 700, i, begun);
      await go(tab, paths[i % paths.length]);
      const path = new URL(long.url(paths[i % paths.length])).pathname;
      await tab.until((path) => location.pathname === path && !document.documentElement.hasAttribute("data-busy"), path);
    }
  };
  let begun = Date.now();
  await round(100);
  const before = await tab.weight();
  begun = Date.now();
  await round(400);
  const after = await tab.weight();
  test.info().annotations.push({ type: "weight", description: `${engine}: ${JSON.stringify(before)} → ${JSON.stringify(after)}` });
  console.log(`${engine}, after 100 and after 500 navigations: ${JSON.stringify(before)} ${JSON.stringify(after)}`);
  for (const what of Object.keys(before)) expect(after[what], what).toBeLessThanOrEqual(before[what] * 1.1);
  expect(await same(tab)).toBe(true);
});
