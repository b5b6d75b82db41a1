// Buttons above code.
import { isLaidOut } from "./blocks.js";
import { copy, hasClipboard } from "./clipboard.js";
import { added, button, element, findAll, prose, root } from "./page.js";
import { askApp } from "./toast.js";

export const addCodeButtons = (/** @type {ParentNode | undefined} */ within = prose) => {
  // All are measured before the first is changed, so that the browser lays the page out once.
  const measured = findAll("pre:not(.code-tools + pre)", within).filter(isLaidOut).map((pre) => /** @type {const} */ ([pre, pre.scrollWidth > pre.clientWidth]));
  for (const [pre, isWide] of measured) {
    const wrap = isWide || root.dataset.wrap ? [button(texts.wrap, () => askApp("wrap"), "quiet")] : [];
    const take = hasClipboard() ? [button(texts.copy, () => copy(pre.textContent), "quiet")] : [];
    if (wrap.length + take.length) pre.before(element("div", { class: "code-tools", ...added }, ...wrap, ...take));
  }
};
