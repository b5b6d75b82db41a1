// The clipboard. This module alone writes to it.
import { showToast } from "./toast.js";

export const hasClipboard = () => Boolean(navigator.clipboard);

/** Copies a text, and says whether it was copied. */
export const copy = async (/** @type {string | Promise<string>} */ text) => {
  try {
    // Safari accepts a text only at once after a click. One that is still to come is given to it as a promise.
    const Item = /** @type {Promise<string>} */ (text).then && globalThis.ClipboardItem;
    if (Item) await navigator.clipboard.write([new Item({ "text/plain": /** @type {Promise<string>} */ (text).then((text) => new Blob([text], { type: "text/plain" })) })]);
    else await navigator.clipboard.writeText(await text);
    showToast(texts.copied);
  } catch {
    showToast(texts.not_copied);
  }
};
