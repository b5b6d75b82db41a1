// How a version of the worker is installed and takes over.
import { app, at, entries, names, notePath, prefix, root, version, wait } from "./site.js";
import { json, open, put, valueAt } from "./caches.js";
import { fetchChecked, hashIn, known, rebuilt, sha256 } from "./files.js";

export async function install() {
  await fill();
  // New posts are no news to the app: such a version takes over in silence. A new app waits for the reader's word.
  // Where nothing tells of a version of ours, another generator's worker may be in charge: it goes.
  const active = /** @type {{ app?: unknown } | undefined} */ (await valueAt("notes", notePath));
  if (!active?.app || active.app === app) await skipWaiting();
}

/** Fetches what this version lacks. */
export async function fill() {
  const shell = await caches.open(names.shell);
  const here = new Set((await shell.keys()).map((request) => request.url));
  const missing = entries.filter(([path]) => !here.has(at(path)));
  const older = (await caches.keys()).filter((name) => name.startsWith(`${prefix}shell:`) && name !== names.shell);
  const one = async (/** @type {[path: string, hash?: string]} */ [path, hash]) => {
    // Home under its other name, for hosts that answer no folders.
    const again = (/** @type {unknown} */ error) => (path ? Promise.reject(error) : fetchChecked("index.html", hash));
    await shell.put(at(path), (await fromOlder(older, path, hash)) ?? (await fetchChecked(path, hash).catch(again)));
  };
  // After a failure the others are still finished: the next attempt begins there.
  const failed = /** @type {PromiseRejectedResult[]} */ (await Promise.allSettled(missing.map(one))).find(({ reason }) => reason);
  if (failed) throw failed.reason;
}

/**
 * The same bytes from an older version or from what was read.
 * @type {(older: string[], path: string, hash?: string) => Promise<Response | undefined>}
 */
async function fromOlder(older, path, hash = hashIn(path)) {
  const file = hashIn(path) && (await known(path));
  if (file) return file;
  for (const name of older) {
    const response = await (await caches.open(name)).match(at(path));
    const bytes = await response?.arrayBuffer();
    if (bytes && (await sha256(bytes)).startsWith(/** @type {string} */ (hash))) return rebuilt(bytes, /** @type {Response} */ (response));
  }
}

export async function activate() {
  for (const name of await caches.keys()) {
    if (!name.startsWith(`${prefix}shell:`) || name === names.shell) continue;
    // Pages that were read with the old app, and tabs that still run it, go on asking for it.
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const path = request.url.slice(root.href.length);
      if (/^lamplight\/app\//.test(path)) await put("files", path, /** @type {Response} */ (await cache.match(request))).catch(() => {});
    }
    await caches.delete(name);
  }
  // What came with this version is newer than what was read before.
  for (const name of /** @type {const} */ (["pages", "notes"])) {
    const cache = await open(name);
    for (const [path] of entries) await cache?.delete(at(path));
  }
  await put("notes", notePath, json({ version, app })).catch(() => {});
  // Both are of use, and neither is needed to answer a page. WebKit may leave one undone where another worker has just gone.
  const useful = [registration.navigationPreload?.enable(), clients.claim()];
  await Promise.race([Promise.allSettled(useful), wait(3_000)]);
}
