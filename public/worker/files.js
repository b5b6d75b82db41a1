// Files that are named by their bytes: checked on every way.
import { app, at, lanes, offlinePath, stall } from "./site.js";
import { get, open, put } from "./caches.js";
import { fits, html, isWholePage, latin, markIn } from "./mark.js";

const hex = (/** @type {ArrayBuffer} */ buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
export const sha256 = async (/** @type {ArrayBuffer} */ bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));

/** The hash in a file's name: whole for data, its beginning for the app; undefined if there is none. */
export const hashIn = (/** @type {string} */ path) => /^lamplight\/(?:data\/|app\/[\w.-]+-)([0-9a-f]{16,64})\.\w+$/.exec(path)?.[1];

/** What a host says of how a page may be used, which holds for what is remembered of it. */
const rules = "content-security-policy cross-origin-opener-policy permissions-policy referrer-policy x-content-type-options x-frame-options".split(" ");

/**
 * A response without a trace of redirects, of which navigations take none. Without its rules a page would be of another kind than
 * the one before it, and the browser would forget how far it was scrolled when it is loaded again.
 * @type {(bytes: BodyInit, like: Response, type?: string) => Response}
 */
export function rebuilt(bytes, { headers }, type = headers.get("content-type") ?? "application/octet-stream") {
  const more = rules.filter((name) => headers.has(name)).map((name) => /** @type {[string, string]} */ ([name, headers.get(name)]));
  return new Response(bytes, { headers: [["content-type", type], ...more] });
}

/**
 * A cached file, if its bytes are still what its name says.
 * @type {(name: CacheName, path: string, hash?: string) => Promise<Response | undefined>}
 */
export async function checked(name, path, hash = hashIn(path)) {
  const response = await get(name, path);
  if (!response) return;
  const bytes = await response.arrayBuffer();
  if ((await sha256(bytes)).startsWith(/** @type {string} */ (hash))) return rebuilt(bytes, response);
  await (await open(name))?.delete(at(path));
}

/**
 * Fetches a file and looks at its bytes. What is not as published is an error, after a second look past all caches.
 * @type {(path: string, hash?: string, cache?: RequestCache) => Promise<Response>}
 */
export async function fetchChecked(path, hash = hashIn(path), cache = hashIn(path) ? "default" : "no-cache") {
  const response = await fetch(at(path), { cache, signal: AbortSignal.timeout(lanes * stall) });
  const bytes = await response.arrayBuffer();
  if (response.ok && (await sha256(bytes)).startsWith(/** @type {string} */ (hash))) return rebuilt(bytes, response);
  // A host may have changed a page, which then still tells its version and what it is.
  const mark = response.ok && !hashIn(path) && markIn(latin(bytes));
  const right = mark && mark.version === app && (path === offlinePath ? mark.missing === "offline" : fits(mark, path));
  if (right && isWholePage(bytes)) return rebuilt(bytes, response, html);
  // The browser's own cache may hold what a broken host or a sign-in page once answered.
  if (cache === "default") return fetchChecked(path, hash, "reload");
  throw new Error(`${path}: status ${response.status}`);
}

/** A file with its hash in its name, wherever we have it. */
export async function known(/** @type {string} */ path) {
  for (const name of /** @type {const} */ (["shell", "shelf", "files"])) {
    const file = await checked(name, path);
    if (file) return file;
  }
}

/** The same, or else from the network. */
export const knownOrFetched = async (/** @type {string} */ path) => (await known(path)) ?? fetchChecked(path);

/** The same, or else from the network, and into memory. What is wrong a second time is an error. */
export async function obtained(/** @type {string} */ path) {
  const file = await known(path);
  if (file) return file;
  const fresh = await fetchChecked(path);
  await put("files", path, fresh.clone()).catch(() => {});
  return fresh;
}

export const isMedia = (/** @type {Response} */ response) => response.status === 200 && /^(image|audio|video)\/|^text\/vtt/.test(response.headers.get("content-type") ?? "");
