// What clicks and keys mean. Nothing here looks at the page.

/** What a reader writes in. */
const textFields = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

/** Whether a click is meant for the page, and not for the browser as one with Ctrl is. */
export const isPlainClick = (/** @type {MouseEvent} */ event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/**
 * Whether a key without others means something: nobody writes, and the reader has not switched such keys off.
 * @type {(event: KeyboardEvent, preference: string | undefined) => boolean}
 */
export const isPlainKey = (event, preference) =>
  !(/** @type {Target} */ (event.target).closest?.(textFields)) && !event.ctrlKey && !event.metaKey && !event.altKey && preference !== "off";

/**
 * Whether a key is a command: not while a dialog is open, and only once if it is held down.
 * @type {(event: KeyboardEvent, preference: string | undefined, dialogIsOpen: boolean) => boolean}
 */
export const isCommandKey = (event, preference, dialogIsOpen) => isPlainKey(event, preference) && !event.repeat && !event.isComposing && !event.defaultPrevented && !dialogIsOpen;

/**
 * Whether a key opens the search: `/`, and Ctrl+K everywhere.
 * @type {(event: KeyboardEvent, preference: string | undefined) => boolean}
 */
export const isSearchKey = (event, preference) => {
  const asksForSearch = event.key === "/" ? isPlainKey(event, preference) : event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  return asksForSearch && !event.defaultPrevented && !event.isComposing;
};
