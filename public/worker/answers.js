// What the pages ask.
import { app, at, lookPath, manifestPath, root, version } from "./site.js";
import { pageKey } from "./address.js";
import { get, json, open, put } from "./caches.js";
import { isHtml } from "./mark.js";
import { isMedia } from "./files.js";
import { knownManifest, online } from "./data.js";
import { isLook, keepFrom } from "./pages.js";
import { change, changed, drop, edit, gone, inTurn, isWhole, listed, run, runAll, shelf, size, state, stop, urls, wishOf } from "./library.js";
import { letGo } from "./withdrawn.js";
import { fill } from "./versions.js";

/** @type {{ [Name in Ask]: (about: About<Name>, event: ExtendableMessageEvent) => ReturnType<Answers[Name]> | Promise<ReturnType<Answers[Name]>> }} */
export const answers = {
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
  // It is stopped within the turn: who begins it meanwhile finds it paused.
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
