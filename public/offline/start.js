// The start of the service worker.
import { receiveMessage, repair, repairRegularly } from "./downloads.js";
import { applyPreferences, base, container, site } from "./page.js";
import { fillPlaces } from "./places.js";
import { controllerChanged, watchRegistration } from "./update.js";
import { shownPath } from "./visit.js";
import { ask, register, registration, setRegistration } from "./worker.js";

const activationTimeout = 20_000; // milliseconds

/** Where another worker has just gone, WebKit may never end the activation of a new one. Then it is registered again. */
const restartActivation = async () => {
  if (registration.active?.state !== "activating" || !(await registration.unregister())) return;
  setRegistration(await register());
  watchRegistration();
};

/** Registers the service worker, or finds it, and has it complete what is missing. */
export const start = async () => {
  fillPlaces();
  const isUncontrolled = !container.controller;
  container.addEventListener("controllerchange", controllerChanged);
  container.addEventListener("message", receiveMessage);
  // `register` asks the host whether there is a new version. If the host does not answer, the version that is here starts all the same.
  const registering = register();
  registering.catch(() => {});
  const known = await container.getRegistration(base);
  setRegistration(known?.active?.scriptURL === `${site}sw.js` ? known : await registering);
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
