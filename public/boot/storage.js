// What this device remembers for the reader. This module alone uses localStorage.
import { root } from "./page.js";
import { parseStored } from "./stored.js";

const storageKey = (/** @type {string} */ name) => `lamplight:${root.dataset.base}:${name}`;

/**
 * What is stored under a name: an object of entries, or a list if `none` is one. `check(value, key)` decides about each entry.
 * What it does not accept is left out, and the store is repaired.
 * @type {Shared["recall"]}
 */
export const recall = (name, check = () => true, none = /** @type {any} */ ({})) => {
  try {
    const text = localStorage.getItem(storageKey(name));
    if (text === null) return none;
    const value = parseStored(text, check, none);
    if (JSON.stringify(value) !== text) store(name, value);
    return value;
  } catch {
    return none;
  }
};

/** @type {Shared["store"]} */
export const store = (name, value) => {
  try {
    localStorage.setItem(storageKey(name), JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};

/** Calls back when another tab has stored something under a name. */
export const onStored = (/** @type {string} */ name, /** @type {() => unknown} */ changed) => addEventListener("storage", ({ key }) => key === storageKey(name) && changed());
