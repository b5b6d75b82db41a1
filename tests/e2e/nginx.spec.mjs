// The site as the real nginx serves it under a sub-path, with the configuration that the build has written.
import { brotliDecompressSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { request as ask } from "node:http";
import { join } from "node:path";
import { address, files, sitemap } from "./sites.mjs";
import { expect, open, test, title } from "./reader.mjs";

const root = address("nginx");

/** A request as a browser makes it, with the body as it came over the wire. */
const get = (path, headers = {}) =>
  new Promise((resolve, reject) => {
    const request = ask(new URL(path, root), { headers: { "accept-encoding": "gzip, deflate, br", ...headers } }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part)).on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
    });
    request.on("error", reject).end();
  });

test("every address of the sitemap answers with its page, compressed with Brotli and asked for anew", async () => {
  const paths = sitemap("compressed");
  expect(paths.length).toBeGreaterThan(30);
  for (const path of paths) {
    const { status, headers, body } = await get(path);
    expect({ status, type: headers["content-type"], encoding: headers["content-encoding"], cache: headers["cache-control"] }, path).toEqual({
      status: 200,
      type: "text/html; charset=utf-8",
      encoding: "br",
      cache: "public, max-age=0, must-revalidate",
    });
    expect(brotliDecompressSync(body).toString(), path).toBe(readFileSync(join(files("compressed"), decodeURI(path), "index.html"), "utf8"));
    expect((await get(path, { "if-none-match": headers.etag })).status, path).toBe(304);
  }
});

test("unknown addresses are 404, with the site's own page", async () => {
  for (const path of ["no/such/page/", "blog/nothing", "feed.nothing", "blog/a-post-that-is-pinned/index.htmlx"]) {
    const { status, body, headers } = await get(path, { "accept-encoding": "identity" });
    expect(status, path).toBe(404);
    expect(body.toString(), path).toContain("Page not found");
    expect(headers["content-security-policy"], path).toContain("default-src 'none'");
  }
  for (const path of ["_headers", "lamplight/nginx.conf"]) expect((await get(path)).status, path).toBe(404);
});

test("hashed files are kept for ever, and those that are gone are not", async () => {
  const home = (await get("", { "accept-encoding": "identity" })).body.toString();
  const boot = home.match(/src="\/x\/y\/(lamplight\/app\/boot-[0-9a-f]{16}\.js)"/)[1];
  const wasm = readFileSync(join(files("compressed"), boot), "utf8").match(/\.\/(lamplight-[0-9a-f]{16}\.wasm)/)[1];
  const types = { [boot]: /^(application|text)\/javascript/, [`lamplight/app/${wasm}`]: /^application\/wasm$/ };
  for (const [path, type] of Object.entries(types)) {
    const { status, headers } = await get(path);
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(type);
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(headers["content-encoding"]).toBe("br");
  }
  const gone = await get("lamplight/app/boot-0000000000000000.js");
  expect(gone.status).toBe(404);
  expect(gone.headers["cache-control"]).toBeUndefined();
});

test("manifest, feeds and the rest have their types and are asked for anew", async () => {
  const wanted = {
    "lamplight/manifest.json": "application/json",
    "feed.xml": "application/atom+xml; charset=utf-8",
    "rss.xml": "application/rss+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
    "tag/design/feed.xml": "application/atom+xml; charset=utf-8",
    "opensearch.xml": "application/opensearchdescription+xml; charset=utf-8",
    "sitemap.xml": "text/xml; charset=utf-8",
    "robots.txt": "text/plain; charset=utf-8",
    "blog/a-post-that-is-pinned/index.md": "text/markdown; charset=utf-8",
    "uploads/cover.svg": "image/svg+xml",
  };
  for (const [path, type] of Object.entries(wanted)) {
    const { status, headers } = await get(path);
    expect({ status, type: headers["content-type"] }, path).toMatchObject({ status: 200, type: expect.stringContaining(type) });
    expect(headers["cache-control"], path).toMatch(/no-cache|max-age=0, must-revalidate/);
    expect(headers["x-content-type-options"], path).toBe("nosniff");
  }
});

test("an address without its slash, and an old one, lead to the page", async () => {
  const bare = await get("blog/a-post-that-is-pinned");
  expect([bare.status, bare.headers.location]).toEqual([301, "/x/y/blog/a-post-that-is-pinned/"]);
  for (const old of ["blog/an-older-address", "blog/an-older-address/"]) {
    const moved = await get(old);
    expect([moved.status, moved.headers.location]).toEqual([301, "/x/y/blog/a-post-with-every-mark/"]);
  }
});

test("in a browser: all security headers hold, nothing leaves the origin, the app turns the pages", async ({ page }) => {
  const response = await open(page, root);
  const headers = response.headers();
  expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(headers["referrer-policy"]).toBe("strict-origin-when-cross-origin");
  await page.evaluate(() => (window.same = true));
  await page.getByRole("link", { name: "A post with every mark" }).click();
  await expect(title(page)).toHaveText("A post with every mark");
  await expect(page).toHaveURL(`${root}blog/a-post-with-every-mark/`);
  expect(await page.evaluate(() => window.same)).toBe(true);
});
