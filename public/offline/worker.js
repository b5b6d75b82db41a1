// The registration of the service worker, and questions to it.
import { base, container } from "./page.js";

const answerTimeout = 45_000; // milliseconds

/** Set once the service worker is registered. @type {ServiceWorkerRegistration} */
export let registration;
export const setRegistration = (/** @type {ServiceWorkerRegistration} */ value) => (registration = value);

export const register = () => container.register(`${base}sw.js`, { scope: base, updateViaCache: "none" });

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
