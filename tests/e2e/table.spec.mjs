// docs/reliability.md promises one test for each row.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";

test("every row of docs/reliability.md names tests that are here", () => {
  const listed = execFileSync("npx", ["playwright", "test", "--list"], { encoding: "utf8" });
  const rows = readFileSync("../docs/reliability.md", "utf8").split("\n").filter((line) => /^\| (?!Stimulus)/.test(line));
  expect(rows.length).toBeGreaterThan(60);
  for (const row of rows) {
    const names = [...row.split("|").at(-2).matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    expect(names.length, row).toBeGreaterThan(0);
    for (const name of names) expect(listed, row).toContain(`› ${name}`);
  }
});
