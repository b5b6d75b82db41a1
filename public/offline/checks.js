// What another program may have written or said is checked here. Nothing here looks at the page.

/** @type {unknown[]} */
const kinds = ["post", "term", "all"];

/** A path below the site's folder, without a query; undefined if it leads elsewhere. */
export const pathInside = (/** @type {unknown} */ path, /** @type {string} */ site) => {
  try {
    const { href } = new URL(`./${path}`, site);
    return href.startsWith(site) ? href.slice(site.length).replace(/^\/+|[?#].*/g, "") : undefined;
  } catch {
    return undefined;
  }
};

/** Whether a row of the library is one of ours. The service worker checks what it has stored; another project's may answer anything. */
export const isDownload = (/** @type {any} */ row, /** @type {string} */ site) =>
  kinds.includes(row?.kind) && row.path === pathInside(row.path, site) && row.id === `${row.kind} ${row.path}` && Boolean(row.title?.trim);

/** What the page stores of a download, in case the browser clears what the service worker has stored. @type {(download: Wish) => Wish} */
export const summary = ({ id, kind, path, title, pictures, paused, complete }) => ({ id, kind, path, title, pictures, paused, complete });

/** Whether a browser clears what a site stores that was not visited for seven days of use: Safari does, unless the site is installed. */
export const clearsUnvisited = (/** @type {string} */ userAgent, /** @type {boolean | undefined} */ isInstalled) => /Mac OS X.* Version\/.* Safari\//.test(userAgent) && !isInstalled;

/** The title of a page without the name of the blog at its end. */
export const withoutSiteTitle = (/** @type {string} */ title, /** @type {string | undefined} */ siteTitle) => {
  const ending = ` · ${siteTitle}`;
  return title.endsWith(ending) ? title.slice(0, -ending.length) : title;
};
