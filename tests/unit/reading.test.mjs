// What `reading.js` makes of stored paths and places, and what it gives to a voice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./modules.mjs";

const { isOwnPath, markdownPath, pagePath } = await load("reading/paths.js");
const { isPlace, withLatest } = await load("reading/stored.js");
const { sentences } = await load("reading/sentences.js");

test("a stored path is one below the blog's folder, as browsers write it", () => {
  for (const [path, base] of [["/", "/"], ["/a/", "/"], ["/b/a.html", "/b/"], ["/%E4%BD%A0/", "/"], ["/~me/a-b_c.d!$&'()*+,;=:@|^[]", "/"]]) assert.equal(isOwnPath(path, base), true, path);
  for (const [path, base] of [
    ["//evil.example/", "/"], ["/\\evil.example/", "/"], ["\\\\evil.example", "/"], ["https://evil.example/", "/"], ["https://blog.example/a/", "/"], ["javascript:alert(1)", "/"], ["data:text/html,x", "/"],
    ["a/", "/"], ["", "/"], ["/other/", "/b/"], ["/b", "/b/"], ["/a b/", "/"], ["/a\n/", "/"], ['/"onload="x', "/"], ["/<x>", "/"], ["/ü/", "/"], ["/a/#x", "/"], ["/a/?q", "/"], [`/${"a".repeat(2_000)}`, "/"],
  ]) assert.equal(isOwnPath(path, base), false, path.slice(0, 40));
});

test("both spellings of a page's address are one path, and lead to its Markdown", () => {
  assert.equal(pagePath("/a/index.html"), "/a/");
  assert.equal(pagePath("/a/"), "/a/");
  assert.equal(pagePath("/a.html"), "/a.html");
  for (const [path, file] of [["/a/", "/a/index.md"], ["/a", "/a/index.md"], ["/a.html", "/a.md"], ["/html/", "/html/index.md"], ["/", "/index.md"]]) assert.equal(markdownPath(path), file);
});

test("a stored place is the number of a block and its first words", () => {
  for (const value of [[0, ""], [3, "The first words"], [3, "x".repeat(400)], [3, "words", "more"]]) assert.equal(isPlace(value), true);
  for (const value of [null, 5, "3", {}, [], [3], [3, 5], [3, null], ["3", "words"], [-1, "words"], [1.5, "words"], [NaN, "words"], [3, "x".repeat(401)], { 0: 3, 1: "words" }]) assert.equal(isPlace(value), false, JSON.stringify(value));
});

test("a list keeps the latest paths, each once", () => {
  const rows = { "/a/": [1, "a"], "/b/": [2, "b"] };
  assert.deepEqual(Object.entries(withLatest(rows, "places", "/a/", [3, "c"])), [["/b/", [2, "b"]], ["/a/", [3, "c"]]]);
  assert.deepEqual(withLatest(rows, "places", "/a/"), { "/b/": [2, "b"] });
  assert.deepEqual(withLatest(rows, "places", "/c/"), rows);
  assert.deepEqual(rows, { "/a/": [1, "a"], "/b/": [2, "b"] });
  for (const [list, limit] of [["places", 100], ["read", 2_000]]) {
    const full = Object.fromEntries(Array.from({ length: limit }, (_, i) => [`/${i}/`, "2020-01-01"]));
    const paths = Object.keys(withLatest(full, list, "/new/", "2020-01-02"));
    assert.deepEqual([paths.length, paths[0], paths.at(-1)], [limit, "/1/", "/new/"]);
  }
});

test("a text is read sentence by sentence", () => {
  assert.deepEqual(sentences("It rained. Did it? Yes!", "en").map((part) => part.trim()), ["It rained.", "Did it?", "Yes!"]);
  assert.deepEqual(sentences("雨が降った。本当に？", "ja"), ["雨が降った。", "本当に？"]);
  for (const text of ["", " ", "\n"]) assert.deepEqual(sentences(text, "en"), []);
});

test("long sentences are read in parts, between words if there are any", () => {
  const words = "word ".repeat(100).trim();
  const parts = sentences(words, "en");
  assert.ok(parts.length > 3 && parts.every((part) => part.length <= 160 && /^\s?word/.test(part) && /word\s?$/.test(part)));
  assert.equal(parts.join(""), words);
  assert.deepEqual(sentences("x".repeat(400), "en").map(({ length }) => length), [160, 160, 80]);
  assert.deepEqual(sentences("雨".repeat(120), "ja").map(({ length }) => length), [50, 50, 20]);
  // A sign of two code units stays whole.
  assert.deepEqual(sentences("😀".repeat(60), "en").map((part) => [...part].length), [50, 10]);
});

test("a browser that cannot find sentences reads the whole text in parts", () => {
  const { Segmenter } = Intl;
  try {
    delete Intl.Segmenter;
    assert.deepEqual(sentences("It rained. Did it?", "en"), ["It rained. Did it?"]);
  } finally {
    Object.defineProperty(Intl, "Segmenter", { value: Segmenter, configurable: true, writable: true });
  }
});
