// What is given to a voice at a time.

/**
 * The sentences of a text, long ones in parts: some voices stop in the middle of a long text, those of Chromium after 15 seconds.
 * A sign of a script without spaces takes longer to say than a letter, so parts have fewer of them.
 * @type {(text: string, language: string) => string[]}
 */
export const sentences = (text, language) => {
  const whole = globalThis.Intl?.Segmenter ? [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(text)].map(({ segment }) => segment) : [text];
  const parts = whole.flatMap((sentence) => (sentence.match(/[\u2e80-\uffff]/) ? sentence.match(/[^]{1,50}/gu) : sentence.match(/[^]{1,160}(?=\s|$)|[^]{1,160}/g)));
  return /** @type {string[]} */ (parts.filter((part) => part?.trim()));
};
