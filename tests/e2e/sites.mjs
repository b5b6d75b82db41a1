// The sites under test: where they are built, and on which port of this machine each is shown.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const lamplight = process.env.LAMPLIGHT ?? "../target/release/lamplight";
const folder = process.env.LAMPLIGHT_SITES ?? "../target/test-sites";
const bases = { sample: "/", subpath: "/x/y/", hostile: "/", seed: "/", gaslight: "/", "18f": "/", "jekyll-fixtures": "/" };
const names = Object.keys(bases);
const built = (name) => existsSync(join(folder, `${name}.report.json`));
const port = (name) => 4310 + names.indexOf(name);

/** The address of a site's home page. */
export const address = (name) => `http://127.0.0.1:${port(name)}${bases[name]}`;

/** Folder of a site's files. */
export const files = (name) => join(folder, name);

/** What the build said of a site; undefined if it was not built because the corpus is not on this machine. */
export const report = (name) => (built(name) ? JSON.parse(readFileSync(join(folder, `${name}.report.json`), "utf8")) : undefined);

export const servers = names.filter(built).map((name) => ({
  command: `${lamplight} preview ${files(name)} --base ${bases[name]} --port ${port(name)}`,
  url: address(name),
  reuseExistingServer: false,
  gracefulShutdown: { signal: "SIGINT", timeout: 2000 },
}));
