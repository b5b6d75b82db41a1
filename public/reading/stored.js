// What is stored about pages. Nothing here looks at the page.

/** How many pages each list may have. */
const limits = { places: 100, read: 2_000 };

/** Whether a stored value is a place in a post: the number of a block, and its first words. */
export const isPlace = (/** @type {unknown} */ value) => Array.isArray(value) && Number.isInteger(value[0]) && value[0] >= 0 && typeof value[1] === "string" && value[1].length <= 400;

/**
 * A list with another value for a path, which is then the latest; without the path if there is no value. The oldest rows go if
 * there are too many.
 * @type {<Name extends keyof Lists>(rows: Record<string, Lists[Name]>, list: Name, path: string, value?: Lists[Name]) => Record<string, Lists[Name]>}
 */
export const withLatest = (rows, list, path, value) => {
  const { [path]: _, ...others } = rows;
  const entries = Object.entries(value === undefined ? others : { ...others, [path]: value });
  return Object.fromEntries(entries.slice(-limits[list]));
};
