// Short messages to the reader, which go by themselves.
import { added, ask, element } from "./page.js";

/** @type {HTMLElement & { timer?: number }} */
let toast;

export const showToast = (/** @type {string} */ message) => {
  toast ??= element("p", { class: "toast", role: "status", ...added });
  document.body.append(toast);
  // Screen readers read what changes in an element that is already there.
  toast.textContent = "";
  setTimeout(() => (toast.textContent = message));
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => toast.remove(), 4_000);
};

/** Has the app do something, and shows what it answers. @type {(name: string, about?: unknown) => Promise<unknown>} */
export const askApp = (name, about) => ask(name, about).then((message) => message && showToast(message), () => showToast(texts.stalled));
