// Full-text search: a dialog, and the page that has a place for it. Above this, in the same file, stands the glue of
// wasm-bindgen for `crates/search`; the names in capitals are filled in when a site is built.
//
// The engine answers, or tells which files it lacks. They are fetched, checked by their names, and it is asked again. Where
// the network is gone and the index is not at hand, the posts that are on this device are searched instead.
{
  const root = document.documentElement;
  const { element, button, style, tell, language } = root.kit;
  style("__STYLE__");
  const base = root.dataset.base;
  const site = new URL(base, location.href);
  const few = 6; // results at first, and with each "more"
  const pause = 60; // milliseconds after a key until it counts
  const patience = 20_000; // milliseconds until a stalled file is given up

  // --- Files --------------------------------------------------------------------------------------------------------

  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /** A file whose name is the hash of its bytes; what has other bytes is asked for once more, past all caches. */
  const data = async (name, ending, cache = "default") => {
    const response = await fetch(new URL(`lamplight/data/${name}.${ending}`, site), { cache, signal: AbortSignal.timeout(patience) });
    const bytes = await response.arrayBuffer();
    // There is no hashing on pages that came over plain HTTP from another machine.
    const hash = crypto.subtle ? hex(await crypto.subtle.digest("SHA-256", bytes)) : name;
    if (response.ok && hash === name) return new Uint8Array(bytes);
    if (cache === "default") return data(name, ending, "reload");
    throw new Error(`${name}: ${response.ok ? "not what was published" : `status ${response.status}`}`);
  };

  const engine = async () => {
    const get = async (cache) => {
      const response = await fetch(new URL("__ENGINE__", import.meta.url), { integrity: "__ENGINE_INTEGRITY__", cache, signal: AbortSignal.timeout(patience) });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return response.arrayBuffer();
    };
    const bytes = await get("default").catch(() => get("reload"));
    const { instance, module } = await WebAssembly.instantiate(bytes, __wbg_get_imports());
    __wbg_finalize_init(instance, module);
  };

  // --- Indexes ------------------------------------------------------------------------------------------------------

  let started;
  let whole;
  const start = () => (started ??= engine().catch((error) => ((started = undefined), Promise.reject(error))));

  /** The site's index. */
  const open = async () => {
    await start();
    const response = await fetch(new URL("lamplight/manifest.json", site), { cache: "no-cache", signal: AbortSignal.timeout(patience) });
    const { search } = await response.json();
    if (!search) throw new Error("there is no index");
    const index = Search.open(await data(search.root, "bin"));
    if (!index) throw new Error("the index is newer than this page");
    return index;
  };

  const ask = async (question, limit) => {
    whole ??= open().catch((error) => ((whole = undefined), Promise.reject(error)));
    const index = await whole;
    for (let round = 0; round < 12; round += 1) {
      const answer = JSON.parse(index.ask(question, limit));
      if (!answer.missing) return answer;
      const files = await Promise.all(answer.missing.map(async (name) => [name, await data(name, "bin")]));
      for (const [name, bytes] of files) index.add(name, bytes);
    }
    throw new Error("the index is not whole");
  };

  /** The text of a post as its author wrote it, without most of the marks. */
  const plain = (text) =>
    text
      .replace(/<!--[^]*?-->|<\/?[a-z][^>]*>/gi, " ")
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replace(/^[ \t]*(>|[-*+]|\d+\.)[ \t]+/gm, "")
      .replace(/[*_`~|]+/g, " ")
      .replace(/\s+/g, " ");

  const sections = (markdown, anchors) => {
    const all = [{ id: "", title: "", text: "", code: "" }];
    const [ids, lines] = [anchors[Symbol.iterator](), markdown.split("\n")];
    let fence;
    lines.forEach((line, i) => {
      const last = all.at(-1);
      const mark = /^ {0,3}(```+|~~~+)/.exec(line)?.[1];
      if (mark && (!fence || line.trim().startsWith(fence))) return (fence = fence ? undefined : mark);
      if (fence) return (last.code += `${line}\n`);
      const title = /^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*(\{.*\})?$/.exec(line)?.[1] ?? (/^ {0,3}(=+|-{2,})[ \t]*$/.test(lines[i + 1] ?? "") && line.trim() ? line : undefined);
      if (title !== undefined) return all.push({ id: (ids.next().value ?? "").split(" ")[0], title: plain(title), text: "", code: "" });
      last.text += `${line}\n`;
    });
    for (const section of all) section.text = plain(section.text);
    return all;
  };

  /** An index of the posts that are on this device. */
  const here = async () => {
    await start();
    const shelf = new Shelf();
    const seen = new Set();
    for (const name of await caches.keys()) {
      if (!name.startsWith(`lamplight:${site.pathname}:`)) continue;
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        if (!/\/lamplight\/data\/[0-9a-f]{64}\.json$/.test(request.url) || seen.has(request.url)) continue;
        seen.add(request.url);
        const posts = await (await cache.match(request)).json().catch(() => []);
        for (const { summary, markdown, anchors } of Array.isArray(posts) ? posts : []) {
          if (typeof markdown !== "string") continue;
          const names = (terms) => (terms ?? []).map(({ name }) => name);
          shelf.post(summary.path, summary.title, (summary.date ?? "").slice(0, 10), [...names(summary.tags), ...names(summary.categories)], names(summary.authors));
          for (const { id, title, text, code } of sections(markdown, anchors ?? [])) shelf.section(id, title, text, code);
        }
      }
    }
    return shelf.index();
  };

  /** Answers from the whole site, or from what is here. */
  const answer = async (question, limit) => {
    try {
      return await ask(question, limit);
    } catch (error) {
      const index = await here().catch(() => undefined);
      if (!index) throw error;
      return { ...JSON.parse(index.ask(question, limit)), partial: true };
    }
  };

  // --- On screen ----------------------------------------------------------------------------------------------------


  /** Texts in turn, every second one marked. */
  const marked = (parts) => parts.map((part, i) => (i % 2 ? element("mark", {}, part) : part)).filter(Boolean);

  const dates = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const shown = (date) => (/^\d{4}-\d\d-\d\d$/.test(date) && date > "0001" ? [element("time", { datetime: date }, dates.format(new Date(date)))] : []);

  const row = ({ path, title, date, id, heading, text }) => {
    const href = base + encodeURI(path.slice(1)).replace(/[?#]/g, encodeURIComponent) + (id ? `#${encodeURIComponent(id)}` : "");
    const head = element("span", { class: "result-title" }, ...marked(title));
    const where = heading.some((part) => part) ? [element("span", { class: "result-place" }, ...marked(heading))] : [];
    return element("li", {}, element("a", { href }, head, ...where, element("span", { class: "result-text" }, ...marked(text)), ...shown(date)));
  };

  /** A box for a question with the answers below. `changed` is told of each question. */
  const box = (changed) => {
    const input = element("input", { type: "search", "aria-label": "@@search_all@@", placeholder: "@@search_all@@", autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "search", name: "q" });
    const told = element("p", { role: "status", class: "told" });
    const list = element("ol", { class: "results" });
    const more = element("p", {});
    const hint = element("p", { class: "hint" }, ...["tag:", "author:", "year:", "code:"].flatMap((name) => [element("code", {}, name), " "]), "@@narrow@@ ", element("code", {}, "“…”"), " @@as_they_stand@@");
    let [number, limit, timer] = [0, few, undefined];

    const clear = () => {
      list.replaceChildren();
      more.replaceChildren();
    };
    const look = async () => {
      const [mine, question] = [(number += 1), input.value.trim()];
      changed?.(question);
      hint.hidden = Boolean(question);
      if (!question) {
        told.textContent = "";
        return clear();
      }
      let found;
      try {
        found = await answer(question, limit);
      } catch (error) {
        console.info("Nothing can be searched:", error);
        if (mine !== number) return;
        clear();
        told.textContent = "@@no_search@@";
        return;
      }
      if (mine !== number) return;
      const count = tell("@@posts_found@@", new Intl.NumberFormat(language).format(found.total));
      told.textContent = [found.total ? count : "@@none_found@@", found.partial ? "@@partial@@" : ""].filter(Boolean).join(" ");
      list.replaceChildren(...found.results.map(row));
      more.replaceChildren(...(found.total > found.results.length ? [button("@@more@@", further, "quiet")] : []));
    };
    const further = async () => {
      const next = list.children.length;
      limit += few;
      await look();
      list.children[next]?.querySelector("a").focus();
    };
    input.addEventListener("input", () => {
      limit = few;
      clearTimeout(timer);
      timer = setTimeout(look, pause);
    });

    const links = () => [...list.querySelectorAll("a")];
    const keys = (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const all = links();
      const at = all.indexOf(document.activeElement);
      const go = (target) => {
        event.preventDefault();
        target?.focus();
      };
      if (event.key === "ArrowDown") go(all[Math.min(at + 1, all.length - 1)] ?? input);
      else if (event.key === "ArrowUp") go(at > 0 ? all[at - 1] : input);
      else if (event.key === "Home" && at >= 0) go(all[0]);
      else if (event.key === "End" && at >= 0) go(all.at(-1));
      else if (event.key === "Enter" && event.target === input) {
        event.preventDefault();
        // What stands there may still answer an earlier question.
        clearTimeout(timer);
        look().then(() => links()[0]?.click());
      } else if (at >= 0 && event.key.length === 1 && event.key !== " ") input.focus();
    };
    const form = element("form", { role: "search", submit: (event) => event.preventDefault() }, input);
    const whole = element("div", { class: "finder", keydown: keys }, form, hint, told, list, more);
    return { whole, input, look };
  };

  // The page about it: its address says what is asked.
  const fill = (slot) => {
    const question = new URLSearchParams(location.search).get("q") ?? "";
    const { whole, input, look } = box((question) => {
      const address = question ? `?q=${encodeURIComponent(question)}` : location.pathname;
      if (slot.isConnected) history.replaceState(history.state, "", address);
    });
    slot.replaceChildren(whole);
    input.value = question;
    if (question) look();
    input.focus({ preventScroll: true });
  };

  let dialog;
  const show = () => {
    const slot = document.querySelector("[data-search] input");
    if (slot) return slot.focus();
    if (!dialog) {
      const { whole, input, look } = box();
      const close = button("@@close@@", () => dialog.close(), "quiet");
      dialog = element("dialog", { class: "search", "aria-label": "@@search@@" }, whole, close);
      dialog.addEventListener("click", (event) => {
        const plain = !(event.ctrlKey || event.metaKey || event.shiftKey);
        if (event.target === dialog || (plain && event.target.closest("a"))) dialog.close();
      });
      // A box for searching would only empty itself.
      dialog.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && dialog.close());
      dialog.input = input;
      dialog.look = look;
      document.body.append(dialog);
    }
    if (dialog.open) return;
    dialog.showModal();
    dialog.input.focus();
    dialog.input.select();
    // What was asked before may have other answers by now; and the files are fetched while the reader types.
    if (dialog.input.value) dialog.look();
    else (whole ??= open()).catch(() => (whole = undefined));
  };

  /** What might have been meant by an address that is none: posts with the words of its last part. */
  const nearest = async (slot) => {
    const words = decodeURIComponent(location.pathname.slice(site.pathname.length)).replace(/(\/|\.\w+)+$/, "").split("/").at(-1);
    const { results } = words ? await answer(words.replace(/[^\p{L}\p{N}\p{M}]+/gu, " "), 3) : { results: [] };
    if (results.length) slot.replaceChildren(element("h2", {}, "@@perhaps@@"), element("ol", { class: "results" }, ...results.map(row)));
  };

  root.search = (asked) => {
    for (const slot of document.querySelectorAll("[data-search]:empty")) fill(slot);
    for (const slot of document.querySelectorAll("[data-nearest]:empty")) nearest(slot).catch(() => {});
    if (asked) show();
  };
}
