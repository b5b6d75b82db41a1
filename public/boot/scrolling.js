// Whether the reader has scrolled the page before the app is there, which then must not take them back to where they were.
import { root } from "./page.js";

export const watchScrolling = () => {
  const mark = () => void (root.dataset.scrolled = "");
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(kind, mark, { once: true, passive: true });
};
