// The start of the service worker.
import { receiveMessage, repair, repairRegularly } from "./downloads.js";
import { applyPreferences, container } from "./page.js";
import { fillPlaces } from "./places.js";
import { controllerChanged, watchRegistration } from "./update.js";
import { shownPath } from "./visit.js";
import { ask, connect, reconnect } from "./worker.js";

const activationTimeout = 20_000; // milliseconds

/** Where another worker has just gone, WebKit may never end the activation of a new one. */
const restartActivation = async () => {
  if (await reconnect()) watchRegistration();
};

/** Has the service worker complete what is missing. */
export const start = async () => {
  fillPlaces();
  const isUncontrolled = !container.controller;
  container.addEventListener("controllerchange", controllerChanged);
  container.addEventListener("message", receiveMessage);
  await connect();
  watchRegistration();
  setTimeout(() => restartActivation().catch(() => {}), activationTimeout);
  await container.ready;
  if (isUncontrolled) {
    // This page was loaded without the service worker, which now stores it.
    const pictures = [...document.images].map((image) => image.currentSrc).filter(Boolean);
    await ask({ ask: "loaded", path: shownPath, pictures });
  }
  await repair();
  // A worker that is new, or has lost what it stored, does not know the reader's preferences.
  ask({ ask: "dress", look: applyPreferences() });
  repairRegularly();
};
