// What readers can choose. `src/preferences.rs` and the service worker (`worker/pages.js`) have the same list; a test compares them.

/** The values of each preference. The default is stored as nothing. @type {Record<string, RegExp>} */
export const choices = { theme: /^(light|dark|sepia)$/, size: /^(small|large|largest)$/, measure: /^(short|long)$/, leading: /^(tight|loose)$/, wrap: /^on$/, keys: /^off$/ };

/** @type {Check} */
export const isChoice = (value, name) => typeof value === "string" && Object.hasOwn(choices, name) && choices[name].test(value);
