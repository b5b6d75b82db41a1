// Dialogs that the app fills. They open at once, and say so if they cannot be filled.
import { ask } from "./app.js";
import { createDialog, openDialog, setOpener } from "./dialog.js";
import { button, element } from "./dom.js";
import { showProgress, statusElement } from "./progress.js";
import { tryReading } from "./scripts.js";

const reloadButton = () => button(texts.reload, () => location.reload(), "quiet");

/** @type {Shared["widgetDialog"]} */
export const widgetDialog = (name, label, kind, about = (place) => place) => {
  const place = element("div", { class: "widget" });
  /** @type {Dialog | undefined} */
  let dialog;
  const open = () => {
    dialog ??= createDialog(name, label, kind, statusElement(), place);
    // The style sheet of dialogs comes with the script for readers.
    const coming = Promise.all([ask(name, about(place)), tryReading()]);
    if (place.firstChild) coming.catch(() => {});
    else showProgress(dialog.firstChild, coming, reloadButton);
    openDialog(dialog);
  };
  setOpener(name, open);
  return open;
};
