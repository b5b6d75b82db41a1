// Code, addresses and names in a page of the other direction.
import { order as inOrder } from "./order.mjs";
import { address } from "./sites.mjs";
import { expect, open, test } from "./reader.mjs";

const home = address("mixed");
const mixed = new URL("blog/mixed/", home).href;

const order = (locator, text) => locator.evaluate(inOrder, text);
const ltr = "left to right";

test("code, formulas and addresses run from left to right in an Arabic page", async ({ page }) => {
  await open(page, mixed);
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  const prose = page.locator(".prose");
  for (const text of ["C++", "a[0] += x;", "https://blog.example/a-b/?c=d&e=f", "i lamplight --save", "x++", "y++", "https://a.example/b/"]) {
    expect(await order(prose, text), text).toBe(ltr);
  }
  const math = prose.locator("math").first();
  expect(await math.evaluate((math) => getComputedStyle(math).direction)).toBe("ltr");
  for (const code of await prose.locator("pre, code:not(pre code), samp").all()) {
    await expect(code).toHaveAttribute("dir", "ltr");
    await expect(code).toHaveAttribute("translate", "no");
  }
});

test("blocks, titles and tags begin where their own words begin", async ({ page }) => {
  await open(page, mixed);
  const prose = page.locator(".prose");
  for (const [within, text] of [
    ["h1", "C++"],
    [".byline", "Ada L. (admin)"],
    [".crumbs", "C++"],
    [".tags", "C++"],
    [".tags", "C#"],
    [".tags", ".NET"],
    [".prose", "C++ (2026)"],
    [".prose", "This paragraph is in English, and ends with a full stop."],
    [".prose", "First item: C++."],
    [".prose", "Second item!"],
    [".prose", "Words of somebody else, said in English!"],
    [".prose", "Value (1)"],
    [".prose", "f(x)!"],
    [".prose", "Raw English text!"],
    [".prose", "Raw item!"],
    [".prose", "Folded (1)"],
    [".related", "Why F# (and C++)?"],
  ]) {
    expect(await order(page.locator(within).first(), text), text).toBe(ltr);
  }
  // What the author says counts: the full stop is where the author wants it.
  for (const text of ["English, and meant from right to left!", "English in a box of the author's!".replace("'", "’")]) expect(await order(prose, text), text).not.toBe(ltr);
  await expect(prose.locator("div[dir=rtl]")).toHaveAttribute("translate", "no");
  // The marks of a list stand beside its words.
  const sides = (n) => prose.locator("ul, ol").nth(n).evaluate((list) => getComputedStyle(list).direction);
  expect([await sides(0), await sides(1)]).toEqual(["ltr", "rtl"]);
});

test("lists of posts, what is found and bookmarks keep titles whole", async ({ page }) => {
  await open(page, home);
  expect(await order(page.getByRole("main"), "Why F# (and C++)?")).toBe(ltr);
  await open(page, new URL("archive/", home).href);
  expect(await order(page.locator(".lines"), "Why F# (and C++)?")).toBe(ltr);
  await open(page, new URL("tags/", home).href);
  for (const tag of ["C++", "C#", ".NET"]) expect(await order(page.locator(".terms"), tag), tag).toBe(ltr);
  await open(page, new URL("blog/more/", home).href);
  await page.keyboard.press("b");
  await expect(page.locator("[data-tools] button[aria-pressed=true]")).toBeAttached();
  await page.keyboard.press("s");
  const dialog = page.locator("dialog[open]");
  await expect(dialog.getByRole("link")).toHaveCount(1);
  expect(await order(dialog, "Why F# (and C++)?")).toBe(ltr);
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type("F#");
  await expect(dialog.locator(".results a").first()).toBeVisible();
  expect(await order(dialog.locator(".result-title").first(), "Why F# (and C++)?".slice(0, 4))).toBe(ltr);
});

test("an Arabic paragraph in an English post begins on the right", async ({ page }) => {
  await open(page, new URL("blog/english/", home).href);
  const right = await page.locator(".prose > p").evaluateAll((blocks) =>
    blocks.map((block) => {
      const range = document.createRange();
      range.selectNodeContents(block);
      return Math.abs(range.getBoundingClientRect().right - block.getBoundingClientRect().right) < 2;
    }),
  );
  expect(right).toEqual([false, true]);
});
