// Footnotes beside the text. They stay below the text, too: screen readers read those, and not the copies.
import { added, byHash, element, findAll, prose, root } from "./page.js";

/** Shows sidenotes where there is room beside the text. */
const widths = new ResizeObserver(() => {
  const { left, right } = /** @type {Element} */ (prose).getBoundingClientRect();
  const room = getComputedStyle(root).direction === "rtl" ? left : innerWidth - right;
  root.toggleAttribute("data-sidenotes", room > 240);
});

export const addSidenotes = () => {
  const seen = new Set();
  // A long page that the app has kept and shows again has them already.
  for (const sidenote of findAll(".sidenote", prose)) sidenote.remove();
  for (const reference of /** @type {HTMLAnchorElement[]} */ (findAll(".footnote-ref > a", prose))) {
    const footnote = byHash(reference.hash);
    if (!footnote || seen.has(footnote)) continue;
    seen.add(footnote);
    const sidenote = element("span", { class: "sidenote", "aria-hidden": "true", ...added }, element("sup", {}, reference.textContent), " ", ...footnote.cloneNode(true).childNodes);
    for (const part of findAll("[id], a, button, [tabindex], .footnote-back, [data-added]", sidenote)) {
      part.removeAttribute("id");
      if (part.matches("a, button, [tabindex]")) part.setAttribute("tabindex", "-1");
      if (part.matches(".footnote-back, .footnote-ref, [data-added]")) part.remove();
    }
    const container = reference.closest(".table, table, figure, dl, details, h2, h3, h4, h5, h6");
    container ? container.before(sidenote) : /** @type {Element} */ (reference.parentElement).after(sidenote);
    // A part that is laid out only near the window would cut off what stands beside it.
    reference.closest("[data-part]")?.setAttribute("data-beside", "");
  }
  if (seen.size) widths.observe(/** @type {Element} */ (prose));
};

/** The page is left. */
export const leaveSidenotes = () => {
  widths.disconnect();
  root.removeAttribute("data-sidenotes");
};
