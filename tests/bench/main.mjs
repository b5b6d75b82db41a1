// `cargo xtask bench`: figures side by side, in one run, on one machine. Writes docs/performance.json; plot.mjs draws it.
// Environment: LAMPLIGHT, HUGO, PEERS (folder of node_modules), CORPUS, WORK, OUT, SIZES (numbers of posts), ROUNDS.
import { appendFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright";
import { browserArguments, executablePath } from "../browser.mjs";
import { curve } from "./curve.mjs";
import { engines } from "./engines.mjs";
import { huge, slug, texts } from "./posts.mjs";
import { backToItsEnd, coldLoad, median, opened, quantile, turn, whole } from "./reading.mjs";
import { serve } from "./server.mjs";

const { LAMPLIGHT, HUGO, PEERS, CORPUS, WORK, OUT } = process.env;
const sizes = (process.env.SIZES ?? "100,1000,10000,100000").split(",").map(Number);
const rounds = Number(process.env.ROUNDS ?? 5);
const wanted = (process.env.ONLY ?? "build,curve,cold,turn,huge,search,scale").split(",");
const all = texts(CORPUS, "../posts");
const peers = engines(WORK, { lamplight: LAMPLIGHT, hugo: HUGO, npm: PEERS }, all);
const results = { machine: `${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GB, Linux`, posts: all.length, rounds, build: {}, curve: {}, cold: {}, turn: {}, huge: {}, search: {}, scale: {} };
const say = (text) => console.log(`\x1b[1;33m==>\x1b[0m ${text}`);
const save = () => writeFileSync(OUT, `${JSON.stringify(results, null, 1)}\n`);
const folders = {};
const prepared = (name, n) => (folders[`${name} ${n}`] ??= peers[name].prepare(n));

/** Runs the engines in turn, the other way round each second time, so that none has the warmer machine. */
async function alternating(names, count, work) {
  for (let round = 0; round < count; round += 1) for (const name of round % 2 ? [...names].reverse() : names) await work(name, round);
}

const builders = ["lamplight", "hugo", "vitepress"];
if (wanted.includes("build")) {
  for (const n of sizes) {
    const names = builders.filter((name) => n <= peers[name].most);
    const count = n >= 100_000 ? 1 : n >= 10_000 ? Math.min(rounds, 3) : rounds;
    say(`Builds of ${n} posts: ${names.join(", ")}, ${count} rounds`);
    const seen = Object.fromEntries(names.map((name) => [name, { whole: [], again: [], memory: [] }]));
    for (const name of names) prepared(name, n);
    await alternating(names, count, async (name, round) => {
      const folder = prepared(name, n);
      const whole = await peers[name].build(folder);
      seen[name].whole.push(whole.seconds);
      seen[name].memory.push(whole.memory);
      appendFileSync(peers[name].source(folder, Math.floor(n / 2)), `\nOne more line, number ${round}.\n`);
      const again = await peers[name].build(folder, true);
      seen[name].again.push(again.seconds);
    });
    results.build[n] = Object.fromEntries(names.map((name) => [name, { whole: median(seen[name].whole), again: median(seen[name].again), memory: median(seen[name].memory) }]));
    console.table(results.build[n]);
    save();
  }
} else {
  // What the rest is read from must be built all the same.
  for (const n of sizes) for (const name of builders.filter((name) => n <= peers[name].most && (name === "lamplight" || n === sizes[0]))) await peers[name].build(prepared(name, n));
}

if (wanted.includes("curve")) {
  const size = Math.min(1000, sizes.at(-1));
  say(`Bundles of ${size} posts, larger and smaller`);
  results.curve = curve(peers.lamplight.dist(prepared("lamplight", size)));
  console.table(results.curve);
  save();
}

const browser = await chromium.launch({ executablePath, args: browserArguments });
const n = sizes.includes(1000) ? 1000 : sizes[0];
const readers = ["lamplight", "hugo", "vitepress", "docsify"];
const hosts = {};
const host = async (name, size = n) => (hosts[`${name} ${size}`] ??= await serve(peers[name].dist(prepared(name, size))));

if (wanted.includes("cold")) {
  say(`First visit to a post: 1.6 Mbit/s, 150 ms, CPU 4×, ${rounds} rounds`);
  const seen = Object.fromEntries(readers.map((name) => [name, []]));
  const expected = `Post number ${n / 2}`;
  await alternating(readers, rounds + 1, async (name, round) => {
    const { address } = await host(name);
    const visit = await coldLoad(browser, address + peers[name].post(n / 2), peers[name].main, expected);
    // The first visit warms the host: it compresses what it has not yet sent.
    if (round > 0) seen[name].push(visit);
  });
  for (const name of readers) results.cold[name] = Object.fromEntries(Object.keys(seen[name][0]).map((key) => [key, median(seen[name].map((visit) => visit[key]))]));
  console.table(results.cold);
  save();
}

if (wanted.includes("turn")) {
  say("From one post to the next, 50 times, CPU 4×");
  const first = 100;
  for (const name of ["lamplight", "vitepress", "docsify"]) {
    const { address } = await host(name);
    const { main } = peers[name];
    const visit = async () => {
      const reader = await opened(browser, { cpu: 4 });
      await reader.page.goto(address + peers[name].post(first % n));
      await reader.page.waitForFunction(([main]) => document.querySelector(`${main} h1`), [main]);
      await reader.page.waitForTimeout(4000);
      return reader;
    };
    // As a reader's pointer or eye does before the click.
    const prefetch = async (page) => {
      const link = page.locator(`${main} a`, { hasText: /^The next post$/ }).last();
      await link.scrollIntoViewIfNeeded();
      await link.hover();
      await page.waitForTimeout(500);
    };
    const firsts = [];
    for (let round = 0; round < rounds; round += 1) {
      const { page, sent, close } = await visit();
      await prefetch(page);
      firsts.push((await turn(page, sent, main, `Post number ${(first + 1) % n}`)).time);
      await close();
    }
    results.turn[name] = { "first of a visit": { p50: median(firsts) } };
    for (const way of ["prefetched", "not prefetched"]) {
      const { page, sent, close } = await visit();
      const [times, requests] = [[], []];
      for (let i = 1; i <= 50; i += 1) {
        if (way === "prefetched") await prefetch(page);
        const done = await turn(page, sent, main, `Post number ${(first + i) % n}`);
        times.push(done.time);
        requests.push(done.requests);
        await page.waitForTimeout(way === "prefetched" ? 100 : 50);
      }
      results.turn[name][way] = { p50: median(times), p95: quantile(times, 0.95), requests: requests.reduce((a, b) => a + b) / requests.length };
      await close();
    }
  }
  console.table(Object.entries(results.turn).flatMap(([name, ways]) => Object.entries(ways).map(([way, figures]) => ({ name, way, ...figures }))));
  save();
}

if (wanted.includes("huge")) {
  for (const [label, bytes] of [["173 KB", 173_000], ["2 MB", 2_000_000]]) {
    say(`A turn to a post of ${label}, CPU 4×, ${rounds} rounds`);
    const text = huge(bytes, all);
    const shown = {};
    for (const name of ["lamplight", "vitepress", "docsify"]) {
      // Eleven posts, of which the last but one is huge.
      const some = engines(join(WORK, `huge-${bytes}`), { lamplight: LAMPLIGHT, hugo: HUGO, npm: PEERS }, [...Array.from({ length: 9 }, () => all[0]), text, all[1]])[name];
      const folder = some.prepare(11);
      if (some.build) await some.build(folder);
      const { address, stop } = await serve(some.dist(folder));
      const seen = [];
      for (let round = 0; round <= rounds; round += 1) {
        const { page, sent, close } = await opened(browser, { cpu: 4 });
        await page.goto(address + some.post(8));
        await page.waitForFunction(([main]) => document.querySelector(`${main} h1`), [some.main]);
        await page.waitForTimeout(4000);
        await page.evaluate(() => ((window.seen.tasks = []), (window.from = performance.now())));
        const { time } = await turn(page, sent, some.main, "Post number 9");
        // Only our own app draws a page in parts, and says when it is whole.
        const all = name === "lamplight" ? time + (await whole(page)) : undefined;
        await page.waitForTimeout(bytes > 1e6 ? 16_000 : 3000);
        const tasks = await page.evaluate(() => window.seen.tasks.filter(([at]) => at >= window.from - 50));
        const painted = await page.evaluate(() => window.from) + time;
        const back = name === "lamplight" ? await backToItsEnd(page, sent, some.main, "Post number 10") : undefined;
        if (round > 0) seen.push({ first: time, all, back, longest: Math.max(0, ...tasks.map(([, length]) => length)), after: Math.max(0, ...tasks.filter(([at]) => at > painted).map(([, length]) => length)) });
        await close();
      }
      shown[name] = Object.fromEntries(Object.keys(seen[0]).map((key) => [key, median(seen.map((s) => s[key]))]));
      await stop();
    }
    results.huge[label] = shown;
    console.table(shown);
    save();
  }
}

if (wanted.includes("search") || wanted.includes("scale")) {
  for (const size of sizes) {
    const { address } = await host("lamplight", size);
    if (wanted.includes("search")) {
      say(`Search in ${size} posts`);
      const { page, sent, close } = await opened(browser);
      await page.goto(`${address}/search/`);
      const box = page.getByRole("main").getByRole("searchbox");
      await box.waitFor();
      await page.waitForTimeout(2000);
      const before = { ...sent };
      const begun = performance.now();
      await box.fill("accessibility");
      await page.waitForFunction(() => document.querySelector("main ol li a mark, main ul li a mark, main mark"), undefined, { timeout: 30_000 });
      const first = performance.now() - begun;
      await page.waitForTimeout(500);
      const after = { bytes: sent.bytes - before.bytes, requests: sent.requests - before.requests };
      const again = performance.now();
      await box.fill("procurement");
      await page.waitForFunction(() => [...document.querySelectorAll("main mark")].some((m) => m.textContent.toLowerCase().startsWith("procure")), undefined, { timeout: 30_000 });
      results.search[size] = { first, later: performance.now() - again, ...after };
      await close();
    }
    if (wanted.includes("scale")) {
      say(`Home, a deep link in a bare shell, and 100 turns at ${size} posts`);
      const home = await opened(browser);
      await home.page.goto(`${address}/`);
      await home.page.waitForLoadState("networkidle");
      await home.page.waitForTimeout(3000);
      const bare = await opened(browser);
      // A host that answers every address with one page: the app must find the post by itself.
      await bare.page.route(/\/blog\/[^/]+\/$/, async (route) => {
        const answer = await route.fetch({ url: `${address}/404.html` });
        await route.fulfill({ response: answer, status: 404 });
      });
      await bare.page.goto(`${address}/blog/${slug(Math.floor(size / 3))}/`);
      await bare.page.waitForFunction((i) => document.querySelector("main h1")?.textContent.includes(`Post number ${i}`), Math.floor(size / 3));
      const deep = { ...bare.sent };
      const start = Math.floor(size / 3);
      const heap = async () => {
        await bare.cdp.send("HeapProfiler.collectGarbage");
        return (await bare.cdp.send("Runtime.getHeapUsage")).usedSize;
      };
      const before = await heap();
      for (let i = 1; i <= 100; i += 1) await turn(bare.page, bare.sent, "main", `Post number ${(start + i) % size}`);
      results.scale[size] = { home: { ...home.sent }, deep, heapBefore: before, heapAfter: await heap() };
      await home.close();
      await bare.close();
    }
    save();
  }
  console.table(results.search);
  console.table(Object.fromEntries(Object.entries(results.scale).map(([size, s]) => [size, { homeBytes: s.home.bytes, homeRequests: s.home.requests, deepBytes: s.deep.bytes, deepRequests: s.deep.requests, heapBefore: s.heapBefore, heapAfter: s.heapAfter }])));
}
await browser.close();
for (const one of Object.values(hosts)) await one.stop();
save();
