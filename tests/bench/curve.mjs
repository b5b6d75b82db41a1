// How large a bundle should be: the posts of a built site, packed anew into larger and smaller ones.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const small = (value) => brotliCompressSync(JSON.stringify(value), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;

/**
 * For each limit in KiB of Markdown: the bytes that the first post of a visit costs, the bytes and requests of a walk through
 * ten neighbours, for each post, and how many files there are.
 */
export function curve(site) {
  const folder = join(site, "lamplight/data");
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const posts = files
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")))
    .filter((data) => Array.isArray(data) && data[0]?.markdown !== undefined && !data[0].page)
    .flat()
    .sort((a, b) => (a.summary.date < b.summary.date ? -1 : 1));
  const result = {};
  for (const limit of [4, 8, 16, 32, 64, 128, 256]) {
    const bundles = [];
    let room = 0;
    for (const post of posts) {
      const bytes = Buffer.byteLength(post.markdown);
      if (bytes > room || !bundles.length) {
        bundles.push([]);
        room = limit * 1024;
      }
      bundles.at(-1).push(post);
      room -= bytes;
    }
    const sizes = bundles.map(small);
    const of = bundles.flatMap((bundle, i) => bundle.map(() => i));
    const walks = of.slice(0, -10).map((_, i) => [...new Set(of.slice(i, i + 10))]);
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    result[limit] = {
      first: Math.round(mean(of.map((i) => sizes[i]))),
      bytes: Math.round(mean(walks.map((walk) => walk.reduce((sum, i) => sum + sizes[i], 0))) / 10),
      requests: mean(walks.map((walk) => walk.length)) / 10,
      files: bundles.length,
    };
  }
  return result;
}
