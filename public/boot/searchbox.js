// The box for a question. It is there before the app, so that what is typed meanwhile is asked once the app has come. The app puts
// the answers below it (`src/browser/question.rs`).
import { ask } from "./app.js";
import { element } from "./dom.js";
import { showProgress, statusElement } from "./progress.js";

/**
 * Puts a search box into a place. `alternative` is what a reader can use while the search does not come.
 * @type {(place: Element, alternative?: () => Node) => SearchBox}
 */
export const addSearchBox = (place, alternative) => {
  const input = element("input", { type: "search", "aria-label": texts.search_all, dir: "auto" });
  const [status, answers] = [statusElement(), element("div")];
  const box = element("div", { class: "finder" }, element("form", { role: "search" }, input), status, answers);
  // Enter opens the first answer, also one that is still to come. Who writes on does not mean it any more.
  box.onsubmit = () => {
    box.dataset.entered = "";
    return false;
  };
  box.oninput = () => {
    delete box.dataset.entered;
    if (status.isConnected && !status.busy) search();
  };
  /** Has the app fill it. If it is filled, the app is told that it is shown again. */
  const search = () => {
    if (answers.firstChild) return box.dispatchEvent(new Event("shown"));
    const coming = ask("search", answers);
    showProgress(status, coming, alternative);
    coming.then(() => status.remove(), () => {});
  };
  place.prepend(box);
  return { box, input, search };
};
