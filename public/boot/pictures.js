// Pictures that cannot be loaded are marked, so that the style sheet shows a calm box in their place.
import { parsed } from "./page.js";

const markMissing = (/** @type {unknown} */ image) => image instanceof HTMLImageElement && image.classList.add("missing");

export const markMissingPictures = () => {
  document.addEventListener("error", (event) => markMissing(event.target), true);
  parsed.then(() => {
    for (const image of document.images) if (image.complete && !image.naturalWidth && !image.naturalHeight) markMissing(image);
  });
};
