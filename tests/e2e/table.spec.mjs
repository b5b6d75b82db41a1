// docs/reliability.md promises one test for each row, and says in which engines it is proven.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "@playwright/test";

const engines = ["chromium", "firefox", "webkit"];
const document = readFileSync("../docs/reliability.md", "utf8");

/** What stories say of themselves: `test.skip` or `test.fail` where the engine is one of them. */
const exceptions = readdirSync("stories").filter((name) => name.endsWith(".spec.mjs")).flatMap((name) =>
  readFileSync(`stories/${name}`, "utf8").split(/^ *test\(/m).slice(1).flatMap((story) => {
    // A title may have parts that are filled in.
    const title = story.match(/^["`]((?:[^"`\\]|\\.)*)/)[1];
    const pattern = new RegExp(`^${title.split(/\$\{[^}]*\}/).map((part) => part.replace(/[^\w\s]/g, "\\$&")).join(".+")}`);
    return [...story.matchAll(/test\.(skip|fail|fixme)\(engine === "(\w+)"[^,]*, "([^"]+)"\)/g)].map(([, how, engine, reason]) => ({ title, pattern, how, engine, reason }));
  }),
);

/** Not when this file is loaded: to list the tests loads it. */
const all = () => execFileSync("npx", ["playwright", "test", "--list"], { encoding: "utf8", env: { ...process.env, SLOW: "1" } }).split("\n");

const proven = (listed, name, engine) =>
  listed.some((line) => line.includes(`[${engine}] ›`) && line.includes(`› ${name}`)) && !exceptions.some((exception) => exception.engine === engine && exception.pattern.test(name));

test("every row of docs/reliability.md names tests that are here, and the engines that they are proven in", () => {
  const listed = all();
  const rows = document.split("\n").filter((line) => /^\| (?!Stimulus|Engine)/.test(line) && !/^\| (Firefox|WebKit)/.test(line));
  expect(rows.length).toBeGreaterThan(60);
  for (const row of rows) {
    const [tests, ...columns] = row.split("|").slice(3, -1);
    expect(columns.length, row).toBe(engines.length);
    const names = [...tests.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    expect(names.length, row).toBeGreaterThan(0);
    for (const name of names) expect(listed.some((line) => line.includes(`› ${name}`)), `${name}: ${row}`).toBe(true);
    const told = columns.map((column) => column.trim());
    expect(told, row).toEqual(engines.map((engine) => (names.some((name) => proven(listed, name, engine)) ? "✓" : "–")));
  }
});

test("what a story can't tell in an engine, or what fails there, stands in docs/reliability.md with its reason", () => {
  expect(exceptions.length).toBeGreaterThan(0);
  for (const { title, engine, reason } of exceptions) {
    const line = document.split("\n").find((line) => line.includes(reason) && line.toLowerCase().includes(engine));
    expect(line, `${engine}: ${title}: ${reason}`).toBeTruthy();
  }
});
