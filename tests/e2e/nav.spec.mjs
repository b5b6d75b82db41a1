// Ways on: what a reader finds beside and below a post.
import { address } from "./sites.mjs";
import { expect, open, test, title } from "./reader.mjs";

const sites = [["prerendered", address("sample")], ["drawn", address("bare-sample")]];

for (const [made, home] of sites) {
  test(`a post tells where it stands, what is in it and what is near: ${made}`, async ({ page }) => {
    await open(page, new URL("blog/second-part/", home).href);
    const crumbs = page.getByRole("navigation", { name: "Breadcrumb" });
    await expect(crumbs.getByRole("link")).toHaveCount(2);
    await expect(crumbs.getByRole("link").first()).toHaveText("Home");

    const series = page.getByRole("navigation", { name: "Series" });
    await expect(series).toContainText("Three parts: part 2 of 3");
    await expect(series.locator("[aria-current=page]")).toHaveText("Second part");

    const contents = page.getByRole("navigation", { name: "Contents" });
    await contents.getByText("Contents").click();
    await contents.getByRole("link", { name: "What it costs" }).click();
    await expect(page).toHaveURL(/#what-it-costs$/);
    await expect(page.getByRole("heading", { name: "What it costs" })).toBeInViewport();

    const related = page.getByRole("navigation", { name: "Related posts" }).getByRole("link");
    await expect(related).toHaveCount(3);
    await expect(related.filter({ hasText: "Second part" })).toHaveCount(0);

    await series.getByRole("link").nth(0).click();
    await expect(page.getByRole("navigation", { name: "Series" })).toContainText("part 1 of 3");
  });
}

test("what is pinned stands first, once, and on the first page alone", async ({ page }) => {
  await open(page, address("sample"));
  const posts = page.getByRole("article");
  await expect(page.locator(".pinned")).toHaveText(["Pinned"]);
  await expect(posts.first()).toContainText("A post that is pinned");
  await expect(posts.filter({ hasText: "A post that is pinned" })).toHaveCount(1);
  await page.getByRole("link", { name: "Older posts" }).click();
  await expect(page.locator(".pinned")).toHaveCount(0);
});

test("a term, a year: each names what is above it", async ({ page }) => {
  for (const [path, above] of [["author/ada-marsh/", "Authors"], ["archive/2026/", "Archive"]]) {
    await open(page, new URL(path, address("sample")).href);
    const links = page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link");
    await expect(links).toHaveText(["Home", above]);
    await links.last().click();
    await expect(title(page)).toHaveText(above);
  }
});

for (const [made, home] of sites) {
  test(`an address with a slip in it leads on: ${made}`, async ({ page, troubles }) => {
    troubles.expect(/status of 404/);
    await open(page, new URL("blog/a-post-that-is-pined/", home).href);
    await expect(title(page)).toHaveText("Page not found");
    const first = page.locator("[data-nearest] a").first();
    await expect(first).toContainText("A post that is pinned");
    await first.click();
    await expect(title(page)).toHaveText("A post that is pinned");
  });
}

for (const [made, home] of sites) {
  test(`an address in another case leads to its post: ${made}`, async ({ page, troubles }) => {
    troubles.expect(/status of 404/);
    await page.goto(new URL("Blog/A-POST-that-is-pinned/", home).href);
    await expect(title(page)).toHaveText("A post that is pinned");
    await expect(page).toHaveURL(new URL("blog/a-post-that-is-pinned/", home).href);
  });
}
