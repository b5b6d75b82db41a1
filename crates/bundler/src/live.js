// Part of `lamplight serve` and of no published site: shows what was saved, where the author is reading.
const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const events = new EventSource(new URL("lamplight/live", new URL(/** @type {string} */ (script.dataset.base), location.href)));
const bare = (/** @type {string} */ path) => decodeURIComponent(path).replace(/(\/index\.html|\/)$/, "");
/** @type {string | undefined} */
let shown;
let asked = 0;

events.onmessage = async (/** @type {MessageEvent<string>} */ { data }) => {
  if (data !== "*" && bare(data) !== bare(location.pathname)) return;
  asked += 1;
  const number = asked;
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  const text = await answer?.text();
  if (!text || number !== asked) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  const [now, next] = [document.querySelector("main"), page.querySelector("main")];
  if (!now || !next || next.outerHTML === shown) return;
  shown = next.outerHTML;
  const { scrollX, scrollY } = window;
  now.replaceWith(document.adoptNode(next));
  document.title = page.title;
  scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
  document.documentElement.dataset.live = data;
};

// The app on this page knows the site as it was: from the first change on, links load what is new.
addEventListener(
  "click",
  (event) => {
    if (shown && /** @type {Target} */ (event.target).closest?.("a[href]")) event.stopPropagation();
  },
  true,
);
addEventListener("popstate", () => shown && location.reload());
