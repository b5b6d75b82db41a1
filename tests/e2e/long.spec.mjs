// Long posts come in parts: the first screenful at once, the rest behind it, and all of it is as it was prerendered.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { address, files, report } from "./sites.mjs";
import { compare, drawn, expect, open, test, title } from "./reader.mjs";

const home = address("long");
const bare = address("bare-long");
const at = (site, path) => new URL(path, site).href;

/** Follows a link to a place, and notes how much text there is in the first frame that shows the new title, and in all. */
const turn = (page, path, name) =>
  page.evaluate(
    ([path, name]) =>
      new Promise((done) => {
        const text = () => document.querySelector(".prose")?.textContent.length ?? 0;
        let first;
        const look = () => {
          const there = document.querySelector("main h1")?.textContent === name;
          if (there) first ??= text();
          if (there && !document.documentElement.hasAttribute("data-busy")) done({ first, all: text() });
          else requestAnimationFrame(look);
        };
        const link = Object.assign(document.createElement("a"), { href: path });
        document.querySelector("main").append(link);
        link.click();
        look();
      }),
    [path, name],
  );

for (const [from, way] of [[home, "turned to"], [bare, "drawn into a bare shell"]]) {
  test(`a long post ${way} comes in parts, and all of it`, async ({ page, request }) => {
    const prerendered = await (await request.get(at(home, "long/"))).text();
    if (from === home) {
      await open(page, at(home, "before/"));
      const { first, all } = await turn(page, "/long/", "The long one");
      expect(first).toBeGreaterThan(500);
      expect(first).toBeLessThan(all / 20);
    } else {
      await page.goto(at(bare, "long/"));
      await expect(title(page)).toHaveText("The long one");
    }
    await drawn(page);
    expect(await compare(page, prerendered)).toBe("equal");
    await expect(page.locator(".prose details")).toHaveCount(150);
    await expect(page.locator(".footnotes li")).toHaveCount(150);
  });
}

test("the long post was parted at all", () => {
  expect(report("long").published.map((post) => post.path).sort()).toEqual(["/after/", "/before/", "/book/", "/long/"]);
  const folder = join(files("long"), "lamplight/data");
  const data = readdirSync(folder).filter((name) => name.endsWith(".json")).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
  const posts = data.filter(Array.isArray).flat().filter((row) => row.markdown !== undefined);
  const lengths = Object.fromEntries(posts.map((post) => [post.summary.path, post.parts?.lengths.length ?? 0]));
  expect(lengths).toEqual({ "/before/": 0, "/long/": expect.any(Number), "/after/": 0, "/book/": expect.any(Number) });
  expect(lengths["/long/"]).toBeGreaterThan(20);
  expect(lengths["/book/"]).toBeGreaterThan(120);
});

test("a link to a place far down a long post leads there, and Back to where one was", async ({ page }) => {
  await open(page, at(home, "before/"));
  await turn(page, "/long/#part-120", "The long one");
  const heading = page.getByRole("heading", { name: "Part 120", exact: true });
  await expect(heading).toBeInViewport();
  const before = await page.evaluate(() => (scrollBy(0, 777), scrollY));
  expect(before).toBeGreaterThan(10_000);
  await turn(page, "/after/", "The after one");
  await page.goBack();
  await expect(title(page)).toHaveText("The long one");
  await drawn(page);
  expect(await page.evaluate(() => scrollY)).toBe(before);
});

test("parts of a long post look as if they were none, and blocks are counted through all of them", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, at(home, "before/"));
  await turn(page, "/long/", "The long one");
  const { parts, moved } = await page.evaluate(() => {
    const parts = [...document.querySelectorAll(".prose > [data-part]")];
    const blocks = [...document.querySelectorAll(":is(.prose, [data-part]) > :not([data-part])")];
    const places = () => blocks.map((block) => { const { x, y, width, height } = block.getBoundingClientRect(); return [x, y, width, height].map(Math.round).join(); });
    const before = places();
    for (const part of parts) part.replaceWith(...part.childNodes);
    return { parts: parts.length, moved: places().flatMap((place, i) => (place === before[i] ? [] : [[blocks[i].outerHTML.slice(0, 80), before[i], place]])) };
  });
  expect(parts).toBeGreaterThan(20);
  expect(moved).toEqual([]);
});

test("a place far down a long post is offered again", async ({ page }) => {
  await open(page, at(home, "before/"));
  await turn(page, "/long/", "The long one");
  await page.mouse.move(10, 10);
  await expect.poll(() => page.evaluate(() => "reading" in document.documentElement)).toBe(true);
  const heading = page.getByRole("heading", { name: "Part 120", exact: true });
  await heading.evaluate((heading) => heading.scrollIntoView());
  const place = () => page.evaluate(() => Object.entries(localStorage).find(([key]) => key.endsWith(":places"))?.[1] ?? "{}");
  await expect.poll(async () => JSON.parse(await place())["/long/"]?.[1] ?? "").toContain("Part 120");
  await turn(page, "/after/", "The after one");
  await turn(page, "/long/", "The long one");
  await drawn(page);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(heading).toBeInViewport();
});

test("a long post that was just left comes back as it was, and what was added to it is not added again", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, at(home, "before/"));
  await turn(page, "/long/", "The long one");
  await page.mouse.move(10, 10);
  const added = () => page.evaluate(() => document.querySelectorAll(".prose [data-added]").length);
  await expect.poll(added).toBeGreaterThan(100);
  const before = await added();
  await page.evaluate(() => {
    document.querySelector(".prose").mine = "yes";
    document.querySelector(".prose details").open = true;
  });
  for (const way of ["back", "link"]) {
    await turn(page, "/after/", "The after one");
    if (way === "back") await page.goBack();
    else await turn(page, "/long/", "The long one");
    await expect(title(page)).toHaveText("The long one");
    await drawn(page);
    expect(await page.evaluate(() => [document.querySelector(".prose").mine, document.querySelector(".prose details").open])).toEqual(["yes", true]);
    await expect.poll(added).toBe(before);
  }
  // Only the last: others are drawn anew.
  await turn(page, "/book/", "The book one");
  await turn(page, "/after/", "The after one");
  await turn(page, "/long/", "The long one");
  expect(await page.evaluate(() => document.querySelector(".prose").mine)).toBe(undefined);
});

test("a reader who leaves a long post before it is all there finds the next page whole", async ({ page, request }) => {
  await open(page, at(home, "before/"));
  const begun = await page.evaluate(async () => {
    const go = (path) => {
      const link = Object.assign(document.createElement("a"), { href: path });
      document.querySelector("main").append(link);
      link.click();
    };
    const until = async (name) => {
      while (document.querySelector("main h1")?.textContent !== name) await new Promise((resolve) => requestAnimationFrame(resolve));
    };
    go("/long/");
    await until("The long one");
    const begun = document.querySelectorAll(".prose > *").length;
    go("/after/");
    await until("The after one");
    return begun;
  });
  expect(begun).toBeLessThan(200);
  await drawn(page);
  expect(await compare(page, await (await request.get(at(home, "after/"))).text())).toBe("equal");
});

/** The block at a point of the window: what it says, and where it begins. */
const seen = (page) =>
  page.evaluate(() => {
    const block = document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest(".prose :is(p, h2, pre)");
    return block && [block.textContent, Math.round(block.getBoundingClientRect().top)];
  });
const isSame = (page, before) =>
  expect.poll(async () => {
    // While a page is loaded there is none.
    const [text, top] = (await seen(page).catch(() => {})) ?? [];
    return text === before[0] && Math.abs(top - before[1]) <= 2;
  });

test("a text as long as a book: what is far is not laid out, and Back, a reload and keys lead where they should", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, at(home, "before/"));
  await turn(page, "/book/#chapter-1000", "The book one");
  await expect(page.getByRole("heading", { name: "Chapter 1000", exact: true })).toBeInViewport();
  const skipped = () => page.evaluate(() => [...document.querySelectorAll("[data-part]")].filter((part) => !part.firstElementChild.checkVisibility({ contentVisibilityAuto: true })).length);
  await expect.poll(skipped).toBeGreaterThan(40);
  await page.mouse.wheel(0, 555);
  await page.mouse.move(200, 300);
  // What is added to code comes with the part that it is in.
  await expect(page.locator("#chapter-1000 ~ .code-tools button").first()).toBeVisible();
  const before = await seen(page);
  expect(before[0]).toMatch(/ 100[01] /);
  await turn(page, "/after/", "The after one");
  await page.goBack();
  await expect(title(page)).toHaveText("The book one");
  await isSame(page, before).toBe(true);
  await drawn(page);
  await isSame(page, before).toBe(true);
  expect(await skipped()).toBeGreaterThan(40);

  await page.reload();
  await isSame(page, before).toBe(true);
  await drawn(page);
  await isSame(page, before).toBe(true);

  await turn(page, "/after/", "The after one");
  await page.goBack();
  await isSame(page, before).toBe(true);
  for (let i = 0; i < 5; i += 1) await page.keyboard.press("PageUp");
  await expect.poll(() => page.evaluate(() => [...document.querySelectorAll("h2")].find((heading) => heading.getBoundingClientRect().bottom > 0).textContent)).toMatch(/ 99\d#?$/);
});
