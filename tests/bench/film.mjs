// `cargo xtask bench film`: what a reader with a slow phone on a slow line sees, second by second. Writes the table into
// docs/performance.md. Environment: SITE (folder of our own blog), ROUNDS.
import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright";
import { browserArguments, executablePath } from "../browser.mjs";
import { median } from "./reading.mjs";
import { serve } from "./server.mjs";

const line = { offline: false, latency: 400, downloadThroughput: 400e3 / 8, uploadThroughput: 400e3 / 8 };
const [cpu, last] = [6, 15];
const rounds = Number(process.env.ROUNDS ?? 5);

/** Notes in the page when what is seen for the first time: milliseconds since the address was entered. */
const watch = () => {
  const seen = (window.seen = { pictures: [] });
  const note = (what) => (seen[what] ??= performance.now());
  new PerformanceObserver((list) => list.getEntriesByName("first-contentful-paint").forEach((e) => (seen.paint = e.startTime))).observe({ type: "paint", buffered: true });
  document.addEventListener("load", ({ target }) => target.localName === "img" && target.getBoundingClientRect().top < innerHeight && seen.pictures.push(performance.now()), true);
  new MutationObserver(() => {
    // The text of the page is whole once its foot is there.
    if (document.querySelector(".site-footer")) note("text");
    if (document.documentElement?.dataset.app === "on") note("app");
    if (document.querySelector("dialog[open] input[type=search]")) note("search");
    if (window.wanted && document.querySelector("main h1")?.textContent !== window.wanted && !document.documentElement.dataset.busy) note("turned");
  }).observe(document, { subtree: true, childList: true, attributes: true });
};

/** A first visit; `act` is what the reader does once the page is there. */
async function visit(browser, url, act) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: "block" });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
  await cdp.send("Network.emulateNetworkConditions", line);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  await page.addInitScript(watch);
  await page.goto(url, { waitUntil: "commit" });
  const seen = await act(page);
  await context.close();
  return seen;
}

const after = (page, what) => page.waitForFunction((what) => window.seen?.[what] && window.seen, what, { polling: 100, timeout: 60_000 });

const { address, stop } = await serve(process.env.SITE);
// The first post of home.
const [, post] = (await (await fetch(`${address}/`)).text()).match(/<main.*? href="(\/blog\/[^"#]+)"/s);
const pages = { Home: "/", "A post": post };
const browser = await chromium.launch({ executablePath, args: browserArguments });
const shown = {};
for (const [name, path] of Object.entries(pages)) {
  const runs = [];
  // The first round has the server compress everything.
  for (let round = 0; round <= rounds; round += 1) {
    // Who only looks, and turns the page as soon as the app is there.
    const read = await visit(browser, address + path, async (page) => {
      const app = await (await after(page, "app")).jsonValue();
      const clicked = await page.evaluate(() => {
        window.wanted = document.querySelector("main h1").textContent;
        const link = [...document.querySelectorAll("main a[href^='/blog/']")].at(-1);
        link.click();
        return performance.now();
      });
      const { turned } = await (await after(page, "turned")).jsonValue();
      return { ...app, turn: turned - clicked, turned };
    });
    // Who searches as soon as there is something to see.
    const { search, paint } = await visit(browser, address + path, async (page) => {
      await after(page, "paint");
      await page.getByRole("link", { name: "Search" }).first().click();
      return (await after(page, "search")).jsonValue();
    });
    if (round > 0) runs.push({ ...read, search, paint });
  }
  const of = (what) => median(runs.map((run) => run[what]));
  const pictures = Math.min(...runs.map((run) => run.pictures.length));
  shown[name] = { paint: of("paint"), text: of("text"), app: of("app"), turned: of("turned"), turn: of("turn"), search: of("search"), pictures: Array.from({ length: pictures }, (_, i) => median(runs.map((run) => run.pictures[i]))) };
}
await browser.close();
await stop();

/** What there is at a second. */
const at = ({ paint, text, app, search, pictures }, second) => {
  const now = second * 1000;
  if (paint > now) return "nothing";
  const words = [text <= now ? "all text" : "the first text"];
  const there = pictures.filter((time) => time <= now).length;
  if (pictures.length) words.push(`${there} of ${pictures.length} pictures`);
  if (search <= now) words.push("search");
  if (app <= now) words.push("the app");
  return words.join(", ");
};
const names = Object.keys(shown);
const row = (cells) => `| ${cells.join(" | ")} |`;
const rows = [row(["Second", ...names]), row(["---:", ...names.map(() => "---")])];
for (let second = 0; second <= last; second += 1) rows.push(row([second, ...names.map((name) => at(shown[name], second))]));
const s = (ms) => `${(ms / 1000).toFixed(1)} s`;
const facts = names.map((name) => {
  const { paint, text, app, turn, search, pictures } = shown[name];
  return row([name, s(paint), s(text), pictures.length ? s(pictures.at(-1)) : "–", s(search), s(app), s(turn)]);
});
const table = [
  ...rows,
  "",
  row(["", "first paint", "all text", "pictures of the first screen", "search, asked for at the first paint", "the app has started", "a page turned then takes"]),
  row(["---", "---:", "---:", "---:", "---:", "---:", "---:"]),
  ...facts,
].join("\n");
const [mark, end] = ["<!-- film -->", "<!-- end of film -->"];
const page = readFileSync("../docs/performance.md", "utf8");
writeFileSync("../docs/performance.md", `${page.slice(0, page.indexOf(mark) + mark.length)}\n\n${table}\n\n${page.slice(page.indexOf(end))}`);
console.log(table);
