// The page on screen, what `boot.js` hands to this script, and whether there can be a service worker.

export const root = /** @type {Root} */ (document.documentElement);
export const { addStyle, applyPreferences, ask: askApp, button, element, format, recall, renew, showProgress, statusElement, store } = root.kit;
/** Path of the blog's folder, and its address. */
export const base = /** @type {string} */ (root.dataset.base);
export const site = new URL(base, location.href).href;

const findContainer = () => {
  try {
    return navigator.serviceWorker;
  } catch {
    // Browsers that are told to store nothing may throw at the question.
  }
};
/** Undefined where there can be no service worker. Then nothing starts that would use it. */
export const container = /** @type {ServiceWorkerContainer} */ (findContainer());

/** Path of the address bar below the blog's folder. */
export const currentPath = () => location.href.split(/[?#]/)[0].slice(site.length);
