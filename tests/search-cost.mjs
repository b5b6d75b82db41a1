// What a search costs, ours and Pagefind's side by side: `node search-cost.mjs PAGEFIND-FOLDER NAME=ADDRESS=FOLDER…`, a site
// each. Prints Markdown tables. Bytes are those that travel, files and headers, each question asked by a new reader who has
// the page, of a server that compresses nothing. Times are from the last key to
// painted results, on a CPU four times slower, the first of a visit and the median of those after it. Pagefind has a dialog
// of nobody's here: its part is the question, and the texts of as many results as ours shows.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { browserArguments, executablePath } from "./browser.mjs";

const [, , pagefind, ...sites] = process.argv;
const slower = 4;
const again = 9;
const shown = 6;
const questions = {
  // One word, two, a slip, a common word, a phrase, a filter.
  "18f": ["procurement", "open source", "accesibility", "government", '"plain language"', "tag:design api"],
  // Japanese, Chinese, Arabic; the last two by parts of words.
  tongues: ["通信", "网络", "القطار", "手元に残す", "离线"],
};

/** Milliseconds from the last key to results on screen. Run in the page. */
const ours = async (question) => {
  const input = document.querySelector("dialog input");
  const told = () => document.querySelector("dialog .told").textContent.trim();
  const put = (text) => {
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  put("");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const start = performance.now();
  const painted = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      // It says first that it is loading.
      if (/^$|…$/.test(told())) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(resolve));
    });
    observer.observe(document.querySelector("dialog"), { childList: true, characterData: true, subtree: true });
  });
  put(question);
  await painted;
  return [performance.now() - start, Number(/\d+/.exec(told())?.[0] ?? 0)];
};
const theirs = async ([question, shown]) => {
  const start = performance.now();
  const { results } = await globalThis.pagefind.search(question);
  const texts = await Promise.all(results.slice(0, shown).map((result) => result.data()));
  document.querySelector("ol").replaceChildren(...texts.map(({ meta, excerpt }) => Object.assign(document.createElement("li"), { innerHTML: `${meta.title} ${excerpt}` })));
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return [performance.now() - start, results.length];
};

const browser = await chromium.launch({ executablePath, args: browserArguments });

async function measure(address, open, ask) {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForLoadState("networkidle");
  const cdp = await context.newCDPSession(page);
  const requests = [];
  // Of workers, too: Pagefind has one.
  page.on("requestfinished", (request) => requests.push(request));
  await open(page);
  await page.waitForTimeout(1_500);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: slower });
  const rows = [];
  for (let i = 0; i <= again; i += 1) rows.push(await ask(page));
  let bytes = 0;
  for (const request of requests) {
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    bytes += responseBodySize + responseHeadersSize;
  }
  await context.close();
  const later = rows.slice(1).map(([time]) => time).sort((a, b) => a - b);
  return { found: rows[0][1], bytes, requests: requests.length, first: Math.round(rows[0][0]), median: Math.round(later[later.length >> 1]) };
}

const weight = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).reduce((sum, file) => sum + (file.isFile() ? statSync(join(file.parentPath ?? file.path, file.name)).size : 0), 0);

for (const site of sites) {
  const [name, address, folder] = site.split("=");
  // Pagefind reads finished pages and writes beside them, so it gets a copy; a page without a policy asks it.
  const copy = mkdtempSync(join(tmpdir(), "lamplight-pagefind-"));
  const inside = join(folder, "pagefind");
  try {
    cpSync(folder, copy, { recursive: true, filter: (path) => !/\.(br|gz|webp|png|jpe?g)$/.test(path) });
    const start = performance.now();
    execFileSync(join(pagefind, "node_modules/.bin/pagefind"), ["--site", copy, "--glob", name === "18f" ? "**/index.html" : "blog/**/*.html", "--root-selector", "article.post"], { stdio: "ignore" });
    const built = Math.round(performance.now() - start);
    cpSync(join(copy, "pagefind"), inside, { recursive: true });
    writeFileSync(join(inside, "plain.html"), "<!doctype html><title>Asks Pagefind</title><ol></ol>");
    console.log(`\n### ${name}\n\nPagefind's index: ${weight(join(copy, "pagefind"))} bytes in files, made in ${built} ms.\n`);
    console.log("| question | by | posts | bytes | requests | first, ms | after that, ms |\n|---|---|---:|---:|---:|---:|---:|");
    for (const question of questions[name]) {
      const mine = await measure(
        address,
        async (page) => {
          await page.locator("html[data-app=on]").waitFor();
          await page.keyboard.press("Control+k");
          await page.locator("dialog input").waitFor();
        },
        (page) => page.evaluate(ours, question),
      );
      const other = await measure(
        new URL("pagefind/plain.html", address).href,
        (page) =>
          page.evaluate(async () => {
            globalThis.pagefind = await import("/pagefind/pagefind.js");
            await globalThis.pagefind.init();
          }),
        (page) => page.evaluate(theirs, [question, shown]),
      );
      for (const [by, row] of [["Lamplight", mine], ["Pagefind", other]]) {
        console.log(`| ${question} | ${by} | ${row.found} | ${row.bytes} | ${row.requests} | ${row.first} | ${row.median} |`);
      }
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
    rmSync(inside, { recursive: true, force: true });
  }
}
await browser.close();
