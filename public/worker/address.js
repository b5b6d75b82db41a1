// Addresses as the data files have them, as docs/reference/bundle-format.md tells it. Nothing here asks anybody.

/** Where a data file is. */
export const dataPath = (/** @type {string | undefined} */ hash, kind = "json") => `lamplight/data/${hash}.${kind}`;

/** One key for all spellings of a page's address; a query is the business of whoever added it. */
export const pageKey = (/** @type {string} */ path) => path.replace(/(^|\/)index\.html$/, "$1");

/** An address as people read it. */
const decoded = (/** @type {string} */ path) => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** Without slashes at its end. Each row of slashes is looked at once. */
const bare = (/** @type {string} */ path) => path.replace(/(^|[^/])\/+$/, "$1");

/** An address as the table of routes has it. */
export const keyOf = (/** @type {string} */ path) => bare(bare(decoded(`/${path}`)).replace(/(\.html)?(\/index\.html)?$/, "")) || "/";

/** Whether two addresses are one page's. Hosts add `.html`, take it away, and make letters small. */
export const same = (/** @type {string} */ one, /** @type {string} */ other) => keyOf(one).toLowerCase() === keyOf(other).toLowerCase();

/** Keys that differ in the case of ASCII letters are in one leaf. */
export const small = (/** @type {string} */ key) => key.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** FNV-1a, 32 bits. */
export const fnv = (/** @type {string} */ key) => {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(key)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
};

/** The number of an address in the list of all addresses. */
export const numberOf = (/** @type {string} */ path) => fnv(keyOf(path.replace(/^\//, "")));
