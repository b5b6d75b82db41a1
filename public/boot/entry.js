// What an entry of the history holds: a text. Its first word is the name that the app gives the entry. Then come the name of the
// dialog that is open there, and what that dialog notes of itself (`src/browser/entry.rs`).

/** The words of an entry. */
export const readEntry = (/** @type {unknown} */ state) => (typeof state === "string" ? state.split(" ") : [""]);

/** The same entry with other notes. */
export const writeEntry = (/** @type {unknown} */ state, /** @type {string[]} */ ...notes) => [readEntry(state)[0], ...notes].join(" ");
