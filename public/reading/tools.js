// The buttons of a post: bookmark, read aloud, share, copy.
import { isBookmarked, toggleBookmark } from "./bookmarks.js";
import { copy, hasClipboard } from "./clipboard.js";
import { button, find, findTitle, path, textOf } from "./page.js";
import { markdownPath } from "./paths.js";
import { canSpeak, isSpeaking, toggleSpeech } from "./speech.js";

/** The post as Markdown, which is published beside its page. */
const loadMarkdown = async () => {
  const response = await fetch(markdownPath(path));
  if (!response.ok || /html/.test(/** @type {string} */ (response.headers.get("content-type")))) throw new Error(`status ${response.status}`);
  return response.text();
};
export const copyMarkdown = () => copy(loadMarkdown());

const pageAddress = () => location.href.split("#")[0];
const share = () => navigator.share({ title: textOf(findTitle()), url: pageAddress() }).catch(() => {});

/** @type {(name: string, label: string, click: () => unknown, isPressed?: boolean) => HTMLElement} */
const toolButton = (name, label, click, isPressed) => {
  const made = button(label, click, "quiet");
  made.dataset.tool = name;
  if (isPressed !== undefined) made.setAttribute("aria-pressed", isPressed);
  return made;
};

/** Shows the buttons for what this browser can do, in the state of now. */
export const showTools = () => {
  const place = find("[data-tools]");
  if (!place) return;
  const focused = place.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.tool : undefined;
  const buttons = [
    toolButton("bookmark", texts.bookmark, toggleBookmark, isBookmarked()),
    canSpeak() && toolButton("listen", isSpeaking() ? texts.stop : texts.listen, toggleSpeech),
    /** @type {unknown} */ (navigator.share) && toolButton("share", texts.share, share),
    hasClipboard() && toolButton("link", texts.copy_link, () => copy(pageAddress())),
    hasClipboard() && toolButton("markdown", texts.copy_markdown, copyMarkdown),
  ];
  place.replaceChildren(.../** @type {HTMLElement[]} */ (buttons.filter(Boolean)));
  if (focused) /** @type {HTMLElement | null} */ (place.querySelector(`[data-tool=${focused}]`))?.focus();
};
