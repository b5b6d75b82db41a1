// The service worker: its registration, and questions to it.
import { base, container, site } from "./page.js";

const answerTimeout = 45_000; // milliseconds

/** Set once the service worker is registered. @type {ServiceWorkerRegistration} */
export let registration;

const register = () => container.register(`${base}sw.js`, { scope: base, updateViaCache: "none" });

/** Registers the service worker, or finds it. */
export const connect = async () => {
  // `register` asks the host whether there is a new version. If the host does not answer, the version that is here starts all the same.
  const registering = register();
  registering.catch(() => {});
  const known = await container.getRegistration(base);
  registration = known?.active?.scriptURL === `${site}sw.js` ? known : await registering;
};

/** Registers the service worker again if its activation has not ended. Returns whether it was registered again. */
export const reconnect = async () => {
  if (registration.active?.state !== "activating" || !(await registration.unregister())) return false;
  registration = await register();
  return true;
};

/**
 * Asks the service worker. Without one there is never an answer; one that does not answer in time is an error.
 * @type {<Name extends Ask>(message: { ask: Name } & About<Name>, worker?: ServiceWorker | null) => Promise<Answer<Name>>}
 */
export const ask = (message, worker = registration?.active) =>
  new Promise((resolve) => {
    if (!worker) return;
    const { port1, port2 } = new MessageChannel();
    // Another project's worker may have no answer.
    const timer = setTimeout(() => resolve(/** @type {any} */ ({ error: "silence" })), answerTimeout);
    port1.onmessage = ({ data }) => {
      // An open port stays as long as the page, and a timer holds its port.
      clearTimeout(timer);
      port1.close();
      resolve(data);
    };
    worker.postMessage(message, [port2]);
  });
