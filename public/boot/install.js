// The browser's offer to install the page is kept. Readers find it on the page about offline reading.
import { root } from "./page.js";

export const keepInstallOffer = () =>
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    root.offer = event;
    root.dispatchEvent(new Event("offer"));
  });
