// What a build fills in must still be in the scripts after they were bundled and minified (`crates/bundler/src/app.rs`, `language.rs`).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bundle } from "./modules.mjs";

const names = {
  boot: ["APP", "APP_INTEGRITY", "INTEGRITY", "OFFLINE", "OFFLINE_INTEGRITY", "READING", "READING_INTEGRITY", "SEARCHES", "WASM"],
  offline: ["STYLE"],
  reading: ["STYLE"],
};
const catalogue = readFileSync(new URL("../../languages/en.toml", import.meta.url), "utf8").split("[script]\n")[1].split("\n[")[0];
const keys = [...catalogue.matchAll(/^(\w+) = /gm)].map(([, key]) => key);
const scripts = Object.fromEntries(Object.keys(names).map((name) => [name, bundle(`${name}.js`, "--minify")]));

for (const [name, script] of Object.entries(scripts)) {
  test(`a build can fill in ${name}.js`, () => {
    assert.deepEqual([...script.matchAll(/"__(\w+)__"/g)].map(([, name]) => name).sort(), names[name]);
    // No other name may end in `texts`.
    const texts = script.split("texts.").slice(1).map((rest) => /^[a-z_]*/.exec(rest)[0]);
    assert.ok(texts.length > 0);
    assert.deepEqual(texts.filter((key) => !keys.includes(key)), []);
    assert.doesNotMatch(script, /[\w$]texts\./);
  });
}

test("the scripts say all texts of theirs", () => {
  const said = Object.values(scripts).join("\n");
  assert.deepEqual(keys.filter((key) => !new RegExp(`texts\\.${key}(?![a-z_])`).test(said)), []);
});
