// A reader opens the blog, follows links, goes back.
import { address, report } from "./sites.mjs";
import { drawn, expect, open, requestsDuring, test, title } from "./reader.mjs";

const home = address("sample");
const post = (slug) => new URL(`blog/${slug}/`, home).href;

test("home lists the newest posts, and the next page the older ones", async ({ page }) => {
  await open(page, home);
  const titles = page.getByRole("main").getByRole("heading", { level: 2 });
  await expect(titles).toHaveCount(6);
  await expect(titles.first()).toHaveText("A page is a promise");
  await page.getByRole("link", { name: "Older posts" }).click();
  await expect(page).toHaveURL(new URL("page/2/", home).href);
  await expect(titles).toHaveCount(3);
  await expect(title(page)).toHaveText("Lamplight, page 2");
  await expect(page.getByRole("link", { name: "Newer posts" })).toBeVisible();
});

test("a post shows everything that its front matter says", async ({ page }) => {
  await open(page, post("every-mark-that-markdown-knows"));
  await expect(title(page)).toHaveText("Every mark that Markdown knows");
  const header = page.locator(".post-header");
  await expect(header.getByRole("link", { name: "Lamplight" })).toHaveAttribute("href", "/author/lamplight/");
  await expect(header).toContainText("Current Lamplighter");
  await expect(header.locator("time")).toHaveText("November 12, 2026");
  await expect(header.locator("time")).toHaveAttribute("datetime", "2026-11-12T10:00:00+00:00");
  await expect(header.getByRole("link", { name: "Writing" })).toHaveAttribute("href", "/category/writing/");
  await expect(page.locator(".post > .cover img")).toHaveAttribute("src", "/uploads/marks.svg");
  await expect(page.getByRole("list", { name: "Pictures" }).getByRole("listitem")).toHaveCount(2);
  await expect(page.getByRole("list", { name: "Tags" }).getByRole("link")).toHaveText(["markdown", "reference"]);
  await expect(page).toHaveTitle("Every mark that Markdown knows · Lamplight");
});

test("a former member is told from a current one", async ({ page }) => {
  await open(page, post("the-quiet-parts-of-accessibility"));
  await expect(page.locator(".post-header")).toContainText("Former Lamplighter");
});

test("a click turns the page without loading it: address, title, focus and scroll are right", async ({ page }) => {
  await open(page, home);
  await page.evaluate(() => (window.same = true));
  const link = page.getByRole("link", { name: "The last mile is a train" });
  await link.scrollIntoViewIfNeeded();
  const requests = await requestsDuring(page, async () => {
    await link.click();
    await expect(title(page)).toHaveText("The last mile is a train");
  });
  expect(requests.filter((path) => path.endsWith("/") || path.endsWith(".html"))).toEqual([]);
  await expect(page).toHaveURL(post("the-last-mile-is-a-train"));
  await expect(page).toHaveTitle("The last mile is a train · Lamplight");
  await expect(title(page)).toBeFocused();
  expect(await page.evaluate(() => [window.same, window.scrollY])).toEqual([true, 0]);
  await expect(page.locator("meta[name=description]")).toHaveAttribute("content", /^Somewhere between two stations/);
  await expect(page.locator("link[rel=canonical]")).toHaveCount(1);
});

test("the bundle behind a link is there before the click", async ({ page, troubles }) => {
  await open(page, home);
  await expect(title(page)).toBeVisible();
  const link = page.getByRole("link", { name: "A budget for bytes" });
  await link.hover();
  await page.waitForLoadState("networkidle");
  // From here on nothing comes; what the new page would fetch ahead neither.
  troubles.expect(/Failed to load resource/);
  await page.route("**/lamplight/data/**", (route) => route.abort());
  await link.click();
  await expect(title(page)).toHaveText("A budget for bytes");
});

test("Back and Forward restore the scroll, also after a reload", async ({ page }) => {
  await open(page, home);
  await expect(title(page)).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, 700));
  const y = () => page.evaluate(() => Math.round(window.scrollY));
  await page.getByRole("link", { name: "The last mile is a train" }).click();
  await expect(title(page)).toHaveText("The last mile is a train");
  await page.evaluate(() => window.scrollTo(0, 300));
  await page.goBack();
  await expect(page).toHaveTitle("Lamplight");
  await expect.poll(y).toBe(700);
  await page.goForward();
  await expect(page).toHaveTitle("The last mile is a train · Lamplight");
  await expect.poll(y).toBe(300);
  await page.reload();
  await expect(title(page)).toHaveText("The last mile is a train");
  await expect.poll(y).toBe(300);
  await page.goBack();
  await expect.poll(y).toBe(700);
});

test("clicks in quick succession end at the last, with one step back to where they began", async ({ page }) => {
  await open(page, home);
  for (const pause of [0, 5, 40]) {
    await page.evaluate(async (pause) => {
      const links = Object.fromEntries([...document.querySelectorAll("a")].map((link) => [link.textContent, link]));
      for (const name of ["Archive", "About", "Tags"]) {
        links[name].click();
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }, pause);
    await expect(title(page)).toHaveText("Tags");
    await drawn(page);
    await expect(page).toHaveURL(new URL("tags/", home).href);
    await expect(page).toHaveTitle("Tags · Lamplight");
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
  await expect(page).toHaveTitle("Lamplight");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tags" }).click();
  await expect(title(page)).toHaveText("Tags");
  await expect(page).toHaveURL(new URL("tags/", home).href);
});

test("links within a page go to their place, and Back returns from it", async ({ page }) => {
  await open(page, post("every-mark-that-markdown-knows"));
  const mention = page.locator("[role=doc-noteref]").first();
  await mention.scrollIntoViewIfNeeded();
  await page.waitForLoadState("networkidle"); // Pictures above have come.
  const before = await page.evaluate(() => Math.round(window.scrollY));
  await mention.click();
  await expect(page).toHaveURL(/#fn:1$/);
  await expect(page.locator("[id='fn:1']")).toBeInViewport();
  await page.goBack();
  await expect(page).toHaveURL(post("every-mark-that-markdown-knows"));
  await expect.poll(() => page.evaluate(() => Math.round(window.scrollY))).toBe(before);
});

test("an address with a hash opens at that heading", async ({ page }) => {
  await open(page, `${post("every-mark-that-markdown-knows")}#tables`);
  await expect(page.getByRole("heading", { name: "Tables" })).toBeInViewport();
});

test("both forms of an address work, and links between posts stay inside", async ({ page }) => {
  await open(page, post("type-for-long-evenings").slice(0, -1));
  await expect(title(page)).toHaveText("Type for long evenings");
  await page.evaluate(() => (window.same = true));
  await page.getByRole("main").getByRole("link", { name: "a page is a promise", exact: true }).click();
  await expect(title(page)).toHaveText("A page is a promise");
  expect(await page.evaluate(() => window.same)).toBe(true);
});

test("an old address leads to the post, and the address bar says where it is now", async ({ page }) => {
  await page.goto(post("specimen-sheet"));
  await expect(title(page)).toHaveText("Every mark that Markdown knows");
  await expect(page).toHaveURL(post("every-mark-that-markdown-knows"));
});

test("within the app, too", async ({ page }) => {
  await open(page, home);
  await page.evaluate(() => {
    window.same = true;
    const link = Object.assign(document.createElement("a"), { href: "/blog/specimen-sheet/", textContent: "an old link" });
    document.querySelector("main").append(link);
    link.click();
  });
  await expect(title(page)).toHaveText("Every mark that Markdown knows");
  await expect(page).toHaveURL(post("every-mark-that-markdown-knows"));
  expect(await page.evaluate(() => window.same)).toBe(true);
});

test("pictures in a text have their size before they come", async ({ page }) => {
  await open(page, post("every-mark-that-markdown-knows"));
  const picture = page.getByRole("img", { name: "A lamp on a hill, drawn in four shapes" });
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
  await open(page, new URL("author/lamplight/", home).href);
  await expect(page.getByRole("main")).toContainText("Current Lamplighter");
  await open(page, new URL("archive/", home).href);
  await page.getByRole("navigation", { name: "Years" }).getByRole("link", { name: "2026" }).click();
  await expect(title(page)).toHaveText("2026");
  await expect(page.getByRole("main").locator(".lines").getByRole("link")).toHaveCount(9);
});

test("About comes from Markdown", async ({ page }) => {
  await open(page, home);
  await page.getByRole("link", { name: "About" }).click();
  await expect(title(page)).toHaveText("About");
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
  await page.route("**/uploads/lamp-at-dusk.svg", (route) => route.fulfill({ status: 404, body: "" }));
  await open(page, post("a-page-is-a-promise"));
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
  await page.getByRole("link", { name: "Every mark that Markdown knows" }).click();
  await expect(page).toHaveURL(`${root}blog/every-mark-that-markdown-knows/`);
  await page.getByRole("main").getByRole("link", { name: "like this one" }).click();
  await expect(page).toHaveURL(`${root}blog/bundles-not-pages/`);
  expect(await page.evaluate(() => window.same)).toBe(true);
  await expect(page.locator("link[rel=canonical]")).toHaveAttribute("href", "https://blog.example/x/y/blog/bundles-not-pages/");
});
