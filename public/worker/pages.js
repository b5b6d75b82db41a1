// Pages: from the network, from memory, and in the looks that their reader has chosen.
import { at, lastPatience, lookPath, manifestPath, offlinePath, patience, root, wait } from "./site.js";
import { pageKey, same } from "./address.js";
import { get, open, put, valueAt } from "./caches.js";
import { fits, html, isHtml, isWholePage, markOf } from "./mark.js";
import { rebuilt } from "./files.js";
import { isAddress, isKept } from "./data.js";

/**
 * Whether a page may be remembered. Of one that no list knows nothing would tell us that it is gone.
 * @type {(mark: Mark | undefined, key: string, response: Response) => boolean | undefined}
 */
const isKeepable = (mark, key, response) =>
  response.ok && mark && fits(mark, key) && !("unlisted" in mark) && !/no-store/.test(/** @type {string} */ (response.headers.get("cache-control")));

/**
 * Remembers a page under its own address, if it is whole.
 * @type {(key: string, mark: Mark, response: Response, bytes: ArrayBuffer) => Promise<void>}
 */
const keepPage = async (key, mark, response, bytes) => {
  if (isWholePage(bytes)) await put("pages", pageKey(mark.path?.slice(1) ?? key), rebuilt(bytes, response, html));
};

export const keepFrom = async (/** @type {string} */ key, /** @type {Response} */ response) => {
  const mark = await markOf(response);
  if (isKeepable(mark, key, response)) await keepPage(key, /** @type {Mark} */ (mark), response, await response.arrayBuffer());
};

/** The requests in a cache for a page's address, however it is spelled. */
const spellings = async (/** @type {Cache | undefined} */ cache, /** @type {string} */ key) => ((await cache?.keys()) ?? []).filter(({ url }) => same(url.slice(root.href.length), key));

/**
 * A page that was read, or came with this version; `exactly` under this spelling of its address.
 * @type {(key: string, exactly?: boolean) => Promise<Response | undefined>}
 */
async function remembered(key, exactly) {
  for (const name of /** @type {const} */ (["pages", "shell"])) {
    const cache = await open(name);
    const found = (await cache?.match(at(key))) ?? (!exactly && (await cache?.match((await spellings(cache, key))[0] ?? "")));
    if (found && isHtml(found)) return found;
  }
}

/**
 * Whether what somebody else answers is what is published there: beside ours under another spelling, or since ours has left.
 * @type {(fresh: Fresh, key: string) => Promise<boolean>}
 */
async function isTheirs({ response, ours }, key) {
  if (ours || !response.ok) return false;
  const isOwn = (!/\.html$/.test(key) && (await isAddress(key))) || (await remembered(key, true));
  return !isOwn || hasLeft();
}

/** Whether the host has this blog no longer. One that can't be asked may have it. */
const hasLeft = () =>
  fetch(at(manifestPath), { cache: "no-store", signal: AbortSignal.timeout(patience) }).then(
    ({ status }) => status === 404 || status === 410,
    () => false,
  );

/** What can be chosen of how pages look. `boot.js` has the same list. */
const looks = /^(theme=(light|dark|sepia)|size=(small|large|largest)|measure=(short|long)|leading=(tight|loose)|wrap=on|keys=off)$/;

export const isLook = (/** @type {[string, unknown]} */ [name, value]) => typeof value === "string" && looks.test(`${name}=${value}`);

/**
 * A page of ours in the theme and size that its reader has chosen, from its first byte on: no script could be as early. What is
 * put in is bytes among bytes; all others stay as they are.
 * @type {(response: Response, mark: Mark | undefined) => Promise<Response>}
 */
async function dressed(response, mark) {
  if (!mark) return response;
  const look = Object.entries((await valueAt("notes", lookPath)) ?? {}).filter(isLook);
  if (!look.length && !response.redirected && isHtml(response)) return response;
  const attributes = new TextEncoder().encode(look.map(([name, value]) => ` data-${name}="${value}"`).join(""));
  let { place } = mark;
  /** @type {TransformStream<Uint8Array<ArrayBuffer>>} */
  const put = new TransformStream({
    transform(bytes, out) {
      const parts = place < bytes.length ? [bytes.subarray(0, place), attributes, bytes.subarray(place)] : [bytes];
      place = place < bytes.length ? Infinity : place - bytes.length;
      for (const part of parts) if (part.length) out.enqueue(part);
    },
  });
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  if (!isHtml(response)) headers.set("content-type", html);
  return new Response(/** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).pipeThrough(put), { status: response.status, headers });
}

/** Tabs that show a page of this blog, as far as this worker has seen. @type {Set<string>} */
export const tabs = new Set();

/** Whether a tab shows a page of this blog. */
export async function isOwn(/** @type {string} */ tab) {
  const key = pageKey(/** @type {Client} */ (await clients.get(tab)).url.split(/[?#]/)[0].slice(root.href.length));
  return (await isAddress(key)) || remembered(key);
}

/** Pages: from the network; from memory if that is dead, slow, broken, or somebody else's. */
export async function page(/** @type {FetchEvent} */ event, /** @type {string} */ key) {
  const network = freshPage(event, key);
  network.catch(() => {});
  event.waitUntil(network.then(({ stored }) => stored).catch(() => {}));
  const answer = network.catch(() => undefined);
  const cached = await remembered(key).catch(() => {});
  const kept = !cached && (await isKept(key).catch(() => false));
  // What is not known to be ours is the network's alone, dead or slow.
  if (!cached && !kept && !(await isAddress(key).catch(() => false))) return (await network).response;
  // The page that says "you are offline" lets the app draw what it finds here.
  const offline = await get("shell", offlinePath);
  const instead = cached ?? (kept ? offline : undefined);
  const found = await Promise.race([answer, wait(instead ? patience : lastPatience)]);
  // Whether an answer is ours is told by its last byte.
  const good = found && (!instead || (await Promise.race([found.ours, wait(patience)])) || (await isTheirs(found, key).catch(() => false)));
  const shown = instead ?? offline;
  return good || !shown ? (await network).response : dressed(shown, await markOf(shown));
}

/**
 * Asks for a page. Returns `response`; `ours`, a promise of whether it is a whole page of this blog or its word that there
 * is none; and `stored`, a promise of being done.
 * @type {(event: FetchEvent, key: string) => Promise<Fresh>}
 */
async function freshPage(event, key) {
  /** @type {Response | undefined} */
  let response = await event.preloadResponse?.catch(() => {});
  // What a dead network makes of it, Firefox hands on as an answer.
  if (!response || response.type === "error") response = await fetch(event.request);
  if (response.type === "opaqueredirect") return { response, ours: true };
  const mark = await markOf(response);
  const right = mark && fits(mark, key);
  // No browser shows what came by way of another address. Safari before 18.4 goes there in advance all the same.
  if (response.redirected && !right) return { response: Response.redirect(response.url), ours: true };
  if (!mark) return { response };
  tabs.add(event.resultingClientId);
  const copy = response.clone().arrayBuffer().catch(() => new ArrayBuffer());
  const ours = copy.then((bytes) => response.status < 500 && (right || !response.ok) && isWholePage(bytes));
  const stored = ours.then(async (ours) => {
    if (!ours) return;
    if (isKeepable(mark, key, response)) return keepPage(key, mark, response, await copy);
    if (!response.ok && response.status !== 404 && response.status !== 410) return;
    const cache = await open("pages");
    for (const request of await spellings(cache, key)) await /** @type {Cache} */ (cache).delete(request);
  });
  return { response: await dressed(response, mark), ours, stored };
}
