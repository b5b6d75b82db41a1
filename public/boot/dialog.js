// Dialogs. An open dialog is an entry of the history: Back closes it; Forward, and Back from where one of its links led, open it
// again.
import { button, element } from "./dom.js";
import { readEntry, writeEntry } from "./entry.js";
import { isPlainClick } from "./keys.js";
import { openDialogElement, parsed } from "./page.js";

/** What opens the dialog with a name. @type {Map<string, () => unknown>} */
const openers = new Map();
/** A dialog was closed, and the browser is on its way back to the entry before. */
let goingBack = false;
/** A link of an open dialog leads to the page on screen. The browser reports it before the dialog has closed. */
let staysOnPage = false;

/** The name of the dialog that is open at the current entry. */
const namedDialog = () => readEntry(history.state)[1];

export const setOpener = (/** @type {string} */ name, /** @type {() => unknown} */ open) => openers.set(name, open);

/** @type {(name: string, label: string, kind: string, ...children: Node[]) => Dialog} */
export const createDialog = (name, label, kind, ...children) => {
  const dialog = /** @type {Dialog} */ (element("dialog", { class: kind, "aria-label": label, "data-added": "" }, ...children, button(texts.close, () => dialog.close(), "quiet")));
  /** @type {boolean | null} */
  let leavesPage = false;
  dialog.addEventListener("click", (event) => {
    const link = isPlainClick(event) && /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[href]"));
    // A link to the page on screen makes no entry of the history.
    leavesPage = link && link.href !== location.href;
    staysOnPage = Boolean(link) && !leavesPage;
    if (link || event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    staysOnPage = false;
    if (!leavesPage && namedDialog() === name) {
      goingBack = true;
      history.back();
    }
    leavesPage = false;
  });
  dialog.name = name;
  if (!openers.has(name)) openers.set(name, () => openDialog(dialog));
  document.body.append(dialog);
  return dialog;
};

/** Opens a dialog. Returns whether it was open at this entry before: then the focus stays away from fields. */
export const openDialog = (/** @type {Dialog} */ dialog) => {
  const known = namedDialog();
  const isAgain = known === dialog.name;
  if (!dialog.open) {
    dialog.firstChild.inert = isAgain;
    dialog.showModal();
    dialog.firstChild.inert = false;
  }
  if (!isAgain && !goingBack) history[openers.has(known) ? "replaceState" : "pushState"](writeEntry(history.state, dialog.name), "");
  return isAgain;
};

/** Opens and closes dialogs so that the one is open that the entry names. */
const followHistory = () => {
  if (staysOnPage) return;
  const name = namedDialog();
  const shown = openDialogElement();
  if (goingBack) {
    goingBack = false;
    if (shown) openDialog(shown);
    return;
  }
  if (shown && shown.name !== name) shown.close();
  openers.get(name)?.();
};

export const watchHistory = () => {
  addEventListener("popstate", followHistory);
  parsed.then(followHistory);
};
