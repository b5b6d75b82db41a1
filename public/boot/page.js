// The document that this script runs in.

export const root = /** @type {Root} */ (document.documentElement);

/** Resolves once all of the page's HTML has been parsed. @type {Promise<Event | void>} */
export const parsed = new Promise((resolve) => (document.readyState === "loading" ? addEventListener("DOMContentLoaded", resolve, { once: true }) : resolve()));

/** Path and query in the address bar. */
export const currentPath = () => location.pathname + location.search;

export const openDialogElement = () => /** @type {Dialog | null} */ (document.querySelector("dialog[open]"));

/** The element around the target of an event that a selector matches, or the target itself. */
export const closest = (/** @type {Event} */ event, /** @type {string} */ selector) => /** @type {Target} */ (event.target).closest?.(selector);
