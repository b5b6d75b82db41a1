// A tab, the same in every engine: fifteen verbs or so over what its driver can do. Every wait is for a condition, and ends.
import { expect } from "@playwright/test";
import { find, reachable } from "./page.mjs";

const PATIENCE = 20_000;

/** A function and its arguments as one expression. */
const call = (fn, args) => `(${fn})(${args.map(passed).join(", ")})`;
const passed = (value) => (value instanceof RegExp ? passed({ source: value.source, flags: value.flags }) : (JSON.stringify(value) ?? "undefined"));

export class Tab {
  constructor(driver) {
    this.driver = driver;
  }

  /** Loads an address, as if it had been typed. */
  open(address) {
    return this.driver.open(address);
  }

  reload() {
    return this.driver.reload();
  }

  back() {
    return this.driver.back();
  }

  forward() {
    return this.driver.forward();
  }

  /** Runs a function in the page and returns what it returns, or promises, as JSON. */
  async evaluate(fn, ...args) {
    const told = await this.driver.run(call(fn, args));
    return told === undefined || told === null ? undefined : JSON.parse(told);
  }

  /** Waits until a function is true in whatever page is on screen then, and returns what it returned. */
  until(fn, ...args) {
    return this.#waits(call(fn, args), fn, args);
  }

  async #waits(what, fn, args) {
    const end = Date.now() + (this.patience ?? PATIENCE);
    let last;
    do {
      try {
        const found = await this.evaluate(fn, ...args);
        if (found) return found;
        last = `it was ${found}`;
      } catch (error) {
        // A page that is just being left answers nobody.
        last = String(error).split("\n")[0];
      }
      await new Promise((resolve) => setTimeout(resolve, 40));
    } while (Date.now() < end);
    throw new Error(`waited in vain for ${what}: ${last}`);
  }

  /** Waits until an element can be seen. `name` is what it is called: a text, or a regular expression. */
  sees(css, name) {
    return this.#waits(`${css} ${name ?? ""}`, `(...what) => (${find})(...what).length`, [css, name]);
  }

  /** Waits until no such element can be seen. */
  misses(css, name) {
    return this.#waits(`no ${css} ${name ?? ""}`, `(...what) => !(${find})(...what).length`, [css, name]);
  }

  /** How many such elements can be seen now. */
  count(css, name) {
    return this.evaluate(`(...what) => (${find})(...what).length`, css, name);
  }

  /** The text of the first such element, once there is one. */
  async text(css, name) {
    await this.sees(css, name);
    return this.evaluate(`(...what) => (${find})(...what)[0].innerText.trim()`, css, name);
  }

  /** Clicks the first such element with the mouse, once there is one and it can be clicked. */
  async click(css, name) {
    for (const end = Date.now() + PATIENCE; ; ) {
      await this.sees(css, name);
      try {
        const element = await this.driver.element(`(${reachable})((${call(find, [css, name])})[0])`);
        return await element.click();
      } catch (error) {
        // It is on its way to its place, or was drawn anew meanwhile.
        if (Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    }
  }

  /** Presses a key or a chord, as `Control+k`. */
  press(key) {
    return this.driver.press(key);
  }

  type(text) {
    return this.driver.type(text);
  }

  /** Replaces what stands in a field by typing. */
  async fill(css, text) {
    await this.click(css);
    await this.press("Control+a");
    await (text ? this.type(text) : this.press("Delete"));
  }

  /** The size of what can be seen of a page. Windows of WebKit's small browser are 447 pixels wide at least. */
  async size(width, height) {
    await this.driver.size(width, height);
    await this.until((...wanted) => String(wanted) === String([innerWidth, innerHeight]), width, height);
  }

  /** Runs a function in every page before its own scripts, in engines whose driver can. */
  before(fn) {
    return this.driver.before(`(${fn})()`);
  }

  /** What the page weighs, as far as the engine tells: nodes of the document, and in Chromium heap, listeners and all nodes. */
  weight() {
    return this.driver.weight?.() ?? this.evaluate(() => ({ nodes: document.querySelectorAll("*").length, sheets: document.adoptedStyleSheets.length }));
  }

  screenshot(path) {
    return this.driver.screenshot(path);
  }

  front() {
    return this.driver.front();
  }

  close() {
    return this.driver.close();
  }

  /** The address that the bar shows. */
  async at(address) {
    await expect.poll(() => this.driver.address(), { timeout: PATIENCE }).toBe(address);
  }
}
