// What this version of the blog consists of, where it lives, what its caches are called, and how long it waits.

export const { version, app, entries } = __SITE__;
export const root = new URL("./", location.href);

/** What is at a path, whatever it looks like: no scheme and no host is read from it. */
export const at = (/** @type {string} */ path) => new URL(root.href + path).href;

// All caches of an origin are one heap, and several blogs may share it: each is known by where it lives.
export const prefix = `lamplight:${root.pathname}:`;

export const names = {
  shell: `${prefix}shell:${version}`, // this version, whole
  shelf: `${prefix}shelf`, //            what the reader keeps, never cleared by us
  files: `${prefix}files`, //            checked files that were used
  pages: `${prefix}pages`, //            pages that were read
  notes: `${prefix}notes`, //            the manifest, and which version is in charge
  media: `${prefix}media`, //            pictures that were seen
};

/** How many entries of a cache are remembered, the latest. @type {Partial<Record<CacheName, number>>} */
export const limits = { files: 600, pages: 150, media: 150 };

export const manifestPath = "lamplight/manifest.json";
export const offlinePath = "lamplight/offline.html";
export const notePath = "lamplight/active.json";
export const shelfPath = "lamplight/shelf.json";
export const lookPath = "lamplight/look.json";
export const addressesPath = "lamplight/addresses.json";
export const patience = 3_000; //      milliseconds that the network has while there is something else to show
export const lastPatience = 10_000; // and while there is nothing
export const stall = 30_000; //        after which a file is not waited for any longer;
export const lanes = 6; //             and so many may share the line, each of which then takes longer
export const losses = 12; //           files in a row that may fail before no more are asked for

/** @type {(milliseconds: number) => Promise<undefined>} */
export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
