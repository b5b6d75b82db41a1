// The page's side of the service worker: it is registered and renewed here, and speaks with the page. Views leave empty elements with
// `data-` names for what it keeps; where there is no worker they stay empty. What can be done with that is the app's
// (src/widget/library/), which is asked for when somebody keeps something.
{
  const root = /** @type {Root} */ (document.documentElement);
  const { element, button, style, tell, status, busy, ask: askApp } = root.kit;
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
  const container = /** @type {ServiceWorkerContainer} */ (safely(() => navigator.serviceWorker));
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

  // What the app asks of it.
  root.library = { ask, state, clears, works: Boolean(container) };

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
      root.library.state = state;
      document.dispatchEvent(new Event("library"));
      draw();
    });
  };

  /**
   * Has the app fill a place of the page. If it can't, that is said there, and the next request tries again.
   * @type {(slot: Slot, name: string, ...about: string[]) => void}
   */
  const fill = (slot, name, ...about) => {
    slot.mode = name;
    slot.querySelector(".told")?.remove();
    const told = status();
    slot.append(told);
    const coming = askApp(name, [slot, ...about]);
    busy(told, coming);
    coming.catch(() => (slot.mode = undefined));
  };

  /** A button, until something is kept there or the reader wants it to be: then the app has more. */
  const control = (/** @type {Slot} */ slot) => {
    const about = () => /** @type {[Kind, string]} */ (/** @type {string} */ (slot.dataset.keep).split(/ (.*)/, 2));
    const title = () => document.querySelector("#_content h1")?.textContent ?? document.title;
    if (slot.mode) return;
    if (state.wishes.some(({ id }) => id === slot.dataset.keep)) fill(slot, "keep", ...about(), title());
    else if (!slot.firstChild) slot.append(button(what[about()[0]], () => slot.mode || fill(slot, "keep", ...about(), title(), "asked")));
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

  const draw = () => {
    for (const slot of all("[data-install]")) if (!slot.mode) fill(slot, "install");
    if (!registration?.active && root.library.works) return;
    for (const slot of all("[data-shelf]")) if (!slot.mode) fill(slot, "kept");
    if (!registration?.active) return;
    for (const slot of all("[data-here]")) if (!slot.mode) list(slot);
    for (const slot of all("[data-keep]")) control(slot);
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
    if (!registration) root.library.works = false;
    draw();
  });
}
