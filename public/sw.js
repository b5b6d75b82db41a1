// Lamplight's service worker: pages that were read stay readable, and what a reader keeps on purpose stays whole.
//
// - What may change is asked for first and remembered second: pages, and the manifest. A cached copy is only ever replaced
//   by something that is known to be ours and whole.
// - What can't change is looked for first: files whose names are made of their bytes. They are checked on every way.
// - A new version installs as a whole or not at all, takes over what it has in common with the old one, and goes on where
//   it was interrupted.
// - Nothing here may stand between a reader and the network: whatever fails falls back to it.
//
// The build fills in what this version consists of: [path below the site's folder, SHA-256 of its bytes].
"use strict";

const { version, app, entries } = __SITE__;

const root = new URL("./", location.href);
/** What is at a path, whatever it looks like: no scheme and no host is read from it. */
const at = (/** @type {string} */ path) => new URL(root.href + path).href;

// All caches of an origin are one heap, and several blogs may share it: each is known by where it lives.
const prefix = `lamplight:${root.pathname}:`;
const names = {
  shell: `${prefix}shell:${version}`, // this version, whole
  shelf: `${prefix}shelf`, //            what the reader keeps, never cleared by us
  files: `${prefix}files`, //            checked files that were used
  pages: `${prefix}pages`, //            pages that were read
  notes: `${prefix}notes`, //            the manifest, and which version is in charge
  media: `${prefix}media`, //            pictures that were seen
};
/** @typedef {keyof typeof names} CacheName */
/** How many entries of a cache are remembered, the latest. @type {Partial<Record<CacheName, number>>} */
const limits = { files: 600, pages: 150, media: 150 };

const manifestPath = "lamplight/manifest.json";
const offlinePath = "lamplight/offline.html";
const notePath = "lamplight/active.json";
const shelfPath = "lamplight/shelf.json";
const lookPath = "lamplight/look.json";
const addressesPath = "lamplight/addresses.json";

const patience = 3_000; //      milliseconds that the network has while there is something else to show
const lastPatience = 10_000; // and while there is nothing
const stall = 30_000; //        after which a file is not waited for any longer;
const lanes = 6; //             and so many may share the line, each of which then takes longer
const losses = 12; //           files in a row that may fail before no more are asked for

// --- Caches ---------------------------------------------------------------------------------------------------------

/** A cache that is out of order is as good as an empty one. */
const open = (/** @type {CacheName} */ name) => caches.open(names[name]).catch(() => undefined);
const get = async (/** @type {CacheName} */ name, /** @type {string} */ path) => (await open(name))?.match(at(path)).catch(() => undefined);

/**
 * A value that is kept in a cache. Others of the origin may have written it: nothing is known of its shape.
 * @type {(name: CacheName, path: string) => Promise<unknown>}
 */
async function valueAt(name, path) {
  try {
    return (await /** @type {Response} */ (await get(name, path)).json()) ?? undefined;
  } catch {
    // It is not there, or no JSON.
  }
}

/** @type {(name: CacheName, path: string, response: Response) => Promise<void>} */
async function put(name, path, response) {
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

const hex = (/** @type {ArrayBuffer} */ buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (/** @type {ArrayBuffer} */ bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));

/** The hash in a file's name: whole for data, its beginning for the app; undefined if there is none. */
const hashIn = (/** @type {string} */ path) => /^lamplight\/(?:data\/|app\/[\w.-]+-)([0-9a-f]{16,64})\.\w+$/.exec(path)?.[1];

/** What a host says of how a page may be used, which holds for what is remembered of it. */
const rules = "content-security-policy cross-origin-opener-policy permissions-policy referrer-policy x-content-type-options x-frame-options".split(" ");

/**
 * A response without a trace of redirects, of which navigations take none. Without its rules a page would be of another kind than
 * the one before it, and the browser would forget how far it was scrolled when it is loaded again.
 * @type {(bytes: BodyInit, like: Response, type?: string) => Response}
 */
function rebuilt(bytes, { headers }, type = headers.get("content-type") ?? "application/octet-stream") {
  const more = rules.filter((name) => headers.has(name)).map((name) => /** @type {[string, string]} */ ([name, headers.get(name)]));
  return new Response(bytes, { headers: [["content-type", type], ...more] });
}

/**
 * A cached file, if its bytes are still what its name says.
 * @type {(name: CacheName, path: string, hash?: string) => Promise<Response | undefined>}
 */
async function checked(name, path, hash = hashIn(path)) {
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
async function fetchChecked(path, hash = hashIn(path), cache = hashIn(path) ? "default" : "no-cache") {
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

const json = (/** @type {unknown} */ value) => new Response(JSON.stringify(value), { headers: { "content-type": "application/json" } });

// --- Versions -------------------------------------------------------------------------------------------------------

addEventListener("install", (/** @type {ExtendableEvent} */ event) => event.waitUntil(install()));

async function install() {
  await fill();
  // New posts are no news to the app: such a version takes over in silence. A new app waits for the reader's word.
  // Where nothing tells of a version of ours, another generator's worker may be in charge: it goes.
  const active = /** @type {{ app?: unknown } | undefined} */ (await valueAt("notes", notePath));
  if (!active?.app || active.app === app) await skipWaiting();
}

/** Fetches what this version lacks. */
async function fill() {
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

addEventListener("activate", (/** @type {ExtendableEvent} */ event) => event.waitUntil(activate()));

async function activate() {
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

// --- Requests -------------------------------------------------------------------------------------------------------

addEventListener("fetch", (/** @type {FetchEvent} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return;
  const path = url.pathname.slice(root.pathname.length);
  const answer =
    request.mode === "navigate"
      ? page(event, pageKey(path))
      : path === manifestPath
        ? manifest(event)
        : hashIn(path) && !request.headers.has("range")
          ? obtained(path)
          : /image|audio|video|track/.test(request.destination)
            ? media(event, path)
            : undefined;
  // A wrong answer is handed on as it is: who asked knows what it means.
  if (answer) event.respondWith(answer.catch(() => fetch(request)));
});

/** One key for all spellings of a page's address; a query is the business of whoever added it. */
const pageKey = (/** @type {string} */ path) => path.replace(/(^|\/)index\.html$/, "$1");

/** @type {(milliseconds: number) => Promise<undefined>} */
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const isHtml = (/** @type {Response} */ response) => /^text\/html\b/.test(response.headers.get("content-type") ?? "");

/** Bytes as text, a character for each: a place in one is that place in the other. */
const latin = (/** @type {BufferSource} */ bytes) => new TextDecoder("latin1").decode(bytes);

/** The beginning of a page and the attributes of its `<html>`. Hosts may have put comments before it. */
const tag = /^(?:\xEF\xBB\xBF)?(?:\s|<!--(?:(?!-->)[^])*-->|<!doctype[^>]*>)*<html((?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?)>/i;

/** What a page of this blog says of itself in that tag, its attributes without `data-`, and the `place` of its attributes; undefined for any other page. */
function markIn(/** @type {string} */ text) {
  const found = tag.exec(text);
  if (!found) return;
  /** @type {Mark} */
  const mark = { place: found[0].length - found[1].length - 1 };
  // Hosts may have taken quotation marks out.
  for (const [, name, ...values] of found[1].matchAll(/([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
    if (/^data-/i.test(name)) /** @type {Record<string, unknown>} */ (mark)[name.slice(5).toLowerCase()] ??= values.join("").replaceAll("&amp;", "&");
  }
  if (mark.base === root.pathname) return mark;
}

/** The same of an answer, of which only the beginning is read. */
async function markOf(/** @type {Response} */ response) {
  const type = response.headers.get("content-type") ?? "";
  // Some hosts know no types.
  if (!response.body || !/^(text\/html\b|$|\w+\/octet-stream)/.test(type) || response.headers.has("content-disposition")) return;
  const reader = /** @type {ReadableStream<BufferSource>} */ (response.clone().body).getReader();
  let text = "";
  for (let /** @type {ReadableStreamReadResult<BufferSource>} */ part; text.length < 4096 && !tag.test(text) && !(part = await reader.read()).done; ) text += latin(part.value);
  reader.cancel().catch(() => {});
  return markIn(text);
}

/** Whether two addresses are one page's. Hosts add `.html`, take it away, and make letters small. */
const same = (/** @type {string} */ one, /** @type {string} */ other) => keyOf(one).toLowerCase() === keyOf(other).toLowerCase();

/** Whether a page is what was asked for. Some hosts answer home, or "not found", to everything. */
const fits = (/** @type {Mark} */ mark, /** @type {string} */ key) => !("missing" in mark) && same(mark.path?.slice(1) ?? key, key);

/** Half a page is none. A host that makes pages smaller leaves out the last tags, but not the footer. */
const isWholePage = (/** @type {ArrayBuffer} */ bytes) => /<\/html\s*>|\bsite-footer\b[^]*<\/footer\s*>/i.test(latin(bytes));
const html = "text/html; charset=utf-8";

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

const keepFrom = async (/** @type {string} */ key, /** @type {Response} */ response) => {
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
const isLook = (/** @type {[string, unknown]} */ [name, value]) => typeof value === "string" && looks.test(`${name}=${value}`);

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
const tabs = new Set();

/** Whether an address is in a list of all that the build has made. */
async function isAddress(/** @type {string} */ key) {
  for (const name of /** @type {const} */ (["notes", "shell"])) {
    const path = dataPath(/** @type {Manifest | undefined} */ (await valueAt(name, manifestPath))?.addresses, "bin");
    const list = (await get("notes", path)) ?? (await known(path));
    if (list) return new Uint32Array(await list.arrayBuffer()).includes(numberOf(key));
  }
}

/** Whether a tab shows a page of this blog. */
async function isOwn(/** @type {string} */ tab) {
  const key = pageKey(/** @type {Client} */ (await clients.get(tab)).url.split(/[?#]/)[0].slice(root.href.length));
  return (await isAddress(key)) || remembered(key);
}

/** Pages: from the network; from memory if that is dead, slow, broken, or somebody else's. */
async function page(/** @type {FetchEvent} */ event, /** @type {string} */ key) {
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

/** The manifest: the same, and what is no manifest is nothing. */
async function manifest(/** @type {FetchEvent} */ event) {
  const network = freshManifest();
  event.waitUntil(network.then(letGo).catch(() => {}));
  const cached = await knownManifest();
  if (!cached) return (await network.catch(() => undefined)) ?? fetch(event.request);
  return (await Promise.race([network.catch(() => undefined), wait(patience)])) ?? cached;
}

const knownManifest = async () => (await get("notes", manifestPath)) ?? (await get("shell", manifestPath));

async function freshManifest() {
  const response = await fetch(at(manifestPath), { cache: "no-cache", signal: AbortSignal.timeout(stall) });
  const bytes = await response.arrayBuffer();
  if (!response.ok || !JSON.parse(new TextDecoder().decode(bytes)).format) throw new Error("no manifest");
  await put("notes", manifestPath, rebuilt(bytes, response)).catch(() => {});
  return rebuilt(bytes, response);
}

/** A file with its hash in its name, wherever we have it. */
async function known(/** @type {string} */ path) {
  for (const name of /** @type {const} */ (["shell", "shelf", "files"])) {
    const file = await checked(name, path);
    if (file) return file;
  }
}

/** The same, or else from the network. */
const knownOrFetched = async (/** @type {string} */ path) => (await known(path)) ?? fetchChecked(path);

/** The same, or else from the network, and into memory. What is wrong a second time is an error. */
async function obtained(/** @type {string} */ path) {
  const file = await known(path);
  if (file) return file;
  const fresh = await fetchChecked(path);
  await put("files", path, fresh.clone()).catch(() => {});
  return fresh;
}

const isMedia = (/** @type {Response} */ response) => response.status === 200 && /^(image|audio|video)\/|^text\/vtt/.test(response.headers.get("content-type") ?? "");

/**
 * Pictures and sound. Those that the build has named by their content come from memory; a picture of the author's may be
 * another tomorrow, and comes from the network if that is quick.
 * @type {(event: FetchEvent, path: string) => Promise<Response>}
 */
async function media(event, path) {
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

// --- The blog's data, as docs/reference/bundle-format.md tells it -----------------------------------------------------

const fanout = 32;
/** An address as people read it. */
const decoded = (/** @type {string} */ path) => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};
const dataPath = (/** @type {string | undefined} */ hash, kind = "json") => `lamplight/data/${hash}.${kind}`;
/** An address as the table of routes has it. */
const keyOf = (/** @type {string} */ path) => decoded(`/${path}`).replace(/\/index\.html$|\.html$/, "").replace(/\/+$/, "") || "/";
/** Keys that differ in the case of ASCII letters are in one leaf. */
const small = (/** @type {string} */ key) => key.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
/** FNV-1a, 32 bits. */
const fnv = (/** @type {string} */ key) => {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(key)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
};

/** Reads data files by `read`, which says where from. */
const walker = (/** @type {(path: string) => Promise<Response | Blob>} */ read) => {
  const json = async (/** @type {string} */ hash) => JSON.parse(new TextDecoder().decode(await (await read(dataPath(hash))).arrayBuffer()));
  const leaf = async (/** @type {Tree} */ tree, /** @type {number} */ number) => {
    /** @type {any} */
    let node = tree.root;
    for (let level = tree.depth; level >= 0; level -= 1) {
      node = await json(node[Math.floor(number / fanout ** level) % fanout]);
    }
    return node;
  };
  return {
    json,
    leaf,
    /** What is at a path of the site. @type {(manifest: Manifest, path: string) => Promise<Target | undefined>} */
    async target(manifest, path) {
      const key = keyOf(path);
      const { tree } = manifest.routes;
      if (!tree) return;
      const found = /** @type {Route[]} */ (await leaf(tree, fnv(small(key)) % tree.leaves)).find((route) => route.path === key)?.target;
      return found?.moved ? this.target(manifest, found.moved.to.slice(1)) : found;
    },
  };
};

/** From memory alone. */
const offline = walker(async (path) => {
  const file = await known(path);
  if (!file) throw new Error(`${path} is not here`);
  return file;
});

/** From memory or the network, and into memory. */
const online = walker(obtained);

/** Whether the app could draw a page with what is here. @type {(key: string) => Promise<unknown>} */
async function isKept(key) {
  /** @type {Manifest | undefined} */
  const manifest = await (await knownManifest())?.json();
  const found = manifest && (await offline.target(manifest, key));
  if (!found) return false;
  const tree = found.term?.posts.tree;
  return tree ? offline.leaf(tree, tree.leaves - 1) : known(dataPath(found.document?.bundle ?? /** @type {Required<Target>} */ (found).terms.file));
}

// --- What is published no longer --------------------------------------------------------------------------------------
//
// An author may take a post back. The manifest names a list of all addresses, four bytes for each; when it names another one,
// what was an address and is none any more goes from all caches: its page, its data, its pictures, and what names it.

/** Lets go of what is published no longer; once for each list of addresses. */
const letGo = () => (lettingGo ??= compare().finally(() => (lettingGo = undefined)));
/** @type {Promise<void> | undefined} */
let lettingGo;

async function compare() {
  /** @type {Manifest | undefined} */
  const manifest = await (await knownManifest())?.json();
  const list = manifest?.addresses;
  if (!list) return;
  const of = /** @type {{ of?: string } | undefined} */ (await valueAt("notes", addressesPath))?.of;
  if (of === list) return;
  // Of a first visit all is of now.
  if (of) {
    const path = dataPath(list, "bin");
    const fresh = await knownOrFetched(path);
    const numbers = async (/** @type {Response} */ response) => new Set(new Uint32Array(await response.arrayBuffer()));
    const now = await numbers(fresh.clone());
    const old = await get("notes", dataPath(of, "bin"));
    const before = old ? await numbers(old) : await addressesHere();
    const gone = new Set([...before].filter((number) => !now.has(number)));
    if (gone.size) await takeAway(gone, manifest);
    await put("notes", path, fresh);
    await (await open("notes"))?.delete(at(dataPath(of, "bin")));
  }
  await put("notes", addressesPath, json({ of: list }));
}

const numberOf = (/** @type {string} */ path) => fnv(keyOf(path.replace(/^\//, "")));

/**
 * All that is kept on this device and is of an older version than a manifest: cache, path and response.
 * @param {Manifest} [manifest]
 */
async function* everything(manifest) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(prefix)) continue;
    const cache = await caches.open(name);
    /** @type {Manifest | false | undefined} */
    const own = name.startsWith(`${prefix}shell:`) && (await (await cache.match(at(manifestPath)))?.json());
    if (own && own.addresses === manifest?.addresses) continue;
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      if (response) yield { name, cache, request, path: request.url.slice(root.href.length), response };
    }
  }
}

const isData = (/** @type {string} */ path) => /^lamplight\/data\/\w+\.json$/.test(path) || path === manifestPath;
const parsed = (/** @type {Response} */ response) => response.json().catch(() => undefined);

/**
 * Addresses that data name: of posts, of old addresses, of routes; and such as terms may have.
 * @type {(value: any, terms?: boolean) => Generator<string, void>}
 */
function* named(value, terms = true) {
  if (!value || typeof value !== "object") return;
  for (const key of ["path", "to"]) if (typeof value[key] === "string") yield value[key];
  if (terms && typeof value.slug === "string") for (const kind of ["category", "tag", "author"]) yield `/${kind}/${value.slug}`;
  for (const inner of Object.values(value)) yield* named(inner, terms);
}

/** Paths below the site that a page names in its attributes. */
const mentioned = (/** @type {string} */ html, /** @type {string} */ from, /** @type {string} */ attributes) =>
  [...html.matchAll(new RegExp(`\\s(?:${attributes})=(?:"([^"]*)"|([^\\s"'>]+))`, "gi"))]
    .flatMap(([, quoted, bare]) => (quoted ?? bare).replaceAll("&amp;", "&").split(/,\s+/))
    .map((part) => URL.parse?.(part.trim().split(/\s/)[0], at(from)))
    .filter((url) => url?.href.startsWith(root.href))
    .map((url) => /** @type {URL} */ (url).pathname.slice(root.pathname.length));

/** Numbers of the addresses that this device knows of: asked for where no list was kept. */
async function addressesHere() {
  /** @type {Set<number>} */
  const found = new Set();
  for await (const { name, path, response } of everything()) {
    if (name === names.pages) found.add(numberOf(path));
    else if (isData(path)) for (const address of named(await parsed(response), false)) found.add(numberOf(address));
  }
  return found;
}

/** Takes away what was at addresses, and what names them. */
async function takeAway(/** @type {Set<number>} */ gone, /** @type {Manifest} */ manifest) {
  const isGone = (/** @type {string} */ path) => gone.has(numberOf(path));
  const [again, stale, pictures] = /** @type {Set<string>[]} */ ([new Set(), new Set(), new Set()]);
  /** @type {Set<string> | undefined} */
  let index;
  for await (const { name, cache, request, path, response } of everything(manifest)) {
    if (name === names.notes) continue;
    let goes = false;
    if (isData(path)) {
      const value = await parsed(response);
      goes = [...named(value)].some(isGone);
      if (goes) stale.add(path);
      const posts = Array.isArray(value) ? value.filter((post) => post?.media && isGone(post.summary.path)) : [];
      for (const [picture] of posts.flatMap(({ media }) => media)) pictures.add(picture.slice(1));
    } else if (/^lamplight\/data\/\w+\.bin$/.test(path)) {
      // The index of search: words of all posts. What of it is of now stays.
      index ??= new Set([manifest.addresses, ...(await searchFiles(manifest))].map((hash) => dataPath(hash, "bin")));
      goes = !index.has(path);
      if (goes) stale.add(path);
    } else if (isHtml(response)) {
      const html = await response.text();
      const own = isGone(path);
      goes = own || mentioned(html, path, "href").some(isGone);
      if (own) for (const picture of mentioned(html, path, "src|srcset|poster")) pictures.add(picture);
      if (goes && name === names.pages) again.add(path);
    }
    if (goes) await cache.delete(request);
  }
  await takePictures(pictures);
  for (const wish of await shelf()) {
    if (wish.kind !== "all" && isGone(wish.path)) await drop(wish.id, true);
  }
  // The browser's own cache has them too, and learns from the host that they are gone.
  for (const path of [...stale, ...again]) {
    const response = await fetch(at(path), { cache: "reload", signal: AbortSignal.timeout(stall) }).catch(() => undefined);
    if (response && again.has(path)) await keepFrom(path, response).catch(() => {});
    await response?.body?.cancel().catch(() => {});
  }
  for (const wish of await shelf()) if (!wish.paused && !(await isWhole(wish, await urls("shelf")))) await run(wish.id);
}

/** @type {(manifest: Manifest) => Promise<string[]>} */
const searchFiles = async ({ search }) => (search ? [search.root, ...(await online.json(search.files).catch(() => []))] : []);

/** Takes away pictures that the site has no longer, in all forms that are here. */
async function takePictures(/** @type {Set<string>} */ pictures) {
  const stem = (/** @type {string} */ path) => /^lamplight\/images\/[\w-]+(?=-\d+\.\w+$)/.exec(path)?.[0] ?? path;
  const wanted = new Set([...pictures].map(stem));
  const there = new Map();
  for (const name of wanted.size ? /** @type {const} */ (["media", "shelf"]) : []) {
    const cache = await open(name);
    for (const request of (await cache?.keys()) ?? []) {
      const path = request.url.slice(root.href.length);
      if (!wanted.has(stem(path))) continue;
      if (!there.has(path)) {
        const head = fetch(request.url, { method: "HEAD", cache: "reload", signal: AbortSignal.timeout(stall) });
        there.set(path, await head.then(({ ok }) => ok, () => false));
      }
      if (!there.get(path)) await /** @type {Cache} */ (cache).delete(request);
    }
  }
}

// --- What the pages ask -----------------------------------------------------------------------------------------------

addEventListener("message", (/** @type {ExtendableMessageEvent} */ event) => {
  // Who lives elsewhere on the origin has nothing to say here.
  if (!/** @type {Client | null} */ (event.source)?.url?.startsWith(root.href)) return;
  const { ask, ...more } = event.data ?? {};
  const answer = async () => (Object.hasOwn(answers, ask) ? answers[/** @type {Ask} */ (ask)](more, event) : undefined);
  event.waitUntil(
    answer().then(
      (value) => event.ports[0]?.postMessage(value ?? null),
      (error) => event.ports[0]?.postMessage({ error: String(error) }),
    ),
  );
});

/** @type {{ [Name in Ask]: (about: About<Name>, event: ExtendableMessageEvent) => ReturnType<Answers[Name]> | Promise<ReturnType<Answers[Name]>> }} */
const answers = {
  /** Which app this version has. Asked where a version has come, and is in charge or waits for the reader's word. */
  async app(_, event) {
    const own = self.serviceWorker?.state === "installed" && (await get("shell", manifestPath));
    if (own) await put("notes", manifestPath, own).catch(() => {});
    event.waitUntil(letGo().catch(() => {}));
    return app;
  },
  /** The reader wants the new version now. */
  update: () => skipWaiting(),
  /** The only page there is has this version's app already. */
  async settle() {
    const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
    if (pages.filter((page) => page.url.startsWith(root.href)).length < 2) await skipWaiting();
  },
  /** A page was loaded before this worker took over: as the browser has it, with what it shows. */
  async loaded({ path, pictures }) {
    // Pages that were on their way while this worker was activated had missed it.
    await clients.claim();
    const key = pageKey(path);
    if (!(await get("pages", key))) {
      await keepFrom(key, await fetch(at(key), { cache: "force-cache" }));
    }
    for (const url of pictures.slice(0, 200)) {
      const path = url.startsWith(root.href) ? url.slice(root.href.length) : "";
      if (!path || (await get("shelf", path)) || (await get("media", path))) continue;
      const response = await fetch(url, { cache: "force-cache" });
      if (isMedia(response)) await put("media", path, response);
    }
  },
  /** The app has turned to a page: its data are here by now, but perhaps not the way from its address to them. */
  async turned({ path }) {
    /** @type {Manifest | undefined} */
    const manifest = await (await knownManifest())?.json();
    if (manifest) await online.target(manifest, path);
  },
  /** How the reader wants pages to look: attributes of their root. */
  async dress({ look }) {
    const entries = Object.entries(look ?? {}).filter(isLook);
    if (entries.length) await put("notes", lookPath, json(Object.fromEntries(entries)));
    else await (await open("notes"))?.delete(at(lookPath));
  },
  /** Pages that can be read now: path, and title in HTML. */
  async here() {
    /** @type {Map<string, string>} */
    const found = new Map();
    for (const name of /** @type {const} */ (["shell", "pages"])) {
      const cache = await open(name);
      for (const request of (await cache?.keys()) ?? []) {
        const path = request.url.slice(root.href.length);
        if (/^lamplight\//.test(path)) continue;
        const response = await /** @type {Cache} */ (cache).match(request);
        if (response && isHtml(response)) found.set(path, /<title\b[^>]*>([^<]*)/i.exec(await response.text())?.[1] ?? path);
      }
    }
    return [...found].reverse().map(([path, title]) => ({ path, title }));
  },
  state: () => inTurn(state),
  size: (what) => size(wishOf(what) ?? /** @type {Wish} */ ({})),
  async keep(what, event) {
    const wish = /** @type {Wish} */ (wishOf(what));
    // Where nobody can tell now whether it is there, the job will.
    await size(wish).catch((error) => error.message === gone && Promise.reject(error));
    await edit((wishes) => [...wishes.filter((other) => other.id !== wish.id), { ...wish, paused: false, complete: false, error: "" }]);
    event.waitUntil(run(wish.id));
  },
  // Stopped in turn: who goes on meanwhile finds it paused.
  pause: ({ id }) => edit((wishes) => changed(id, { paused: true, ...stop(id) })(wishes)),
  async resume({ id }, event) {
    await change(id, { paused: false, error: "" });
    event.waitUntil(run(id));
  },
  remove: ({ id }) => drop(id),
  /** A page has come up: whatever is not whole is mended. `wishes` is the page's own note of what the reader keeps. */
  async mend({ wishes }, event) {
    // Browsers throw caches away when space is short.
    event.waitUntil(fill());
    event.waitUntil(letGo().catch(() => {}));
    const known = await shelf();
    const lost = listed(wishes).filter(({ id }) => !known.some((wish) => wish.id === id));
    if (lost.length) await edit((here) => [...here, ...lost.map((wish) => ({ ...wish, complete: false }))]);
    const here = await urls("shelf");
    const cleared = lost.filter(({ complete }) => complete).map(({ title }) => title);
    const ids = [];
    for (const wish of await shelf()) {
      const whole = await isWhole(wish, here);
      if (wish.complete && !whole) cleared.push(wish.title);
      if (!wish.paused && !(whole && wish.complete && wish.version === version)) ids.push(wish.id);
    }
    event.waitUntil(runAll(ids));
    return { ...(await inTurn(state)), cleared };
  },
};

// --- The shelf --------------------------------------------------------------------------------------------------------

const listPath = (/** @type {string} */ id) => `lamplight/shelf/${encodeURIComponent(id)}`;
const find = async (/** @type {string} */ id) => (await shelf()).find((wish) => wish.id === id);
const gone = "gone"; // an error

/**
 * A wish as this version knows it: messages, notes and caches may hold what another version has written, or somebody else on
 * this origin. Nothing, if it names no address of this site.
 * @type {(value: any) => Wish | undefined}
 */
function wishOf(value) {
  try {
    const { kind, title } = value;
    const { href, pathname } = new URL(`./${value.path}`, root);
    const path = kind === "all" ? "" : pathname.slice(root.pathname.length).replace(/^\/+/, "");
    if (!/^(post|term|all)$/.test(kind) || !href.startsWith(root.href)) return;
    return { ...value, id: `${kind} ${path}`, kind: `${kind}`, path, title: `${title || path}`.slice(0, 300) };
  } catch {}
}

/** More than somebody would keep one by one, the latest. */
const mostWishes = 500;
const listed = (/** @type {unknown} */ values) => /** @type {Wish[]} */ ((Array.isArray(values) ? values : []).slice(-mostWishes).map(wishOf).filter(Boolean));
const shelf = async () => listed(await valueAt("shelf", shelfPath));

/**
 * One change at a time; and what is told of the list is told in turn, so that nothing old comes after what is new.
 * @type {<Value>(how: () => Value | Promise<Value>) => Promise<Value>}
 */
const inTurn = (how) => {
  const done = last.catch(() => {}).then(() => how());
  last = done;
  return done;
};
/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * Changes the list of wishes. All pages are told; also that something of it is published no longer.
 * @type {(how: (wishes: Wish[]) => Wish[], gone?: boolean) => Promise<void>}
 */
const edit = (how, gone) =>
  inTurn(async () => {
    const wishes = how(await shelf());
    if (!(await open("shelf"))) throw new Error("no cache");
    await put("shelf", shelfPath, json(wishes));
    await tell(wishes, gone);
  });
const changed = (/** @type {string} */ id, /** @type {Partial<Wish>} */ news) => (/** @type {Wish[]} */ wishes) => wishes.map((wish) => (wish.id === id ? { ...wish, ...news } : wish));
const change = (/** @type {string} */ id, /** @type {Partial<Wish>} */ news) => edit(changed(id, news));

/** @type {(list: Wish[], gone?: boolean) => Promise<void>} */
async function tell(list, gone) {
  const { wishes, ...room } = await state(list);
  for (const client of await clients.matchAll({ type: "window", includeUncontrolled: true })) {
    if (client.url.startsWith(root.href)) client.postMessage({ shelf: wishes, ...room, gone });
  }
}

/** @type {(id: string, gone?: boolean) => Promise<void>} */
async function drop(id, gone) {
  stop(id);
  await edit((wishes) => wishes.filter((wish) => wish.id !== id), gone);
  await (await open("shelf"))?.delete(at(listPath(id)));
  await sweep();
}

/** @type {(list?: Wish[]) => Promise<State>} */
async function state(list) {
  const { usage, quota } = /** @type {StorageEstimate} */ ((await navigator.storage?.estimate?.().catch(() => {})) ?? {});
  const wishes = (list ?? (await shelf())).map((wish) => ({ ...wish, ...jobs.get(wish.id)?.news }));
  return { wishes, usage, quota };
}

/** @type {() => Promise<Manifest>} */
async function currentManifest() {
  const response = (await freshManifest().catch(() => undefined)) ?? (await knownManifest());
  if (!response) throw new Error("offline");
  return response.json();
}

/**
 * What is published at the address of a wish, if it is of that kind.
 * @type {(wish: Wish, manifest: Manifest, from?: typeof online) => Promise<{ weight: Weight } | undefined>}
 */
const targetOf = async ({ kind, path }, manifest, from = online) =>
  kind === "all" ? manifest : (await from.target(manifest, path))?.[kind === "post" ? "document" : "term"];

/**
 * What keeping something takes, in bytes: of text stored and sent, and of pictures and sounds.
 * @type {(wish: Wish) => Promise<Weight>}
 */
async function size(wish) {
  const target = await targetOf(wish, await currentManifest());
  if (!target) throw new Error(gone);
  return target.weight;
}

/**
 * What is being fetched, by id of the wish: how far it has come, whether it has been told to stop, and its end.
 * @type {Map<string, Job>}
 */
const jobs = new Map();
const stopped = Symbol("paused or removed");

function stop(/** @type {string} */ id) {
  const job = jobs.get(id);
  if (job) job.stopped = true;
  return job?.news;
}

/** Fetches what a wish still lacks; once at a time. */
async function run(/** @type {string} */ id) {
  const before = jobs.get(id);
  if (before && !before.stopped) return;
  await before?.end;
  if (jobs.has(id)) return;
  /** @type {Job} */
  const job = { news: { done: 0 }, told: 0 };
  jobs.set(id, job);
  const failed = async (/** @type {any} */ error) => {
    if (error === stopped) return;
    if (error.message === gone) return drop(id, true);
    const news = changed(id, { ...job.news, error: isFull(error) ? "full" : "network" });
    // It is said even where there is no room to note it.
    await edit(news).catch(() => inTurn(async () => tell(news(await shelf()))));
  };
  job.end = fulfil(id, job).catch(failed).catch(() => {}).then(() => jobs.delete(id));
  await job.end;
  await sweep();
}

/** The same for several, a few at a time. */
async function runAll(/** @type {string[]} */ ids) {
  const rest = ids.values();
  const some = async () => {
    for (const id of rest) await run(id);
  };
  await Promise.all([some(), some(), some()]);
}

const isFull = (/** @type {Error} */ { name }) => name === "QuotaExceededError";

async function fulfil(/** @type {string} */ id, /** @type {Job} */ job) {
  const wish = await inTurn(() => find(id));
  if (!wish || wish.paused) return;
  await change(id, { complete: false, error: "" });
  const { news } = job;
  /** @type {Set<string>} */
  const files = new Set();
  /** @type {((value?: unknown) => void)[]} */
  const waiting = [];
  let [free, failed] = [lanes, 0];

  /** Puts a file on the shelf, unless it is there. */
  const take = async (/** @type {string} */ path, counted = true, fetched = knownOrFetched) => {
    files.add(path);
    if (free) free -= 1;
    else await new Promise((go) => waiting.push(go));
    try {
      if (job.stopped) throw stopped;
      let file = await (hashIn(path) ? checked : get)("shelf", path);
      if (!file) {
        file = await fetched(path);
        await put("shelf", path, file.clone());
      }
      failed = 0;
      const blob = await file.blob();
      if (counted) news.done += blob.size;
      // Often enough for a bar.
      if (Date.now() - job.told > 200) {
        job.told = Date.now();
        await inTurn(async () => tell(await shelf()));
      }
      return blob;
    } catch (error) {
      if (isFull(/** @type {Error} */ (error)) || (failed += 1) > losses) job.stopped = true;
      throw error;
    } finally {
      if (waiting.length) /** @type {() => void} */ (waiting.shift())();
      else free += 1;
    }
  };
  /**
   * What fails keeps nothing else from coming.
   * @type {<Item>(items: Iterable<Item>, how: (item: Item) => Promise<unknown>) => Promise<unknown>}
   */
  const each = (items, how) => Promise.all([...items].map((item) => how(item).catch((error) => (job.error ??= error))));

  const manifest = await currentManifest();
  // The way from addresses to data is gone several times, and not counted.
  /** @type {Map<string, Promise<Blob>>} */
  const taken = new Map();
  const way = walker((path) => taken.get(path) ?? /** @type {Promise<Blob>} */ (taken.set(path, take(path, false)).get(path)));
  const all = wish.kind === "all";
  const target = await targetOf(wish, manifest, way);
  if (!target) throw new Error(gone);
  const { text, sent, pictures } = target.weight;
  const more = wish.pictures ? pictures : 0;
  [news.total, news.sent] = [text + more, sent + more];

  /** @type {Set<string>} */
  const wanted = new Set();
  /** @type {Map<string, [path: string, bytes: number][]>} */
  const shows = new Map();
  /**
   * Takes all files that data name: by lists of hashes or by these names; some of them are no data themselves.
   * @type {(value: any, name?: string, isIndex?: boolean) => Promise<unknown>}
   */
  const reach = async (value, name, isIndex) => {
    if (typeof value === "string") {
      const kind = isIndex || /^(addresses|root)$/.test(/** @type {string} */ (name)) ? "bin" : "json";
      const path = dataPath(value, kind);
      if (!hashIn(path) || !/^(\d+|bundle|files?|addresses|root)$/.test(/** @type {string} */ (name)) || files.has(path)) return;
      const file = await take(path);
      if (kind === "bin") return;
      value = JSON.parse(await file.text());
      isIndex = name === "files";
    }
    if (value?.summary) shows.set(value.summary.path, value.media ?? []);
    else if (Object(value) === value) {
      if (value.bundle && value.path) wanted.add(value.path);
      await each(Object.entries(value), ([name, inner]) => reach(inner, name, isIndex));
    }
  };
  const { posts, home, routes, addresses, search } = manifest;
  await reach(all ? { posts, home, routes, addresses, search } : target);
  if (!all) await each(wanted, (path) => way.target(manifest, path.slice(1)));
  const isWanted = (/** @type {string} */ path) => all || wanted.has(path) || keyOf(path.slice(1)) === keyOf(wish.path);
  const media = new Set([...shows].flatMap(([path, files]) => (isWanted(path) ? files.map(([file]) => file.slice(1)) : [])));
  const picture = async (/** @type {string} */ path) => {
    const response = await fetch(at(path), { signal: AbortSignal.timeout(lanes * stall) });
    if (!isMedia(response)) throw new Error(`${path}: status ${response.status}`);
    return rebuilt(await response.blob(), response);
  };
  if (wish.pictures) await each(media, (path) => take(path, true, picture));
  if (job.error) throw job.error;
  await put("shelf", listPath(id), json([...files]));
  await change(id, { ...news, complete: true, version, error: "" });
}

/** Addresses of what is in a cache. */
const urls = async (/** @type {CacheName} */ name) => new Set(((await (await open(name))?.keys()) ?? []).map(({ url }) => url));

async function listOf(/** @type {Wish} */ { id }) {
  const files = await valueAt("shelf", listPath(id));
  return Array.isArray(files) && files.every((path) => typeof path === "string") ? files.map((path) => at(path)) : undefined;
}

async function isWhole(/** @type {Wish} */ wish, /** @type {Set<string>} */ here) {
  return Boolean((await listOf(wish))?.every((url) => here.has(url)));
}

/** Takes off the shelf what no wish holds any longer, once all of them are settled. */
const sweep = () =>
  inTurn(async () => {
    if (jobs.size) return;
    const held = new Set([at(shelfPath)]);
    for (const wish of await shelf()) {
      const files = await listOf(wish);
      // What is not whole yet holds all there is.
      if (!files) return;
      for (const url of [at(listPath(wish.id)), ...files]) held.add(url);
    }
    const cache = await open("shelf");
    for (const request of (await cache?.keys()) ?? []) if (!held.has(request.url)) await /** @type {Cache} */ (cache).delete(request);
  });
