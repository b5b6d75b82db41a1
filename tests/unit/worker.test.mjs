// What the service worker makes of answers, of what it has stored, and of messages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createHash } from "node:crypto";
import { network, start } from "./worker.mjs";

const page = (attributes = "", text = "") => `<!doctype html>\n<html lang="en" data-base="/"${attributes} data-version="fedcba9876543210">\n<head><title>A</title></head><body>${text}</body></html>\n`;
const html = { "content-type": "text/html; charset=utf-8" };
const bytes = (text) => Buffer.from(text, "latin1");
const look = (worker, value = { theme: "dark" }) => worker.keep("notes", "lamplight/look.json", new Response(JSON.stringify(value)));

/** Runs a story with a worker and a network of its own. */
const story = (name, routes, tell, base = "/") =>
  test(name, async () => {
    const net = await network(routes);
    try {
      await tell(start(new URL(base, net.origin)), net);
    } finally {
      await net.stop();
    }
  });

// Safari before 18.4 follows redirects when it preloads; and no browser shows a redirected answer for a navigation.
const there = { "/Old": [301, { location: "/old/" }, ""], "/old/": [200, html, page(' data-path="/old/"')], "/theirs": [302, { location: "/app/" }, ""], "/app/": [200, html, "<p>app"] };
for (const dress of [false, true]) {
  story(`a redirected preload is rebuilt where it is the page that was asked for${dress ? ", dressed" : ""}`, there, async (worker, { origin }) => {
    if (dress) await look(worker);
    const preload = await fetch(`${origin}/Old`);
    assert.equal(preload.redirected, true);
    const { response, text } = await worker.fetch("Old", { preload });
    assert.deepEqual([response.redirected, response.status, response.type], [false, 200, "default"]);
    assert.equal(text, page(' data-path="/old/"').replace("<html", dress ? '<html data-theme="dark"' : "<html"));
    assert.deepEqual(await worker.kept("pages"), ["old/"]);
  });
}

story("a redirected preload of somebody else's leads to where it came from", there, async (worker, { origin }) => {
  const { response, text } = await worker.fetch("theirs", { preload: await fetch(`${origin}/theirs`) });
  assert.deepEqual([response.redirected, response.status, response.headers.get("location"), text], [false, 302, `${origin}/app/`, ""]);
});

story("nothing that is remembered is redirected", { ...there, "/lamplight/offline.html": [302, { location: "/o" }, ""], "/o": [200, html, page(' data-missing="offline"')] }, async (worker, { origin }) => {
  await worker.fetch("Old", { preload: await fetch(`${origin}/Old`) });
  const fresh = start(new URL(`${origin}/`), { entries: [["lamplight/offline.html", "0".repeat(64)]] });
  await fresh.install();
  for (const { caches } of [worker, fresh]) for (const entries of caches.all.values()) for (const response of entries.values()) assert.equal(response.redirected, false);
  assert.deepEqual(await fresh.kept("shell"), ["lamplight/offline.html"]);
});

for (const [how, preload] of Object.entries({ "an answer that is an error, as in Firefox": Response.error(), nothing: undefined, "a promise that is broken": Promise.reject(new Error("dead")) })) {
  Promise.resolve(preload).catch(() => {});
  story(`a preload that is ${how} is followed by a request`, { "/a/": [200, html, page()] }, async (worker) => {
    assert.equal((await worker.fetch("a/", { preload })).text, page());
  });
}

// --- Whose page it is ---------------------------------------------------------------------------------------------------

const theirs = {
  "in ISO-8859-1": "<!doctype html><html><title>Gr\xfc\xdfe</title><p>\xfc\xe4\xf6\xdf</html>",
  "in UTF-16": "\xff\xfe<\0h\0t\0m\0l\0>\0",
  "with a theme of its own": '<!doctype html><html data-theme="light"><p>app</html>',
  "of another blog of this kind": page().replace('"/"', '"/other/"'),
  "that names us in a comment": '<!doctype html><!-- <html data-base="/"> --><html><p>app</html>',
  "that names us in its text": '<!doctype html><html><body data-base="/"><pre>&lt;html data-base="/"></pre><p data-base="/"></html>',
  "that names us in another attribute": `<!doctype html><html title=' data-base="/" '><p></html>`,
  "without a tag": '<p>app <html data-base="/">',
  "of comments without an end": "<!--".repeat(5_000),
  "of many comments": "<!--a-->".repeat(5_000),
  empty: "",
};
for (const [what, body] of Object.entries(theirs)) {
  story(`a page of somebody else's, ${what}, stays byte for byte`, { "/app/": [200, { "content-type": "text/html" }, bytes(body)] }, async (worker) => {
    await look(worker);
    const answer = await worker.fetch("app/");
    assert.deepEqual(Buffer.from(answer.bytes), bytes(body));
    assert.equal(answer.response.headers.get("content-type"), "text/html");
    assert.deepEqual(await worker.kept("pages"), []);
  });
}

const ours = {
  "as it is built": page(),
  "without quotation marks": page().replaceAll('"', ""),
  "in another order": page().replace(/(<html)(.*?)( data-version="\w+")/, "$1$3$2"),
  "in capitals, with single quotes": page().replace(/<html.*>/, (tag) => tag.toUpperCase().replaceAll('"', "'")),
  "with comments before it": `<!-- a > b --><!doctype html> <!-- <html> --><html data-base="/" ><p></html><!-- 12 ms -->`,
  "with a mark of its encoding": `\xef\xbb\xbf${page()}`,
  "with lines within the tag": page().replace(" data-base", "\n\tdata-base ").replace("=", " = "),
  "with bytes that are no UTF-8": page("", "\xff\xfe\x80 \xe2\x28"),
};
for (const [what, body] of Object.entries(ours)) {
  story(`a page of ours, ${what}, is dressed, byte by byte, and remembered`, { "/a/": [200, html, bytes(body)] }, async (worker) => {
    await look(worker);
    const answer = await worker.fetch("a/");
    const place = body.search(/<html(?=[^>]*data-base)/i) + 5;
    assert.equal(answer.text, `${body.slice(0, place)} data-theme="dark"${body.slice(place)}`);
    assert.equal(await worker.value("pages", "a/"), new TextDecoder().decode(bytes(body)));
  });
}

const forgotten = {
  "half of it": [200, html, page().slice(0, -20)],
  "marked no-store": [200, { ...html, "cache-control": "private, no-store" }, page()],
  "a download": [200, { ...html, "content-disposition": "attachment" }, page()],
  "a text that shows a page": [200, { "content-type": "text/plain" }, page()],
  unlisted: [200, html, page(" data-unlisted")],
  "home, for everything": [200, html, page(' data-path="/"')],
  '"not found", for everything': [200, html, page(" data-missing")],
};
for (const [what, answer] of Object.entries(forgotten)) {
  story(`a page is not remembered that is ${what}`, { "/a/": answer }, async (worker) => {
    assert.equal((await worker.fetch("a/")).text, answer[2]);
    assert.deepEqual(await worker.kept("pages"), []);
  });
}

story("home for everything does not replace what is remembered", { "/a/": [200, html, page(' data-path="/"', "home")] }, async (worker) => {
  await worker.keep("pages", "a/", new Response(page("", "a"), { headers: html }));
  assert.equal((await worker.fetch("a/")).text, page("", "a"));
});

const rules = { "cross-origin-opener-policy": "same-origin", "x-frame-options": "DENY", "content-security-policy": "frame-ancestors 'none'" };
story("what is remembered of a page keeps the host's rules, and nothing else of its headers", { "/a/": [200, { ...html, ...rules, "x-other": "1", etag: '"1"' }, page()] }, async (worker, net) => {
  await worker.fetch("a/");
  await net.stop();
  const { response } = await worker.fetch("a/");
  assert.deepEqual(Object.fromEntries(response.headers), { ...html, ...rules });
});

const other = [200, html, "<!doctype html><html><p>theirs</html>"];
const manifest = { "/lamplight/manifest.json": [200, { "content-type": "application/json" }, "{}"] };
for (const [what, routes, path, shown] of [
  ["somebody else's page at one of our addresses is not shown while the blog is published", { "/a/": other, ...manifest }, "a/", page("", "a")],
  ["nor if nobody can tell whether it is", { "/a/": other, "/lamplight/manifest.json": [503, {}, ""] }, "a/", page("", "a")],
  ["what is there now is shown where the blog is published no longer", { "/a/": other }, "a/", other[2]],
  ["another spelling of one of our addresses may be somebody else's", { "/a.html": other, ...manifest }, "a.html", other[2]],
  ["capitals, too", { "/A/": other, ...manifest }, "A/", other[2]],
]) {
  story(what, routes, async (worker) => {
    await worker.keep("pages", "a/", new Response(page("", "a"), { headers: html }));
    assert.equal((await worker.fetch(path)).text, shown);
  });
}

story("of far too many wishes the latest are taken, and a list of files that is none takes no other along", {}, async (worker) => {
  const wish = (i) => ({ kind: "post", path: `blog/${i}/`, title: `${i}`, complete: true, paused: true });
  await worker.keep("shelf", `lamplight/shelf/${encodeURIComponent("post blog/1999/")}`, new Response('[{"toString":1}]'));
  const { wishes, cleared } = await worker.ask({ ask: "mend", wishes: Array.from({ length: 2_000 }, (_, i) => wish(i)) });
  assert.deepEqual([wishes.length, wishes.at(-1).path], [500, "blog/1999/"]);
  assert.ok(cleared.includes("1999"));
});

for (const [from, to] of [["A/b.html", "A/b"], ["A/b.html", "a/b"], ["A/B/", "a/b/"], ["a/b/", "a/b/index.html"], ["", "index.html"]]) {
  story(`a page is found again under ${to} that calls itself ${from}`, { [`/${to}`]: [200, html, page(` data-path="/${from}"`)] }, async (worker, net) => {
    await worker.fetch(to);
    assert.deepEqual(await worker.kept("pages"), [from]);
    await net.stop();
    for (const path of [from, to]) assert.equal((await worker.fetch(path)).text, page(` data-path="/${from}"`));
  });
}

story("without a type a page is one all the same", { "/a/": [200, {}, page()], "/b/": [200, { "content-type": "binary/octet-stream" }, page()] }, async (worker) => {
  for (const path of ["a/", "b/"]) assert.match((await worker.fetch(path)).response.headers.get("content-type"), /^text\/html/);
  assert.deepEqual(await worker.kept("pages"), ["a/", "b/"]);
});

// --- What is stored -----------------------------------------------------------------------------------------------------

const looks = {
  "a name of ours": { base: "/evil/", app: "off", version: "old" },
  "a value with markup": { theme: '"><script src=/evil.js></script>' },
  "a name with markup": { 'x="><script>': "dark" },
  "a value of another name": { theme: "large", size: "dark" },
  "no text": { theme: ["dark"], size: { large: 1 }, wrap: true, leading: null, measure: 1 },
  "what everything has": JSON.parse('{"__proto__":"dark","constructor":"dark"}'),
  "a list": ["dark"],
  "a text": "dark",
  "a number": 5,
  nothing: null,
};
for (const [what, value] of Object.entries(looks)) {
  story(`of a stored look with ${what} nothing comes into pages`, { "/a/": [200, html, page()] }, async (worker) => {
    await look(worker, value);
    assert.equal((await worker.fetch("a/")).text, page());
    await worker.ask({ ask: "dress", look: value });
    assert.equal(await worker.value("notes", "lamplight/look.json"), undefined);
  });
}

for (const [what, text] of Object.entries({ "no JSON": "{", "a number": "5", nothing: "null", "a list": "[]", "of another shape": '{"app":{"a":1},"of":["../"],"addresses":7,"theme":{}}' })) {
  story(`where what is noted is ${what}, the worker installs, answers and dresses`, { "/a/": [200, html, page()] }, async (worker) => {
    for (const name of ["active", "look", "addresses", "manifest"]) await worker.keep("notes", `lamplight/${name}.json`, new Response(text));
    await worker.install();
    assert.equal((await worker.fetch("a/")).text, page());
    await worker.ask({ ask: "dress", look: { theme: "dark", base: "evil" } });
    assert.equal(await worker.value("notes", "lamplight/look.json"), '{"theme":"dark"}');
    assert.equal(await worker.ask({ ask: "app" }), "fedcba9876543210");
  });
}

story("messages are for who lives below the site's folder", {}, async (worker, { origin }) => {
  const dress = { ask: "dress", look: { theme: "dark" } };
  for (const source of [null, { url: `${origin}/other/` }, { url: `${origin}/x` }, { url: "https://evil.example/x/" }]) await worker.ask(dress, source);
  assert.equal(await worker.value("notes", "lamplight/look.json"), undefined);
  await worker.ask(dress, { url: `${origin}/x/a/` });
  assert.equal(await worker.value("notes", "lamplight/look.json"), '{"theme":"dark"}');
}, "/x/");

for (const data of [null, 5, "app", [], {}, { ask: 5 }, { ask: "constructor" }, { ask: ["keep"] }, { ask: "loaded", path: 5, pictures: 5 }, { ask: "loaded", path: "a:b", pictures: [5, {}, null] }, { ask: "turned", path: {} }, { ask: "dress", look: 5 }, { ask: "dress" }]) {
  story(`a message that is ${JSON.stringify(data)} does no harm`, {}, async (worker) => {
    await worker.ask(data);
    assert.equal(await worker.ask({ ask: "app" }), "fedcba9876543210");
    assert.deepEqual([await worker.kept("pages"), worker.skipped()], [[], false]);
  });
}

// --- Deploys ------------------------------------------------------------------------------------------------------------

story("a file that is not there yet is asked for again past all caches", {}, async (worker, { origin, asked }) => {
  const path = `lamplight/app/boot-${"0".repeat(16)}.js`;
  const { response } = await worker.fetch(path, { mode: "cors" });
  assert.equal(response.status, 404);
  // What is wrong a second time is handed on as the host says it.
  assert.deepEqual(asked.slice(0, 2), [[`/${path}`, undefined], [`/${path}`, "no-cache"]]);
});

for (const [what, routes, good] of [
  ["home changed on its way", { "/": [200, html, page(' data-path="/"', "<script src=/cdn-cgi/x.js></script>")] }, true],
  ["home under its other name", { "/": [403, html, page(" data-missing")], "/index.html": [200, html, page(' data-path="/"')] }, true],
  ["home of another version", { "/": [200, html, page(' data-path="/"').replace("fedcba9876543210", "0000000000000000")] }, false],
  ["half of home", { "/": [200, html, page(' data-path="/"').slice(0, -10)] }, false],
  ["another page as home", { "/": [200, html, page(' data-path="/a/"')] }, false],
  ['"not found" as home', { "/": [200, html, page(" data-missing")] }, false],
  ["a sign-in page as home", { "/": [200, html, "<!doctype html><html><p>Sign in</html>"] }, false],
]) {
  test(`a version ${good ? "installs" : "does not install"} with ${what}`, async () => {
    const net = await network(routes);
    const worker = start(new URL(net.origin), { entries: [["", "0".repeat(64)]] });
    const installed = await worker.install().then(() => true, () => false);
    assert.deepEqual([installed, await worker.kept("shell")], [good, good ? [""] : []]);
    await net.stop();
  });
}

for (const [what, active, skips] of [["nothing of ours", undefined, true], ["another version of ours", '{"app":"0000000000000000"}', false], ["the same app", '{"app":"fedcba9876543210"}', true]]) {
  story(`where ${what} is in charge, a new version ${skips ? "takes over" : "waits for the reader's word"}`, {}, async (worker) => {
    if (active) await worker.keep("notes", "lamplight/active.json", new Response(active));
    await worker.install();
    assert.equal(worker.skipped(), skips);
  });
}

test("what an older version has in equal bytes is taken over, and nothing of it is asked for", async () => {
  const net = await network({});
  const home = new URL(net.origin);
  const hash = (text) => createHash("sha256").update(text).digest("hex");
  const [data, script, offline] = ["[1]", "go()", page(' data-missing="offline"')];
  const all = { [`lamplight/data/${hash(data)}.json`]: data, [`lamplight/app/boot-${hash(script).slice(0, 16)}.js`]: script, "lamplight/offline.html": offline };
  const worker = start(home, { entries: Object.entries(all).map(([path, text]) => (path.endsWith("html") ? [path, hash(text).slice(0, 16)] : [path])) });
  const older = await worker.caches.open("lamplight:/:shell:0000000000000000");
  for (const [path, text] of Object.entries(all)) await older.put(new URL(path, home).href, new Response(text));
  await worker.install();
  assert.deepEqual([(await worker.kept("shell")).sort(), net.asked], [Object.keys(all).sort(), []]);
  await net.stop();
});
