// Our own blog, whatever is written in it: every page opens. What pages do is tested with the sample (`tests/fixtures/sample`).
import { address, sitemap } from "./sites.mjs";
import { expect, open, test, title } from "./reader.mjs";

test("every page of our own blog opens, with a title, and nothing goes wrong in it", async ({ page }) => {
  test.setTimeout(120_000);
  const paths = sitemap("own");
  expect(paths).toContain("");
  for (const path of paths) {
    const response = await open(page, new URL(path, address("own")).href);
    expect(response.status(), path).toBe(200);
    await expect(page.locator("h1"), path).toHaveCount(1);
    await expect(title(page), path).not.toHaveText("");
  }
});
