// The sites under test: where they are built, and at which address each is shown.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const lamplight = process.env.LAMPLIGHT ?? "../target/release/lamplight";
const folder = process.env.LAMPLIGHT_SITES ?? "../target/test-sites";
const corpus = ["seed", "gaslight", "18f", "jekyll-fixtures"];
// `bare` sites are others of these with every page's content taken out: what is seen there, the app has drawn.
export const bases = { sample: "/", own: "/", subpath: "/x/y/", compressed: "/x/y/", hostile: "/", nginx: "/x/y/", second: "/", xss: "/", tongues: "/", languages: "/", old: "/blog/", long: "/", words: "/", mixed: "/", addresses: "/" };
for (const name of corpus) bases[name] = "/";
for (const name of ["sample", "subpath", "hostile", "xss", "languages", "old", "long", ...corpus]) bases[`bare-${name}`] = bases[name];
export const built = (name) => existsSync(join(folder, name));

/** The variable in which `servers.mjs` tells the address of each site. */
export const addresses = "LAMPLIGHT_ADDRESSES";

/** The address of a site's home page. Nobody is there while tests are only listed, or if it was not built. */
export const address = (name) => JSON.parse(process.env[addresses] ?? "{}")[name] ?? `http://127.0.0.1:9${bases[name]}`;

/** Folder of a site's files. */
export const files = (name) => join(folder, name);

/** What the build said of a site; undefined if it was not built because the corpus is not on this machine. */
export const report = (name) => (built(name) ? JSON.parse(readFileSync(join(folder, `${name}.report.json`), "utf8")) : undefined);

/** The addresses that a site's own sitemap names, as paths below its base. */
export const sitemap = (name) =>
  [...readFileSync(join(files(name), "sitemap.xml"), "utf8").matchAll(/<loc>https?:\/\/[^/]+([^<]*)<\/loc>/g)].map(([, path]) => path.slice(bases[name].length));
