// An author writes: what is saved is on screen, where it is being read.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { served } from "./live.mjs";
import { expect, started, test, title } from "./reader.mjs";

const POST = "a-post-that-is-pinned.md";
let blog;

test.beforeEach(async () => {
  blog = await served("fixtures/sample/posts", ["--base-url", "/x/"]);
});

test.afterEach(async ({ page }) => {
  await page.close();
  await blog.stop();
});

test("a saved post is on screen at once, and the place in it stays", async ({ page }) => {
  await page.goto(`${blog.address}blog/a-post-that-is-pinned/`);
  await page.evaluate(() => {
    window.same = true;
    document.querySelector(".prose h2:last-of-type").scrollIntoView({ block: "start", behavior: "instant" });
  });
  const before = await page.evaluate(() => Math.round(scrollY));
  expect(before).toBeGreaterThan(200);
  const file = join(blog.folder, POST);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, `${text}\n\nA *last* word, saved just now.\n`);
  await expect(page.locator(".prose")).toContainText("A last word, saved just now.");
  expect(await page.evaluate(() => Math.round(scrollY))).toBe(before);
  // As editors do that write beside the file and rename.
  writeFileSync(`${file}.new`, `${text}\n\nAnother, by an editor that renames.\n`);
  renameSync(`${file}.new`, file);
  await expect(page.locator(".prose")).toContainText("Another, by an editor that renames.");
  await expect(page.locator(".prose")).not.toContainText("saved just now");
  expect(await page.evaluate(() => [Math.round(scrollY), window.same])).toEqual([before, true]);
});

test("a new post comes into the lists, and links lead to what is new", async ({ page, troubles }) => {
  // The app of a page that has been open for several builds may look for what the first of them had.
  troubles.expect(/status of 404 .*\/lamplight\/data\//);
  await page.goto(blog.address);
  await started(page);
  const post = (name) => `---\npost_title: ${name}\npublish_date: 2026-01-02 10:00:00 +0000\n---\n\nWritten while the blog was shown.\n`;
  writeFileSync(join(blog.folder, "brand-new.md"), post("Brand new"));
  const link = page.getByRole("link", { name: "Brand new" }).first();
  await expect(link).toBeVisible();
  await link.click();
  await expect(title(page)).toHaveText("Brand new");
  await expect(page.locator(".prose")).toContainText("Written while the blog was shown.");
  writeFileSync(join(blog.folder, "brand-new.md"), post("Brand newer"));
  await expect(title(page)).toHaveText("Brand newer");
  await expect(page).toHaveTitle(/Brand newer/);
});

test("a post that is broken for a moment does no harm", async ({ page }) => {
  await page.goto(`${blog.address}blog/a-post-that-is-pinned/`);
  const file = join(blog.folder, POST);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.slice(0, 40));
  await page.waitForTimeout(1500);
  writeFileSync(file, `${text}\n\nWhole again.\n`);
  await expect(page.locator(".prose")).toContainText("Whole again.");
});
