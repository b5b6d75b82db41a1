// What happens on each page: when it comes, while it is scrolled, and when it is left.
import { addReadMarks } from "./bookmarks.js";
import { addCodeButtons } from "./code.js";
import { markSection } from "./contents.js";
import { dropPendingCommand, runPendingCommand } from "./keys.js";
import { closeNews } from "./news.js";
import { findProse, path, prose, root, setPath, setProse, tryEach } from "./page.js";
import { pagePath } from "./paths.js";
import { markPictures } from "./pictures.js";
import { offerPlace, savePlace, withdrawOffer, withdrawOfferAfterScroll } from "./places.js";
import { forgetPosition, restorePosition } from "./position.js";
import { addSidenotes, leaveSidenotes } from "./sidenotes.js";
import { stopSpeaking } from "./speech.js";
import { showTools } from "./tools.js";

let [frame, timer] = [0, 0];

const stopTimer = () => {
  clearTimeout(timer);
  timer = 0;
};
const saveNow = () => {
  stopTimer();
  savePlace();
};

/** Adds what is to be added to the page on screen, once for each page. */
const refresh = () => {
  const before = path;
  setPath(pagePath(location.pathname));
  if (path !== before) {
    closeNews();
    forgetPosition();
  }
  tryEach(addReadMarks);
  const found = findProse();
  if (found === prose) return;
  tryEach(stopSpeaking, withdrawOffer);
  stopTimer();
  leaveSidenotes();
  setProse(found);
  tryEach(showTools);
  if (prose) tryEach(offerPlace, addCodeButtons, addSidenotes, markPictures, markSection);
};

const arrive = () => {
  refresh();
  tryEach(restorePosition, runPendingCommand);
  dropPendingCommand();
};

export const watchPages = () => {
  addEventListener(
    "scroll",
    () => {
      withdrawOfferAfterScroll();
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        markSection();
      });
      clearTimeout(timer);
      timer = setTimeout(saveNow, 300);
    },
    { passive: true },
  );
  addEventListener("pagehide", saveNow);
  // In very long texts, a part gets its buttons once the browser has laid it out.
  addEventListener("contentvisibilityautostatechange", ({ target, skipped }) => skipped || !prose?.contains(target) || tryEach(() => addCodeButtons(target), markPictures), true);
  // The app says by an attribute that it is on its way to a page, and that the page has come. The place is saved already if the
  // reader has stopped to scroll: to save it again would lay the page out, which delays the navigation.
  new MutationObserver(() => {
    if (!root.dataset.busy) return arrive();
    dropPendingCommand();
    if (timer) saveNow();
  }).observe(root, { attributeFilter: ["data-busy"] });
  arrive();
};
