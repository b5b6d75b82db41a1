// The page's side of the service worker: it is registered and renewed here, and what it keeps can be seen and changed here.
// Works without the app. Views leave empty elements with `data-` names for it; where there is no worker they stay empty.
{
  const root = /** @type {Root} */ (document.documentElement);
  const { element, button, style, tell, language } = root.kit;
  style("__STYLE__");
  const base = /** @type {string} */ (root.dataset.base);
  const site = new URL(base, location.href).href;
  /** @type {<Value>(get: () => Value) => Value | undefined} */
  const safely = (get) => {
    try {
      return get();
    } catch {
      // Browsers that are told to store nothing may throw at the mere question.
    }
  };
  // Where there is none, nothing starts that would use it.
  let container = /** @type {ServiceWorkerContainer} */ (safely(() => navigator.serviceWorker));
  const storage = /** @type {StorageManager} */ (safely(() => navigator.storage));
  const hour = 3_600_000;

  const here = () => location.href.split(/[?#]/)[0].slice(site.length);
  const all = (/** @type {string} */ selector) => /** @type {NodeListOf<Slot>} */ (document.querySelectorAll(selector));
  /** @type {ServiceWorkerRegistration} */
  let registration;
  /** @type {State} */
  let state = { wishes: [], usage: 0, quota: 0 };

  /** Safari clears what a site keeps once it has not been visited for seven days of use; unless it is installed. */
  const { userAgent, standalone } = navigator;
  const clears = /Mac OS X.* Version\/.* Safari\//.test(userAgent) && !standalone && !matchMedia("(display-mode: standalone)").matches;

  const bytes = (/** @type {number} */ number) => {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
    let unit = 0;
    for (; number >= 1000 && unit < 3; unit += 1) number /= 1000;
    const digits = unit > 1 && number < 10 ? 1 : 0;
    return new Intl.NumberFormat(language, { style: "unit", unit: units[unit], maximumFractionDigits: digits }).format(number);
  };

  /** @type {<Name extends Ask>(message: { ask: Name } & About<Name>, worker?: ServiceWorker | null) => Promise<Answer<Name>>} */
  const ask = (message, worker = registration?.active) =>
    new Promise((resolve) => {
      if (!worker) return;
      const { port1, port2 } = new MessageChannel();
      // Another project's worker may have no answer.
      const timer = setTimeout(() => resolve(/** @type {any} */ ({ error: "silence" })), 45_000);
      port1.onmessage = ({ data }) => {
        // Ports that stay open stay for as long as the page does; and what waits holds its port.
        clearTimeout(timer);
        port1.close();
        resolve(data);
      };
      worker.postMessage(message, [port2]);
    });

  // --- Renewal ------------------------------------------------------------------------------------------------------

  let checked = Date.now();
  const look = () => {
    // A clock that was set back or forth counts as an hour, too.
    if (document.visibilityState !== "visible" || Math.abs(Date.now() - checked) < hour) return;
    checked = Date.now();
    registration?.update().catch(() => {});
  };

  /** A new version waits. One that only this page would notice, and that this page has already, need not. */
  const waiting = async (/** @type {ServiceWorker} */ worker) => {
    if ((await ask({ ask: "app" }, worker)) === root.dataset.version) return worker.postMessage({ ask: "settle" });
    notify(texts.update, texts.later, button(texts.reload, () => registration.waiting?.postMessage({ ask: "update" })));
  };

  /**
   * Says something on whatever page is shown; one thing at a time, and first what can be acted on.
   * @type {(text: string, close: string, ...more: Node[]) => unknown}
   */
  const notify = (text, close, ...more) => {
    const other = document.querySelector(".notice");
    // What can be read later waits until then.
    if (other && !more.length) return setTimeout(notify, 5_000, text, close);
    other?.remove();
    const notice = element("div", { class: "notice", role: "status" });
    document.body.append(notice);
    // Filled once it is there, so that it is read out.
    setTimeout(() => notice.append(element("p", {}, text), ...more, button(close, () => notice.remove(), "quiet")));
  };

  const watch = () => {
    if (registration.waiting) waiting(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => {
        if (worker.state === "installed" && registration.active) waiting(worker);
      });
    });
  };

  /** Another version is in charge: with another app, each tab is loaded anew, once. */
  let controlled = Boolean(container?.controller);
  const changed = async () => {
    if (!controlled) return (controlled = true);
    if ((await ask({ ask: "app" }, container.controller)) !== root.dataset.version && !root.dataset.leaving) {
      root.dataset.leaving = "";
      location.reload();
    } else {
      // The same app, and something new to read.
      root.kit.renew(0);
    }
  };

  // --- What is kept -------------------------------------------------------------------------------------------------

  const note = `lamplight:${base}:shelf`;
  const what = { post: texts.keep_post, term: texts.keep_term, all: texts.keep_all };

  /** A path below the site's folder; nothing for what leads elsewhere. */
  const inside = (/** @type {unknown} */ path) =>
    safely(() => {
      const { href } = new URL(`./${path}`, site);
      return href.startsWith(site) ? href.slice(site.length).replace(/^\/+|[?#].*/g, "") : undefined;
    });

  /** Our worker hands over what others have stored in good order; another project's may hand over anything. */
  const isWish = (/** @type {any} */ wish) => Object.hasOwn(what, wish?.kind) && wish.path === inside(wish.path) && wish.id === `${wish.kind} ${wish.path}` && wish.title?.trim;

  const remember = (/** @type {Wish[]} */ wishes) => {
    const short = wishes.map(({ id, kind, path, title, pictures, paused, complete }) => ({ id, kind, path, title, pictures, paused, complete }));
    safely(() => localStorage.setItem(note, JSON.stringify(short)));
  };

  let frame = 0;
  const show = (/** @type {Partial<State> & Failure | null | undefined} */ news) => {
    if (Array.isArray(news?.wishes)) {
      state = { ...state, ...news, wishes: news.wishes.filter(isWish) };
      remember(state.wishes);
    }
    // Word may come of hundreds of wishes at once.
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      draw();
    });
  };

  /**
   * The controls of one thing that can be kept. They are made anew when what can be done changes, not at each byte.
   * @type {(slot: Slot, kind: Kind, path: string, title: string) => void}
   */
  const control = (slot, kind, path, title) => {
    const id = `${kind} ${path}`;
    const wish = state.wishes.find((wish) => wish.id === id);
    // What was asked is answered; should it be taken away, it is asked again.
    if (wish) slot.sizes = undefined;
    const mode = !wish ? (slot.sizes ? "asked" : "none") : wish.complete ? "kept" : wish.paused ? "paused" : wish.error === "full" ? "full" : wish.error ? "network" : "working";
    /** @type {Control["send"]} */
    const send = (question, more) => async () => {
      const news = await ask({ ask: question, id, ...more });
      if (news?.error) slot.prepend(say(/gone/.test(news.error) ? texts.not_there : /Quota/.test(news.error) ? texts.no_room : texts.no_shelf));
      show(news);
    };
    const remove = () => button(texts.remove, send("remove"), "quiet");
    if (slot.mode !== mode) {
      const focused = slot.contains(document.activeElement);
      slot.mode = mode;
      slot.replaceChildren(...parts[mode]({ slot, kind, path, title, wish, send, remove }));
      if (focused) slot.querySelector("button")?.focus();
    }
    const bar = slot.querySelector("progress");
    if (bar && wish) {
      const { done, total, sent } = /** @type {Required<Wish>} */ (wish);
      bar.max = +total || 1;
      bar.value = +done || 0;
      // What comes is told as it comes over the line.
      /** @type {Element} */ (slot.querySelector(".count")).textContent = total > 0 && sent > 0 ? tell(texts.done_of, bytes((sent * done) / total), bytes(sent)) : "";
    }
  };

  const say = (/** @type {string} */ text) => element("p", { role: "status" }, text);
  const progress = () => [element("progress", { "aria-label": texts.kept_so_far }), element("span", { class: "count" })];
  /**
   * Controls by mode.
   * @type {Record<"none" | "asked" | "working" | "paused" | "network" | "full" | "kept", (control: Control) => Node[]>}
   */
  const parts = {
    none: ({ slot, kind, path, title }) => [
      button(what[kind], async () => {
        const sizes = await ask({ ask: "size", kind, path });
        slot.sizes = /** @type {Slot["sizes"]} */ (/** @type {number} */ (sizes?.sent) >= 0 ? sizes : { error: `${sizes?.error}` });
        control(slot, kind, path, title);
      }),
    ],
    asked: ({ slot, kind, path, title, send }) => {
      const { sent, pictures, error } = /** @type {NonNullable<Slot["sizes"]>} */ (slot.sizes);
      const keep = (/** @type {string} */ label, /** @type {boolean} */ pictures) => button(label, send("keep", { kind, path, title, pictures }));
      const cancel = button(error ? texts.close : texts.cancel, () => {
        slot.sizes = undefined;
        control(slot, kind, path, title);
      }, "quiet");
      if (error) return [say(/gone/.test(error) ? texts.not_there : texts.no_size), cancel];
      const told = pictures > 0 ? tell(texts.size_both, bytes(sent), bytes(pictures)) : tell(texts.size_text, bytes(sent));
      const warning = clears && !document.querySelector("[data-install]") ? [element("p", {}, texts.safari)] : [];
      return [say(told), ...warning, keep(texts.keep_text, false), ...(pictures > 0 ? [keep(texts.keep_pictures, true)] : []), cancel];
    },
    working: ({ send, remove }) => [say(texts.keeping), ...progress(), button(texts.pause, send("pause"), "quiet"), remove()],
    paused: ({ send, remove }) => [say(texts.paused), ...progress(), button(texts.resume, send("resume")), remove()],
    network: ({ send, remove }) => [say(texts.broke_off), ...progress(), button(texts.go_on, send("resume")), remove()],
    full: ({ send, remove }) => [say(texts.full), ...progress(), button(texts.go_on, send("resume")), remove()],
    kept: ({ wish, remove }) => [say(tell(texts.kept, bytes(+(/** @type {Required<Wish>} */ (wish).done) || 0))), remove()],
  };

  /** The page about all of it. */
  const shelf = (/** @type {Shelf} */ slot) => {
    if (!container) {
      slot.textContent = texts.no_shelf;
      return;
    }
    if (!slot.list) {
      slot.list = element("ul");
      slot.meter = element("meter", { min: 0, "aria-label": texts.storage });
      slot.told = element("span");
      slot.persist = element("p");
      slot.room = element("p", {}, slot.meter, " ", slot.told);
      slot.replaceChildren(slot.list, slot.room, slot.persist);
      safely(() => storage.persisted().then((persisted) => safe(slot, persisted)));
    }
    const { usage, quota } = /** @type {Required<State>} */ (state);
    // Not all browsers tell.
    slot.room.hidden = !(quota > 0 && usage >= 0);
    if (!slot.room.hidden) {
      slot.meter.max = quota;
      slot.meter.value = usage;
      slot.told.textContent = tell(texts.storage_used, bytes(usage), bytes(quota));
    }
    // The whole blog has its place above.
    const wishes = state.wishes.filter(({ kind }) => kind !== "all");
    const ids = new Set(wishes.map(({ id }) => id));
    /** @type {Map<string | undefined, HTMLElement>} */
    const items = new Map();
    for (const item of /** @type {HTMLElement[]} */ ([...slot.list.children])) {
      if (ids.has(/** @type {string} */ (item.dataset.id))) items.set(item.dataset.id, item);
      else item.remove();
    }
    for (const { id, kind, path, title } of wishes) {
      let item = items.get(id);
      if (!item) {
        item = element("li", { "data-id": id }, element("a", { href: base + path, dir: "auto" }, title), element("div", { class: "keep" }));
        slot.list.append(item);
      }
      control(/** @type {Slot} */ (item.lastChild), kind, path, title);
    }
  };

  /**
   * Browsers may clear what they like when space is short, unless they are asked not to.
   * @type {(slot: Shelf, persisted: boolean) => void}
   */
  const safe = (slot, persisted) => {
    if (persisted) return slot.persist.replaceChildren(texts.promised);
    const promise = button(texts.ask_promise, async () => {
      if (await storage.persist().catch(() => {})) safe(slot, true);
      else slot.persist.replaceChildren(say(texts.no_promise));
    }, "quiet");
    slot.persist.replaceChildren(promise);
  };

  /** Pages that were read and can be read again. */
  const list = async (/** @type {Slot} */ slot) => {
    slot.mode = "here";
    const pages = await ask({ ask: "here" });
    const kept = state.wishes.filter((wish) => wish.complete);
    const ending = ` · ${document.querySelector(".site-title")?.textContent}`;
    const short = (/** @type {string} */ title) => (title.endsWith(ending) ? title.slice(0, -ending.length) : title);
    const links = new Map(kept.map(({ path, title }) => [path, title]));
    for (const page of Array.isArray(pages) ? pages : []) {
      const path = inside(page?.path);
      // Titles come as they stand in HTML.
      if (path !== undefined) links.set(path, short(new DOMParser().parseFromString(page.title, "text/html").documentElement.textContent));
    }
    if (!links.size) return;
    const heading = element("h2", {}, texts.on_device);
    slot.replaceChildren(heading, element("ul", {}, ...[...links].map(([path, title]) => element("li", {}, element("a", { href: base + path, dir: "auto" }, title)))));
  };

  /** The browser offers to install the page; nobody is asked who has not looked for it. */
  const install = (/** @type {Slot} */ slot) => {
    if (clears && container) return slot.replaceChildren(element("p", {}, texts.safari));
    if (slot.mode || !root.offer) return;
    slot.mode = "offer";
    slot.replaceChildren(
      button(texts.install, async () => {
        root.offer?.prompt();
        await root.offer?.userChoice;
        root.offer = undefined;
        slot.mode = undefined;
        slot.replaceChildren();
      }),
    );
  };

  const draw = () => {
    for (const slot of all("[data-install]")) install(slot);
    for (const slot of all("[data-shelf]")) shelf(/** @type {Shelf} */ (slot));
    if (!registration?.active) return;
    for (const slot of all("[data-here]")) if (!slot.mode) list(slot);
    for (const slot of all("[data-keep]")) {
      const [kind, path] = /** @type {[Kind, string]} */ (/** @type {string} */ (slot.dataset.keep).split(/ (.*)/));
      control(slot, kind, path, document.querySelector("#_content h1")?.textContent ?? document.title);
    }
  };

  // --- Start --------------------------------------------------------------------------------------------------------

  let at = here();
  // New pages leave new elements; and the app tells by an attribute that a page has come.
  new MutationObserver((records) => {
    const added = records.some(({ target }) => /** @type {Element} */ (target).id === "_content");
    if (added) draw();
    if (!root.dataset.busy && here() !== at) {
      at = here();
      look();
      ask({ ask: "turned", path: at });
    }
  }).observe(root, { subtree: true, childList: true, attributeFilter: ["data-busy"] });
  root.addEventListener("offer", draw);
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  addEventListener("online", () => /** @type {HTMLElement | null} */ (document.querySelector("main [data-action=retry]"))?.click());

  const register = () => container.register(`${base}sw.js`, { scope: base, updateViaCache: "none" });

  /** Where another worker has just gone, WebKit may never end the activation of a new one: then it is begun anew. */
  const unstick = async () => {
    if (registration.active?.state !== "activating" || !(await registration.unregister())) return;
    registration = await register();
    watch();
  };

  const start = async () => {
    draw();
    const alone = !container.controller;
    container.addEventListener("controllerchange", changed);
    container.addEventListener("message", ({ data }) => {
      if (data?.gone === true) notify(texts.gone, texts.close);
      if (data?.shelf) show({ ...data, wishes: data.shelf });
    });
    // Behind a network that answers nobody, this waits for the look whether there is a new worker. The one that is here does not.
    const registering = register();
    registering.catch(() => {});
    const known = await container.getRegistration(base);
    registration = known?.active?.scriptURL === `${site}sw.js` ? known : await registering;
    watch();
    setTimeout(() => unstick().catch(() => {}), 20_000);
    await container.ready;
    if (alone) {
      const pictures = [...document.images].map((image) => image.currentSrc).filter(Boolean);
      await ask({ ask: "loaded", path: at, pictures });
    }
    const mend = async () => {
      const news = await ask({ ask: "mend", wishes: safely(() => JSON.parse(/** @type {string} */ (localStorage.getItem(note)))) });
      show(news);
      if (news?.cleared?.[0]) notify(tell(texts.cleared, /** @type {string[]} */ ([]).concat(news.cleared).slice(0, 5).join(", ")), texts.close);
    };
    await mend();
    // A worker that has come since, or has lost its memory, does not know how the reader wants pages to look.
    ask({ ask: "dress", look: root.kit.dress() });
    // A worker may be stopped at any time; what it was about to fetch is asked for again.
    setInterval(() => state.wishes.some((wish) => !wish.complete && !wish.paused && wish.error !== "full") && mend(), 15_000);
  };
  // Without a worker everything is as it was before there were any.
  (async () => container && (await start()))().catch((error) => {
    console.info("Nothing is kept for offline reading:", error);
    // Private windows may have workers and refuse them.
    if (!registration) container = /** @type {never} */ (undefined);
    draw();
  });
}
