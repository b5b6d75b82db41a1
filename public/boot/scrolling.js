// Marks that the reader has begun to scroll, click or type before the app has started: then the app leaves the page where it is.
import { root } from "./page.js";

export const watchScrolling = () => {
  const mark = () => void (root.dataset.scrolled = "");
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(kind, mark, { once: true, passive: true });
};
