// What is on screen stays where it is when the app draws the page anew.
import { endsBelowTop, firstWords } from "./blocks.js";
import { findAll, findTitle, moveFocus } from "./page.js";

/** Elements by which a position on a page can be found again. */
const anchors = () => findAll("main :is(:is(.prose, [data-part]) > :not([data-part]), li, h1, h2)").filter((anchor) => !anchor.closest("[data-added]"));

const topOf = (/** @type {Element} */ anchor) => anchor.getBoundingClientRect().top;

/** @type {[words: string, index: number, top: number][] | undefined} */
let noted;

/** Notes what is on screen: the first elements, with their words. */
export const notePosition = () => {
  const all = anchors();
  const first = all.findIndex(endsBelowTop);
  noted = scrollY > 0 && first >= 0 ? all.slice(first, first + 20).map((anchor, i) => [firstWords(anchor), first + i, topOf(anchor)]) : [];
};

export const forgetPosition = () => {
  noted = undefined;
};

/** Scrolls to where the first of the noted elements is now. Of several with the same words, it is the one nearest to its old place. */
export const restorePosition = () => {
  if (!noted) return;
  const all = noted.length ? anchors().map((anchor) => /** @type {const} */ ([anchor, firstWords(anchor)])) : [];
  let focus = findTitle();
  for (const [words, index, topBefore] of noted) {
    const same = all.flatMap(([anchor, text], i) => (text === words ? [/** @type {const} */ ([anchor, Math.abs(i - index)])] : []));
    if (!same.length) continue;
    const [anchor] = same.reduce((a, b) => (b[1] < a[1] ? b : a));
    scrollBy({ top: topOf(anchor) - topBefore, behavior: "instant" });
    focus = anchor;
    break;
  }
  moveFocus(focus);
  noted = undefined;
};
