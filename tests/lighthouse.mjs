// Lighthouse as on a phone: `node lighthouse.mjs LIGHTHOUSE_FOLDER RUNS ADDRESS…`. Prints a Markdown table of medians.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { browserArguments, executablePath } from "./browser.mjs";

const [, , folder, runs, ...addresses] = process.argv;
const { default: lighthouse } = await import(pathToFileURL(join(folder, "node_modules/lighthouse/core/index.js")));
const port = 4398;

async function once(address) {
  const profile = mkdtempSync(join(tmpdir(), "lighthouse-"));
  const browser = spawn(executablePath, ["--headless", ...browserArguments, `--remote-debugging-port=${port}`, `--user-data-dir=${profile}`, "about:blank"], { stdio: "ignore" });
  try {
    for (let tries = 0; tries < 100 && !(await fetch(`http://127.0.0.1:${port}/json/version`).catch(() => undefined)); tries += 1) await wait(100);
    const { lhr } = await lighthouse(address, { port, logLevel: "error" });
    const failed = Object.values(lhr.categories).flatMap(({ id, auditRefs }) => (id === "performance" ? [] : auditRefs.filter((a) => a.weight > 0 && (lhr.audits[a.id].score ?? 1) < 1).map((a) => a.id)));
    const number = (audit) => lhr.audits[audit].numericValue;
    return {
      ...Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)])),
      "FCP ms": Math.round(number("first-contentful-paint")),
      "LCP ms": Math.round(number("largest-contentful-paint")),
      "TBT ms": Math.round(number("total-blocking-time")),
      CLS: Number(number("cumulative-layout-shift").toFixed(4)),
      "bytes": Math.round(number("total-byte-weight")),
      failed: failed.join(" "),
    };
  } finally {
    const ended = new Promise((resolve) => browser.on("exit", resolve));
    browser.kill();
    await ended;
    // Helpers of the browser outlive it by a moment, and write.
    rmSync(profile, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const rows = [];
for (const address of addresses) {
  const results = [];
  for (let run = 0; run < Number(runs); run += 1) results.push(await once(address));
  const row = { page: new URL(address).pathname };
  for (const key of Object.keys(results[0])) row[key] = key === "failed" ? [...new Set(results.map((r) => r.failed))].join(" ").trim() : median(results.map((r) => r[key]));
  rows.push(row);
}
const keys = Object.keys(rows[0]);
console.log([keys, keys.map(() => "---"), ...rows.map((row) => keys.map((key) => row[key]))].map((cells) => `| ${cells.join(" | ")} |`).join("\n"));
