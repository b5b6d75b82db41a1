// The published headers of a built site, scored by the rules of Mozilla's HTTP Observatory: `node observatory.mjs PACKAGE SITE`.
// The package scans hosts of the open web; here its rules are given what such a host would answer.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , folder, site] = process.argv;
const inside = (path) => pathToFileURL(join(folder, path)).href;
// Installed without its scripts, which would fetch lists of hosts from elsewhere: ours is on none.
const list = join(folder, "conf/hsts-preload.json");
if (!existsSync(list)) {
  mkdirSync(join(folder, "conf"), { recursive: true });
  writeFileSync(list, "{}");
}
const { parseHttpEquivHeaders } = await import(inside("src/retriever/utils.js"));
const { Requests } = await import(inside("src/types.js"));
const { ALL_TESTS } = await import(inside("src/constants.js"));
const { getScoreDescription, getScoreModifier, getGradeForScore } = await import(inside("src/grader/grader.js"));
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import(inside("src/grader/charts.js"));
const { AxiosHeaders } = await import(pathToFileURL(join(folder, "../../axios/index.js")).href);

const html = readFileSync(join(site, "index.html"), "utf8");
/** What `_headers` says of every page: the lines below its first. */
const [first] = readFileSync(join(site, "_headers"), "utf8").split(/\n(?=\S)/);
const lines = first.split("\n").slice(1).map((line) => line.trim());
const headers = () => {
  const all = new AxiosHeaders({ "content-type": "text/html; charset=utf-8" });
  for (const line of lines) {
    const [, name, value] = /^([^:]+): (.*)$/.exec(line);
    all.set(name.toLowerCase(), value);
  }
  return all;
};
const answer = () => ({
  headers: headers(),
  request: { headers: new AxiosHeaders() },
  // The policy stands in the page, too.
  httpEquiv: parseHttpEquivHeaders(html, "https://blog.example/"),
  status: 200,
  statusText: "OK",
  verified: true,
  data: html,
  config: { headers: new AxiosHeaders() },
});
const requests = new Requests("blog.example");
requests.resources.path = html;
requests.session = { url: new URL("https://blog.example/") };
for (const kind of ["auto", "cors", "http", "https"]) requests.responses[kind] = answer();
requests.responses.httpRedirects = [{ url: new URL("http://blog.example/"), status: 301 }, { url: new URL("https://blog.example/"), status: 200 }];
requests.responses.httpsRedirects = [{ url: new URL("https://blog.example/"), status: 200 }];

let [base, full] = [100, 100];
for (const rule of ALL_TESTS) {
  const { constructor, result } = rule(requests);
  const modifier = getScoreModifier(result);
  full += modifier;
  if (modifier < 0) base += modifier;
  console.log(`${String(modifier).padStart(4)}  ${constructor.name}: ${result} (${getScoreDescription(result).replace(/<[^>]*>/g, "").replace(/\s+/g, " ").trim()})`);
}
const score = base >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? full : base;
console.log(`${score} points, ${getGradeForScore(score).grade}`);
process.exit(score >= 100 ? 0 : 1);
