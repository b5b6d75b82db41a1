// The notice that the page on screen has changed since it was opened. Nothing moves before the reader agrees.
import { added, button, element, find, root } from "./page.js";
import { withdrawOffer } from "./places.js";
import { notePosition } from "./position.js";

/** @type {HTMLElement | undefined} */
let notice;
/** What the last notice was about. @type {string | undefined} */
let lastNews;

export const closeNews = () => {
  notice?.remove();
  notice = undefined;
};

const acceptNews = () => {
  notePosition();
  closeNews();
};

/** The app has left the marks of the page on screen and of the page that is published now; there may be none any more. */
export const showNews = () => {
  const { news } = root.dataset;
  delete root.dataset.news;
  // The same news is shown once. A notice about the app itself has precedence.
  if (!news || news === lastNews || find(".notice:not([data-added])")) return;
  lastNews = news;
  withdrawOffer();
  closeNews();
  const [before, now] = news.split(" ");
  const isGone = !now;
  const message = isGone ? texts.page_gone : Number.parseInt(now) > Number.parseInt(before) ? texts.new_posts : texts.page_changed;
  notice = element("div", { class: "notice", role: "status", ...added });
  document.body.append(notice);
  const show = button(texts.show, acceptNews);
  show.dataset.action = "retry";
  setTimeout(() => notice?.append(element("p", {}, message), ...(isGone ? [] : [show]), button(texts.close, closeNews, "quiet")));
};
