// The page on screen, and what `boot.js` hands to this script.

export const root = /** @type {Root} */ (document.documentElement);
export const { element, button, addStyle, recall, store, widgetDialog, ask, isCommand } = root.kit;
/** Path of the blog's folder. */
export const base = /** @type {string} */ (root.dataset.base);

/** For each element that this script adds to pages. */
export const added = { "data-added": "" };

/**
 * Path of the page on screen. While another page is being loaded, the address bar may already have that one's.
 * @type {string}
 */
export let path;
/** The text of the post on screen. @type {HTMLElement | undefined} */
export let prose;

export const setPath = (/** @type {string} */ value) => (path = value);
export const setProse = (/** @type {HTMLElement | undefined} */ value) => (prose = value);

/** @type {(selector: string) => HTMLElement | null} */
export const find = (selector) => document.querySelector(selector);
/** @type {(selector: string, within?: ParentNode) => HTMLElement[]} */
export const findAll = (selector, within = document) => [.../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(selector))];
/** The text of the post in the document, which may be another one than `prose` while the app draws a page. */
export const findProse = () => find("article.post .prose") ?? undefined;
export const findTitle = () => /** @type {HTMLElement} */ (find("main h1"));

/** The text of an element, with single spaces. */
export const textOf = (/** @type {Element} */ node) => node.textContent.trim().replace(/\s+/g, " ");

/** The element that the end of an address names. */
export const byHash = (/** @type {string} */ hash) => {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null;
  }
};

/** Moves the focus to a block, and scrolls nowhere. */
export const moveFocus = (/** @type {HTMLElement | null | undefined} */ block) => {
  block?.setAttribute("tabindex", "-1");
  block?.focus({ preventScroll: true });
};

/** Runs functions one after the other. One that fails does not stop the others. */
export const tryEach = (/** @type {(() => void)[]} */ ...functions) => {
  for (const run of functions) {
    try {
      run();
    } catch (error) {
      console.warn("Something that helps readers is missing:", error);
    }
  }
};
