// How readers are told that something is on its way.
import { element } from "./dom.js";

/** @type {Shared["statusElement"]} */
export const statusElement = () => /** @type {Status} */ (element("p", { role: "status", class: "status" }));

/**
 * Says in a status element that something is on its way, and after a while what else the reader can do (`alternative`). Only what
 * was asked for last is told.
 * @type {Shared["showProgress"]}
 */
export const showProgress = async (status, coming, alternative) => {
  const current = (status.busy = {});
  const say = (/** @type {(Node | string)[]} */ ...content) => status.busy === current && status.replaceChildren(...content);
  const sayLate = () => say(`${texts.stalled} `, alternative?.() ?? "");
  setTimeout(say, 300, texts.waiting);
  setTimeout(sayLate, 8_000);
  await coming.then(() => say(), sayLate);
  if (status.busy === current) status.busy = 0;
};
