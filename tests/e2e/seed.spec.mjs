// The post that this blog was asked for, and every post of the corpus, each by its address in a real browser.
import { address, report } from "./sites.mjs";
import { expect, test, title } from "./reader.mjs";

const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** The corpus has no pictures and this machine no network: every picture is one pixel. */
const pictures = (page) =>
  page.route(
    (url) => !/^\/lamplight\//.test(url.pathname) || url.hostname !== "127.0.0.1",
    (route) => (route.request().resourceType() === "image" ? route.fulfill({ body: pixel, contentType: "image/png" }) : route.fallback()),
  );

test("the seed's post is shown whole, with a fallback for its lost picture", async ({ page, troubles }) => {
  test.skip(!report("seed"), "the corpus is not on this machine");
  troubles.expect(/Failed to load resource.*uploads/);
  await page.goto(new URL("blog/we-arent-servers-we-are-sales-people", address("seed")).href);
  await expect(title(page)).toHaveText("We aren't servers, we are sales people!");
  const header = page.locator(".post-header");
  await expect(header).toContainText("Steve Hennegan");
  await expect(header).toContainText("Current Gaslighter");
  await expect(header.locator("time")).toHaveText("15 July 2019");
  await expect(header.getByRole("link", { name: "Business" })).toBeVisible();
  await expect(page.locator(".post > .cover")).toBeVisible();
  await expect(page.locator(".post > .cover img")).toHaveClass("missing");
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

const shards = 8;
for (const name of ["gaslight", "18f", "jekyll-fixtures"]) {
  for (let shard = 0; shard < (name === "18f" ? shards : 1); shard += 1) {
    const of = name === "18f" ? shards : 1;
    test(`every post of ${name} opens by its address (${shard + 1} of ${of})`, async ({ page, troubles }) => {
      const site = report(name);
      test.skip(!site, "the corpus is not on this machine");
      test.setTimeout(240_000);
      await pictures(page);
      troubles.expect(/^foreign request \(image\)/); // Old posts show pictures of other hosts.
      const empty = new Set(site.findings.filter((f) => f.code === "body-empty").map((f) => f.file));
      const posts = site.published.filter((_, i) => i % of === shard);
      expect(posts.length).toBeGreaterThan(0);
      for (const post of posts) {
        await page.goto(new URL(encodeURI(post.path.slice(1)), address(name)).href, { waitUntil: "commit" });
        await expect(title(page), post.file).toHaveText(post.title, { useInnerText: false });
        if (!empty.has(post.file)) {
          expect((await page.locator(".prose").textContent()).trim(), post.file).not.toBe("");
        }
      }
    });
  }
}

test("the corpus is built whole", () => {
  test.skip(!report("18f"), "the corpus is not on this machine");
  const counts = (name) => report(name).counts;
  expect(counts("seed")).toMatchObject({ posts: 1, refused: 0 });
  expect(counts("gaslight")).toMatchObject({ posts: 20, refused: 0, errors: 0 });
  expect(counts("18f")).toMatchObject({ posts: 505, refused: 0 });
  expect(counts("jekyll-fixtures").refused).toBe(0);
});
