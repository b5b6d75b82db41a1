// Where the reader was in a post, and the offer to go on there.
import { endsBelowTop, firstWords, proseBlocks } from "./blocks.js";
import { readList, writeList } from "./lists.js";
import { added, button, element, find, moveFocus, path, prose } from "./page.js";

/** Stores which block is being read. At the end of a post, it counts as read. */
export const savePlace = () => {
  if (!prose?.isConnected) return;
  const { bottom } = prose.getBoundingClientRect();
  if (bottom < innerHeight + 60) {
    if (path in readList("places")) writeList("places", path);
    if (scrollY > 0 && !(path in readList("read"))) writeList("read", path, new Date().toISOString().slice(0, 10));
    return;
  }
  const blocks = proseBlocks();
  // A picture has no words by which it could be found again.
  const index = blocks.findIndex((block) => endsBelowTop(block) && firstWords(block));
  if (index > 1 && scrollY > innerHeight / 2) writeList("places", path, [index, firstWords(blocks[index])]);
};

/** @type {HTMLDivElement & { block: HTMLElement } | undefined} */
let offer;

export const withdrawOffer = () => {
  offer?.remove();
  offer = undefined;
};

/** Withdraws the offer once the reader has scrolled far. */
export const withdrawOfferAfterScroll = () => {
  if (offer && scrollY > innerHeight) withdrawOffer();
};

export const acceptOffer = () => {
  offer?.block.scrollIntoView({ block: "start" });
  moveFocus(offer?.block);
  withdrawOffer();
};

export const offerPlace = () => {
  withdrawOffer();
  const [index, words] = readList("places")[path] ?? [];
  if (!words || location.hash || scrollY > 60) return;
  const blocks = proseBlocks();
  const block = firstWords(blocks[index] ?? /** @type {Element} */ (prose)) === words ? blocks[index] : blocks.find((block) => firstWords(block) === words);
  if (!block || find(".notice")) return;
  offer = /** @type {NonNullable<typeof offer>} */ (element("div", { class: "notice", role: "status", ...added }));
  offer.block = block;
  document.body.append(offer);
  setTimeout(() => offer?.append(button(texts.continue, acceptOffer), button(texts.close, withdrawOffer, "quiet")));
};
