// What a page itself is asked: how the characters of a text stand in it.

/**
 * Whether they stand from left to right, in an element that holds the text, or in the first that a selector finds; else where
 * they are. A text that `wraps` may go on in the line below.
 */
export function order(where, text, wraps) {
  for (const element of typeof where === "string" ? document.querySelectorAll(where) : [where]) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = node.data.indexOf(text);
      if (start < 0) continue;
      const places = [...text].map((_, i) => {
        const range = document.createRange();
        range.setStart(node, start + i);
        range.setEnd(node, start + i + 1);
        const { left, top } = range.getBoundingClientRect();
        return { left: Math.round(left), line: Math.round(top / 8) };
      });
      const follows = ({ left, line }, i) => i === 0 || left >= places[i - 1].left || (wraps && line > places[i - 1].line);
      return places.every(follows) ? "left to right" : places.map(({ left }) => left).join(" ");
    }
  }
  return `no ${text}`;
}
