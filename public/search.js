// Full-text search: a dialog, and the page that has a place for it. The names in capitals are filled in when a site is built.
//
// The engine answers, or tells which files it lacks. They are fetched, checked by their names, and it is asked again. Where
// the network is gone and the index is not at hand, the posts that are on this device are searched instead.
import { initSync, Search, Shelf } from "./lamplight-search.js";

{
  const root = document.documentElement;
  const { element, button, style, tell, language, noted, entry, busy } = root.kit;
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
    initSync({ module: await WebAssembly.compile(bytes) });
  };

  // --- Indexes ------------------------------------------------------------------------------------------------------

  let started;
  let whole;
  // Another version of the site may be there, with another index.
  document.addEventListener("renew", () => (whole = undefined));
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
    // As in the pages of the site: what is encoded stays so.
    const href = base + encodeURI(path.replace(/^\/+/, "")).replace(/%25/g, "%").replace(/[?#]/g, encodeURIComponent) + (id ? `#${encodeURIComponent(id)}` : "");
    const head = element("span", { class: "result-title" }, ...marked(title));
    const where = heading.some((part) => part) ? [element("span", { class: "result-place" }, ...marked(heading))] : [];
    return element("li", {}, element("a", { href }, head, ...where, element("span", { class: "result-text" }, ...marked(text)), ...shown(date)));
  };

  /** Gives a box for a question its answers. What stands in it already is asked. */
  const equip = (box) => {
    const { input, told, way } = box;
    for (const [name, value] of [["name", "q"], ["placeholder", "@@search_all@@"], ["autocomplete", "off"], ["autocapitalize", "none"], ["spellcheck", "false"], ["enterkeyhint", "search"]]) input.setAttribute(name, value);
    // Of the page about it the address says what is asked.
    const slot = box.closest("[data-search]");
    const list = element("ol", { class: "results" });
    const more = element("p", {});
    const hint = element("p", { class: "hint" }, ...["tag:", "author:", "year:", "code:"].flatMap((name) => [element("code", { dir: "ltr", translate: "no" }, name), " "]), "@@narrow@@ ", element("code", {}, "“…”"), " @@as_they_stand@@");
    told.before(hint);
    box.append(list, more);
    let [number, limit, timer] = [0, few, undefined];

    const clear = () => {
      list.replaceChildren();
      more.replaceChildren();
    };
    /** Notes in the history what is asked, how many answers are shown, and from which of them the reader goes on. */
    const note = (question, top = 0, at = -1) => {
      if (slot?.isConnected) history.replaceState(entry("results", limit), "", location.origin + location.pathname + (question ? `?q=${encodeURIComponent(question)}` : ""));
      else if (!slot && noted()[1] === "search") history.replaceState(entry("search", limit, top, at, question), "");
    };
    const look = async () => {
      const [mine, question] = [(number += 1), input.value.trim()];
      note(question);
      hint.hidden = Boolean(question);
      if (!question) {
        told.busy = 0;
        told.textContent = "";
        clear();
        // The files come while the reader types.
        return void (whole ??= open()).catch(() => (whole = undefined));
      }
      let found;
      try {
        const coming = answer(question, limit);
        busy(told, coming, way);
        found = await coming;
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
      // Whoever has gone on to an answer is not thrown back because a later one has come.
      const at = links().indexOf(document.activeElement);
      list.replaceChildren(...found.results.map(row));
      if (at >= 0) (links()[at] ?? input).focus();
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
      else if (at >= 0 && event.key.length === 1 && event.key !== " ") input.focus();
    };
    box.addEventListener("keydown", keys);
    const enter = async () => {
      // What stands there may still answer an earlier question.
      clearTimeout(timer);
      await look();
      if (box.entered && box.isConnected) links()[0]?.click();
      box.entered = false;
    };
    box.addEventListener("submit", enter);
    // Back from a post that was found: the answers as they were, and the focus on the way there.
    const dialog = box.closest("dialog");
    box.addEventListener("click", ({ target }) => {
      const at = links().indexOf(target.closest("a"));
      if (dialog && at >= 0) note(input.value, Math.round(dialog.scrollTop), at);
    });
    const back = async () => {
      const [, , shown, top, at, ...words] = noted();
      const question = (dialog && words.join(" ")) || input.value;
      if (input.value !== question || !links().length) {
        input.value = question;
        limit = Math.min(Number(shown) || few, 100);
        await look();
      }
      if (!(dialog && at >= 0)) return;
      links()[at]?.focus({ preventScroll: true });
      dialog.scrollTop = Number(top) || 0;
      note(question, top, at);
    };
    Object.assign(box, { look, back });
    if (box.entered) enter();
    else back();
  };

  /** What might have been meant by an address that is none: posts with the words of its last part. */
  const nearest = async (slot) => {
    const words = decodeURIComponent(location.pathname.slice(site.pathname.length)).replace(/(\/|\.\w+)+$/, "").split("/").at(-1);
    const { results } = words ? await answer(words.replace(/[^\p{L}\p{N}\p{M}]+/gu, " "), 3) : { results: [] };
    if (results.length) slot.replaceChildren(element("h2", {}, "@@perhaps@@"), element("ol", { class: "results" }, ...results.map(row)));
  };

  root.search = () => {
    for (const box of document.querySelectorAll(".finder")) box.look ?? equip(box);
    for (const slot of document.querySelectorAll("[data-nearest]:empty")) nearest(slot).catch(() => {});
  };
}
