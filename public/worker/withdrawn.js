// An author may take a post back. The manifest names a list of all addresses, four bytes for each; when it names another one,
// what was an address and is none any more goes from all caches: its page, its data, its pictures, and what names it.
import { addressesPath, at, manifestPath, names, prefix, root, stall } from "./site.js";
import { dataPath, numberOf } from "./address.js";
import { get, json, open, put, valueAt } from "./caches.js";
import { isHtml } from "./mark.js";
import { knownOrFetched } from "./files.js";
import { knownManifest, online } from "./data.js";
import { keepFrom } from "./pages.js";
import { drop, isWhole, run, shelf, urls } from "./library.js";

/** Lets go of what is published no longer; once for each list of addresses. */
export const letGo = () => (lettingGo ??= compare().finally(() => (lettingGo = undefined)));

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
