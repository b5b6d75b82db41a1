// Starts the app. The page can be read without it, and everything here may fail without harm: links then load as they
// do without an app. The names in capitals are filled in when a site is built.
{
  const patience = 30_000; // milliseconds until a stalled download is given up
  const grace = 3_000; // milliseconds that the page's own pictures go first
  const root = /** @type {Root} */ (document.documentElement);
  /** @type {Promise<Event | void>} */
  const begun = new Promise((resolve) => (document.readyState === "loading" ? addEventListener("DOMContentLoaded", resolve, { once: true }) : resolve()));

  // --- How the reader wants pages to look: first of all, and before the first paint where this script is at hand ------

  /** What this device remembers for the reader, by name. */
  const memory = (/** @type {string} */ name) => `lamplight:${root.dataset.base}:${name}`;
  /** @type {(object: object, check: Check) => Record<string, unknown>} */
  const only = (object, check) => Object.fromEntries(Object.entries(object).filter(([key, value]) => check(value, key)));
  /**
   * An object of entries; or a list, if `none` is one. Whatever else the origin has may write there, and so do older and newer
   * versions: what `check(value, key)` does not accept is left out, and the store is repaired.
   * @type {Kit["recall"]}
   */
  const recall = (name, check = () => true, none = {}) => {
    try {
      const text = localStorage.getItem(memory(name));
      if (text === null) return none;
      let value;
      try {
        value = text.length < 4e6 && JSON.parse(text);
      } catch {
        // Not even JSON.
      }
      const isList = Array.isArray(none);
      if (!value || typeof value !== "object" || Array.isArray(value) !== isList) value = none;
      const good = isList ? value.filter((/** @type {unknown} */ one) => /** @type {Function} */ (check)(one)) : only(value, check);
      if (JSON.stringify(good) !== text) store(name, good);
      return good;
    } catch {
      return none;
    }
  };
  /** @type {Kit["store"]} */
  const store = (name, value) => {
    try {
      localStorage.setItem(memory(name), JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  };

  /** What can be chosen. The worker has the same list. @type {Record<string, RegExp>} */
  const looks = { theme: /^(light|dark|sepia)$/, size: /^(small|large|largest)$/, measure: /^(short|long)$/, leading: /^(tight|loose)$/, wrap: /^on$/, keys: /^off$/ };
  /** @type {Check} */
  const isLook = (value, name) => typeof value === "string" && Object.hasOwn(looks, name) && looks[name].test(value);

  /** Dresses the page: in `news`, which the app has stored, or in what is stored. Returns it. @type {Kit["dress"]} */
  const dress = (news) => {
    const look = /** @type {Look} */ (news ? only(news, isLook) : recall("look", isLook));
    for (const name in looks) {
      if (look[name]) root.dataset[name] = look[name];
      else if (root.dataset[name]) delete root.dataset[name];
    }
    for (const meta of /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll("meta[name=theme-color]"))) {
      meta.dataset.own ??= meta.content;
      meta.content = look.theme ? getComputedStyle(root).backgroundColor : meta.dataset.own;
    }
    // The worker writes it into pages, which then need nobody to be dressed.
    if (news) navigator.serviceWorker?.controller?.postMessage({ ask: "dress", look });
    return look;
  };
  dress();
  addEventListener("storage", ({ key }) => key === memory("look") && dress());
  document.addEventListener("preferences", ({ detail }) => dress(detail));

  // --- Addresses --------------------------------------------------------------------------------------------------------

  /** An address of this origin, from whatever a page, a store or a message says; undefined for any other. */
  const own = (/** @type {string} */ address) => {
    try {
      const { origin, pathname, search, hash } = new URL(address, location.href);
      return origin === location.origin && pathname.startsWith("/") ? origin + pathname + search + hash : undefined;
    } catch {
      return undefined;
    }
  };

  // --- The app ----------------------------------------------------------------------------------------------------------

  const path = () => location.pathname + location.search;
  let here = path();
  const wait = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

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

  /**
   * Fetches a file of the app whole and checked: a body that ends early or holds other bytes is an error here, not a crash. The
   * browser's own cache may hold, for a year, what a host answered in the middle of a deploy: the second attempt goes past it.
   * @type {Kit["download"]}
   */
  const download = (file, integrity, priority, cache = "default") => {
    const attempt = async () => {
      const response = await fetch(new URL(file, import.meta.url), { integrity, priority, credentials: "same-origin", cache, signal: AbortSignal.timeout(patience) });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return response.arrayBuffer();
    };
    return cache === "default" ? attempt().catch(() => download(file, integrity, priority, "reload")) : attempt();
  };

  let [start, hurry, lose] = /** @type {((value?: unknown) => void)[]} */ ([]);
  const hurried = new Promise((resolve) => (hurry = resolve));
  const started = new Promise((resolve) => (start = resolve));
  /** @type {Promise<never>} */
  const lost = new Promise((_, reject) => (lose = reject));
  lost.catch(() => {});
  /**
   * Asks the app for what readers open or choose; the answer is what to say to the reader, if anything. The app starts at once if it has
   * not yet. Without it, and where a part of it can't be had, there is an error.
   * @type {Kit["ask"]}
   */
  const ask = (name, about) => (hurry(), Promise.race([lost, started.then(() => root.app.ask(name, about))]));

  /** Without the app, or after its end, the browser turns the pages: nobody else may take a click. */
  const giveUp = (/** @type {unknown} */ error) => {
    if (root.dataset.app === "off") return;
    root.dataset.app = "off";
    lose(error);
    here = path();
    console.warn("Lamplight goes on without its app:", error);
    const mine = (/** @type {Event} */ event) => {
      const action = /** @type {Target} */ (event.target).closest?.("a[href], [data-action]");
      if (!action) return;
      event.stopImmediatePropagation();
      if (action.dataset.action === "retry") location.reload();
    };
    addEventListener("click", mine, true);
    // The app died on the way to a page.
    const way = root.dataset.busy && own(root.dataset.busy);
    if (way) location.assign(way);
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
  const trapped = (/** @type {Error | undefined} */ error) => /wasm/.test(/** @type {string} */ (error?.stack)) && giveUp(error);
  addEventListener("error", (event) => trapped(event.error));
  addEventListener("unhandledrejection", (event) => trapped(event.reason));

  // Pictures that can't be loaded are marked, so that the style sheet shows a calm box in their place.
  const miss = (/** @type {unknown} */ image) => image instanceof HTMLImageElement && image.classList.add("missing");
  document.addEventListener("error", (event) => miss(event.target), true);
  begun.then(() => {
    for (const image of document.images) if (image.complete && !image.naturalWidth && !image.naturalHeight) miss(image);
  });

  // A page that comes back out of the browser's memory is on its way to nowhere.
  addEventListener("pageshow", ({ persisted }) => persisted && delete root.dataset.busy);

  // The browser's offer to install the page is taken note of. Who wants it finds it on the page about offline reading.
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    root.offer = event;
    root.dispatchEvent(new Event("offer"));
  });

  // --- What further scripts share ------------------------------------------------------------------------------------

  /** @type {Kit["element"]} */
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") made.addEventListener(key, value);
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };
  /** @type {Kit["button"]} */
  const button = (text, click, kind = "main") => element("button", { type: "button", class: kind, click }, text);

  /** A text of the catalogue with values in the places of `{0}`, `{1}`. @type {Kit["tell"]} */
  const tell = (text, ...values) => text.replace(/\{(\d)\}/g, (_, i) => values[i]);

  /** For `Intl`: the digits of the rest of the page. */
  const language = `${root.lang || "en"}-u-nu-latn`;

  /** A further script of ours, checked like this one. */
  const append = (/** @type {URL} */ src, /** @type {string} */ integrity) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      Object.assign(script, { type: "module", src, integrity, onload: resolve, onerror: reject });
      document.head.append(script);
    });
  let attempts = 0;
  const load = async (/** @type {string} */ file, /** @type {string} */ integrity) => {
    const src = new URL(file, import.meta.url);
    try {
      await append(src, integrity);
    } catch {
      await fetch(src, { integrity, cache: "reload" });
      // A module that has failed stays so under its name.
      // @ts-expect-error A number is written as text.
      src.hash = attempts += 1;
      await append(src, integrity);
    }
  };

  /** What a script adds to pages brings its looks along: no page pays for them before. @type {Kit["style"]} */
  const style = (text) => {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    } catch {
      // A browser that knows no such sheets shows what is added plainly.
    }
  };

  // --- Dialogs: they stand there at once, and say that they wait until the script that fills them has come -----------------

  const plain = (/** @type {MouseEvent} */ event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  /** @type {(name: string, label: string, kind: string, ...children: Node[]) => Dialog} */
  const modal = (name, label, kind, ...children) => {
    const dialog = /** @type {Dialog} */ (element("dialog", { class: kind, "aria-label": label, "data-added": "" }, ...children, button(texts.close, () => dialog.close(), "quiet")));
    /** @type {boolean | null} */
    let followed = false;
    dialog.addEventListener("click", (event) => {
      const link = plain(event) && /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[href]"));
      // What leads to where one is makes no entry of the history.
      followed = link && link.href !== location.href;
      staying = Boolean(link) && !followed;
      if (link || event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => {
      staying = false;
      if (!followed && noted()[1] === name) {
        returning = true;
        history.back();
      }
      followed = false;
    });
    dialog.name = name;
    if (!openers.has(name)) openers.set(name, () => open(dialog));
    document.body.append(dialog);
    return dialog;
  };

  // An open dialog is an entry of the history: Back closes it; Forward, and Back from where one of its links led, open it again.
  // What the entry holds is a text: its name for the app, the dialog's name, and what the dialog notes of itself.
  /** @type {Map<string, () => unknown>} */
  const openers = new Map();
  let returning = false;
  /** A link of an open dialog leads to where one is: the browser tells of it before the dialog has closed. */
  let staying = false;
  const noted = () => (typeof history.state === "string" ? history.state.split(" ") : [""]);
  const entry = (/** @type {string[]} */ ...news) => [noted()[0], ...news].join(" ");

  /** Opens a dialog. Returns whether it was open at this entry before: then the focus stays away from what is written in. */
  const open = (/** @type {Dialog} */ dialog) => {
    const [, known] = noted();
    const again = known === dialog.name;
    if (!dialog.open) {
      dialog.firstChild.inert = again;
      dialog.showModal();
      dialog.firstChild.inert = false;
    }
    if (!again && !returning) history[openers.has(known) ? "replaceState" : "pushState"](entry(dialog.name), "");
    return again;
  };

  /** What is open is what the entry says. */
  const reopen = () => {
    if (staying) return;
    const [, name] = noted();
    const shown = /** @type {Dialog | null} */ (document.querySelector("dialog[open]"));
    if (returning) {
      returning = false;
      if (shown) open(shown);
      return;
    }
    if (shown && shown.name !== name) shown.close();
    openers.get(name)?.();
  };
  addEventListener("popstate", reopen);
  begun.then(reopen);

  const status = () => /** @type {Told} */ (element("p", { role: "status", class: "told" }));

  /**
   * Says in `told` that something is on its way, and after a while how else to get there.
   * @type {(told: Told, coming: Promise<unknown>, way?: () => Node) => Promise<void>}
   */
  const busy = async (told, coming, way) => {
    const mine = (told.busy = {});
    const say = (/** @type {(Node | string)[]} */ ...words) => told.busy === mine && told.replaceChildren(...words);
    const late = () => say(`${texts.stalled} `, way?.() ?? "");
    setTimeout(say, 300, texts.waiting);
    setTimeout(late, 8_000);
    await coming.then(() => say(), late);
    if (told.busy === mine) told.busy = 0;
  };

  // What the app fills. Its dialog is there at once, and says so if it can't be filled.
  const again = () => button(texts.reload, () => location.reload(), "quiet");
  /** @type {Kit["filled"]} */
  const filled = (name, label, kind, about = (place) => place) => {
    const place = element("div", { class: "widget" });
    /** @type {Dialog | undefined} */
    let dialog;
    const show = () => {
      dialog ??= modal(name, label, kind, status(), place);
      // How it looks comes with the script for readers.
      const coming = Promise.all([ask(name, about(place)), silently()]);
      if (place.firstChild) coming.catch(() => {});
      else busy(dialog.firstChild, coming, again);
      open(dialog);
    };
    openers.set(name, show);
    return show;
  };

  root.kit = /** @type {Kit} */ ({ element, button, style, tell, language, recall, store, dress, filled, status, busy, ask, download });

  /** Offline reading does without the app, and comes last. @type {() => unknown} */
  const keepOffline = () => {
    // A name of its own: whoever makes this script small takes a text for true.
    const [file, integrity] = ["__OFFLINE__", "__OFFLINE_INTEGRITY__"];
    return file && load(file, integrity).catch(() => {});
  };

  /** Keys without others mean something only while nobody writes, and to who wants them to. */
  const single = (/** @type {KeyboardEvent} */ event) => !/** @type {Target} */ (event.target).closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") && !event.ctrlKey && !event.metaKey && !event.altKey && root.dataset.keys !== "off";

  /** Whether a key asks for something: not while a dialog is open, and once if it is held. */
  const isCommand = (/** @type {KeyboardEvent} */ event) => single(event) && !event.repeat && !event.isComposing && !event.defaultPrevented && !document.querySelector("dialog[open]");
  root.kit.isCommand = isCommand;

  /** A further script is asked for once, and again if it could not be had. */
  const once = (/** @type {string} */ file, /** @type {string} */ integrity) => {
    /** @type {Promise<void> | undefined} */
    let coming;
    return () => (coming ??= load(file, integrity).catch((error) => ((coming = undefined), Promise.reject(error))));
  };

  // Comfort for readers is fetched once somebody moves, or if there is something to remember.
  const reading = once("__READING__", "__READING_INTEGRITY__");
  /** @type {() => Promise<unknown>} */
  const silently = () => reading().catch(() => {});
  for (const kind of ["pointerdown", "pointermove", "wheel", "touchstart"]) addEventListener(kind, silently, { passive: true, once: true });
  begun.then(() => ["places", "read"].some((list) => Object.keys(recall(list)).length) && silently());
  const settings = filled("settings", texts.reading_settings, "panel settings");
  const keyboard = filled("keys", texts.keyboard, "panel");
  addEventListener(
    "click",
    ({ target }) => {
      const action = /** @type {Target} */ (target).closest?.("[data-action]")?.dataset.action;
      if (action === "reading") settings();
      if (action === "keyboard") {
        /** @type {Element} */ (target).closest("dialog")?.close();
        keyboard();
      }
    },
    true,
  );
  /** @type {Record<string, () => void>} */
  const opening = { s: settings, "?": keyboard };
  // Keys that come before their script is there are not lost, unless the reader is elsewhere by then, or in a dialog already.
  addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const show = Object.hasOwn(opening, event.key) && opening[event.key];
    if (show) {
      if (!isCommand(event)) return;
      event.preventDefault();
      return show();
    }
    if (root.reading) return;
    const before = path();
    silently().then(() => path() === before && root.reading?.press(event));
  });

  // What is published now is asked for when a page comes to the fore again and in the course of reading: the app then looks
  // whether the page on screen is still that, and says so if it is not. Who saves data is asked only where there is a reason.
  let [asked, due] = [Date.now(), false];
  const renew = (root.kit.renew = (minutes) => {
    due ||= !minutes;
    if (document.visibilityState !== "visible" || (!due && navigator.connection?.saveData)) return;
    // A clock that was set back or forth counts, too.
    if (!due && Math.abs(Date.now() - asked) < minutes * 60_000) return;
    [asked, due] = [Date.now(), false];
    // A click on nothing that can be seen: the app listens to clicks.
    const ask = element("i", { "data-action": "renew", hidden: "" });
    document.body.append(ask);
    ask.click();
    ask.remove();
  });
  addEventListener("focus", () => renew(5));
  document.addEventListener("visibilitychange", () => renew(5));
  addEventListener("pageshow", ({ persisted }) => persisted && renew(0));
  addEventListener("online", () => renew(0));
  setInterval(() => renew(10), 60_000);
  new MutationObserver(() => root.dataset.news && reading().then(() => /** @type {Required<Root>} */ (root).reading.news(), () => {})).observe(root, { attributeFilter: ["data-news"] });

  // What is found, by the app, is asked for by a link, by a key, or by a page that has a place for it. The box for a question is there
  // before, so that what is typed meanwhile is asked once the app and its chunk have come.
  /** @type {(place: Element, way?: () => Node) => Finder} */
  const finder = (place, way) => {
    const input = element("input", { type: "search", "aria-label": texts.search_all, dir: "auto" });
    const [told, slot] = [status(), element("div")];
    const box = element("div", { class: "finder" }, element("form", { role: "search" }, input), told, slot);
    // Enter leads to the first that is found, also if search is yet to come; who writes on does not mean it any more.
    box.onsubmit = () => {
      box.dataset.entered = "";
      return false;
    };
    box.oninput = () => {
      delete box.dataset.entered;
      if (told.isConnected && !told.busy) seek();
    };
    /** Has it filled, or tells what fills it that it is there again. */
    const seek = () => {
      if (slot.firstChild) return box.dispatchEvent(new Event("shown"));
      const coming = ask("search", slot);
      busy(told, coming, way);
      coming.then(() => told.remove(), () => {});
    };
    place.prepend(box);
    return { box, input, seek };
  };
  // A name of its own: whoever makes this script small takes a text for true.
  const searches = "__SEARCHES__";
  if (searches) {
    // A page that says that nothing is here is looked up by the app first: mostly it is wrong.
    const fill = () => {
      if (root.dataset.busy || (root.dataset.missing !== undefined && !root.dataset.app)) return;
      const slot = document.querySelector("[data-search]:empty");
      if (slot) {
        const { input, seek } = finder(slot);
        input.value = /** @type {string} */ (new URLSearchParams(location.search).get("q"));
        // Who comes back to what was found wants no keyboard.
        if (!input.value) input.focus({ preventScroll: true });
        seek();
        return;
      }
      const near = document.querySelector("[data-nearest]:empty");
      if (near) ask("nearest", near).catch(() => {});
    };
    new MutationObserver(fill).observe(root, { attributeFilter: ["data-busy", "data-app"] });
    begun.then(fill);

    /** @type {SearchDialog} */
    let dialog;
    const search = () => {
      const there = /** @type {HTMLElement | null} */ (document.querySelector("[data-search] input"));
      if (there) return there.focus();
      if (!dialog) {
        dialog = /** @type {SearchDialog} */ (modal("search", texts.search, "search"));
        const way = () => element("a", { href: `${/** @type {HTMLAnchorElement} */ (document.querySelector("[data-action=search]")).href}?q=${encodeURIComponent(dialog.finder.input.value)}` }, texts.search_page);
        dialog.finder = finder(dialog, way);
        // A box for searching would only empty itself.
        dialog.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && (event.preventDefault(), dialog.close()));
        dialog.onclose = () => delete dialog.finder.box.dataset.entered;
      }
      if (dialog.open) return;
      const again = open(dialog);
      const { input, seek } = dialog.finder;
      if (!again) {
        input.focus();
        input.select();
      }
      // What was asked before may have other answers by now.
      seek();
    };
    openers.set("search", search);
    addEventListener(
      "click",
      (event) => {
        if (!plain(event) || !/** @type {Target} */ (event.target).closest?.("[data-action=search]")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        search();
      },
      true,
    );
    addEventListener("keydown", (event) => {
      const asked = event.key === "/" ? single(event) : event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!asked || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      search();
    });
  }

  begun
    .then(() => Promise.race([settled(), hurried]))
    .then(() => Promise.all([download("__WASM__", "__INTEGRITY__", "low").then((bytes) => WebAssembly.compile(bytes)), load("__APP__", "__APP_INTEGRITY__")]))
    .then(([module]) => root.app.initSync({ module }))
    .then(() => start((root.dataset.app = "on")))
    .catch(giveUp)
    .then(keepOffline);
}
