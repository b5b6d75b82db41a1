// Further scripts that a page may need, and when they are loaded.
import { loadScript } from "./download.js";
import { parsed } from "./page.js";
import { recall } from "./storage.js";

/** @type {Promise<void> | undefined} */
let reading;

/** The script for readers is asked for once, and again if it could not be had. */
export const loadReading = () =>
  (reading ??= loadScript("__READING__", "__READING_INTEGRITY__").catch((error) => {
    reading = undefined;
    return Promise.reject(error);
  }));

/** The same. A failure is no error. @type {() => Promise<unknown>} */
export const tryReading = () => loadReading().catch(() => {});

/** Loads the script for readers once somebody moves, or if there is something to remember. */
export const loadReadingWhenNeeded = () => {
  for (const type of ["pointerdown", "pointermove", "wheel", "touchstart"]) addEventListener(type, tryReading, { passive: true, once: true });
  parsed.then(() => ["places", "read"].some((name) => Object.keys(recall(name)).length) && tryReading());
};

/** Loads the script for offline reading, if the site has one. @type {() => unknown} */
export const loadOffline = () => {
  // A list, because esbuild would take a text for true before the build has filled it in.
  const [file, integrity] = ["__OFFLINE__", "__OFFLINE_INTEGRITY__"];
  return file && loadScript(file, integrity).catch(() => {});
};
