// Every template as a screen reader meets it: the same prerendered and drawn. Where a page has lists of posts, their first
// entry stands for them.
import { address } from "./sites.mjs";
import { expect, open, test, title } from "./reader.mjs";

const around = (main) => `
- link "Skip to content"
- banner:
  - link "Sample"
  - navigation "Main":
    - list
  - paragraph:
    - link "Search"
    - button "Reading settings"
- main:
${main.trimEnd()}
- contentinfo:
  - navigation "Feeds":
    - list
  - paragraph:
    - link "Offline reading"
`;

const templates = {
  "": `
  - heading "A blog that stands in for any other while it is tested." [level=1]
  - list:
    - listitem:
      - paragraph: Pinned
      - article:
        - heading "A post that is pinned" [level=2]:
          - link "A post that is pinned"
        - paragraph:
          - link "Ada Marsh"
          - time
  - navigation "Pages":
    - link "Older posts"
`,
  "archive/": `
  - heading "Archive" [level=1]
  - navigation "Years":
    - list
  - heading "2026" [level=2]
  - list:
    - listitem:
      - time
      - link
`,
  "archive/2026/": `
  - navigation "Breadcrumb":
    - list
  - heading "2026" [level=1]
  - navigation "Years":
    - list
`,
  "tags/": `
  - heading "Tags" [level=1]
  - list:
    - listitem:
      - link
`,
  "author/ada-marsh/": `
  - navigation "Breadcrumb":
    - list
  - heading "Ada Marsh" [level=1]
  - paragraph: Current Gardener
  - paragraph
  - list:
    - listitem:
      - article
`,
  "colophon/": `
  - article:
    - heading "Colophon" [level=1]
    - paragraph
`,
  "blog/second-part/": `
  - article:
    - navigation "Breadcrumb":
      - list
    - heading "Second part" [level=1]
    - paragraph
    - navigation "Series":
      - paragraph
      - list:
        - listitem:
          - link
    - navigation "Contents"
    - paragraph
    - heading [level=2]
    - list "Tags"
    - navigation "Related posts":
      - heading "Related posts" [level=2]
      - list
    - navigation "More posts":
      - link /Older/
      - link /Newer/
`,
  "offline/": `
  - heading "Offline reading" [level=1]
  - paragraph
`,
  "search/": `
  - heading "Search" [level=1]
  - search:
    - searchbox "Search all posts"
  - navigation "Other ways to a post":
    - list
`,
  "no/such/page/": `
  - heading "Page not found" [level=1]
  - paragraph
  - paragraph:
    - link "Newest posts"
    - link "All posts by year"
`,
};

for (const [made, site] of [["prerendered", "sample"], ["drawn", "bare-sample"]]) {
  for (const [path, main] of Object.entries(templates)) {
    test(`structure of /${path}, ${made}`, async ({ page, troubles }) => {
      if (path.startsWith("no/")) troubles.expect(/status of 404/);
      await open(page, new URL(path, address(site)).href);
      await expect(title(page)).toBeVisible();
      await expect(page.locator("#_app")).toMatchAriaSnapshot(around(main));
    });
  }
}

test("dialogs have names, and what is in them has, too", async ({ page }) => {
  await open(page, address("sample"));
  await page.keyboard.press("s");
  await expect(page.getByRole("dialog")).toMatchAriaSnapshot(`
    - dialog "Reading settings":
      - heading "Reading settings" [level=2]
      - group "Theme":
        - radio "System" [checked]
        - radio "Light"
        - radio "Dark"
        - radio "Sepia"
      - group "Text size":
        - radio "Small"
        - radio "Standard" [checked]
        - radio "Large"
        - radio "Largest"
      - group "Line length":
        - radio "Short"
        - radio "Standard" [checked]
        - radio "Long"
      - group "Line spacing":
        - radio "Tight"
        - radio "Standard" [checked]
        - radio "Loose"
      - paragraph:
        - checkbox "Wrap long lines of code"
        - checkbox "Keyboard shortcuts of one key" [checked]
      - heading "Bookmarks" [level=3]
      - paragraph
      - button "Reset"
      - button "Keyboard shortcuts"
      - button "Close"
  `);
});
