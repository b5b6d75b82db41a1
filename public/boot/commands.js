// The dialogs of the reading settings and of the keyboard help, and keys that are pressed before their script is there.
import { isCommandKey } from "./keys.js";
import { closest, currentPath, openDialogElement, root } from "./page.js";
import { tryReading } from "./scripts.js";
import { widgetDialog } from "./widget.js";

/** @type {Shared["isCommand"]} */
export const isCommand = (event) => isCommandKey(event, root.dataset.keys, Boolean(openDialogElement()));

export const watchCommands = () => {
  const openSettings = widgetDialog("settings", texts.reading_settings, "panel settings");
  const openKeyboard = widgetDialog("keys", texts.keyboard, "panel");
  addEventListener(
    "click",
    (event) => {
      const action = closest(event, "[data-action]")?.dataset.action;
      if (action === "reading") openSettings();
      if (action === "keyboard") {
        /** @type {HTMLDialogElement | null | undefined} */ (closest(event, "dialog"))?.close();
        openKeyboard();
      }
    },
    true,
  );
  /** @type {Record<string, () => void>} */
  const openByKey = { s: openSettings, "?": openKeyboard };
  addEventListener("keydown", (event) => {
    if (openDialogElement()) return;
    const open = Object.hasOwn(openByKey, event.key) && openByKey[event.key];
    if (open) {
      if (!isCommand(event)) return;
      event.preventDefault();
      return open();
    }
    if (root.reading) return;
    // Other keys wait for the script for readers, unless the reader is on another page by then.
    const pathBefore = currentPath();
    tryReading().then(() => currentPath() === pathBefore && root.reading?.press(event));
  });
};
