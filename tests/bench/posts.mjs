// The same posts for everyone: plain Markdown, a title, a date, a slug.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What some engines would run or refuse: Liquid, raw HTML, pictures that are not there, links within the old site. */
function plain(text) {
  return text
    .replace(/^---\n[\s\S]*?\n---\n/, "")
    .replace(/\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}|\{:[^}\n]*\}/g, "")
    .replace(/<!--[\s\S]*?-->|<\/?[a-zA-Z][^<>]*>/g, "")
    .replace(/!\[[^\]]*\]\([^)]*\)/g, "")
    .replace(/\[([^\]]*)\]\((?!https?:)[^)]*\)/g, "$1")
    .replace(/^\[[^\]^]+\]:.*$/gm, "")
    .replace(/[{}]/g, "")
    .replace(/</g, "&lt;");
}

/** The texts that posts are made of: those of a real blog, or our own where that is not at hand. */
export function texts(corpus, own) {
  const folder = corpus ?? own;
  const files = readdirSync(folder).filter((name) => name.endsWith(".md"));
  const texts = files.sort().map((name) => plain(readFileSync(join(folder, name), "utf8")).trim());
  return texts.filter((text) => text.length > 200);
}

export const slug = (i) => `post-${String(i).padStart(6, "0")}`;

/** Front matter and text of post number i of n. It ends in a link to the next, which all engines' readers can follow. */
export function post(i, n, text, link) {
  const day = new Date(Date.UTC(2000, 0, 1) + i * 2 * 3600 * 1000).toISOString();
  const head = `---\ntitle: "Post number ${i}"\ndate: ${day}\nslug: ${slug(i)}\ntags: [tag-${i % 40}]\n---\n\n`;
  return `${head}${text}\n\n[The next post](${link((i + 1) % n)})\n`;
}

/** Writes n posts. `link` gives the address of post i as an author writes it for the engine; `head` is put before each text. */
export function write(folder, n, all, link, head = () => "") {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < n; i += 1) {
    const text = post(i, n, all[i % all.length], link);
    const end = text.indexOf("---\n\n", 4) + 5;
    writeFileSync(join(folder, `${slug(i)}.md`), text.slice(0, end) + head(i) + text.slice(end));
  }
}

/** A text of so many bytes, with headings, lists and code. */
export function huge(bytes, all) {
  let text = "";
  for (let i = 0; text.length < bytes; i += 1) text += `## Part ${i}\n\n${all[i % all.length].replace(/^#+ .*$/gm, "")}\n\n`;
  return text.slice(0, text.lastIndexOf("\n\n", bytes));
}
