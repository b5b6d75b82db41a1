// Paths of the blog's pages. Nothing here looks at the page.

/** Whether an address is a path below the blog's folder, written as browsers write it. Anything else may be stored in its place. */
export const isOwnPath = (/** @type {string} */ address, /** @type {string} */ base) => address.startsWith(base) && address.length < 2_000 && /^\/(?!\/)[\w.~!$&'()*+,;=:@%/[\]|^-]*$/.test(address);

/** One path for both spellings of a page's address. */
export const pagePath = (/** @type {string} */ path) => path.replace(/index\.html$/, "");

/** Where a post is published as Markdown. */
export const markdownPath = (/** @type {string} */ path) => (/\.html$/.test(path) ? path.replace(/html$/, "md") : `${path.replace(/\/$/, "")}/index.md`);
