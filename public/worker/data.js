// The blog's data, as docs/reference/bundle-format.md tells it.
import { at, manifestPath, stall } from "./site.js";
import { dataPath, fnv, keyOf, numberOf, small } from "./address.js";
import { get, put, valueAt } from "./caches.js";
import { known, obtained, rebuilt } from "./files.js";

/** Whether an address is in a list of all that the build has made. */
export async function isAddress(/** @type {string} */ key) {
  for (const name of /** @type {const} */ (["notes", "shell"])) {
    const path = dataPath(/** @type {Manifest | undefined} */ (await valueAt(name, manifestPath))?.addresses, "bin");
    const list = (await get("notes", path)) ?? (await known(path));
    if (list) return new Uint32Array(await list.arrayBuffer()).includes(numberOf(key));
  }
}

export const knownManifest = async () => (await get("notes", manifestPath)) ?? (await get("shell", manifestPath));

export async function freshManifest() {
  const response = await fetch(at(manifestPath), { cache: "no-cache", signal: AbortSignal.timeout(stall) });
  const bytes = await response.arrayBuffer();
  if (!response.ok || !JSON.parse(new TextDecoder().decode(bytes)).format) throw new Error("no manifest");
  await put("notes", manifestPath, rebuilt(bytes, response)).catch(() => {});
  return rebuilt(bytes, response);
}

const fanout = 32;

/** Reads data files by `read`, which says where from. */
export const walker = (/** @type {(path: string) => Promise<Response | Blob>} */ read) => {
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
      const low = small(key);
      const { tree } = manifest.routes;
      if (!tree) return;
      /** @type {Route[]} */
      const routes = await leaf(tree, fnv(low) % tree.leaves);
      // As a last resort, what is at the address in another case.
      const found = (routes.find(({ path }) => path === key) ?? routes.find(({ path }) => small(path) === low))?.target;
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
export const online = walker(obtained);

/** Whether the app could draw a page with what is here. @type {(key: string) => Promise<unknown>} */
export async function isKept(key) {
  /** @type {Manifest | undefined} */
  const manifest = await (await knownManifest())?.json();
  const found = manifest && (await offline.target(manifest, key));
  if (!found) return false;
  const tree = found.term?.posts.tree;
  return tree ? offline.leaf(tree, tree.leaves - 1) : known(dataPath(found.document?.bundle ?? /** @type {Required<Target>} */ (found).terms.file));
}
