// The offline library as the service worker has last reported it.
import { isDownload, summary } from "./checks.js";
import { recall, site, store } from "./page.js";

/** @type {State} */
export let state = { wishes: [], usage: 0, quota: 0 };

/** Takes over what the service worker reports, if it is a library at all. */
export const receiveState = (/** @type {Partial<State> & Failure | null | undefined} */ news) => {
  if (!Array.isArray(news?.wishes)) return;
  state = { ...state, ...news, wishes: news.wishes.filter((row) => isDownload(row, site)) };
  store("shelf", state.wishes.map(summary));
};

/** The library as this page has stored it. The service worker checks each row. */
export const storedDownloads = () => recall("shelf", () => true, []);
