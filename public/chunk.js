// How a chunk becomes part of the running app. What imports the loaders is the app itself (`in_chunk!` in src/widget/mod.rs); they
// are written when the app is built.
import { initSync } from "./lamplight-app.js";

/** Chunks that are linked or on their way, by file. @type {Map<string, Promise<unknown>>} */
const chunks = new Map();

/**
 * Fetches a chunk and links it with the app, once all that it needs is there. One that can't be had is asked for again next time.
 * Returns the end of all of that: a chunk that is there already has come without those that this one needs.
 * @type {(needed: Promise<unknown> | undefined, address: [file: string, integrity: string]) => Promise<unknown>}
 */
const link = (needed, [file, integrity]) => {
  if (!chunks.has(file)) {
    const linked = Promise.all([/** @type {Root} */ (document.documentElement).kit.download(file, integrity), needed]).then(([bytes]) => WebAssembly.instantiate(bytes, { __wasm_split: initSync() }));
    linked.catch(() => chunks.delete(file));
    chunks.set(file, linked);
  }
  return Promise.all([needed, chunks.get(file)]);
};

/**
 * What the app calls to get some chunks, each after those that it needs. `done` is a function of the app, told whether they are
 * there. A function of the old kind: it may be called before the rest of this module has run, since the two import each other.
 * @param {[file: string, integrity: string][]} files
 */
export function loader(...files) {
  return async (/** @type {number} */ done, /** @type {number} */ data) => {
    const failed = await /** @type {Promise<unknown>} */ (files.reduce(link, undefined)).then(() => false, (error) => error);
    if (failed) console.info("A part of the app is missing:", failed);
    initSync().__indirect_function_table.get(done)(data, !failed);
  };
}
