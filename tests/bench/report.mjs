// Makes the table and the plots of docs/performance.md from docs/performance.json.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const results = JSON.parse(readFileSync("../docs/performance.json", "utf8"));
const names = { lamplight: "Lamplight", hugo: "Hugo", vitepress: "VitePress", docsify: "docsify" };
const colours = { lamplight: "#c07a12", hugo: "#b0306a", vitepress: "#3a7d44", docsify: "#4a6fa5" };
const seconds = (s) => (s < 1 ? `${Math.round(s * 1000)} ms` : `${s.toFixed(1)} s`);
const ms = (value) => `${Math.round(value)} ms`;
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
const count = (n) => n.toLocaleString("en");

/** A table of Markdown: the first column is of words, the others of numbers. */
const lines = (head, rows) => [head, head.map((_, i) => (i ? "---:" : "---")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** A table with a column for each engine and a last one that says how we compare with the first other that has a figure. */
function table(title, columns, rows) {
  const head = [title, ...columns.map((c) => names[c]), ...columns.slice(1).map((c) => `ours / ${names[c]}`)];
  const cells = rows.map(([label, show, value]) => {
    const values = columns.map(value);
    const ratios = values.slice(1).map((other) => (other && values[0] !== undefined ? (values[0] / other).toFixed(2) : "–"));
    return [label, ...values.map((v) => (v === undefined ? "–" : show(v))), ...ratios];
  });
  return lines(head, cells);
}

/** Curves over numbers of posts, both axes logarithmic. */
function plot(file, title, unit, curves, across = "posts") {
  const [width, height, left, bottom, top, right] = [640, 360, 70, 44, 40, 110];
  const points = Object.values(curves).flat();
  const [x0, x1] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
  const y0 = 10 ** Math.floor(Math.log10(Math.min(...points.map(([, y]) => y))));
  const y1 = 10 ** Math.ceil(Math.log10(Math.max(...points.map(([, y]) => y)) * 1.01));
  const x = (v) => left + ((width - left - right) * (Math.log(v) - Math.log(x0))) / (Math.log(x1) - Math.log(x0) || 1);
  const y = (v) => height - bottom - ((height - bottom - top) * (Math.log(v) - Math.log(y0))) / (Math.log(y1) - Math.log(y0) || 1);
  const lines = [];
  for (let v = y0; v <= y1 * 1.001; v *= 10) lines.push(`<path class="grid" d="M${left} ${y(v).toFixed(1)}H${width - right}"/><text x="${left - 8}" y="${(y(v) + 4).toFixed(1)}" text-anchor="end">${v >= 1 ? count(Math.round(v)) : v.toPrecision(1)}</text>`);
  for (let v = x0; v <= x1 * 1.001; v *= across === "posts" ? 10 : 2) lines.push(`<text x="${x(v).toFixed(1)}" y="${height - bottom + 20}" text-anchor="middle">${count(v)}</text>`);
  const drawn = Object.entries(curves).map(([name, curve]) => {
    const colour = colours[name] ?? "#777";
    const path = curve.map(([a, b], i) => `${i ? "L" : "M"}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join("");
    const [lastX, lastY] = curve.at(-1);
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2.5"/>${curve.map(([a, b]) => `<circle cx="${x(a).toFixed(1)}" cy="${y(b).toFixed(1)}" r="3.5" fill="${colour}"/>`).join("")}<text x="${(x(lastX) + 9).toFixed(1)}" y="${(y(lastY) + 4).toFixed(1)}" fill="${colour}">${names[name] ?? name}</text>`;
  });
  mkdirSync("../docs/performance", { recursive: true });
  writeFileSync(
    `../docs/performance/${file}.svg`,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13"><style>text{fill:#444}.grid{stroke:#ddd}</style><rect width="100%" height="100%" fill="#fff"/><text x="${left}" y="22" font-size="15" font-weight="600">${title}</text>${lines.join("")}<text x="${left}" y="${height - 6}">${across}; ${unit}</text>${drawn.join("")}</svg>\n`,
  );
  return `![${title}](performance/${file}.svg)`;
}

const parts = [`Measured on ${results.machine}, with ${results.posts} texts of posts, medians of ${results.rounds} rounds in alternating order (of 3 at 10,000 posts, of 1 at 100,000).`];
const sizes = Object.keys(results.build).map(Number);
if (sizes.length) {
  const columns = ["lamplight", "hugo", "vitepress"];
  const of = (n, key) => (name) => results.build[n][name]?.[key];
  parts.push("### Builds", table("Posts", columns, sizes.flatMap((n) => [[`${count(n)}, whole`, seconds, of(n, "whole")], [`${count(n)}, one changed`, seconds, of(n, "again")], [`${count(n)}, memory`, (v) => `${Math.round(v)} MB`, of(n, "memory")]])));
  const curves = (key) => Object.fromEntries(columns.map((name) => [name, sizes.filter((n) => results.build[n][name]).map((n) => [n, results.build[n][name][key]])]).filter(([, c]) => c.length));
  parts.push(plot("build", "Whole build", "seconds", curves("whole")), plot("again", "Build after one post has changed", "seconds", curves("again")), plot("memory", "Most memory of a whole build", "MB", curves("memory")));
}
if (Object.keys(results.curve ?? {}).length) {
  const rows = Object.entries(results.curve);
  const head = ["KiB of Markdown in a bundle", "first post of a visit", "each of ten neighbours", "requests for each", "files"];
  parts.push(
    "### How large a bundle should be",
    "The posts packed into larger and smaller bundles, in Brotli. A reader who comes for one post pays the first column, one who reads on pays the second and waits as often as the third says. The build takes 32.",
    lines(head, rows.map(([limit, c]) => [limit, kb(c.first), kb(c.bytes), c.requests.toFixed(2), count(c.files)])),
    plot("bundles", "Bytes by the size of bundles", "bytes", { "first post": rows.map(([limit, c]) => [Number(limit), c.first]), "of ten, each": rows.map(([limit, c]) => [Number(limit), c.bytes]) }, "KiB of Markdown"),
  );
}
if (Object.keys(results.cold).length) {
  const of = (key) => (name) => results.cold[name]?.[key];
  parts.push("### First visit to a post", "A phone on a slow line: 1.6 Mbit/s, 150 ms, CPU 4× slower, nothing in the cache.", table("", ["lamplight", "hugo", "vitepress", "docsify"], [["first paint", ms, of("fcp")], ["largest paint", ms, of("lcp")], ["text can be read", ms, of("readable")], ["bytes until then", kb, of("readableBytes")], ["bytes in all", kb, of("bytes")], ["requests in all", String, of("requests")]]));
}
if (Object.keys(results.turn).length) {
  const of = (way, key) => (name) => results.turn[name]?.[way][key];
  parts.push("### From one post to the next", "50 turns, CPU 4× slower, from the click to the frame that shows the new title.", table("", ["lamplight", "vitepress", "docsify"], [["first of a visit, prefetched", ms, of("first of a visit", "p50")], ...["prefetched", "not prefetched"].flatMap((way) => [[`${way}, p50`, ms, of(way, "p50")], [`${way}, p95`, ms, of(way, "p95")], [`${way}, requests per turn`, (v) => v.toFixed(2), of(way, "requests")]])]));
}
if (Object.keys(results.huge).length) {
  parts.push("### A turn to a huge post", "CPU 4× slower.", table("", ["lamplight", "vitepress", "docsify"], Object.entries(results.huge).flatMap(([size, shown]) => [[`${size}: first screen`, ms, (name) => shown[name]?.first], [`${size}: all of it`, ms, (name) => shown[name]?.all ?? undefined], [`${size}: Back to its end`, ms, (name) => shown[name]?.back ?? undefined], [`${size}: longest task`, ms, (name) => shown[name]?.longest], [`${size}: longest task after the first screen`, ms, (name) => shown[name]?.after]])));
}
if (Object.keys(results.search).length) {
  parts.push("### Search", "One word in all posts, no throttling; the first question of a visit also loads the engine.", lines(["Posts", "bytes", "requests", "first answer", "next answer"], Object.entries(results.search).map(([n, s]) => [count(Number(n)), kb(s.bytes), s.requests, ms(s.first), ms(s.later)])));
}
if (Object.keys(results.scale).length) {
  const rows = Object.entries(results.scale).map(([n, s]) => [count(Number(n)), kb(s.home.bytes), s.home.requests, kb(s.deep.bytes), s.deep.requests, `${(s.heapBefore / 1e6).toFixed(2)} MB`, `${(s.heapAfter / 1e6).toFixed(2)} MB`]);
  parts.push("### What a reader's browser loads and holds", "Home; a post on a host that answers every address with one bare page; the heap before and after 100 turns.", lines(["Posts", "home", "requests", "deep link", "requests", "heap", "after 100 turns"], rows));
  const curve = (get) => Object.entries(results.scale).map(([n, s]) => [Number(n), get(s)]);
  parts.push(plot("scale", "Bytes that a deep link loads in a bare shell", "bytes", { lamplight: curve((s) => s.deep.bytes) }));
}
const [mark, end] = ["<!-- figures -->", "<!-- end of figures -->"];
const page = readFileSync("../docs/performance.md", "utf8");
writeFileSync("../docs/performance.md", `${page.slice(0, page.indexOf(mark) + mark.length)}\n\n${parts.join("\n\n")}\n\n${page.slice(page.indexOf(end))}`);
