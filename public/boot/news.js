// When the app looks whether the page on screen is still what is published: when the page is shown again, and from time to time. If
// it has changed, the script for readers says so. For readers who save data, the app looks only if there is a reason.
import { element } from "./dom.js";
import { root } from "./page.js";
import { loadReading } from "./scripts.js";

let [lastTime, isDue] = [Date.now(), false];

/** Has the app look, if it has not for so many minutes; 0 means that there is a reason to. @type {Shared["renew"]} */
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
