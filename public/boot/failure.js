// Without the app, or after its end, the browser loads pages.
import { ownAddress } from "./address.js";
import { failRequests } from "./app.js";
import { closest, currentPath, root } from "./page.js";

/** The page that was shown when the browser took over. */
let shownPath = currentPath();

/** Returns navigation to the browser. No other script may handle clicks from then on. */
export const giveUp = (/** @type {unknown} */ error) => {
  if (root.dataset.app === "off") return;
  root.dataset.app = "off";
  failRequests(error);
  shownPath = currentPath();
  console.warn("Lamplight goes on without its app:", error);
  const takeClick = (/** @type {Event} */ event) => {
    const action = closest(event, "a[href], [data-action]");
    if (!action) return;
    event.stopImmediatePropagation();
    if (action.dataset.action === "retry") location.reload();
  };
  addEventListener("click", takeClick, true);
  // The app failed on the way to a page.
  const destination = root.dataset.busy && ownAddress(root.dataset.busy, location);
  if (destination) location.assign(destination);
};

/** After a panic, or an error of the browser that the app did not expect, nobody knows what the app would do. */
const checkError = (/** @type {Error | undefined} */ error) => /wasm/.test(/** @type {string} */ (error?.stack)) && giveUp(error);

export const watchFailures = () => {
  // A step back to a page that the app has drawn: without the app, only loading shows it.
  addEventListener(
    "popstate",
    (event) => {
      if (root.dataset.app === "on") return;
      event.stopImmediatePropagation();
      if (currentPath() !== shownPath) location.reload();
    },
    true,
  );
  addEventListener("error", (event) => checkError(event.error));
  addEventListener("unhandledrejection", (event) => checkError(event.reason));
};
