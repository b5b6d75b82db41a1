// Posts are read aloud by a voice of the browser. This module alone uses the browser's speech.
import { proseBlocks } from "./blocks.js";
import { findAll, prose, root, textOf } from "./page.js";
import { sentences } from "./sentences.js";
import { showToast } from "./toast.js";

/** What is not read. */
const skipped = "pre, .footnotes, [data-added], table, video, audio";

/**
 * Uses the browser's speech. There may be none, and any call may fail; then the result is undefined.
 * @type {<Value>(use: (engine: SpeechSynthesis) => Value) => Value | undefined}
 */
const withEngine = (use) => {
  try {
    return use(speechSynthesis);
  } catch {
    return undefined;
  }
};

/** What is being read aloud. @type {{ timer?: number, utterance?: SpeechSynthesisUtterance } | undefined} */
let reading;
/** Called when reading aloud has begun or ended, and when voices have come or gone. @type {() => void} */
let showChange;

export const isSpeaking = () => Boolean(reading);
export const canSpeak = () => Boolean(globalThis.SpeechSynthesisUtterance && withEngine((engine) => engine.getVoices().length));

/** Stops reading aloud. `lost` means that the voice has failed. */
export const stopSpeaking = (/** @type {"lost" | void} */ reason) => {
  if (!reading) return;
  clearTimeout(reading.timer);
  reading = undefined;
  withEngine((engine) => engine.cancel());
  // The page may be off the screen by now, and come back.
  for (const block of findAll("[data-spoken]", prose)) block.removeAttribute("data-spoken");
  if (reason === "lost") showToast(texts.voice_lost);
  showChange();
};

/** The sentences from the top of the window on, each with its block. */
const sentencesOnScreen = () => {
  const blocks = proseBlocks().filter((block) => !block.matches(skipped) && block.getBoundingClientRect().bottom > 0);
  return blocks.flatMap((block) => {
    const spoken = /** @type {Element} */ (block.cloneNode(true));
    for (const part of findAll(`${skipped}, .footnote-ref, .anchor`, spoken)) part.remove();
    return sentences(textOf(spoken), root.lang).map((text) => /** @type {const} */ ([text, block]));
  });
};

/** Begins to read aloud from what is on screen, or stops. */
export const toggleSpeech = () => {
  if (reading) return stopSpeaking();
  if (!canSpeak() || !prose) return;
  const queue = sentencesOnScreen();
  if (!queue.length) return;
  /** @type {NonNullable<typeof reading>} */
  const current = (reading = {});
  /** A voice that reports nothing for longer than its text can take has failed. */
  const expectSign = (/** @type {number} */ milliseconds) => {
    clearTimeout(current.timer);
    current.timer = setTimeout(() => reading === current && stopSpeaking("lost"), milliseconds);
  };
  const speakNext = () => {
    const [text, block] = /** @type {[string, HTMLElement]} */ (queue.shift() ?? []);
    if (!text) return stopSpeaking();
    const lang = /** @type {HTMLElement} */ (block.closest("[lang]")).lang;
    const utterance = (current.utterance = Object.assign(new SpeechSynthesisUtterance(text), { lang }));
    /** Events of an utterance that was stopped come late. */
    const ifCurrent = (/** @type {() => unknown} */ act) => () => reading === current && current.utterance === utterance && act();
    const longest = 6_000 + text.length * 250;
    utterance.onstart = ifCurrent(() => {
      expectSign(longest);
      if (block.hasAttribute("data-spoken")) return;
      for (const other of findAll("[data-spoken]")) other.removeAttribute("data-spoken");
      block.setAttribute("data-spoken", "");
      block.scrollIntoView({ block: "nearest" });
    });
    utterance.onboundary = ifCurrent(() => expectSign(longest));
    utterance.onend = ifCurrent(speakNext);
    utterance.onerror = ifCurrent(() => stopSpeaking("lost"));
    expectSign(10_000);
    if (withEngine((engine) => (engine.resume(), engine.speak(utterance), true)) === undefined) stopSpeaking("lost");
  };
  speakNext();
  showChange();
};

/** Starts to watch the browser's voices. `changed` shows whether a text can be read and is being read. */
export const watchSpeech = (/** @type {() => void} */ changed) => {
  showChange = changed;
  withEngine((engine) =>
    engine.addEventListener("voiceschanged", () => {
      if (reading && !canSpeak()) stopSpeaking("lost");
      changed();
    }),
  );
  addEventListener("pagehide", () => stopSpeaking());
};
