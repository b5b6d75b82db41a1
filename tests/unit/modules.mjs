// Modules of `public/` in Node, bundled as the build does it: Node takes a `.js` file without a package for a script of the old kind.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// `cargo xtask test unit` has esbuild on the path.
const flags = ["--bundle", "--format=esm", "--target=es2022", "--charset=utf8", "--log-level=warning"];

/** The text of a script with all that it imports. */
export const bundle = (path, ...more) => execFileSync("esbuild", [...flags, ...more, fileURLToPath(new URL(`../../public/${path}`, import.meta.url))], { encoding: "utf8" });

/** What a module exports. It must not use the browser when it is imported. */
export const load = (path) => import(`data:text/javascript;base64,${Buffer.from(bundle(path)).toString("base64")}`);
