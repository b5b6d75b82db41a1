// The pages that the app shows.
import { currentPath, root } from "./page.js";
import { fillPlaces } from "./places.js";
import { checkForUpdate } from "./update.js";
import { ask } from "./worker.js";

/** Path of the page that was shown last. */
export let shownPath = currentPath();

export const watchPages = () => {
  // New pages have new places. That a page has come, the app says by an attribute.
  new MutationObserver((records) => {
    const hasNewContent = records.some(({ target }) => /** @type {Element} */ (target).id === "_content");
    if (hasNewContent) fillPlaces();
    if (!root.dataset.busy && currentPath() !== shownPath) {
      shownPath = currentPath();
      checkForUpdate();
      ask({ ask: "turned", path: shownPath });
    }
  }).observe(root, { subtree: true, childList: true, attributeFilter: ["data-busy"] });
  addEventListener("focus", checkForUpdate);
  document.addEventListener("visibilitychange", checkForUpdate);
  addEventListener("online", () => /** @type {HTMLElement | null} */ (document.querySelector("main [data-action=retry]"))?.click());
};
