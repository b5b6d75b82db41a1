// What is not drawn by the app: feeds, sitemap, and the blog without any script.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { memoryPages, validateXML } from "xmllint-wasm";
import { address, files, report, sitemap } from "./sites.mjs";
import { expect, test, title } from "./reader.mjs";

const all = (name) => readdirSync(files(name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => relative(files(name), join(entry.parentPath, entry.name)));
const read = (name, path) => readFileSync(join(files(name), path), "utf8");
const feeds = (name, file) => all(name).filter((path) => path === file || path.endsWith(`/${file}`));

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("every page, list and feed is reached by links from home", async ({ page }) => {
    test.setTimeout(120_000);
    const home = address("sample");
    const seen = new Set([home]);
    const queue = [home];
    const feeds = [];
    while (queue.length > 0) {
      const next = queue.shift();
      const response = await page.goto(next);
      expect(response.status(), next).toBe(200);
      await expect(title(page), next).toBeVisible();
      for (const href of await page.locator("a[href]").evaluateAll((links) => links.map((a) => a.href.split("#")[0]))) {
        if (!href.startsWith(home) || seen.has(href)) continue;
        seen.add(href);
        (/\.(xml|json)$/.test(href) ? feeds : queue).push(href);
      }
    }
    const reached = [...seen].map((href) => decodeURI(href.slice(home.length)));
    expect(reached).toEqual(expect.arrayContaining(sitemap("sample").map(decodeURI)));
    expect(reached).toEqual(expect.arrayContaining(report("sample").published.map((p) => p.path.slice(1))));
    const written = all("sample").filter((path) => /(^|\/)(feed\.xml|rss\.xml|feed\.json)$/.test(path));
    expect(reached).toEqual(expect.arrayContaining(written));
    for (const feed of feeds) expect((await page.request.get(feed)).status(), feed).toBe(200);
  });

  test("an old address leads to the post", async ({ page }) => {
    await page.goto(new URL("blog/an-older-address/", address("sample")).href);
    await expect(page).toHaveURL(new URL("blog/a-post-with-every-mark/", address("sample")).href);
  });
});

test("Atom, RSS and JSON Feed are well-formed, whole, and about the same posts", () => {
  const origin = "https://sample.example";
  const parsed = (file, parse) => Object.fromEntries(feeds("sample", file).map((path) => [path.slice(0, -file.length), parse(read("sample", path))]));
  const atom = parsed("feed.xml", parseAtomFeed);
  const rss = parsed("rss.xml", parseRssFeed);
  const json = parsed("feed.json", parseJsonFeed);
  expect(Object.keys(atom)).toEqual(Object.keys(json));
  expect(Object.keys(rss)).toEqual(Object.keys(json));
  expect(Object.keys(json)).toEqual(expect.arrayContaining(["", "category/design/", "tag/markdown/", "author/ada-marsh/"]));
  expect(json[""].items.length).toBe(report("sample").counts.posts);
  for (const place of Object.keys(json)) {
    const ids = json[place].items.map((item) => item.id);
    expect(ids.length, place).toBeGreaterThan(0);
    expect(atom[place].entries.map((entry) => entry.id), place).toEqual(ids);
    expect(rss[place].items.map((item) => item.guid.value), place).toEqual(ids);
    expect(atom[place].links.find((link) => link.rel === "self").href).toBe(`${origin}/${place}feed.xml`);
    for (const [i, item] of json[place].items.entries()) {
      expect(atom[place].entries[i].content.value ?? atom[place].entries[i].content, item.id).toBe(item.content_html);
      expect(rss[place].items[i].content.encoded, item.id).toBe(item.content_html);
      expect(Date.parse(rss[place].items[i].pubDate), item.id).toBe(Date.parse(item.date_published));
      for (const [, address] of item.content_html.matchAll(/\s(?:href|src|poster)="([^"]*)"/g)) {
        // A place in the same entry, or an address that means the same in every reader.
        if (address.startsWith("#")) expect(item.content_html, item.id).toContain(` id="${address.slice(1)}"`);
        else expect(address).toMatch(/^(https?|mailto):/);
      }
    }
  }
});

test("every XML file of every site is well-formed, and holds no character that XML can't", async ({ page }) => {
  for (const name of ["sample", "subpath", "hostile", "18f", "gaslight", "jekyll-fixtures"].filter((name) => report(name))) {
    const documents = all(name).filter((path) => path.endsWith(".xml")).map((path) => [path, read(name, path)]);
    for (const [path, text] of documents) expect(text, path).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
    const wrong = await page.evaluate((documents) => {
      const errors = documents.map(([path, text]) => [path, new DOMParser().parseFromString(text, "application/xml").querySelector("parsererror")?.textContent]);
      return errors.filter(([, error]) => error);
    }, documents);
    expect(wrong, name).toEqual([]);
  }
});

test("the sitemap follows its schema and names every page once", async () => {
  const schema = readFileSync("node_modules/sitemap/schema/sitemap.xsd", "utf8");
  for (const name of ["sample", "subpath"]) {
    const { valid, errors } = await validateXML({ xml: [{ fileName: "sitemap.xml", contents: read(name, "sitemap.xml") }], schema: [schema], maxMemoryPages: memoryPages.max });
    expect(errors).toEqual([]);
    expect(valid).toBe(true);
    const paths = sitemap(name).map(decodeURI);
    expect(new Set(paths).size).toBe(paths.length);
    const pages = all(name).filter((path) => path.endsWith("index.html") && !/http-equiv="refresh"/.test(read(name, path)));
    // What is kept on a reader's own device is nothing to search for, and a place to search is nothing to find.
    const known = pages.map((path) => path.slice(0, -"index.html".length)).filter((path) => !["offline/", "search/"].includes(path));
    expect([...paths].sort()).toEqual(known.sort());
  }
  expect(read("sample", "robots.txt")).toContain("Sitemap: https://sample.example/sitemap.xml");
});

test("names and integrity are those of the final bytes", () => {
  const sha256 = (path, encoding) => createHash("sha256").update(readFileSync(join(files("sample"), path))).digest(encoding);
  const home = read("sample", "index.html");
  const [, boot, integrity] = home.match(/src="\/(lamplight\/app\/boot-[0-9a-f]{16}\.js)" integrity="sha256-([^"]+)"/);
  expect(sha256(boot, "base64")).toBe(integrity);
  const [, wasm] = read("sample", boot).match(/"\.\/(lamplight-[0-9a-f]{16}\.wasm)"/);
  expect(read("sample", boot)).toContain(`"sha256-${sha256(`lamplight/app/${wasm}`, "base64")}"`);
  const [, app] = read("sample", boot).match(/"\.\/(app-[0-9a-f]{16}\.js)"/);
  expect(read("sample", boot)).toContain(`"sha256-${sha256(`lamplight/app/${app}`, "base64")}"`);
  const [, chunk] = read("sample", `lamplight/app/${app}`).match(/"\.\/(reader-[0-9a-f]{16}\.wasm)"/);
  expect(read("sample", `lamplight/app/${app}`)).toContain(`"sha256-${sha256(`lamplight/app/${chunk}`, "base64")}"`);
  expect(read("sample", "sw.js"), "a chunk is there without a network").toContain(`lamplight/app/${chunk}`);
  const hashed = all("sample").filter((path) => /^lamplight\/(app|data)\//.test(path) && !/\.(br|gz)$/.test(path));
  expect(hashed.length).toBeGreaterThan(20);
  for (const path of hashed) expect(sha256(path, "hex").startsWith(path.match(/([0-9a-f]{16,64})\.\w+$/)[1]), path).toBe(true);
  const style = home.match(/<style>(.*?)<\/style>/s)[1];
  expect(home).toContain(`style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`);
});

test("each post is Markdown too, and llms.txt says where", () => {
  const named = [...read("sample", "llms.txt").matchAll(/\]\(https:\/\/sample\.example\/([^)]+)\)/g)].map(([, path]) => path);
  expect(named.length).toBe(report("sample").published.length);
  for (const path of named) expect(read("sample", path)).toMatch(/^# .+\n\n<https:\/\/sample\.example\//);
});

test("no file holds inline script, handler or style attribute; what is inline is data, or the one style sheet", async () => {
  for (const name of ["sample", "subpath", "hostile", "18f"].filter((name) => report(name))) {
    const styles = new Set();
    const wrong = [];
    let tags = 0;
    for (const path of all(name).filter((path) => path.endsWith(".html"))) {
      const html = read(name, path);
      for (const [, style] of html.matchAll(/<style>(.*?)<\/style>/gs)) styles.add(style);
      for (const [, data] of html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) if (!JSON.parse(data)["@graph"].length) wrong.push([path, data]);
      // Tags alone: prose may speak of attributes.
      for (const [tag] of html.replace(/<style>.*?<\/style>/gs, "").matchAll(/<[a-z](?:[^>"]|"[^"]*")*>/g)) {
        tags += 1;
        const script = tag.startsWith("<script") && !/ src="[^"]+" integrity="sha256-|^<script type="application\/ld\+json">$/.test(tag);
        if (script || /\s(on\w+|style)=/.test(tag.replace(/"[^"]*"/g, '""'))) wrong.push([path, tag]);
      }
    }
    expect(wrong, name).toEqual([]);
    expect(tags, name).toBeGreaterThan(100);
    expect(styles.size, name).toBe(1);
  }
});

test("where a host sends compressed forms, everything that is text has its own beside it, and nothing else has", () => {
  const paths = new Set(all("compressed"));
  const text = [...paths].filter((path) => /\.(html|js|json|bin|webmanifest|xml|svg|txt|md|wasm)$/.test(path));
  expect(text.length).toBeGreaterThan(100);
  expect([...paths].filter((path) => /\.(br|gz)$/.test(path)).sort()).toEqual(text.flatMap((path) => [`${path}.br`, `${path}.gz`]).sort());
  expect(existsSync(join(files("compressed"), "index.html.br"))).toBe(true);
  expect(all("sample").filter((path) => /\.(br|gz)$/.test(path)), "a host that is not named gets none").toEqual([]);
});
