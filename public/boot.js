// Starts the app. The page can be read without it, and everything here may fail without harm: links then load as they
// do without an app. Above this, in the same file, stands the glue of wasm-bindgen, whose `__wbg_init` starts a module;
// the names in capitals are filled in when a site is built.
{
  const address = new URL("__WASM__", import.meta.url);
  const integrity = "__INTEGRITY__";
  const patience = 30_000; // milliseconds until a stalled download is given up
  const grace = 3_000; // milliseconds that the page's own pictures go first
  const root = document.documentElement;
  const path = () => location.pathname + location.search;
  let here = path();
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  /** The app must compete neither with the first paint nor with what it shows. */
  const settled = async () => {
    if (document.visibilityState === "visible") {
      // A window behind another may be called visible and never be painted.
      await Promise.race([new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))), wait(1_000)]);
    }
    // What the app must draw, or look up where no host is, is not worth waiting for.
    const waits = document.getElementById("_content") && root.dataset.missing !== "offline";
    if (document.readyState === "complete" || !waits) return;
    await Promise.race([new Promise((resolve) => addEventListener("load", resolve, { once: true })), wait(grace)]);
  };

  /** Fetches the app whole and checked: a body that ends early or holds other bytes is an error here, not a crash. */
  const download = async () => {
    const response = await fetch(address, {
      integrity,
      priority: "low",
      credentials: "same-origin",
      signal: AbortSignal.timeout(patience),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.arrayBuffer();
  };

  /** Without the app, or after its end, the browser turns the pages: nobody else may take a click. */
  const giveUp = (error) => {
    if (root.dataset.app === "off") return;
    root.dataset.app = "off";
    here = path();
    console.warn("Lamplight goes on without its app:", error);
    const mine = (event) => {
      const action = event.target.closest?.("a[href], [data-action]");
      if (!action) return;
      event.stopImmediatePropagation();
      if (action.dataset.action === "retry") location.reload();
    };
    addEventListener("click", mine, true);
    // The app died on the way to a page.
    if (root.dataset.busy) location.assign(root.dataset.busy);
  };

  /** A step back to what the app once drew: without it, only loading shows that. */
  addEventListener(
    "popstate",
    (event) => {
      if (root.dataset.app === "on") return;
      event.stopImmediatePropagation();
      if (path() !== here) location.reload();
    },
    true,
  );

  /** A panic, or an error of the browser's that the app did not expect: what it does after that is anybody's guess. */
  const trapped = (error) => /wasm/.test(error?.stack) && giveUp(error);
  addEventListener("error", (event) => trapped(event.error));
  addEventListener("unhandledrejection", (event) => trapped(event.reason));

  // Pictures that can't be loaded are marked, so that the style sheet shows a calm box in their place.
  const miss = (image) => image instanceof HTMLImageElement && image.classList.add("missing");
  document.addEventListener("error", (event) => miss(event.target), true);
  for (const image of document.images) if (image.complete && !image.naturalWidth && !image.naturalHeight) miss(image);

  // The browser's offer to install the page is taken note of. Who wants it finds it on the page about offline reading.
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    root.offer = event;
    root.dispatchEvent(new Event("offer"));
  });

  // --- What further scripts share ------------------------------------------------------------------------------------

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") made.addEventListener(key, value);
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };
  const button = (text, click, kind = "main") => element("button", { type: "button", class: kind, click }, text);

  /** A text of the catalogue with values in the places of `{0}`, `{1}`. */
  const tell = (text, ...values) => text.replace(/\{(\d)\}/g, (_, i) => values[i]);

  /** For `Intl`: the digits of the rest of the page. */
  const language = `${root.lang || "en"}-u-nu-latn`;

  /** A further script of ours, checked like this one. */
  const load = (file, integrity) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      Object.assign(script, { type: "module", src: new URL(file, import.meta.url), integrity, onload: resolve, onerror: reject });
      document.head.append(script);
    });

  root.kit = { element, button, tell, language };

  /** Offline reading does without the app, and comes last. */
  const keepOffline = () => {
    // A name of its own: whoever makes this script small takes a text for true.
    const [file, integrity] = ["__OFFLINE__", "__OFFLINE_INTEGRITY__"];
    return file && load(file, integrity).catch(() => {});
  };

  // Search is fetched when it is asked for: by its link, by a key, or by a page that has a place for it.
  const [searchFile, searchIntegrity] = ["__SEARCH__", "__SEARCH_INTEGRITY__"];
  let loading;
  const search = async (shown) => {
    try {
      await (loading ??= load(searchFile, searchIntegrity));
      root.search(shown);
    } catch {
      loading = undefined;
      if (shown) location.assign(document.querySelector("[data-action=search]").href);
    }
  };
  if (searchFile) {
    const place = () => document.querySelector("[data-search]:empty, [data-nearest]:empty") && search();
    new MutationObserver(place).observe(root, { attributeFilter: ["data-busy"] });
    place();
    addEventListener(
      "click",
      (event) => {
        const plain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
        if (!plain || !event.target.closest?.("[data-action=search]")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        search(true);
      },
      true,
    );
    addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      const asked = event.key === "/" ? !typing && !event.ctrlKey && !event.metaKey && !event.altKey : event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!asked || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      search(true);
    });
  }

  settled()
    .then(() => download().catch(download))
    .then((module_or_path) => __wbg_init({ module_or_path }))
    .then(() => (root.dataset.app = "on"))
    .catch(giveUp)
    .then(keepOffline);
}
