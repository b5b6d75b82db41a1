// News: the app checks whether the page on screen is still the published one. This module decides when: when the page is shown again,
// and from time to time; for readers who save data, only if there is a reason. If the page has changed, the script for readers says so.
import { element } from "./dom.js";
import { root } from "./page.js";
import { loadReading } from "./scripts.js";

let [lastTime, isDue] = [Date.now(), false];

/** Has the app check, unless it has checked within so many minutes. 0 means that there is a reason to check now. @type {Shared["renew"]} */
export const renew = (minutes) => {
  isDue ||= !minutes;
  if (document.visibilityState !== "visible" || (!isDue && navigator.connection?.saveData)) return;
  // The difference is absolute: the clock may have been set back.
  if (!isDue && Math.abs(Date.now() - lastTime) < minutes * 60_000) return;
  [lastTime, isDue] = [Date.now(), false];
  // The app listens to clicks, so this clicks on an invisible element.
  const target = element("i", { "data-action": "renew", hidden: "" });
  document.body.append(target);
  target.click();
  target.remove();
};

export const watchNews = () => {
  addEventListener("focus", () => renew(5));
  document.addEventListener("visibilitychange", () => renew(5));
  addEventListener("pageshow", ({ persisted }) => persisted && renew(0));
  addEventListener("online", () => renew(0));
  setInterval(() => renew(10), 60_000);
  const showNews = () => root.dataset.news && loadReading().then(() => /** @type {Required<Root>} */ (root).reading.news(), () => {});
  new MutationObserver(showNews).observe(root, { attributeFilter: ["data-news"] });
};
