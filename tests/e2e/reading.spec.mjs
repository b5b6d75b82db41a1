// A reader opens the blog, follows links, goes back.
import { address, report } from "./sites.mjs";
import { drawn, expect, open, requestsDuring, test, title } from "./reader.mjs";

const home = address("sample");
const post = (slug) => new URL(`blog/${slug}/`, home).href;

test("home lists the newest posts, and the next page the older ones", async ({ page }) => {
  await open(page, home);
  const titles = page.getByRole("main").getByRole("heading", { level: 2 });
  await expect(titles).toHaveCount(6);
  await expect(titles.first()).toHaveText("A post that is pinned");
  await page.getByRole("link", { name: "Older posts" }).click();
  await expect(page).toHaveURL(new URL("page/2/", home).href);
  await expect(titles).toHaveCount(3);
  await expect(title(page)).toHaveText("Sample, page 2");
  await expect(page.getByRole("link", { name: "Newer posts" })).toBeVisible();
});

test("a post shows everything that its front matter says", async ({ page }) => {
  await open(page, post("a-post-with-every-mark"));
  await expect(title(page)).toHaveText("A post with every mark");
  const header = page.locator(".post-header");
  await expect(header.getByRole("link", { name: "Ada Marsh" })).toHaveAttribute("href", "/author/ada-marsh/");
  await expect(header).toContainText("Current Gardener");
  await expect(header.locator("time")).toHaveText("November 12, 2026");
  await expect(header.locator("time")).toHaveAttribute("datetime", "2026-11-12T10:00:00+00:00");
  await expect(header.getByRole("link", { name: "Writing" })).toHaveAttribute("href", "/category/writing/");
  await expect(page.locator(".post > .cover img")).toHaveAttribute("src", "/uploads/marks.svg");
  await expect(page.getByRole("list", { name: "Pictures" }).getByRole("listitem")).toHaveCount(2);
  await expect(page.getByRole("list", { name: "Tags" }).getByRole("link")).toHaveText(["markdown", "reference"]);
  await expect(page).toHaveTitle("A post with every mark · Sample");
});

test("a former member is told from a current one", async ({ page }) => {
  await open(page, post("a-post-by-a-former-contributor"));
  await expect(page.locator(".post-header")).toContainText("Former Gardener");
});

test("a click turns the page without loading it: address, title, focus and scroll are right", async ({ page }) => {
  await open(page, home);
  await page.evaluate(() => (window.same = true));
  const link = page.getByRole("link", { name: "A post with a cover" });
  await link.scrollIntoViewIfNeeded();
  const requests = await requestsDuring(page, async () => {
    await link.click();
    await expect(title(page)).toHaveText("A post with a cover");
  });
  expect(requests.filter((path) => path.endsWith("/") || path.endsWith(".html"))).toEqual([]);
  await expect(page).toHaveURL(post("a-post-with-a-cover"));
  await expect(page).toHaveTitle("A post with a cover · Sample");
  await expect(title(page)).toBeFocused();
  expect(await page.evaluate(() => [window.same, window.scrollY])).toEqual([true, 0]);
  await expect(page.locator("meta[name=description]")).toHaveAttribute("content", /^Behind the shed/);
  await expect(page.locator("link[rel=canonical]")).toHaveCount(1);
});

test("the bundle behind a link is there before the click", async ({ page, troubles }) => {
  await open(page, home);
  await expect(title(page)).toBeVisible();
  const link = page.getByRole("link", { name: "A ledger with a table" });
  await link.hover();
  await page.waitForLoadState("networkidle");
  // From here on nothing comes; what the new page would fetch ahead neither.
  troubles.expect(/Failed to load resource/);
  await page.route("**/lamplight/data/**", (route) => route.abort());
  await link.click();
  await expect(title(page)).toHaveText("A ledger with a table");
});

test("Back and Forward restore the scroll, also after a reload", async ({ page }) => {
  await open(page, home);
  await expect(title(page)).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, 700));
  const y = () => page.evaluate(() => Math.round(window.scrollY));
  await page.getByRole("link", { name: "A post with a cover" }).click();
  await expect(title(page)).toHaveText("A post with a cover");
  await page.evaluate(() => window.scrollTo(0, 300));
  await page.goBack();
  await expect(page).toHaveTitle("Sample");
  await expect.poll(y).toBe(700);
  await page.goForward();
  await expect(page).toHaveTitle("A post with a cover · Sample");
  await expect.poll(y).toBe(300);
  await page.reload();
  await expect(title(page)).toHaveText("A post with a cover");
  await expect.poll(y).toBe(300);
  await page.goBack();
  await expect.poll(y).toBe(700);
});

test("clicks in quick succession end at the last, with one step back to where they began", async ({ page }) => {
  await open(page, home);
  for (const pause of [0, 5, 40]) {
    await page.evaluate(async (pause) => {
      const links = Object.fromEntries([...document.querySelectorAll("a")].map((link) => [link.textContent, link]));
      for (const name of ["Archive", "Colophon", "Tags"]) {
        links[name].click();
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }, pause);
    await expect(title(page)).toHaveText("Tags");
    await drawn(page);
    await expect(page).toHaveURL(new URL("tags/", home).href);
    await expect(page).toHaveTitle("Tags · Sample");
    // With long pauses the pages between were visits, too.
    for (let steps = 0; steps < 3 && page.url() !== home; steps += 1) {
      await page.goBack();
      await drawn(page);
    }
    await expect(page).toHaveURL(home);
    await expect(page.getByRole("article")).toHaveCount(6);
  }
});

test("jumping several entries back leaves the links working", async ({ page }) => {
  await open(page, home);
  for (const name of ["Archive", "Tags"]) {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).click();
    await expect(title(page)).toHaveText(name);
  }
  await page.evaluate(() => history.go(-2));
  await expect(page).toHaveTitle("Sample");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tags" }).click();
  await expect(title(page)).toHaveText("Tags");
  await expect(page).toHaveURL(new URL("tags/", home).href);
});

test("links within a page go to their place, and Back returns from it", async ({ page }) => {
  await open(page, post("a-post-with-every-mark"));
  const mention = page.locator("[role=doc-noteref]").first();
  await mention.scrollIntoViewIfNeeded();
  await page.waitForLoadState("networkidle"); // Pictures above have come.
  const before = await page.evaluate(() => Math.round(window.scrollY));
  await mention.click();
  await expect(page).toHaveURL(/#fn:1$/);
  await expect(page.locator("[id='fn:1']")).toBeInViewport();
  await page.goBack();
  await expect(page).toHaveURL(post("a-post-with-every-mark"));
  await expect.poll(() => page.evaluate(() => Math.round(window.scrollY))).toBe(before);
});

test("an address with a hash opens at that heading", async ({ page }) => {
  await open(page, `${post("a-post-with-every-mark")}#tables`);
  await expect(page.getByRole("heading", { name: "Tables" })).toBeInViewport();
});

test("both forms of an address work, and links between posts stay inside", async ({ page }) => {
  await open(page, post("a-post-on-the-second-page").slice(0, -1));
  await expect(title(page)).toHaveText("A post on the second page");
  await page.evaluate(() => (window.same = true));
  await page.getByRole("main").getByRole("link", { name: "a post that is pinned", exact: true }).click();
  await expect(title(page)).toHaveText("A post that is pinned");
  expect(await page.evaluate(() => window.same)).toBe(true);
});

test("an old address leads to the post, and the address bar says where it is now", async ({ page }) => {
  await page.goto(post("an-older-address"));
  await expect(title(page)).toHaveText("A post with every mark");
  await expect(page).toHaveURL(post("a-post-with-every-mark"));
});

test("within the app, too", async ({ page }) => {
  await open(page, home);
  await page.evaluate(() => {
    window.same = true;
    const link = Object.assign(document.createElement("a"), { href: "/blog/an-older-address/", textContent: "an old link" });
    document.querySelector("main").append(link);
    link.click();
  });
  await expect(title(page)).toHaveText("A post with every mark");
  await expect(page).toHaveURL(post("a-post-with-every-mark"));
  expect(await page.evaluate(() => window.same)).toBe(true);
});

test("pictures in a text have their size before they come", async ({ page }) => {
  await open(page, post("a-post-with-every-mark"));
  const picture = page.getByRole("img", { name: "A board with three notes, drawn in a few shapes" });
  await expect(picture).toHaveAttribute("width", "1600");
  await expect(picture).toHaveAttribute("height", "900");
});

test("categories, tags, authors and the archive lead to posts", async ({ page }) => {
  await open(page, new URL("categories/", home).href);
  await expect(page.getByRole("main").getByRole("listitem")).toContainText(["Design 2", "Engineering 4"]);
  await page.getByRole("main").getByRole("link", { name: "Design" }).click();
  await expect(title(page)).toHaveText("Design");
  await expect(page.getByRole("main").getByRole("article")).toHaveCount(2);
  await open(page, new URL("tag/front-matter/", home).href);
  await expect(title(page)).toHaveText("front matter");
  await open(page, new URL("author/ada-marsh/", home).href);
  await expect(page.getByRole("main")).toContainText("Current Gardener");
  await open(page, new URL("archive/", home).href);
  await page.getByRole("navigation", { name: "Years" }).getByRole("link", { name: "2026" }).click();
  await expect(title(page)).toHaveText("2026");
  await expect(page.getByRole("main").locator(".lines").getByRole("link")).toHaveCount(9);
});

test("A page of its own comes from Markdown", async ({ page }) => {
  await open(page, home);
  await page.getByRole("link", { name: "Colophon" }).click();
  await expect(title(page)).toHaveText("Colophon");
  await expect(page.getByRole("heading", { name: "What it asks of a host" })).toBeVisible();
});

test("an unknown address says so, with status 404", async ({ page, troubles }) => {
  troubles.expect(/status of 404/);
  const response = await open(page, new URL("no/such/page", home).href);
  expect(response.status()).toBe(404);
  await expect(title(page)).toHaveText("Page not found");
  await page.getByRole("link", { name: "Newest posts" }).click();
  await expect(page).toHaveURL(home);
});

test("a link to what only the server knows is loaded, not guessed", async ({ page, troubles }) => {
  troubles.expect(/favicon/); // A bare picture names no icon.
  await open(page, home);
  await expect(title(page)).toBeVisible();
  await page.evaluate(() => {
    const link = Object.assign(document.createElement("a"), { href: "/icon.svg", textContent: "a file" });
    document.querySelector("main").append(link);
    link.click();
  });
  await expect(page).toHaveURL(new URL("icon.svg", home).href);
  await expect.poll(() => page.evaluate(() => document.documentElement.nodeName)).toBe("svg");
});

test("a missing image leaves a calm box of the same shape", async ({ page, troubles }) => {
  troubles.expect(/Failed to load resource/);
  await page.route("**/uploads/board.svg", (route) => route.fulfill({ status: 404, body: "" }));
  await open(page, post("a-post-that-is-pinned"));
  const image = page.locator(".post > .cover img");
  await expect(image).toHaveClass("missing");
  const box = await page.locator(".post > .cover").boundingBox();
  expect(Math.abs(box.width / box.height - 16 / 9)).toBeLessThan(0.02);
});

test("under a sub-path every link keeps the base", async ({ page }) => {
  const root = address("subpath");
  await open(page, root);
  await expect(title(page)).toBeVisible();
  for (const href of await page.locator("#_app a[href]").evaluateAll((links) => links.map((a) => a.getAttribute("href")))) {
    expect(href).toMatch(/^(\/x\/y\/|#)/);
  }
  await page.evaluate(() => (window.same = true));
  await page.getByRole("link", { name: "A post with every mark" }).click();
  await expect(page).toHaveURL(`${root}blog/a-post-with-every-mark/`);
  await page.getByRole("main").getByRole("link", { name: "like this one" }).click();
  await expect(page).toHaveURL(`${root}blog/second-part/`);
  expect(await page.evaluate(() => window.same)).toBe(true);
  await expect(page.locator("link[rel=canonical]")).toHaveAttribute("href", "https://blog.example/x/y/blog/second-part/");
});
