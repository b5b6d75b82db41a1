// Notices at the foot of the window.
import { button, element } from "./page.js";

/**
 * Shows a notice on whatever page is open, with a button that closes it, and with further buttons. There is one notice at a time.
 * Those with further buttons go first; the others wait.
 * @type {(message: string, close: string, ...buttons: Node[]) => unknown}
 */
export const showNotice = (message, close, ...buttons) => {
  const other = document.querySelector(".notice");
  if (other && !buttons.length) return setTimeout(showNotice, 5_000, message, close);
  other?.remove();
  const notice = element("div", { class: "notice", role: "status" });
  document.body.append(notice);
  // Screen readers read what is added to an element that is already there.
  setTimeout(() => notice.append(element("p", {}, message), ...buttons, button(close, () => notice.remove(), "quiet")));
};
