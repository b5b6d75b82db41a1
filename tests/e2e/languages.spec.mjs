// The interface in other languages than English: what is written at build and what is drawn say the same, in their words.
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { address } from "./sites.mjs";
import { compare, expect, open, test, title } from "./reader.mjs";

/** The words of a catalogue, by key; those of later tables win. */
const words = (language) =>
  Object.fromEntries([...readFileSync(`../languages/${language}.toml`, "utf8").matchAll(/^(\w+) = "(.*)"$/gm)].map(([, key, word]) => [key, word]));
const at = (language, path, made = "languages") => new URL(`${language}/${path}`, address(made)).href;
const paths = ["", "archive/", "archive/2026/", "tags/", "author/ada-marsh/", "blog/second-part/", "offline/", "search/"];

for (const language of ["ar", "de", "es", "fr", "ja"]) {
  test(`all that is said is said in it, prerendered and drawn: ${language}`, async ({ page, request }) => {
    const say = words(language);
    // The page for searching is filled by its script at once.
    for (const path of paths.filter((path) => path !== "search/")) {
      const prerendered = await (await request.get(at(language, path))).text();
      await open(page, at(language, path, "bare-languages"));
      await expect(title(page), path).not.toHaveText("");
      expect(await compare(page, prerendered), path).toBe("equal");
    }
    await open(page, at(language, "blog/second-part/"));
    const html = page.locator("html");
    await expect(html).toHaveAttribute("lang", language);
    expect(await html.evaluate((root) => getComputedStyle(root).direction)).toBe(language === "ar" ? "rtl" : "ltr");
    const time = page.locator("header time").first();
    const long = new Intl.DateTimeFormat(`${language}-u-nu-latn`, { dateStyle: "long", timeZone: "UTC" });
    await expect(time).toHaveText(long.format(new Date(await time.getAttribute("datetime"))));
    await expect(page.locator("a").first()).toHaveText(say.skip);
    await expect(page.getByRole("navigation", { name: say.series, exact: true })).toBeVisible();
    await expect(page.getByRole("navigation", { name: say.related, exact: true })).toBeVisible();

    // Scripts speak it, too.
    await page.keyboard.press("/");
    const box = page.getByRole("searchbox", { name: say.search_all, exact: true });
    await box.fill("ledger");
    await expect(page.getByRole("status").filter({ hasText: say.posts_found.split("{0}")[0] })).toBeVisible();
    await page.keyboard.press("Escape");
  });
}

test("from right to left: nothing scrolls sideways, axe finds nothing, and the page begins on the right", async ({ page }) => {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const path of paths) {
      await open(page, at("ar", path));
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), path).toBeLessThanOrEqual(0);
      if (width === 320) continue;
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
      expect(violations.map((v) => `${path}: ${v.id}: ${v.nodes.map((n) => n.target).join(", ")}`)).toEqual([]);
    }
    const [name, list] = await page.evaluate(() => [".site-title", "nav ul"].map((selector) => document.querySelector(`#_app > header ${selector}`).getBoundingClientRect().right));
    expect(name).toBeGreaterThanOrEqual(list);
  }
});
