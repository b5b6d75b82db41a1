// What `boot.js` makes of stored values, addresses, keys and entries of the history.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./modules.mjs";

const { parseStored } = await load("boot/stored.js");
const { choices, isChoice } = await load("boot/choices.js");
const { ownAddress } = await load("boot/address.js");
const { isCommandKey, isPlainClick, isPlainKey, isSearchKey } = await load("boot/keys.js");
const { readEntry, writeEntry } = await load("boot/entry.js");
const { format } = await load("boot/dom.js");

test("of stored preferences only values that can be chosen are accepted", () => {
  const accepted = (value) => parseStored(JSON.stringify(value), isChoice, {});
  assert.deepEqual(accepted({ theme: "dark", size: "large", measure: "short", leading: "loose", wrap: "on", keys: "off" }), { theme: "dark", size: "large", measure: "short", leading: "loose", wrap: "on", keys: "off" });
  assert.deepEqual(accepted({ theme: "dark", base: "evil", app: "off", size: "DARK", wrap: "off", keys: "on", leading: ["loose"], measure: 1 }), { theme: "dark" });
  for (const value of ["dark ", "darkest", "light\ndark", " dark", "", null, true, { toString: "dark" }, ["dark"]]) assert.deepEqual(accepted({ theme: value }), {}, JSON.stringify(value));
  assert.deepEqual(parseStored('{"__proto__":"dark","constructor":"dark","toString":"dark"}', isChoice, {}), {});
  assert.deepEqual(Object.keys(choices), ["theme", "size", "measure", "leading", "wrap", "keys"]);
});

test("what is stored as something else is replaced by nothing", () => {
  const all = () => true;
  const long = JSON.stringify({ a: "x".repeat(4_000_000) });
  for (const text of ["5", "null", "true", '"x"', "{", "", "]", "undefined", long]) {
    assert.deepEqual(parseStored(text, all, {}), {}, text.slice(0, 20));
    assert.deepEqual(parseStored(text, all, []), [], text.slice(0, 20));
  }
  assert.deepEqual(parseStored('["dark"]', all, {}), {});
  assert.deepEqual(parseStored('{"length":1}', all, []), []);
});

test("entries that are not accepted are left out, and the others stay as they are", () => {
  const isNumber = (value) => typeof value === "number";
  assert.deepEqual(parseStored('[1,"2",3,null,[4]]', isNumber, []), [1, 3]);
  assert.deepEqual(parseStored('{"a":1,"b":"2","c":3}', isNumber, {}), { a: 1, c: 3 });
  assert.deepEqual(parseStored('{"a":1,"b":1}', (_, key) => key === "b", {}), { b: 1 });
});

test("an address of this origin is returned without user name and password", () => {
  const page = { href: "https://blog.example/b/post/", origin: "https://blog.example" };
  for (const [address, own] of [
    ["/a/?q=1#x", "https://blog.example/a/?q=1#x"],
    ["a/", "https://blog.example/b/post/a/"],
    ["../", "https://blog.example/b/"],
    ["", "https://blog.example/b/post/"],
    ["https://blog.example/a/", "https://blog.example/a/"],
    ["https://blog.example:443/a/", "https://blog.example/a/"],
    ["https://user:password@blog.example/a/", "https://blog.example/a/"],
    // A path with two slashes keeps its origin in front.
    ["https://blog.example//evil.example/", "https://blog.example//evil.example/"],
    ["/..//evil.example/", "https://blog.example//evil.example/"],
  ]) assert.equal(ownAddress(address, page), own, address);
});

test("an address of another origin is refused, however it is written", () => {
  const page = { href: "https://blog.example/b/post/", origin: "https://blog.example" };
  const others = [
    "//evil.example", "//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example/", "\\/evil.example/", "/\t/evil.example/", "\n//evil.example", "https:/\\evil.example",
    "https://evil.example/", "https://blog.example.evil.example/", "https://blog.example@evil.example/", "http://blog.example/", "https://blog.example:8443/", "https://evil.example\\@blog.example/",
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "javascript://blog.example/%0aalert(1)", "data:text/html,x", "blob:https://blog.example/0", "file:///etc/passwd", "mailto:a@blog.example", "https://", "http://[",
  ];
  for (const address of others) assert.equal(ownAddress(address, page), undefined, JSON.stringify(address));
  // Documents without an origin have all the same one.
  assert.equal(ownAddress("javascript:alert(1)", { href: "about:srcdoc", origin: "null" }), undefined);
});

const elsewhere = { closest: () => null };
const inField = { closest: () => ({}) };
const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, isComposing: false, defaultPrevented: false };
const key = (key, more = {}) => ({ key, target: elsewhere, ...none, ...more });

test("a key is a command while nobody writes and no dialog is open", () => {
  assert.equal(isCommandKey(key("t"), undefined, false), true);
  // Events may be aimed at the document, which has no `closest`.
  assert.equal(isCommandKey(key("t", { target: {} }), undefined, false), true);
  assert.equal(isCommandKey(key("?", { shiftKey: true }), undefined, false), true);
  assert.equal(isCommandKey(key("t"), "off", false), false);
  assert.equal(isCommandKey(key("t"), undefined, true), false);
  for (const more of [{ target: inField }, { ctrlKey: true }, { metaKey: true }, { altKey: true }, { repeat: true }, { isComposing: true }, { defaultPrevented: true }]) {
    assert.equal(isCommandKey(key("t", more), undefined, false), false, JSON.stringify(more));
  }
  assert.equal(isPlainKey(key("t", { repeat: true }), undefined), true);
});

test("fields are what is written in, and not buttons for a choice", () => {
  let asked;
  isPlainKey(key("t", { target: { closest: (selector) => void (asked = selector) } }), undefined);
  assert.equal(asked, "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
});

test("search opens with a slash while nobody writes, and with Ctrl+K everywhere", () => {
  const is = (name, more, preference) => isSearchKey(key(name, more), preference);
  for (const [name, more] of [["/", {}], ["/", { shiftKey: true }], ["k", { ctrlKey: true }], ["K", { metaKey: true }], ["k", { ctrlKey: true, target: inField }]]) assert.equal(is(name, more), true, JSON.stringify([name, more]));
  assert.equal(is("k", { ctrlKey: true }, "off"), true);
  assert.equal(is("/", {}, "off"), false);
  for (const [name, more] of [
    ["/", { target: inField }], ["/", { ctrlKey: true }], ["k", {}], ["k", { ctrlKey: true, shiftKey: true }], ["k", { ctrlKey: true, altKey: true }], ["K", { metaKey: true, shiftKey: true }],
    ["/", { defaultPrevented: true }], ["k", { ctrlKey: true, isComposing: true }], ["j", { ctrlKey: true }], [undefined, { ctrlKey: true }],
  ]) assert.equal(is(name, more), false, JSON.stringify([name, more]));
});

test("a click with another button or key is the browser's", () => {
  assert.equal(isPlainClick({ button: 0 }), true);
  for (const more of [{ button: 1 }, { ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }]) assert.equal(isPlainClick({ button: 0, ...more }), false);
});

test("an entry of the history has a name and notes, whatever it held before", () => {
  assert.deepEqual(readEntry("7 search rain"), ["7", "search", "rain"]);
  for (const state of [null, undefined, 5, { name: "7" }, ["7"]]) assert.deepEqual(readEntry(state), [""]);
  assert.equal(writeEntry("7 search rain", "keys"), "7 keys");
  assert.equal(writeEntry("7"), "7");
  assert.equal(writeEntry(null, "keys"), " keys");
  assert.deepEqual(readEntry(writeEntry(null, "keys")), ["", "keys"]);
});

test("values take the places of a text, whatever they contain", () => {
  assert.equal(format("{0} of {1}, {0}", "1 MB", "{0}"), "1 MB of {0}, 1 MB");
  assert.equal(format("{0}", "$& $1"), "$& $1");
});
