// What a text in the reader's storage is worth. Other programs of the origin, older versions and newer ones may have written it.

/** Longer texts are not ours. */
const maxLength = 4e6;

/** The entries of an object that a check accepts. @type {(object: object, check: Check) => Record<string, unknown>} */
export const acceptedEntries = (object, check) => Object.fromEntries(Object.entries(object).filter(([key, value]) => check(value, key)));

/**
 * The value that a text holds, without the entries that the check does not accept; `none` if it holds something of another kind.
 * A list is expected if `none` is a list, else an object.
 * @type {<Value extends object>(text: string, check: Check, none: Value) => Value}
 */
export const parseStored = (text, check, none) => {
  let value;
  try {
    value = text.length < maxLength && JSON.parse(text);
  } catch {
    // It is not JSON.
  }
  const isList = Array.isArray(none);
  if (!value || typeof value !== "object" || Array.isArray(value) !== isList) value = none;
  return isList ? value.filter((/** @type {unknown} */ item) => /** @type {Function} */ (check)(item)) : /** @type {any} */ (acceptedEntries(value, check));
};
