// What `offline.js` makes of what a service worker reports, which may be another project's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./modules.mjs";

const { clearsUnvisited, isDownload, pathInside, summary, withoutSiteTitle } = await load("offline/checks.js");
const site = "https://blog.example/b/";

test("a path is below the site's folder, without a query, or it is none", () => {
  for (const [path, inside] of [["", ""], ["a/", "a/"], ["a/?q=1#x", "a/"], ["/a/", "a/"], ["a/../c/", "c/"], ["//evil.example/", "evil.example/"], ["\\\\evil.example\\", "evil.example/"], ["ä/", "%C3%A4/"]]) assert.equal(pathInside(path, site), inside, path);
  for (const path of ["../", "%2e%2e/", "../../x", "a/../../c/", "..\\", "/../../x/"]) assert.equal(pathInside(path, site), undefined, path);
  // Another address becomes a path of this site.
  assert.equal(pathInside("https://evil.example/", site), "https://evil.example/");
  assert.equal(pathInside("javascript:alert(1)", site), "javascript:alert(1)");
});

const post = { id: "post a/", kind: "post", path: "a/", title: "A" };

test("a row of the library names a kind, a path of this site and a title", () => {
  for (const row of [post, { id: "term tags/a/", kind: "term", path: "tags/a/", title: "A" }, { id: "all ", kind: "all", path: "", title: "All" }, { ...post, complete: true, more: 1 }]) assert.equal(isDownload(row, site), true);
  for (const row of [
    null, undefined, 5, "post a/", [], {},
    { ...post, kind: "page", id: "page a/" }, { ...post, kind: "constructor", id: "constructor a/" }, { ...post, kind: ["post"] }, { ...post, kind: undefined },
    { ...post, id: "post b/" }, { ...post, id: 5 },
    { ...post, path: "//evil.example/", id: "post //evil.example/" }, { ...post, path: "../", id: "post ../" }, { ...post, path: "a/?q", id: "post a/?q" }, { ...post, path: 5, id: "post 5" }, { ...post, path: undefined, id: "post undefined" },
    { ...post, title: undefined }, { ...post, title: 5 }, { ...post, title: null }, { ...post, title: {} },
  ]) assert.equal(isDownload(row, site), false, JSON.stringify(row));
});

test("of a download only what is needed to fetch it again is stored", () => {
  assert.deepEqual(summary({ ...post, pictures: true, paused: false, complete: true, error: "", done: 5, total: 9, version: "v" }), { ...post, pictures: true, paused: false, complete: true });
});

test("Safari clears what is not visited, unless the site is installed", () => {
  const safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15";
  const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1";
  const chromium = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
  const firefox = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0";
  for (const [userAgent, isInstalled, clears] of [[safari, false, true], [phone, undefined, true], [safari, true, false], [phone, true, false], [chromium, false, false], [firefox, false, false]]) assert.equal(clearsUnvisited(userAgent, isInstalled), clears);
});

test("a page in a list is named without the name of the blog", () => {
  assert.equal(withoutSiteTitle("A post · Blog", "Blog"), "A post");
  for (const title of ["Blog", "A · Blog post", "A post", "A post · Other"]) assert.equal(withoutSiteTitle(title, "Blog"), title);
  assert.equal(withoutSiteTitle("A post · Blog", undefined), "A post · Blog");
});
