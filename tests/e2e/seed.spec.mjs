// The post that this blog was asked for, and what builds of the corpus count. shell.spec.mjs opens every post.
import { address, report } from "./sites.mjs";
import { expect, test, title } from "./reader.mjs";

test("the seed's post is shown whole, without a hole for its lost picture", async ({ page }) => {
  test.skip(!report("seed"), "the corpus is not on this machine");
  await page.goto(new URL("blog/we-arent-servers-we-are-sales-people", address("seed")).href);
  await expect(title(page)).toHaveText("We aren’t servers, we are sales people!");
  const header = page.locator(".post-header");
  await expect(header).toContainText("Steve Hennegan");
  await expect(header).toContainText("Current Gaslighter");
  await expect(header.locator("time")).toHaveText("July 15, 2019");
  await expect(header.getByRole("link", { name: "Business" })).toBeVisible();
  await expect(page.locator(".post > .cover")).toHaveCount(0);
  const paragraphs = page.locator(".prose > p");
  // Seven of running text, the short line "My personal philosophy:", and the closing one.
  await expect(paragraphs).toHaveCount(9);
  await expect(paragraphs.first()).toContainText("Before I came to Gaslight");
  await expect(paragraphs.last()).toContainText("Everything else will flow from that simple action.");
});

test("the seed's malformed link is reported with line and column", () => {
  const seed = report("seed");
  test.skip(!seed, "the corpus is not on this machine");
  const found = seed.findings.filter((finding) => finding.code === "parted-link");
  expect(found).toMatchObject([{ file: "we-arent-servers-we-are-sales-people.md", line: 46, column: 209 }]);
});

test("the corpus is built whole", () => {
  test.skip(!report("18f"), "the corpus is not on this machine");
  const counts = (name) => report(name).counts;
  expect(counts("seed")).toMatchObject({ posts: 1, refused: 0 });
  expect(counts("gaslight")).toMatchObject({ posts: 20, refused: 0, errors: 0 });
  expect(counts("18f")).toMatchObject({ posts: 505, refused: 0 });
  expect(counts("jekyll-fixtures").refused).toBe(0);
});
