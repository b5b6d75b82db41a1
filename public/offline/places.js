// What this script puts into the places that views leave for it, empty elements with `data-` attributes. Without a service worker
// they stay empty. The app fills them with controls (`src/widget/library/`) once something is kept; until then there is a button.
import { pathInside, withoutSiteTitle } from "./checks.js";
import { state } from "./library.js";
import { askApp, base, button, element, root, showProgress, site, statusElement } from "./page.js";
import { ask, registration } from "./worker.js";

const labels = { post: texts.keep_post, term: texts.keep_term, all: texts.keep_all };

const findPlaces = (/** @type {string} */ selector) => /** @type {NodeListOf<WidgetPlace>} */ (document.querySelectorAll(selector));

/**
 * Has the app fill a place. If it cannot, the place says so, and the next request tries again.
 * @type {(place: WidgetPlace, widget: string, ...about: string[]) => void}
 */
const fill = (place, widget, ...about) => {
  place.widget = widget;
  place.querySelector(".status")?.remove();
  const status = statusElement();
  place.append(status);
  const coming = askApp(widget, [place, ...about]);
  showProgress(status, coming);
  coming.catch(() => (place.widget = undefined));
};

/** A button that starts a download. If there is a download already, the app shows its controls. */
const showDownload = (/** @type {WidgetPlace} */ place) => {
  if (place.widget) return;
  const kindAndPath = () => /** @type {[Kind, string]} */ (/** @type {string} */ (place.dataset.download).split(/ (.*)/, 2));
  const title = () => document.querySelector("#_content h1")?.textContent ?? document.title;
  const start = () => place.widget || fill(place, "keep", ...kindAndPath(), title(), "asked");
  if (state.wishes.some(({ id }) => id === place.dataset.download)) fill(place, "keep", ...kindAndPath(), title());
  else if (!place.firstChild) place.append(button(labels[kindAndPath()[0]], start));
};

/** A list of the pages that can be read without a network. */
const listPages = async (/** @type {WidgetPlace} */ place) => {
  place.widget = "here";
  const pages = await ask({ ask: "here" });
  const siteTitle = document.querySelector(".site-title")?.textContent;
  const titles = new Map(state.wishes.filter(({ complete }) => complete).map(({ path, title }) => [path, title]));
  for (const page of Array.isArray(pages) ? pages : []) {
    const path = pathInside(page?.path, site);
    // Titles are HTML.
    if (path !== undefined) titles.set(path, withoutSiteTitle(new DOMParser().parseFromString(page.title, "text/html").documentElement.textContent, siteTitle));
  }
  if (!titles.size) return;
  const items = [...titles].map(([path, title]) => element("li", {}, element("a", { href: base + path, dir: "auto" }, title)));
  place.replaceChildren(element("h2", {}, texts.on_device), element("ul", {}, ...items));
};

/** Fills the places of the page that are not filled yet. */
export const fillPlaces = () => {
  for (const place of findPlaces("[data-install]")) if (!place.widget) fill(place, "install");
  if (!registration?.active && root.library.works) return;
  for (const place of findPlaces("[data-library]")) if (!place.widget) fill(place, "kept");
  if (!registration?.active) return;
  for (const place of findPlaces("[data-on-device]")) if (!place.widget) listPages(place);
  for (const place of findPlaces("[data-download]")) showDownload(place);
};
