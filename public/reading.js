// Comfort for readers: where one was, what was read, notes beside the text, pictures enlarged, code copied, texts read aloud,
// keys. Preferences and bookmarks belong to the app (src/widget/). Loaded at the first sign of a reader, or at once if there is
// something to remember. All of it stays on the device; where the browser can't do a thing, its control is not there.
//
// What is added to a page carries `data-added`; whatever the page had stays as it was but for a few attributes.
{
  const root = /** @type {Root} */ (document.documentElement);
  const { element, button, style, recall, store, filled, ask, isCommand } = root.kit;
  style("__STYLE__");
  const base = /** @type {string} */ (root.dataset.base);
  const added = { "data-added": "" };
  const few = { places: 100, read: 2_000 };

  /** Address of the page on screen; on the way to another, the browser may have gone ahead. @type {string} */
  let path;
  /** @type {(selector: string) => HTMLElement | null} */
  const one = (selector) => document.querySelector(selector);
  /** @type {(selector: string, within?: ParentNode) => HTMLElement[]} */
  const all = (selector, within = document) => [.../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(selector))];
  const text = (/** @type {Element} */ node) => node.textContent.trim().replace(/\s+/g, " ");
  const named = (/** @type {string} */ hash) => {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      return null;
    }
  };

  /** Whether an address is a path of this blog, written as browsers write it: others may have put anything else there. */
  const isOwn = (/** @type {string} */ href) => href.startsWith(base) && href.length < 2_000 && /^\/(?!\/)[\w.~!$&'()*+,;=:@%/[\]|^-]*$/.test(href);
  const isPlace = (/** @type {unknown} */ value) => Array.isArray(value) && Number.isInteger(value[0]) && value[0] >= 0 && typeof value[1] === "string" && value[1].length <= 400;
  /**
   * What is remembered by address. Whatever can't be read is left out.
   * @template {keyof Lists} Name
   * @param {Name} list
   */
  const known = (list) => /** @type {Record<string, Lists[Name]>} */ (recall(list, (value, href) => isOwn(href) && (list !== "places" || isPlace(value))));

  /**
   * A list by address, the latest last, as long as it may be.
   * @type {<Name extends keyof Lists>(list: Name, path: string, value?: Lists[Name]) => boolean}
   */
  const note = (list, path, value) => {
    const rows = known(list);
    delete rows[path];
    if (value !== undefined) rows[path] = value;
    const kept = Object.entries(rows).slice(-few[list]);
    return store(list, Object.fromEntries(kept));
  };

  /** A word to the reader, and to screen readers. @type {HTMLElement & { timer?: number }} */
  let toast;
  const say = (/** @type {string} */ words) => {
    toast ??= element("p", { class: "toast", role: "status", ...added });
    document.body.append(toast);
    toast.textContent = "";
    setTimeout(() => (toast.textContent = words));
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => toast.remove(), 4_000);
  };

  /** Has the app do something, and says what it answers. @type {(name: string, about?: unknown) => Promise<unknown>} */
  const act = (name, about) => ask(name, about).then((words) => words && say(words), () => say(texts.stalled));

  // --- Bookmarks, and what was read ---------------------------------------------------------------------------------

  // What is stored is read by the app, and repaired; here one address is looked for.
  const isMarked = () => path in recall("bookmarks");
  const bookmark = () => one("[data-tools]") && act("bookmark", [path, text(/** @type {Element} */ (one("main h1")))]);
  document.addEventListener("bookmarks", () => tools());
  addEventListener("storage", ({ key }) => key?.endsWith(":bookmarks") && tools());

  /** Marks what was read, in lists of posts. */
  const marks = () => {
    const read = known("read");
    for (const link of /** @type {HTMLAnchorElement[]} */ (all("main :is(.card h2, .lines li, .related li, .series li) > a"))) {
      if (link.nextElementSibling?.matches(".read-mark") || !(link.pathname in read)) continue;
      link.after(element("span", { class: "read-mark", ...added }, texts.read));
    }
  };

  // --- Where one was ------------------------------------------------------------------------------------------------

  /** @type {HTMLElement | undefined} */
  let prose;
  const shown = () => one("article.post .prose") ?? undefined;
  const blocks = () => all(":is(.prose, [data-part]) > :not([data-added], [data-part])", prose);
  /** What a block is known by when the text above it has changed. */
  const print = (/** @type {Element} */ block) => text(block).slice(0, 80);
  /** The first of which this is true is at the upper edge of the window. Whoever asks where something is has its part laid out. */
  const endsBelow = (/** @type {Element} */ block) => block.getBoundingClientRect().bottom > 40;
  const endsBelowTop = (/** @type {Element} */ block) => endsBelow(/** @type {Element} */ (block.parentElement)) && endsBelow(block);
  /** Whether an element is laid out: in a text as long as a book, what is far from the window is not. */
  const isNear = (/** @type {Element} */ element) => {
    const part = element.closest("[data-part]");
    return !part || [part.firstElementChild, part.lastElementChild].some((block) => block?.checkVisibility?.({ contentVisibilityAuto: true }) ?? true);
  };
  const moveFocus = (/** @type {HTMLElement | null | undefined} */ block) => {
    block?.setAttribute("tabindex", "-1");
    block?.focus({ preventScroll: true });
  };

  /** Notes the block that is being read; at its end a post counts as read. */
  const keepPlace = () => {
    if (!prose?.isConnected) return;
    const { bottom } = prose.getBoundingClientRect();
    if (bottom < innerHeight + 60) {
      if (path in known("places")) note("places", path);
      if (scrollY > 0 && !(path in known("read"))) note("read", path, new Date().toISOString().slice(0, 10));
      return;
    }
    const rows = blocks();
    // A picture has no words to be known by.
    const at = rows.findIndex((block) => endsBelowTop(block) && print(block));
    if (at > 1 && scrollY > innerHeight / 2) note("places", path, [at, print(rows[at])]);
  };

  /** @type {HTMLDivElement & { block: HTMLElement } | undefined} */
  let offer;
  const goOn = () => {
    offer?.block.scrollIntoView({ block: "start" });
    moveFocus(offer?.block);
    withdraw();
  };
  const withdraw = () => {
    offer?.remove();
    offer = undefined;
  };
  const offerPlace = () => {
    withdraw();
    const [at, words] = known("places")[path] ?? [];
    if (!words || location.hash || scrollY > 60) return;
    const rows = blocks();
    const block = print(rows[at] ?? /** @type {Element} */ (prose)) === words ? rows[at] : rows.find((block) => print(block) === words);
    if (!block || one(".notice")) return;
    offer = /** @type {NonNullable<typeof offer>} */ (element("div", { class: "notice", role: "status", ...added }));
    offer.block = block;
    document.body.append(offer);
    setTimeout(() => offer?.append(button(texts.continue, goOn), button(texts.close, withdraw, "quiet")));
  };

  // --- What has changed since ----------------------------------------------------------------------------------------

  /** @type {HTMLElement | undefined} */
  let news;
  const forget = () => {
    news?.remove();
    news = undefined;
  };
  /** What a place on a page may be known by. */
  const spots = () => all("main :is(:is(.prose, [data-part]) > :not([data-part]), li, h1, h2)").filter((spot) => !spot.closest("[data-added]"));
  const top = (/** @type {Element} */ spot) => spot.getBoundingClientRect().top;
  /** @type {[words: string, at: number, top: number][] | undefined} */
  let kept;
  /** Notes what is on screen, before the app draws the page anew. */
  const redraw = () => {
    const rows = spots();
    const at = rows.findIndex(endsBelowTop);
    kept = scrollY > 0 && at >= 0 ? rows.slice(at, at + 20).map((spot, i) => [print(spot), at + i, top(spot)]) : [];
    forget();
  };
  /** Goes to where the first of that is now. */
  const settle = () => {
    if (!kept) return;
    const rows = kept.length ? spots().map((spot) => /** @type {const} */ ([spot, print(spot)])) : [];
    let found = one("main h1");
    for (const [words, at, before] of kept) {
      const same = rows.flatMap(([spot, print], i) => (print === words ? [/** @type {const} */ ([spot, Math.abs(i - at)])] : []));
      if (!same.length) continue;
      const [spot] = same.reduce((a, b) => (b[1] < a[1] ? b : a));
      scrollBy({ top: top(spot) - before, behavior: "instant" });
      found = spot;
      break;
    }
    moveFocus(found);
    kept = undefined;
  };
  /** @type {string | undefined} */
  let last;
  /** Another page is published at this address, or none: the app has left the marks of both. Nothing moves by itself. */
  const tellNews = () => {
    const marks = root.dataset.news;
    delete root.dataset.news;
    // What was said once is not said again; and a word about the app itself comes first.
    if (!marks || marks === last || one(".notice:not([data-added])")) return;
    last = marks;
    withdraw();
    forget();
    const [before, now] = marks.split(" ");
    const gone = !now;
    const words = gone ? texts.page_gone : Number.parseInt(now) > Number.parseInt(before) ? texts.new_posts : texts.page_changed;
    news = element("div", { class: "notice", role: "status", ...added });
    document.body.append(news);
    const show = button(texts.show, redraw);
    show.dataset.action = "retry";
    setTimeout(() => news?.append(element("p", {}, words), ...(gone ? [] : [show]), button(texts.close, forget, "quiet")));
  };

  // --- In the text --------------------------------------------------------------------------------------------------

  const copy = async (/** @type {string | Promise<string>} */ words) => {
    try {
      // Safari takes only what it is given at once after a click: what is still to come is promised there.
      const promised = /** @type {Promise<string>} */ (words).then && globalThis.ClipboardItem;
      if (promised) await navigator.clipboard.write([new promised({ "text/plain": /** @type {Promise<string>} */ (words).then((text) => new Blob([text], { type: "text/plain" })) })]);
      else await navigator.clipboard.writeText(await words);
      say(texts.copied);
    } catch {
      say(texts.not_copied);
    }
  };

  const codes = (/** @type {ParentNode | undefined} */ within = prose) => {
    const found = all("pre:not(.code-tools + pre)", within).filter(isNear).map((pre) => /** @type {const} */ ([pre, pre.scrollWidth > pre.clientWidth]));
    for (const [pre, wide] of found) {
      const wrap = wide || root.dataset.wrap ? [button(texts.wrap, () => act("wrap"), "quiet")] : [];
      const take = navigator.clipboard ? [button(texts.copy, () => copy(pre.textContent), "quiet")] : [];
      if (wrap.length + take.length) pre.before(element("div", { class: "code-tools", ...added }, ...wrap, ...take));
    }
  };

  /** Footnotes beside the text. They stay below it, too: there everybody finds them, here only who sees. */
  const notes = () => {
    const seen = new Set();
    // A page that was long enough to be kept when it was left has them.
    for (const beside of all(".sidenote", prose)) beside.remove();
    for (const mention of /** @type {HTMLAnchorElement[]} */ (all(".footnote-ref > a", prose))) {
      const body = named(mention.hash);
      if (!body || seen.has(body)) continue;
      seen.add(body);
      const beside = element("span", { class: "sidenote", "aria-hidden": "true", ...added }, element("sup", {}, mention.textContent), " ", ...body.cloneNode(true).childNodes);
      for (const part of all("[id], a, button, [tabindex], .footnote-back, [data-added]", beside)) {
        part.removeAttribute("id");
        if (part.matches("a, button, [tabindex]")) part.setAttribute("tabindex", "-1");
        if (part.matches(".footnote-back, .footnote-ref, [data-added]")) part.remove();
      }
      const row = mention.closest(".table, table, figure, dl, details, h2, h3, h4, h5, h6");
      row ? row.before(beside) : /** @type {Element} */ (mention.parentElement).after(beside);
      // A part that is laid out only where it is near would cut off what sticks out.
      mention.closest("[data-part]")?.setAttribute("data-beside", "");
    }
    if (seen.size) widths.observe(/** @type {Element} */ (prose));
  };
  const widths = new ResizeObserver(() => {
    const { left, right } = /** @type {Element} */ (prose).getBoundingClientRect();
    const room = getComputedStyle(root).direction === "rtl" ? left : innerWidth - right;
    root.toggleAttribute("data-sidenotes", room > 240);
  });

  // --- Pictures -----------------------------------------------------------------------------------------------------

  const pictures = () => /** @type {HTMLImageElement[]} */ (all("article.post :is(.prose, .cover, .gallery) img")).filter((image) => isNear(image) && image.alt && !image.closest("a, dialog, .missing") && image.clientWidth > 120);
  let enlarged = 0;
  const lightbox = filled("lightbox", texts.picture, "lightbox", (place) => [place, `${enlarged}`]);
  const enlarge = (/** @type {HTMLElement} */ image) => {
    enlarged = all("[data-zoom]").indexOf(image);
    lightbox();
  };
  const zooms = () => {
    for (const image of pictures()) {
      for (const [name, value] of [["role", "button"], ["tabindex", "0"], ["aria-haspopup", "dialog"], ["data-zoom", ""]]) image.setAttribute(name, value);
    }
  };

  // --- Read aloud ---------------------------------------------------------------------------------------------------

  /**
   * A browser may have no speech, have it taken away, or throw at each touch.
   * @type {<Value>(act: (engine: SpeechSynthesis) => Value) => Value | undefined}
   */
  const speech = (act) => {
    try {
      return act(speechSynthesis);
    } catch {
      return undefined;
    }
  };
  /** @type {{ timer?: number, saying?: SpeechSynthesisUtterance } | undefined} */
  let reader;
  const canSpeak = () => Boolean(globalThis.SpeechSynthesisUtterance && speech((engine) => engine.getVoices().length));
  const hush = (/** @type {"lost" | void} */ why) => {
    if (!reader) return;
    clearTimeout(reader.timer);
    reader = undefined;
    speech((engine) => engine.cancel());
    // The page may be off the screen by now, and come back.
    for (const block of all("[data-spoken]", prose)) block.removeAttribute("data-spoken");
    if (why === "lost") say(texts.voice_lost);
    tools();
  };
  /**
   * Sentence by sentence, and long ones in parts: some voices stop in the middle of a long text, those of Chromium's makers after
   * 15 seconds. Scripts without blanks say more with each sign.
   */
  const sentences = (/** @type {string} */ words) => {
    const whole = globalThis.Intl?.Segmenter ? [...new Intl.Segmenter(root.lang, { granularity: "sentence" }).segment(words)].map(({ segment }) => segment) : [words];
    return /** @type {string[]} */ (whole.flatMap((sentence) => sentence.match(/[\u2e80-\uffff]/) ? sentence.match(/[^]{1,50}/gu) : sentence.match(/[^]{1,160}(?=\s|$)|[^]{1,160}/g)).filter((part) => part?.trim()));
  };
  const listen = () => {
    if (reader) return hush();
    if (!canSpeak() || !prose) return;
    const skipped = "pre, .footnotes, [data-added], table, video, audio";
    // From what is on screen on.
    const rows = blocks().filter((block) => !block.matches(skipped) && block.getBoundingClientRect().bottom > 0);
    const parts = rows.flatMap((block) => {
      const spoken = /** @type {Element} */ (block.cloneNode(true));
      for (const part of all(`${skipped}, .footnote-ref, .anchor`, spoken)) part.remove();
      return sentences(text(spoken)).map((words) => /** @type {const} */ ([words, block]));
    });
    if (!parts.length) return;
    /** @type {NonNullable<typeof reader>} */
    const mine = (reader = {});
    /** A voice that says nothing of itself for longer than its words can take is dead. */
    const alive = (/** @type {number} */ milliseconds) => {
      clearTimeout(mine.timer);
      mine.timer = setTimeout(() => reader === mine && hush("lost"), milliseconds);
    };
    const next = () => {
      const [words, block] = /** @type {[string, HTMLElement]} */ (parts.shift() ?? []);
      if (!words) return hush();
      const lang = /** @type {HTMLElement} */ (block.closest("[lang]")).lang;
      const saying = (mine.saying = Object.assign(new SpeechSynthesisUtterance(words), { lang }));
      const on = (/** @type {() => unknown} */ act) => () => reader === mine && mine.saying === saying && act();
      const enough = 6_000 + words.length * 250;
      saying.onstart = on(() => {
        alive(enough);
        if (block.hasAttribute("data-spoken")) return;
        for (const other of all("[data-spoken]")) other.removeAttribute("data-spoken");
        block.setAttribute("data-spoken", "");
        block.scrollIntoView({ block: "nearest" });
      });
      saying.onboundary = on(() => alive(enough));
      saying.onend = on(next);
      saying.onerror = on(() => hush("lost"));
      alive(10_000);
      if (speech((engine) => (engine.resume(), engine.speak(saying), true)) === undefined) hush("lost");
    };
    next();
    tools();
  };
  speech((engine) =>
    engine.addEventListener("voiceschanged", () => {
      if (reader && !canSpeak()) hush("lost");
      tools();
    }),
  );
  addEventListener("pagehide", () => hush());

  // --- With a post --------------------------------------------------------------------------------------------------

  /** Each post is published as Markdown, too, beside its page. */
  const markdown = async () => {
    const file = /\.html$/.test(path) ? path.replace(/html$/, "md") : `${path.replace(/\/$/, "")}/index.md`;
    const response = await fetch(file);
    if (!response.ok || /html/.test(/** @type {string} */ (response.headers.get("content-type")))) throw new Error(`status ${response.status}`);
    return response.text();
  };
  const share = () => navigator.share({ title: text(/** @type {Element} */ (one("main h1"))), url: location.href.split("#")[0] }).catch(() => {});

  const tools = () => {
    const slot = one("[data-tools]");
    if (!slot) return;
    const focused = slot.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.tool : undefined;
    /** @type {(name: string, label: string, click: () => unknown, pressed?: boolean) => HTMLElement} */
    const tool = (name, label, click, pressed) => {
      const made = button(label, click, "quiet");
      made.dataset.tool = name;
      if (pressed !== undefined) made.setAttribute("aria-pressed", pressed);
      return made;
    };
    const clipboard = Boolean(navigator.clipboard);
    const wanted = [
      tool("bookmark", texts.bookmark, bookmark, isMarked()),
      canSpeak() && tool("listen", reader ? texts.stop : texts.listen, listen),
      /** @type {unknown} */ (navigator.share) && tool("share", texts.share, share),
      clipboard && tool("link", texts.copy_link, () => copy(location.href.split("#")[0])),
      clipboard && tool("markdown", texts.copy_markdown, () => copy(markdown())),
    ];
    slot.replaceChildren(.../** @type {HTMLElement[]} */ (wanted.filter(Boolean)));
    if (focused) /** @type {HTMLElement | null} */ (slot.querySelector(`[data-tool=${focused}]`))?.focus();
  };

  // --- On paper -----------------------------------------------------------------------------------------------------

  // The style sheet opens what is folded; here for browsers that can't style it.
  if (!CSS.supports("selector(::details-content)")) {
    /** @type {HTMLDetailsElement[]} */
    let folded = [];
    addEventListener("beforeprint", () => {
      folded = /** @type {HTMLDetailsElement[]} */ (all(".prose details:not([open])"));
      for (const details of folded) details.open = true;
    });
    addEventListener("afterprint", () => {
      for (const details of folded) details.open = false;
      folded = [];
    });
  }

  // --- Keys ---------------------------------------------------------------------------------------------------------

  const follow = (/** @type {string} */ rel) => one(`main a[rel=${rel}]`)?.click();
  /** @type {Record<string, () => unknown>} */
  const keys = {
    t: () => act("theme"),
    "+": () => act("larger"),
    "=": () => act("larger"),
    "-": () => act("smaller"),
    j: () => follow(one(".pager") ? "next" : "prev"),
    k: () => follow(one(".pager") ? "prev" : "next"),
    r: goOn,
    b: bookmark,
    m: () => one("[data-tools]") && navigator.clipboard && copy(markdown()),
    l: listen,
  };
  /** @type {(() => unknown) | undefined} */
  let pressed;
  const press = (/** @type {KeyboardEvent} */ event) => {
    const image = /** @type {Target} */ (event.target).closest?.("[data-zoom]");
    if (image && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      return enlarge(image);
    }
    if (!isCommand(event) || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    // A page that is just being drawn has no address yet: the key is about it once it has come.
    if (root.dataset.busy && shown() !== prose) pressed = keys[event.key];
    else keys[event.key]();
  };
  addEventListener("keydown", press);
  addEventListener("click", ({ target }) => {
    const image = /** @type {Target} */ (target).closest?.("[data-zoom]");
    if (image) enlarge(image);
  });

  // --- Each page ----------------------------------------------------------------------------------------------------

  /** Where in the contents the reader is. */
  const section = () => {
    /** @type {HTMLElement | undefined} */
    let current;
    const links = /** @type {HTMLAnchorElement[]} */ (all(".toc a"));
    for (const link of links) {
      const place = named(link.hash);
      const box = place && (isNear(place) ? place : place.closest("[data-part]"));
      if (/** @type {number} */ (box?.getBoundingClientRect().top) < innerHeight / 4) current = link;
    }
    for (const link of links) {
      if (link !== current) link.removeAttribute("aria-current");
      else if (!link.hasAttribute("aria-current")) link.setAttribute("aria-current", "location");
    }
  };

  let [frame, timer] = [0, 0];
  const keep = () => {
    clearTimeout(timer);
    timer = 0;
    keepPlace();
  };
  addEventListener(
    "scroll",
    () => {
      if (offer && scrollY > innerHeight) withdraw();
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        section();
      });
      clearTimeout(timer);
      timer = setTimeout(keep, 300);
    },
    { passive: true },
  );
  addEventListener("pagehide", keep);
  addEventListener("contentvisibilityautostatechange", ({ target, skipped }) => skipped || !prose?.contains(target) || each(() => codes(target), zooms), true);

  /** What is added is of use by itself: one thing that fails takes no other along. */
  const each = (/** @type {(() => void)[]} */ ...acts) => {
    for (const act of acts) {
      try {
        act();
      } catch (error) {
        console.warn("Something that helps readers is missing:", error);
      }
    }
  };
  const refresh = () => {
    const before = path;
    path = location.pathname.replace(/index\.html$/, "");
    if (path !== before) {
      forget();
      kept = undefined;
    }
    each(marks);
    const post = shown();
    if (post === prose) return;
    each(hush, withdraw);
    clearTimeout(timer);
    timer = 0;
    widths.disconnect();
    root.removeAttribute("data-sidenotes");
    prose = post;
    each(tools);
    if (prose) each(offerPlace, codes, notes, zooms, section);
  };
  const arrive = () => {
    refresh();
    each(settle, () => pressed?.());
    pressed = undefined;
  };
  // The app tells by an attribute that it is on its way to a page, and that it has come. The place is kept already where the
  // page has come to rest: to look again would lay it out anew, in the way of the turn.
  new MutationObserver(() => {
    if (!root.dataset.busy) return arrive();
    pressed = undefined;
    if (timer) keep();
  }).observe(root, { attributeFilter: ["data-busy"] });
  arrive();

  root.reading = { press, news: tellNews };
}
