// A reader keeps the whole blog, and reads anything in it once the server is gone.
import { existsSync } from "node:fs";
import { expect, test } from "../engines/story.mjs";
import { ask, inCharge, installed, keep, opened } from "../engines/steps.mjs";
import { files, report } from "../e2e/sites.mjs";

/** Numbers that look like chance and are the same in each run. */
function* chance(seed) {
  for (;;) yield (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

/** So many of a site's posts, each with its title. */
function some(posts, many) {
  const [rest, picked, dice] = [[...posts], [], chance(posts.length)];
  while (picked.length < many && rest.length) picked.push(...rest.splice(Math.floor(dice.next().value * rest.length), 1));
  return picked;
}

/** Opens posts, lists and search of a blog whose server is gone. */
async function readAll(tab, network, posts, lists, question) {
  for (const { path, title } of posts) {
    await tab.open(network.url(path.slice(1)));
    await tab.until((title) => document.querySelector("main h1")?.textContent.replace(/\s+/g, " ").trim() === title && !document.documentElement.hasAttribute("data-busy"), title.replace(/\s+/g, " ").trim());
  }
  for (const path of lists) {
    await opened(tab, network.url(path));
    await tab.until(() => !/^(You seem to be offline)?$/.test(document.querySelector("main h1")?.textContent ?? "") && document.querySelector("main a"));
  }
  await opened(tab, network.url(`search/?q=${question}`));
  await tab.sees("main [data-search] a");
}

/** The posts of a site, as its build has told them. */
const published = (name) => report(name).published.filter(({ path }) => /^\/blog\//.test(path));

test("the whole blog is kept, and read without a server: posts, archive, tags, search", async ({ tab, long }) => {
  await installed(tab, long.url("offline/"));
  await keep(tab, "the whole blog");
  await long.dead();
  await readAll(tab, long, some(published("media"), 5), ["archive/", "tags/", "tag/days/", "page/2/"], "line");
});

test("@slow 500 posts are kept, and any of them read without a server: posts, archive, tags, search", async ({ tab, site, troubles }) => {
  test.skip(!existsSync(files("18f")), "the corpus is not on this machine");
  test.setTimeout(600_000);
  // Pictures are not kept, and those of other hosts can't be.
  troubles.expect(/Failed to load|load resource|respondWith|NetworkError/);
  const network = await site("18f");
  await installed(tab, network.url("offline/"));
  tab.patience = 240_000;
  await keep(tab, "the whole blog");
  tab.patience = 15_000;
  await network.dead();
  await readAll(tab, network, some(published("18f"), 50), ["archive/", "archive/2016/", "tags/", "authors/", "page/9/"], "accessibility");
});

test("what the library's note holds by mistake takes no control away", async ({ tab, long }) => {
  await installed(tab, long.url("blog/day-1/"));
  for (const value of ["5", "[{", '[null,5,{"kind":"post"},{"kind":"post","path":"//evil.example/"}]']) {
    await tab.evaluate((value) => localStorage.setItem("lamplight:/:shelf", value), value);
    await tab.reload();
    await inCharge(tab);
    await tab.sees("main button", "Keep this post offline");
    await tab.until(() => localStorage.getItem("lamplight:/:shelf") === "[]");
  }
});

test("what the browser has cleared is said, and comes back", async ({ tab, long }) => {
  await installed(tab, long.url("blog/day-1/"));
  await keep(tab, "this post");
  await tab.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await tab.reload();
  await tab.sees(".notice", /The browser had cleared this .*Day 1/);
  await tab.sees("main [data-download] p", /^Kept on this device/);
});

test("an address that does not exist can't be kept", async ({ tab, long }) => {
  await installed(tab, long.url("blog/day-1/"));
  const answer = await ask(tab, { ask: "keep", kind: "post", path: "no/such/", title: "No such", pictures: false });
  expect(answer.error).toContain("gone");
  expect((await ask(tab, { ask: "state" })).wishes).toEqual([]);
});
