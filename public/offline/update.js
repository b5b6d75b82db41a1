// New versions of the service worker: when the browser looks for one, and what happens when there is one.
import { showNotice } from "./notice.js";
import { button, container, renew, root } from "./page.js";
import { ask, registration } from "./worker.js";

const hour = 3_600_000;

let lastCheck = Date.now();

/** Has the browser check for a new version, at most once an hour. */
export const checkForUpdate = () => {
  // The difference is absolute: the clock may have been set back.
  if (document.visibilityState !== "visible" || Math.abs(Date.now() - lastCheck) < hour) return;
  lastCheck = Date.now();
  registration?.update().catch(() => {});
};

/** A new version waits. If it has the same app as this page, and there is no other page, it takes over without a question. */
const offerUpdate = async (/** @type {ServiceWorker} */ worker) => {
  if ((await ask({ ask: "app" }, worker)) === root.dataset.version) return worker.postMessage({ ask: "settle" });
  showNotice(texts.update, texts.later, button(texts.reload, () => registration.waiting?.postMessage({ ask: "update" })));
};

export const watchRegistration = () => {
  if (registration.waiting) offerUpdate(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && registration.active) offerUpdate(worker);
    });
  });
};

let isControlled = Boolean(container?.controller);

/** Another version has taken over. If it has another app, the page is reloaded, once. */
export const controllerChanged = async () => {
  if (!isControlled) return (isControlled = true);
  if ((await ask({ ask: "app" }, container.controller)) !== root.dataset.version && !root.dataset.leaving) {
    root.dataset.leaving = "";
    location.reload();
  } else {
    // The app is the same, and there is something new to read.
    renew(0);
  }
};
