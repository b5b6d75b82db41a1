// A tab that stays open while the site is published anew.
import { expect, test } from "../engines/story.mjs";
import { installed, titled } from "../engines/steps.mjs";

const added = "This is the second edition.";
/** As when the page comes out of the back-forward cache: the app asks what is published now. */
const comeBack = (tab) => tab.evaluate(() => void dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));

test("a post that is corrected while it is open says so, and is shown anew where it is read", async ({ tab, network, troubles }) => {
  // The second edition shows a picture of a host that there is not.
  troubles.expect(/elsewhere\.example|ERR_/);
  await installed(tab, network.url("blog/a-post-that-is-pinned/"));
  await titled(tab, "A post that is pinned");
  await tab.evaluate(() => scrollTo(0, 900));
  const place = () => {
    const block = [...document.querySelectorAll(".prose > p")].find((p) => p.getBoundingClientRect().bottom > 40);
    return [block.textContent, Math.round(block.getBoundingClientRect().top)];
  };
  const [words, top] = await tab.evaluate(place);
  await network.deploy("second");
  await comeBack(tab);
  await tab.sees(".notice p", "This page has changed since it was opened.");
  expect(await tab.evaluate(() => document.body.textContent.includes("second edition"))).toBe(false);
  await tab.click(".notice button", "Show");
  await tab.sees("main p", added);
  await tab.misses(".notice");
  await titled(tab, "A post that is pinned");
  const [after, now] = await tab.evaluate(place);
  expect(after).toBe(words);
  expect(Math.abs(now - top)).toBeLessThan(4);
});
