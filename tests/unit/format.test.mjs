// What the service worker knows of the bundle format is what `crates/format` says of it: its test writes these vectors.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const { addresses, hashes, ways, tables } = JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/format.json"), "utf8"));

// `cargo xtask test unit` has esbuild on the path. The modules ask where they are, and what the build has filled in.
const input = `export { fnv, keyOf, numberOf } from "./address.js"; export { walker } from "./data.js";`;
const cwd = join(import.meta.dirname, "../../public/worker");
const script = execFileSync("esbuild", ["--bundle", "--format=esm", "--log-level=warning"], { cwd, input, encoding: "utf8" });
globalThis.__SITE__ = { version: "", app: "", entries: [] };
globalThis.location = new URL("https://blog.example/sw.js");
const { fnv, keyOf, numberOf, walker } = await import(`data:text/javascript,${encodeURIComponent(script)}`);

const decoded = (address) => {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
};

test("an address has the same key and number in both languages", () => {
  assert.ok(addresses.length > 800);
  for (const [address, plain, key, number] of addresses) {
    assert.equal(decoded(address), plain);
    assert.equal(keyOf(address.replace(/^\//, "")), key, address);
    assert.equal(numberOf(address), number, address);
  }
});

test("a text has the same hash in both languages", () => {
  for (const [text, hash] of hashes) assert.equal(fnv(text), hash, text);
});

test("the way to a leaf is the same in both languages", async () => {
  // A node is named by the way to it, and so are its children.
  const children = (name) => Array.from({ length: 32 }, (_, child) => [...name, child].join("."));
  const named = (path) => /^lamplight\/data\/(.*)\.json$/.exec(path)[1].split(".");
  for (const [depth, leaf, way] of ways) {
    const read = async (path) => new Response(JSON.stringify(named(path).length > depth ? named(path) : children(named(path))));
    assert.deepEqual((await walker(read).leaf({ depth, leaves: 1, root: children([]) }, leaf)).map(Number), way, `${depth}: ${leaf}`);
  }
});

test("an address leads to the same bundle in both languages", async () => {
  assert.ok(tables.some(({ tree }) => tree.depth === 2));
  for (const { tree, files, lookups } of tables) {
    const read = async (path) => new Response(JSON.stringify(files[/^lamplight\/data\/(.*)\.json$/.exec(path)[1]]));
    for (const [address, bundle] of lookups) {
      const found = await walker(read).target({ routes: { tree } }, address.slice(1));
      assert.equal(found?.document?.bundle ?? null, bundle, `${address}, ${tree.leaves} leaves`);
    }
  }
});
