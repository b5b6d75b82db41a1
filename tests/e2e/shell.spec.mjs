// The app alone: the sites whose pages have lost their content are drawn from bundles, and look the same.
import { address, report, sitemap } from "./sites.mjs";
import { compare, drawn, expect, open, started, test, title } from "./reader.mjs";

// Hundreds of pages in one test: a record of each would take longer than the pages.
test.use({ trace: "off" });

const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** The corpus has no pictures and this machine no network: every picture is one pixel. */
const pictures = (page) =>
  page.route(
    (url) => !/^\/lamplight\//.test(url.pathname) || url.hostname !== "127.0.0.1",
    (route) => (route.request().resourceType() === "image" ? route.fulfill({ body: pixel, contentType: "image/png" }) : route.fallback()),
  );

for (const name of ["sample", "subpath"]) {
  test(`every page of ${name} is the same, prerendered and drawn`, async ({ page, request, troubles }) => {
    test.setTimeout(120_000);
    troubles.expect(/^Failed to load resource: the server responded with a status of 404/);
    const paths = sitemap(name);
    expect(paths.length).toBeGreaterThan(30);
    for (const path of [...paths, "no/such/page/"]) {
      const prerendered = await (await request.get(new URL(path, address(name)).href)).text();
      await page.goto(new URL(path, address(`bare-${name}`)).href);
      await expect(title(page), path).not.toHaveText("");
      await drawn(page);
      expect(await compare(page, prerendered), path).toBe("equal");
      const tags = (html) => html.match(/<title>[^<]*<\/title>|<link rel="canonical"[^>]*>/g).join();
      expect(await page.evaluate(() => document.title), path).toBe(await page.evaluate((html) => new DOMParser().parseFromString(html, "text/html").title, prerendered));
      expect(tags(prerendered)).toContain("<title>");
    }
  });
}

const shards = 8;
for (const name of ["hostile", "old", "seed", "gaslight", "18f", "jekyll-fixtures"]) {
  const of = name === "18f" ? shards : 1;
  for (let shard = 0; shard < of; shard += 1) {
    test(`every post of ${name} is the same, prerendered and drawn (${shard + 1} of ${of})`, async ({ page, request, troubles }) => {
      const site = report(name);
      test.skip(!site, "the corpus is not on this machine");
      test.setTimeout(240_000);
      await pictures(page);
      troubles.expect(/^foreign request \(image\)/); // Old posts show pictures of other hosts.
      const empty = new Set(site.findings.filter((f) => f.code === "body-empty").map((f) => f.file));
      const posts = site.published.filter((_, i) => i % of === shard);
      expect(posts.length).toBeGreaterThan(0);
      await page.emulateMedia({ reducedMotion: "reduce" });
      await open(page, new URL("archive/", address(`bare-${name}`)).href);
      await expect(title(page)).toHaveText("Archive");
      for (const post of posts) {
        const path = encodeURI(post.path.slice(1));
        const prerendered = await (await request.get(new URL(path, address(name)).href)).text();
        // The app turns to each, as from a link in a text.
        await page.evaluate(async (path) => {
          const link = Object.assign(document.createElement("a"), { href: document.documentElement.dataset.base + path });
          document.querySelector("main").append(link);
          const { href } = link;
          link.click();
          link.remove();
          const there = () => location.href === href && !document.documentElement.hasAttribute("data-busy");
          while (!there()) await new Promise((resolve) => setTimeout(resolve, 5));
        }, path);
        await expect(title(page), post.file).toHaveText(post.title, { useInnerText: false });
        if (!empty.has(post.file)) {
          expect((await page.locator(".prose").textContent()).trim(), post.file).not.toBe("");
        }
        expect(await compare(page, prerendered), post.file).toBe("equal");
      }
    });
  }
}

test("a bare shell without a network says so, and Retry helps", async ({ page, troubles }) => {
  troubles.expect(/Failed to load resource/);
  const manifest = "**/lamplight/manifest.json";
  await page.route(manifest, (route) => route.abort("internetdisconnected"));
  await page.goto(new URL("blog/a-post-that-is-pinned/", address("bare-sample")).href);
  await expect(title(page)).toHaveText("You seem to be offline");
  await page.unroute(manifest);
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(title(page)).toHaveText("A post that is pinned");
  await started(page);
});
