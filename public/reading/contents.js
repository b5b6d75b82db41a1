// The table of contents shows where in the post the reader is.
import { isLaidOut } from "./blocks.js";
import { byHash, findAll } from "./page.js";

export const markSection = () => {
  /** @type {HTMLElement | undefined} */
  let current;
  const links = /** @type {HTMLAnchorElement[]} */ (findAll(".toc a"));
  for (const link of links) {
    const heading = byHash(link.hash);
    const box = heading && (isLaidOut(heading) ? heading : heading.closest("[data-part]"));
    if (/** @type {number} */ (box?.getBoundingClientRect().top) < innerHeight / 4) current = link;
  }
  for (const link of links) {
    if (link !== current) link.removeAttribute("aria-current");
    else if (!link.hasAttribute("aria-current")) link.setAttribute("aria-current", "location");
  }
};
