// How the reader wants pages to look: attributes of the document's element, which the style sheet reads.
import { choices, isChoice } from "./choices.js";
import { root } from "./page.js";
import { onStored, recall } from "./storage.js";
import { acceptedEntries } from "./stored.js";

/** Applies the preferences that the app has just stored, or those that are stored. Returns them. @type {Shared["applyPreferences"]} */
export const applyPreferences = (changed) => {
  const preferences = /** @type {Preferences} */ (changed ? acceptedEntries(changed, isChoice) : recall("look", isChoice));
  for (const name in choices) {
    if (preferences[name]) root.dataset[name] = preferences[name];
    else if (root.dataset[name]) delete root.dataset[name];
  }
  for (const meta of /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll("meta[name=theme-color]"))) {
    meta.dataset.own ??= meta.content;
    meta.content = preferences.theme ? getComputedStyle(root).backgroundColor : meta.dataset.own;
  }
  // The service worker writes them into the pages that it hands out.
  if (changed) navigator.serviceWorker?.controller?.postMessage({ ask: "dress", look: preferences });
  return preferences;
};

/** Applies what another tab or the app has changed. */
export const watchPreferences = () => {
  onStored("look", applyPreferences);
  document.addEventListener("preferences", ({ detail }) => applyPreferences(detail));
};
