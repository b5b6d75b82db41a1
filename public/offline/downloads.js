// What the service worker reports of downloads, and their repair.
import { receiveState, state, storedDownloads } from "./library.js";
import { showNotice } from "./notice.js";
import { format, root } from "./page.js";
import { fillPlaces } from "./places.js";
import { ask } from "./worker.js";

let frame = 0;

/** Shows what the service worker reports. It may report hundreds of downloads at once, so this draws once a frame. */
const showState = (/** @type {Partial<State> & Failure | null | undefined} */ news) => {
  receiveState(news);
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    root.library.state = state;
    document.dispatchEvent(new Event("library"));
    fillPlaces();
  });
};

/** A message that the service worker sends to all pages. */
export const receiveMessage = (/** @type {MessageEvent} */ { data }) => {
  if (data?.gone === true) showNotice(texts.gone, texts.close);
  if (data?.shelf) showState({ ...data, wishes: data.shelf });
};

/** Has the service worker fetch what is missing of the library. */
export const repair = async () => {
  const news = await ask({ ask: "mend", wishes: storedDownloads() });
  showState(news);
  if (news?.cleared?.[0]) showNotice(format(texts.cleared, /** @type {string[]} */ ([]).concat(news.cleared).slice(0, 5).join(", ")), texts.close);
};

/** The browser may stop a service worker at any time. What it was about to fetch is then asked for again. */
export const repairRegularly = () => setInterval(() => state.wishes.some((download) => !download.complete && !download.paused && download.error !== "full") && repair(), 15_000);
