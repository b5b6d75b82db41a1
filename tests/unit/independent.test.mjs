// Tests look at blogs of their own (`tests/fixtures`): whoever writes in `posts/` or `pages/` breaks none.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { test } from "node:test";

const tests = join(import.meta.dirname, "..");
const root = join(tests, "..");
const others = new Set(["e2e/own.spec.mjs", "unit/independent.test.mjs"]);
// What is installed here, and what Playwright leaves behind.
const foreign = new Set(["node_modules", "results"]);

/** Every file below a folder. */
const below = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return foreign.has(entry.name) ? [] : below(path);
    return entry.isFile() ? [path] : [];
  });

/** What a post or a page of ours is called: its title, its slug and its file's name. */
const called = (file) => {
  const [, front] = readFileSync(file, "utf8").match(/^---\n(.*?)\n---\n/s);
  const said = [...front.matchAll(/^(?:post_title|title|slug): *(.+)$/gm)].map(([, value]) => value.trim().replace(/^(["'])(.*)\1$/, "$2"));
  return [...said, basename(file, ".md")];
};

test("no test names a post or a page of our own blog", () => {
  const files = ["posts", "pages"].flatMap((folder) => below(join(root, folder))).filter((file) => file.endsWith(".md"));
  assert.ok(files.length > 0);
  // A single word, such as `about`, is no name: it stands in every text.
  const names = [...new Set(files.flatMap(called).map((name) => name.toLowerCase()))].filter((name) => /[\s-]/.test(name));
  assert.ok(names.length > 0);
  const found = below(tests)
    .filter((file) => !others.has(relative(tests, file).replaceAll("\\", "/")))
    .flatMap((file) => {
      const text = `${relative(tests, file)}\n${readFileSync(file, "utf8")}`.toLowerCase();
      return names.filter((name) => text.includes(name)).map((name) => `${relative(tests, file)}: ${name}`);
    });
  assert.deepEqual(found, []);
});
