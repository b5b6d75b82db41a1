// Pictures and sound.
import { at, patience, wait } from "./site.js";
import { get, open, put } from "./caches.js";
import { isMedia } from "./files.js";
import { isOwn, tabs } from "./pages.js";

/**
 * Pictures and sound. Those that the build has named by their content come from memory; a picture of the author's may be
 * another tomorrow, and comes from the network if that is quick.
 * @type {(event: FetchEvent, path: string) => Promise<Response>}
 */
export async function media(event, path) {
  const { request } = event;
  // Pictures on somebody else's pages are theirs.
  if (!tabs.has(event.clientId) && !(await isOwn(event.clientId).catch(() => false))) return fetch(request);
  const cached = (await get("media", path)) ?? (await get("shelf", path)) ?? (await get("shell", path));
  const range = request.headers.get("range");
  if (cached && range) return part(cached, range);
  if (cached && path.startsWith("lamplight/images/")) return cached;
  const network = fetch(request);
  // Parts are not kept, and whole sounds and films only if somebody asks for them.
  const kept = network.then((response) => request.destination === "image" && isMedia(response) && /** @type {Promise<unknown>} */ (put("media", path, response.clone())));
  event.waitUntil(kept.catch(() => {}));
  if (!cached) return network.catch(async (error) => (await otherForm(path)) ?? Promise.reject(error));
  const found = await Promise.race([network.catch(() => undefined), wait(patience)]);
  return found && isMedia(found) ? found : cached;
}

/** Browsers choose among the widths of a picture; one of them is kept. */
async function otherForm(/** @type {string} */ path) {
  const stem = /^lamplight\/images\/[\w-]+(?=-\d+\.\w+$)/.exec(path)?.[0];
  for (const name of stem ? /** @type {const} */ (["shelf", "media"]) : []) {
    const cache = await open(name);
    const key = (await cache?.keys())?.find(({ url }) => url.startsWith(`${at(/** @type {string} */ (stem))}-`));
    if (key) return /** @type {Cache} */ (cache).match(key);
  }
}

/** A part of a whole, as players ask for it: `bytes=0-`, `bytes=5-9`, `bytes=-5`. */
async function part(/** @type {Response} */ response, /** @type {string} */ range) {
  const blob = await response.blob();
  // Of what is none, all.
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? ["", "0", ""];
  const start = from === "" ? Math.max(0, blob.size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? blob.size : Math.min(blob.size, Number(to) + 1);
  if (start >= end) return new Response(null, { status: 416, headers: { "content-range": `bytes */${blob.size}` } });
  return new Response(blob.slice(start, end, blob.type), {
    status: 206,
    headers: {
      "accept-ranges": "bytes",
      "content-length": String(end - start),
      "content-range": `bytes ${start}-${end - 1}/${blob.size}`,
      "content-type": blob.type,
    },
  });
}
