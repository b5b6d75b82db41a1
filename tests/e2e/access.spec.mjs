// Every kind of page by rule (axe) and by keyboard, in all themes, narrow and wide.
import { AxeBuilder } from "@axe-core/playwright";
import { address } from "./sites.mjs";
import { expect, open, test, title } from "./reader.mjs";

const home = address("sample");
const paths = {
  home: "",
  post: "blog/a-post-with-every-mark/",
  page: "colophon/",
  archive: "archive/",
  terms: "tags/",
  term: "author/ada-marsh/",
  offline: "offline/",
  search: "search/?q=post",
  "not found": "no/such/page/",
};
/** What the reader has chosen, and what the system says meanwhile. */
const themes = [["", "light"], ["", "dark"], ["light", "dark"], ["dark", "light"], ["sepia", "dark"]];
const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

for (const [made, root] of [["prerendered", home], ["drawn", address("bare-sample")]]) {
  for (const [name, path] of Object.entries(paths)) {
    test(`axe finds nothing in any theme: ${name}, ${made}`, async ({ page, troubles }) => {
      if (name === "not found") troubles.expect(/status of 404/);
      await open(page, new URL(path, root).href);
      await expect(title(page)).toBeVisible();
      await page.mouse.move(100, 100);
      await page.mouse.move(110, 110);
      if (name === "post") await expect(page.locator("[data-tools] button").first()).toBeAttached();
      for (const [theme, colorScheme] of themes) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
        const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
        expect(violations.map((v) => `${theme || colorScheme}: ${v.id}: ${v.nodes.map((n) => n.target).join(", ")}`)).toEqual([]);
      }
    });
  }
}

test("axe finds nothing on a failed page", async ({ page, troubles }) => {
  troubles.expect(/Failed to load resource/);
  await page.route("**/lamplight/manifest.json", (route) => route.abort());
  await open(page, address("bare-sample"));
  await expect(title(page)).toHaveText("You seem to be offline");
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map((v) => v.id)).toEqual([]);
});

for (const [name, path] of Object.entries(paths)) {
  test(`at 320 pixels nothing scrolls sideways: ${name}`, async ({ page, troubles }) => {
    if (name === "not found") troubles.expect(/status of 404/);
    await page.setViewportSize({ width: 320, height: 640 });
    await open(page, new URL(path, home).href);
    await expect(title(page)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  });
}

test("by keyboard: past the navigation, into a post, and on from its title", async ({ page }) => {
  await open(page, home);
  await expect(title(page)).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "A post that is pinned" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(title(page)).toHaveText("A post that is pinned");
  await expect(title(page)).toBeFocused();
});

test("the structure of a post, as a screen reader meets it", async ({ page }) => {
  await open(page, new URL("blog/a-post-that-is-pinned/", home).href);
  await expect(page.locator("#_app")).toMatchAriaSnapshot(`
    - link "Skip to content"
    - banner:
      - link "Sample"
      - navigation "Main":
        - list
    - main:
      - article:
        - navigation "Breadcrumb":
          - list:
            - listitem:
              - link "Home"
            - listitem:
              - link "Reading"
        - heading "A post that is pinned" [level=1]
        - paragraph
        - navigation "Series":
          - paragraph
          - list
        - paragraph: /A note on a board/
        - heading "Where the pin goes" [level=2]
        - navigation "Related posts"
    - contentinfo
  `);
});
