// The offline library: what a reader keeps on purpose.
import { at, lanes, losses, root, shelfPath, stall, version } from "./site.js";
import { dataPath, keyOf } from "./address.js";
import { get, json, open, put, valueAt } from "./caches.js";
import { checked, hashIn, isMedia, knownOrFetched, rebuilt } from "./files.js";
import { freshManifest, knownManifest, online, walker } from "./data.js";

const listPath = (/** @type {string} */ id) => `lamplight/shelf/${encodeURIComponent(id)}`;
export const gone = "gone"; // an error

/**
 * A wish as this version knows it: messages, notes and caches may hold what another version has written, or somebody else on
 * this origin. Nothing, if it names no address of this site.
 * @type {(value: any) => Wish | undefined}
 */
export function wishOf(value) {
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

export const listed = (/** @type {unknown} */ values) => /** @type {Wish[]} */ ((Array.isArray(values) ? values : []).slice(-mostWishes).map(wishOf).filter(Boolean));
export const shelf = async () => listed(await valueAt("shelf", shelfPath));

/**
 * One change at a time; and what is told of the list is told in turn, so that nothing old comes after what is new.
 * @type {<Value>(how: () => Value | Promise<Value>) => Promise<Value>}
 */
export const inTurn = (how) => {
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
export const edit = (how, gone) =>
  inTurn(async () => {
    const wishes = how(await shelf());
    if (!(await open("shelf"))) throw new Error("no cache");
    await put("shelf", shelfPath, json(wishes));
    await tell(wishes, gone);
  });

export const changed = (/** @type {string} */ id, /** @type {Partial<Wish>} */ news) => (/** @type {Wish[]} */ wishes) => wishes.map((wish) => (wish.id === id ? { ...wish, ...news } : wish));
export const change = (/** @type {string} */ id, /** @type {Partial<Wish>} */ news) => edit(changed(id, news));

/** @type {(list: Wish[], gone?: boolean) => Promise<void>} */
async function tell(list, gone) {
  const { wishes, ...room } = await state(list);
  for (const client of await clients.matchAll({ type: "window", includeUncontrolled: true })) {
    if (client.url.startsWith(root.href)) client.postMessage({ shelf: wishes, ...room, gone });
  }
}

/** @type {(id: string, gone?: boolean) => Promise<void>} */
export async function drop(id, gone) {
  await edit((wishes) => {
    // In turn, as a pause: who begins it meanwhile finds nothing to fetch.
    stop(id);
    return wishes.filter((wish) => wish.id !== id);
  }, gone);
  await (await open("shelf"))?.delete(at(listPath(id)));
  await sweep();
}

/** @type {(list?: Wish[]) => Promise<State>} */
export async function state(list) {
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
export async function size(wish) {
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

export function stop(/** @type {string} */ id) {
  const job = jobs.get(id);
  if (job) job.stopped = true;
  return job?.news;
}

/** Fetches what a wish still lacks; once at a time. */
export async function run(/** @type {string} */ id) {
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
export async function runAll(/** @type {string[]} */ ids) {
  const rest = ids.values();
  const some = async () => {
    for (const id of rest) await run(id);
  };
  await Promise.all([some(), some(), some()]);
}

const isFull = (/** @type {Error} */ { name }) => name === "QuotaExceededError";

async function fulfil(/** @type {string} */ id, /** @type {Job} */ job) {
  const wish = await inTurn(async () => (await shelf()).find((wish) => wish.id === id));
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
export const urls = async (/** @type {CacheName} */ name) => new Set(((await (await open(name))?.keys()) ?? []).map(({ url }) => url));

async function listOf(/** @type {Wish} */ { id }) {
  const files = await valueAt("shelf", listPath(id));
  return Array.isArray(files) && files.every((path) => typeof path === "string") ? files.map((path) => at(path)) : undefined;
}

export async function isWhole(/** @type {Wish} */ wish, /** @type {Set<string>} */ here) {
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
