// The sites under test: where they are built, and on which port of this machine each is shown.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const lamplight = process.env.LAMPLIGHT ?? "../target/release/lamplight";
const nginx = process.env.NGINX ?? `${process.env.HOME}/.cache/lamplight/tools/nginx`;
const folder = process.env.LAMPLIGHT_SITES ?? "../target/test-sites";
const corpus = ["seed", "gaslight", "18f", "jekyll-fixtures"];
// `bare` sites are others of these with every page's content taken out: what is seen there, the app has drawn.
const bases = { sample: "/", subpath: "/x/y/", hostile: "/", nginx: "/x/y/", second: "/", xss: "/", tongues: "/", languages: "/", old: "/blog/", long: "/", words: "/", mixed: "/", addresses: "/" };
for (const name of corpus) bases[name] = "/";
for (const name of ["sample", "subpath", "hostile", "xss", "languages", "old", "long", ...corpus]) bases[`bare-${name}`] = bases[name];
const names = Object.keys(bases);
const built = (name) => existsSync(join(folder, name));
const port = (name) => 4310 + names.indexOf(name);

/** The address of a site's home page. */
export const address = (name) => `http://127.0.0.1:${port(name)}${bases[name]}`;

/** Folder of a site's files. */
export const files = (name) => join(folder, name);

/** What the build said of a site; undefined if it was not built because the corpus is not on this machine. */
export const report = (name) => (built(name) ? JSON.parse(readFileSync(join(folder, `${name}.report.json`), "utf8")) : undefined);

/** The addresses that a site's own sitemap names, as paths below its base. */
export const sitemap = (name) =>
  [...readFileSync(join(files(name), "sitemap.xml"), "utf8").matchAll(/<loc>https?:\/\/[^/]+([^<]*)<\/loc>/g)].map(([, path]) => path.slice(bases[name].length));

export const servers = names.filter(built).map((name) => ({
  command:
    name === "nginx"
      ? `${nginx}/usr/sbin/nginx -e stderr -c ${resolve(files(name), "nginx.conf")}`
      : `${lamplight} preview ${files(name)} --base ${bases[name]} --port ${port(name)}`,
  url: address(name),
  env: name === "nginx" ? { LD_LIBRARY_PATH: `${nginx}/usr/lib/x86_64-linux-gnu:${nginx}/usr/lib/aarch64-linux-gnu` } : {},
  reuseExistingServer: false,
  gracefulShutdown: { signal: "SIGINT", timeout: 2000 },
}));
