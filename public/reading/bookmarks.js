// Bookmarks and read marks. The app reads, checks and changes bookmarks; here one path is looked up.
import { added, element, find, findAll, findTitle, path, recall, textOf } from "./page.js";
import { readList } from "./lists.js";
import { askApp } from "./toast.js";

export const isBookmarked = () => path in recall("bookmarks");

export const toggleBookmark = () => find("[data-tools]") && askApp("bookmark", [path, textOf(findTitle())]);

/** Calls back when bookmarks have changed, here or in another tab. */
export const onBookmarks = (/** @type {() => unknown} */ changed) => {
  document.addEventListener("bookmarks", () => changed());
  addEventListener("storage", ({ key }) => key?.endsWith(":bookmarks") && changed());
};

/** Marks in lists of posts which were read. */
export const addReadMarks = () => {
  const read = readList("read");
  for (const link of /** @type {HTMLAnchorElement[]} */ (findAll("main :is(.card h2, .lines li, .related li, .series li) > a"))) {
    if (link.nextElementSibling?.matches(".read-mark") || !(link.pathname in read)) continue;
    link.after(element("span", { class: "read-mark", ...added }, texts.read));
  }
};
