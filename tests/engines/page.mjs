// What runs in the page: functions that are handed over as text, so that they know nothing but their arguments.

/** The visible elements that a selector finds and that have a name: a label or a text, or the source of a regular expression. */
export function find(css, name) {
  const names = (element) => [element.getAttribute("aria-label"), element.labels?.[0]?.textContent, element.getAttribute("alt"), element.textContent].map((text) => text?.replace(/\s+/g, " ").trim() ?? "");
  const wanted = (element) => name === undefined || names(element).some((text) => (name.source ? new RegExp(name.source, name.flags).test(text) : text === name));
  return [...document.querySelectorAll(css)].filter((element) => element.checkVisibility({ visibilityProperty: true }) && wanted(element));
}

/** Scrolls to an element that is out of sight, and returns it. */
export function reachable(element) {
  const { top, bottom } = element.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) element.scrollIntoView({ block: "center", behavior: "instant" });
  return element;
}

/** The middle of an element that nothing covers. */
export function middle(element) {
  const { left, top, width, height } = element.getClientRects()[0];
  const [x, y] = [left + width / 2, top + height / 2];
  const there = document.elementFromPoint(x, y);
  if (!element.contains(there) && !there?.contains(element)) throw new Error("something else is there");
  return [x, y];
}

/** Says on the console, as an error, what the page's policy has blocked. */
export function violations() {
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) =>
    console.error(`policy violated: ${violatedDirective} ${blockedURI} ${sourceFile ?? ""}`));
}

/**
 * Where a driver tells nothing of errors: what has gone wrong in this page since it was asked last. Violations of the policy are
 * told from the page's beginning, errors from the first question on.
 */
export function watch() {
  if (!window.seen) {
    window.seen = [];
    const tell = (text) => window.seen.push(text);
    addEventListener("error", (event) => event.target === window && tell(String(event.error ?? event.message)));
    addEventListener("unhandledrejection", (event) => tell(String(event.reason)));
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => tell(`policy violated: ${violatedDirective} ${blockedURI}`));
    window.ReportingObserver && new ReportingObserver((reports) => reports.forEach(({ body }) => tell(`policy violated: ${body.effectiveDirective} ${body.blockedURL}`)), { types: ["csp-violation"], buffered: true }).observe();
    const { error } = console;
    console.error = (...told) => {
      tell(told.join(" "));
      error.apply(console, told);
    };
  }
  return window.seen.splice(0);
}

/** A key with the keys that are held meanwhile: `Control+k`. */
export const chord = (key) => (key === "+" ? ["+"] : key.split("+").reverse());
