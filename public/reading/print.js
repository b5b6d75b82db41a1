// Details are open on paper.
import { findAll } from "./page.js";

/** For browsers in which the style sheet cannot open them. */
export const openDetailsInPrint = () => {
  if (CSS.supports("selector(::details-content)")) return;
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = /** @type {HTMLDetailsElement[]} */ (findAll(".prose details:not([open])"));
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });
};
