// The blocks of a text, and where they are.
import { findAll, prose, textOf } from "./page.js";

export const proseBlocks = () => findAll(":is(.prose, [data-part]) > :not([data-added], [data-part])", prose);

/** By these words a block is found again when the text above it has changed. */
export const firstWords = (/** @type {Element} */ block) => textOf(block).slice(0, 80);

const endsBelowEdge = (/** @type {Element} */ block) => block.getBoundingClientRect().bottom > 40;

/**
 * The first block for which this is true is at the upper edge of the window. Its parent is asked first: the question where an
 * element is makes the browser lay out its part of the text.
 */
export const endsBelowTop = (/** @type {Element} */ block) => endsBelowEdge(/** @type {Element} */ (block.parentElement)) && endsBelowEdge(block);

/** Whether an element is laid out. In very long texts, parts far from the window are not. */
export const isLaidOut = (/** @type {Element} */ element) => {
  const part = element.closest("[data-part]");
  return !part || [part.firstElementChild, part.lastElementChild].some((block) => block?.checkVisibility?.({ contentVisibilityAuto: true }) ?? true);
};
