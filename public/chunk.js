// The files of the app: how they are fetched, and how a chunk becomes part of the running app. What imports the loaders is the
// app itself (`in_chunk!` in src/widget/mod.rs); they are written when the app is built.
import { initSync } from "./lamplight-app.js";

const patience = 30_000; // milliseconds until a stalled download is given up

/**
 * Fetches a file whole and checked: a body that ends early or holds other bytes is an error here, not a crash. The browser's own
 * cache may hold, for a year, what a host answered in the middle of a deploy: the second attempt goes past it.
 */
export const download = (file, integrity, priority, cache = "default") => {
  const attempt = async () => {
    const response = await fetch(new URL(file, import.meta.url), { integrity, priority, credentials: "same-origin", cache, signal: AbortSignal.timeout(patience) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.arrayBuffer();
  };
  return cache === "default" ? attempt().catch(() => download(file, integrity, priority, "reload")) : attempt();
};

const chunks = new Map();

/** Fetches a chunk and links it with the app, once what it needs is there. One that can't be had is asked for again next time. */
const link = (needed, [file, integrity]) => {
  if (!chunks.has(file)) {
    const linked = Promise.all([download(file, integrity), needed]).then(([bytes]) => WebAssembly.instantiate(bytes, { __wasm_split: initSync() }));
    linked.catch(() => chunks.delete(file));
    chunks.set(file, linked);
  }
  return chunks.get(file);
};

/** What the app calls to get some chunks, each after those that it needs. `done` is a function of the app, told whether they are there. */
export const loader = (...files) => async (done, data) => {
  const failed = await files.reduce(link, undefined).then(() => false, (error) => error);
  if (failed) console.warn("Lamplight could not load a part of its app:", failed);
  initSync().__indirect_function_table.get(done)(data, !failed);
};
