// Every payload of ours and of a public collection, by every way into a post, with the policy switched off: nothing may run.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { address, files, report } from "./sites.mjs";
import { expect, started, test, title } from "./reader.mjs";

const built = report("xss");
const payloads = JSON.parse(readFileSync(join(files("xss"), "../xss.payloads.json"), "utf8"));
// Small, still and untraced: there are two thousand pages to look at.
test.use({ bypassCSP: true, contextOptions: { reducedMotion: "reduce" }, trace: "off", viewport: { width: 320, height: 240 } });

/** What must be true of every page; the offences are its answer. */
const offences = () => {
  const found = [];
  const all = [...document.querySelectorAll("*")];
  const tell = (what, elements) => elements.length && found.push(`${what}: ${elements[0].outerHTML.slice(0, 200)}`);
  tell("handler or style", all.filter((e) => [...e.attributes].some((a) => /^on|^style$|^srcdoc$|^formaction$/.test(a.name))));
  tell("element", [...document.querySelectorAll("main :is(script, style, iframe, object, embed, form, input, button:not([data-action], .download *), svg, meta, link, base, template, noscript, textarea, select)")]);
  // Formulas are drawn from elements that can do nothing, and say in a text what they were written as.
  const drawn = /^(math|semantics|mrow|mi|mn|mo|ms|mtext|mspace|msub|msup|msubsup|munder|mover|munderover|mfrac|msqrt|mroot|mtable|mtr|mtd|mstyle|mpadded|mphantom|mmultiscripts|mprescripts|none|menclose|merror|annotation)$/;
  tell("formula", all.filter((e) => e.closest("math") && (!drawn.test(e.localName) || [...e.attributes].some((a) => /href|src|actiontype/.test(a.name)))));
  tell("address", all.filter((e) => ["href", "src", "action", "poster", "data", "xlink:href"].some((name) => /^\s*(javascript|vbscript|data:(?!image\/(png|jpeg|gif|webp|avif)[;,]))/i.test((e.getAttribute(name) ?? "").replace(/[\u0000-\u0020]/g, "")))));
  // An old blog's headings that begin with a digit were called `_1-first`: no id of ours is like that.
  tell("id of ours", all.filter((e) => /^_(?!\d)/.test(e.id) && !["_app", "_content"].includes(e.id)));
  tell("script", [...document.scripts].filter((script) => script.type !== "application/ld+json" && !script.src.startsWith(location.origin)));
  if (window.ran) found.push("a script ran");
  if (document.querySelectorAll("main").length !== 1 || document.querySelector("footer.site-footer")?.parentElement.id !== "_app") found.push("the page is broken");
  for (const [name, value] of Object.entries(window.intact ?? {})) if (window[name] !== value) found.push(`global ${name}`);
  for (const name of ["createElement", "querySelector", "getElementById", "cookie", "body", "head", "forms"]) if (document[name] instanceof HTMLElement !== ["body", "head"].includes(name)) found.push(`document.${name}`);
  return found;
};

/** Takes note of everything that a payload could do. */
async function watched(page) {
  let dialogs = 0;
  page.on("dialog", (dialog) => {
    dialogs += 1;
    dialog.dismiss();
  });
  await page.addInitScript(() => {
    const ran = () => (window.ran = true);
    for (const name of ["alert", "confirm", "prompt", "print", "xssed", "xss"]) window[name] = ran;
    window.open = ran;
    window.intact = Object.fromEntries(["fetch", "history", "navigator", "URL", "Response", "Promise", "WebAssembly", "localStorage"].map((name) => [name, window[name]]));
    addEventListener("error", (event) => event.target === window && ran());
  });
  return () => dialogs;
}

const paths = (kind) => built.published.filter(({ file }) => file.startsWith(kind)).map(({ path }) => path.slice(1));

for (const kind of ["html", "markdown", "front"]) {
  test(`payloads as ${kind}, prerendered`, async ({ page, troubles }) => {
    test.setTimeout(360_000);
    troubles.expect(/Failed to load resource|ERR_/);
    const dialogs = await watched(page);
    await page.route("**/*.wasm", (route) => route.abort());
    const all = paths(kind);
    expect(all.length).toBe(payloads.length);
    expect(all.length).toBeGreaterThan(100);
    const found = {};
    for (const path of all) {
      await page.goto(new URL(path, address("xss")).href, { waitUntil: "load" });
      const here = await page.evaluate(offences);
      if (here.length) found[path] = here;
      await expect(page.getByText("Still here.")).toBeVisible();
    }
    expect(found).toEqual({});
    expect(dialogs()).toBe(0);
  });

  test(`payloads as ${kind}, drawn by the app`, async ({ page, troubles }) => {
    test.setTimeout(360_000);
    troubles.expect(/Failed to load resource|ERR_/);
    const dialogs = await watched(page);
    await page.goto(new URL("categories/", address("bare-xss")).href);
    await started(page);
    await page.evaluate(() => (window.same = true));
    const found = {};
    for (const path of paths(kind)) {
      await page.evaluate((path) => {
        const link = document.body.appendChild(document.createElement("a"));
        link.href = `/${path}`;
        link.click();
        link.remove();
      }, path);
      await page.waitForFunction((path) => decodeURI(location.pathname) === decodeURI(new URL(`/${path}`, location).pathname) && !document.documentElement.dataset.busy, path);
      const here = await page.evaluate(offences);
      if (here.length) found[path] = here;
    }
    expect(found).toEqual({});
    expect(dialogs()).toBe(0);
    expect(await page.evaluate(() => window.same)).toBe(true);
  });
}

test("lists, indexes and feeds of hostile posts are harmless", async ({ page, troubles }) => {
  test.setTimeout(120_000);
  troubles.expect(/Failed to load resource|ERR_/);
  const dialogs = await watched(page);
  const terms = ["tag", "category", "author"].flatMap((kind) => readdirSync(join(files("xss"), kind)).filter((_, i) => i % 12 === 0).map((slug) => `${kind}/${encodeURIComponent(slug)}/`));
  for (const name of ["xss", "bare-xss"]) {
    for (const path of ["", "page/2/", "page/5/", "archive/", "tags/", "categories/", "authors/", ...terms]) {
      await page.goto(new URL(path, address(name)).href);
      await expect(title(page)).toBeAttached();
      expect(await page.evaluate(offences), path).toEqual([]);
    }
  }
  expect(dialogs()).toBe(0);
  const feeds = readdirSync(files("xss"), { recursive: true }).filter((name) => /(feed|rss|sitemap)\.xml$/.test(name));
  expect(feeds.length).toBeGreaterThan(100);
  const texts = feeds.map((feed) => [feed, readFileSync(join(files("xss"), feed), "utf8")]);
  const wrong = await page.evaluate((texts) => texts.filter(([, text]) => new DOMParser().parseFromString(text, "application/xml").querySelector("parsererror")).map(([feed]) => feed), texts.filter((_, i) => i % 8 === 0));
  expect(wrong).toEqual([]);
});
