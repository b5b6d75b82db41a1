// The app: when it is fetched, and how it is asked for something.
import { download, loadScript } from "./download.js";
import { parsed, root } from "./page.js";

const pictureTimeout = 3_000; // milliseconds for which the page's own pictures go first

/** @type {((value?: unknown) => void)[]} */
let [markStarted, requestStart, rejectRequests] = [];
const started = new Promise((resolve) => (markStarted = resolve));
const requested = new Promise((resolve) => (requestStart = resolve));
/** @type {Promise<never>} */
const failed = new Promise((_, reject) => (rejectRequests = reject));
failed.catch(() => {});

/** Makes all requests fail, those to come too. */
export const failRequests = (/** @type {unknown} */ error) => rejectRequests(error);

/**
 * Asks the app for what readers open or choose. The answer is a message to the reader, if there is one. If the app is not there
 * yet, it starts at once. It is an error if the app, or a part of it, cannot be had.
 * @type {Shared["ask"]}
 */
export const ask = (name, about) => {
  requestStart();
  return Promise.race([failed, started.then(() => root.app.ask(name, about))]);
};

const wait = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until the page has been painted and its pictures have come: the app must not compete with them. */
const pageIsShown = async () => {
  if (document.visibilityState === "visible") {
    // A window behind another one may count as visible and never be painted.
    await Promise.race([new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))), wait(1_000)]);
  }
  // A page without content is drawn by the app, and one that was found missing offline is looked up by it: both need it now.
  const hasContent = document.getElementById("_content") && root.dataset.missing !== "offline";
  if (document.readyState === "complete" || !hasContent) return;
  await Promise.race([new Promise((resolve) => addEventListener("load", resolve, { once: true })), wait(pictureTimeout)]);
};

export const startApp = () =>
  parsed
    .then(() => Promise.race([pageIsShown(), requested]))
    .then(() => Promise.all([download("__WASM__", "__INTEGRITY__", "low").then((bytes) => WebAssembly.compile(bytes)), loadScript("__APP__", "__APP_INTEGRITY__")]))
    .then(([module]) => root.app.initSync({ module }))
    .then(() => markStarted((root.dataset.app = "on")));
