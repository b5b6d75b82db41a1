// Keys, and pictures that are clicked. The keyboard help (`src/widget/keyboard.rs`) lists all keys.
import { toggleBookmark } from "./bookmarks.js";
import { hasClipboard } from "./clipboard.js";
import { find, findProse, isCommand, prose, root } from "./page.js";
import { enlarge, pictureOf } from "./pictures.js";
import { acceptOffer } from "./places.js";
import { toggleSpeech } from "./speech.js";
import { askApp } from "./toast.js";
import { copyMarkdown } from "./tools.js";

const follow = (/** @type {string} */ rel) => find(`main a[rel=${rel}]`)?.click();

/** @type {Record<string, () => unknown>} */
const commands = {
  t: () => askApp("theme"),
  "+": () => askApp("larger"),
  "=": () => askApp("larger"),
  "-": () => askApp("smaller"),
  // In lists, the next page; in posts, the next older one.
  j: () => follow(find(".pager") ? "next" : "prev"),
  k: () => follow(find(".pager") ? "prev" : "next"),
  r: acceptOffer,
  b: toggleBookmark,
  m: () => find("[data-tools]") && hasClipboard() && copyMarkdown(),
  l: toggleSpeech,
};

/** The command of a key that was pressed while a page was being drawn. @type {(() => unknown) | undefined} */
let pending;
export const runPendingCommand = () => pending?.();
export const dropPendingCommand = () => {
  pending = undefined;
};

export const press = (/** @type {KeyboardEvent} */ event) => {
  const picture = pictureOf(event);
  if (picture && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    return enlarge(picture);
  }
  if (!isCommand(event) || !Object.hasOwn(commands, event.key)) return;
  event.preventDefault();
  // A page that is just being drawn has no address yet. The key is about that page, so it waits.
  if (root.dataset.busy && findProse() !== prose) pending = commands[event.key];
  else commands[event.key]();
};

export const watchKeys = () => {
  addEventListener("keydown", press);
  addEventListener("click", (event) => {
    const picture = pictureOf(event);
    if (picture) enlarge(picture);
  });
};
