// Search: on pages that have a place for it, and in a dialog that a link or a key opens.
import { ask } from "./app.js";
import { createDialog, openDialog, setOpener } from "./dialog.js";
import { element } from "./dom.js";
import { isPlainClick, isSearchKey } from "./keys.js";
import { closest, parsed, root } from "./page.js";
import { addSearchBox } from "./searchbox.js";

/** Fills what the page has for search: a place for a box, or for posts that the reader may have looked for. */
const fillPage = () => {
  // A page that says that nothing is here is looked up by the app first, because hosts are often wrong.
  if (root.dataset.busy || (root.dataset.missing !== undefined && !root.dataset.app)) return;
  const place = document.querySelector("[data-search]:empty");
  if (place) {
    const { input, search } = addSearchBox(place);
    input.value = /** @type {string} */ (new URLSearchParams(location.search).get("q"));
    // A reader who comes back to answers does not want the keyboard of a phone.
    if (!input.value) input.focus({ preventScroll: true });
    search();
    return;
  }
  const nearest = document.querySelector("[data-nearest]:empty");
  if (nearest) ask("nearest", nearest).catch(() => {});
};

/** @type {SearchDialog | undefined} */
let dialog;

const createSearchDialog = () => {
  const made = /** @type {SearchDialog} */ (createDialog("search", texts.search, "search"));
  const pageLink = () => element("a", { href: `${/** @type {HTMLAnchorElement} */ (document.querySelector("[data-action=search]")).href}?q=${encodeURIComponent(made.searchBox.input.value)}` }, texts.search_page);
  made.searchBox = addSearchBox(made, pageLink);
  // Escape would only empty the box.
  made.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && (event.preventDefault(), made.close()));
  made.onclose = () => delete made.searchBox.box.dataset.entered;
  return made;
};

const openSearch = () => {
  const onPage = /** @type {HTMLElement | null} */ (document.querySelector("[data-search] input"));
  if (onPage) return onPage.focus();
  dialog ??= createSearchDialog();
  if (dialog.open) return;
  const isAgain = openDialog(dialog);
  const { input, search } = dialog.searchBox;
  if (!isAgain) {
    input.focus();
    input.select();
  }
  // The same question may have other answers by now.
  search();
};

export const watchSearch = () => {
  // A list, because esbuild would take a text for true before the build has filled it in.
  const [hasSearch] = ["__SEARCHES__"];
  if (hasSearch) {
    new MutationObserver(fillPage).observe(root, { attributeFilter: ["data-busy", "data-app"] });
    parsed.then(fillPage);
    setOpener("search", openSearch);
    addEventListener(
      "click",
      (event) => {
        if (!isPlainClick(event) || !closest(event, "[data-action=search]")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        openSearch();
      },
      true,
    );
    addEventListener("keydown", (event) => {
      if (!isSearchKey(event, root.dataset.keys)) return;
      event.preventDefault();
      openSearch();
    });
  }
};
