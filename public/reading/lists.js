// What is remembered about pages, by path: places in posts, and which posts were read.
import { base, recall, store } from "./page.js";
import { isOwnPath } from "./paths.js";
import { isPlace, withLatest } from "./stored.js";

/**
 * Rows that cannot be read are left out.
 * @template {keyof Lists} Name
 * @param {Name} list
 */
export const readList = (list) => /** @type {Record<string, Lists[Name]>} */ (recall(list, (value, path) => isOwnPath(path, base) && (list !== "places" || isPlace(value))));

/**
 * Stores a value for a path, or removes the path from the list.
 * @type {<Name extends keyof Lists>(list: Name, path: string, value?: Lists[Name]) => boolean}
 */
export const writeList = (list, path, value) => store(list, withLatest(readList(list), list, path, value));
