// What takes minutes: told by `cargo xtask test engine`.
import { expect, test } from "../engines/story.mjs";
import { go, installed, mark, opened, same, titled } from "../engines/steps.mjs";
import { report } from "../e2e/sites.mjs";

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

test("a large blog is kept whole, and 50 posts of it, archive, tags and search can be read without a network @slow", async ({ tab, site }) => {
  const built = report("18f");
  test.skip(!built, "the corpus is not on this machine");
  test.setTimeout(10 * MINUTE);
  const network = await site("18f");
  await installed(tab, network.url("offline/"));
  tab.patience = 5 * MINUTE;
  const begun = Date.now();
  await tab.click("main button", "Keep the whole blog offline");
  await tab.click("main button", "Keep text");
  await tab.sees("main p", /^Kept on this device/);
  console.log(`the whole blog was kept in ${Math.round((Date.now() - begun) / 1000)} s`);
  tab.patience = 20_000;
  await network.dead();
  const posts = built.published.filter(({ path }) => path);
  let seed = 18;
  for (let i = 0; i < 50; i += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const { path } = posts[seed % posts.length];
    await tab.open(network.url(path.slice(1)));
    await tab.sees("main article.post h1");
    await tab.until(() => !document.documentElement.hasAttribute("data-busy"));
  }
  for (const [path, title] of [["archive/", "Archive"], ["tags/", "Tags"]]) {
    await opened(tab, network.url(path));
    await titled(tab, title);
  }
  await tab.open(network.url("search/?q=accessibility%20testing"));
  await tab.sees(".results a");
  expect(await tab.text(".told")).not.toMatch(/on this device/);
});
