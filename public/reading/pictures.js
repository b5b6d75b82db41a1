// Pictures that readers can enlarge. The app fills the dialog with all that have `data-zoom`.
import { isLaidOut } from "./blocks.js";
import { findAll, widgetDialog } from "./page.js";

const largePictures = () =>
  /** @type {HTMLImageElement[]} */ (findAll("article.post :is(.prose, .cover, .gallery) img")).filter(
    (image) => isLaidOut(image) && image.alt && !image.closest("a, dialog, .missing") && image.clientWidth > 120,
  );

/** The number of the picture that is shown. */
let shown = 0;
const openLightbox = widgetDialog("lightbox", texts.picture, "lightbox", (place) => [place, `${shown}`]);

export const enlarge = (/** @type {HTMLElement} */ image) => {
  shown = findAll("[data-zoom]").indexOf(image);
  openLightbox();
};

/** The picture that a click or a key is about. */
export const pictureOf = (/** @type {Event} */ { target }) => /** @type {Target} */ (target).closest?.("[data-zoom]");

export const markPictures = () => {
  for (const image of largePictures()) {
    for (const [name, value] of [["role", "button"], ["tabindex", "0"], ["aria-haspopup", "dialog"], ["data-zoom", ""]]) image.setAttribute(name, value);
  }
};
