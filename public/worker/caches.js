// The caches of this blog.
import { at, limits, names } from "./site.js";

/** A cache that is out of order is as good as an empty one. */
export const open = (/** @type {CacheName} */ name) => caches.open(names[name]).catch(() => undefined);

export const get = async (/** @type {CacheName} */ name, /** @type {string} */ path) => (await open(name))?.match(at(path)).catch(() => undefined);

/**
 * A value that is kept in a cache. Others of the origin may have written it: nothing is known of its shape.
 * @type {(name: CacheName, path: string) => Promise<unknown>}
 */
export async function valueAt(name, path) {
  try {
    return (await /** @type {Response} */ (await get(name, path)).json()) ?? undefined;
  } catch {
    // It is not there, or no JSON.
  }
}

/** @type {(name: CacheName, path: string, response: Response) => Promise<void>} */
export async function put(name, path, response) {
  const cache = await open(name);
  if (!cache) return;
  const copy = response.clone();
  try {
    await cache.put(at(path), response);
  } catch {
    // Mostly: the disk is full. The oldest half of what nobody asked to keep makes room, once.
    for (const name of /** @type {const} */ (["media", "files"])) await prune(name, 0.5);
    await cache.put(at(path), copy);
  }
  puts += 1;
  if (limits[name] && puts % 16 === 0) await prune(name);
}

let puts = 0;

/** @type {(name: CacheName, share?: number) => Promise<void>} */
async function prune(name, share = 1) {
  const cache = await open(name);
  const keys = (await cache?.keys().catch(() => [])) ?? [];
  const many = share < 1 ? Math.ceil(keys.length * share) : keys.length - /** @type {number} */ (limits[name]);
  for (const key of keys.slice(0, Math.max(0, many))) await /** @type {Cache} */ (cache).delete(key);
}

export const json = (/** @type {unknown} */ value) => new Response(JSON.stringify(value), { headers: { "content-type": "application/json" } });
