// How a chunk becomes part of the running app. What imports the loaders is the app itself (`in_chunk!` in src/widget/mod.rs); they
// are written when the app is built.
import { initSync } from "./lamplight-app.js";

/** @typedef {Promise<WebAssembly.WebAssemblyInstantiatedSource>} Linked */

/** @type {Map<string, Linked>} */
const chunks = new Map();

/**
 * Fetches a chunk and links it with the app, once what it needs is there. One that can't be had is asked for again next time.
 * @type {(needed: Linked | undefined, address: [file: string, integrity: string]) => Linked | undefined}
 */
const link = (needed, [file, integrity]) => {
  if (!chunks.has(file)) {
    const linked = Promise.all([/** @type {Root} */ (document.documentElement).kit.download(file, integrity), needed]).then(([bytes]) => WebAssembly.instantiate(bytes, { __wasm_split: initSync() }));
    linked.catch(() => chunks.delete(file));
    chunks.set(file, linked);
  }
  return chunks.get(file);
};

/**
 * What the app calls to get some chunks, each after those that it needs. `done` is a function of the app, told whether they are
 * there. A function of the old kind: it may be called before the rest of this module has run, since the two import each other.
 * @param {[file: string, integrity: string][]} files
 */
export function loader(...files) {
  return async (/** @type {number} */ done, /** @type {number} */ data) => {
    const failed = await /** @type {Linked} */ (files.reduce(link, undefined)).then(() => false, (error) => error);
    if (failed) console.info("A part of the app is missing:", failed);
    initSync().__indirect_function_table.get(done)(data, !failed);
  };
}
