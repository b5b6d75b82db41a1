// What a page of this blog says of itself.
import { root } from "./site.js";
import { same } from "./address.js";

export const isHtml = (/** @type {Response} */ response) => /^text\/html\b/.test(response.headers.get("content-type") ?? "");

/** Bytes as text, a character for each: a place in one is that place in the other. */
export const latin = (/** @type {BufferSource} */ bytes) => new TextDecoder("latin1").decode(bytes);

/** The beginning of a page and the attributes of its `<html>`. Hosts may have put comments before it. */
const tag = /^(?:\xEF\xBB\xBF)?(?:\s|<!--(?:(?!-->)[^])*-->|<!doctype[^>]*>)*<html((?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?)>/i;

/** What a page of this blog says of itself in that tag, its attributes without `data-`, and the `place` of its attributes; undefined for any other page. */
export function markIn(/** @type {string} */ text) {
  const found = tag.exec(text);
  if (!found) return;
  /** @type {Mark} */
  const mark = { place: found[0].length - found[1].length - 1 };
  // Hosts may have taken quotation marks out.
  for (const [, name, ...values] of found[1].matchAll(/([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
    if (/^data-/i.test(name)) /** @type {Record<string, unknown>} */ (mark)[name.slice(5).toLowerCase()] ??= values.join("").replaceAll("&amp;", "&");
  }
  if (mark.base === root.pathname) return mark;
}

/** The same of an answer, of which only the beginning is read. */
export async function markOf(/** @type {Response} */ response) {
  const type = response.headers.get("content-type") ?? "";
  // Some hosts know no types.
  if (!response.body || !/^(text\/html\b|$|\w+\/octet-stream)/.test(type) || response.headers.has("content-disposition")) return;
  const reader = /** @type {ReadableStream<BufferSource>} */ (response.clone().body).getReader();
  let text = "";
  for (let /** @type {ReadableStreamReadResult<BufferSource>} */ part; text.length < 4096 && !tag.test(text) && !(part = await reader.read()).done; ) text += latin(part.value);
  reader.cancel().catch(() => {});
  return markIn(text);
}

/** Whether a page is what was asked for. Some hosts answer home, or "not found", to everything. */
export const fits = (/** @type {Mark} */ mark, /** @type {string} */ key) => !("missing" in mark) && same(mark.path?.slice(1) ?? key, key);

/** Half a page is none. A host that makes pages smaller leaves out the last tags, but not the footer. */
export const isWholePage = (/** @type {ArrayBuffer} */ bytes) => /<\/html\s*>|\bsite-footer\b[^]*<\/footer\s*>/i.test(latin(bytes));

export const html = "text/html; charset=utf-8";
