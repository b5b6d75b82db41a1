// What every story needs: a page that fails the test if anything was wrong behind the scenes.
import { test as base, expect } from "@playwright/test";

export { expect };

/**
 * `page`, watched: a console error, an uncaught exception or a request to another origin fails the test.
 * A story that provokes errors says which with `troubles.expect(pattern)`.
 */
export const test = base.extend({
  troubles: async ({}, use) => {
    const expected = [];
    const seen = [];
    await use({ seen, expect: (pattern) => expected.push(pattern) });
    expect(seen.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([]);
  },
  page: async ({ page, troubles }, use) => {
    page.on("console", (message) => {
      if (message.type() === "error") troubles.seen.push(`${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => troubles.seen.push(String(error)));
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.hostname !== "127.0.0.1" && url.protocol.startsWith("http")) troubles.seen.push(`foreign request (${request.resourceType()}): ${url}`);
    });
    await use(page);
  },
});

/** The title of the page on screen. */
export const title = (page) => page.getByRole("main").getByRole("heading", { level: 1 });

/** Waits until the app turns the pages; before, the browser does. */
export const started = (page) => expect(page.locator("html")).toHaveAttribute("data-app", "on");

/** Waits until all of a page is drawn: the app shows a screenful first. */
export const drawn = (page) => expect(page.locator("html")).not.toHaveAttribute("data-busy");

/** Opens an address and waits for the app. */
export async function open(page, address) {
  const response = await page.goto(address);
  await started(page);
  return response;
}

/** Puts a link into the page and clicks on it. */
export const follow = async (page, href) => {
  await page.evaluate((href) => {
    document.getElementById("link-under-test")?.remove();
    const link = Object.assign(document.createElement("a"), { id: "link-under-test", textContent: "a link" });
    link.setAttribute("href", href);
    document.querySelector("h1").before(link);
  }, href);
  await page.locator("#link-under-test").click();
};

/** Whether the document is the one that was marked: no page was loaded since. */
export const mark = (page) => page.evaluate(() => (window.marked = true));
export const isMarked = (page) => page.evaluate(() => window.marked === true);

/** Requests made while `action` runs, as paths. */
export async function requestsDuring(page, action) {
  const paths = [];
  const listen = (request) => paths.push(new URL(request.url()).pathname);
  page.on("request", listen);
  await action();
  page.off("request", listen);
  return paths;
}

/** Holds back the app until `release` is called. */
export async function withoutAppUntilReleased(page) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.fallback();
  });
  return release;
}

/** Whether the page that the app drew is the one that was prerendered: "equal", or where they part. */
export const compare = (page, prerendered) =>
  page.evaluate((html) => {
    const describe = (node) => {
      if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeValue;
      // Scripts fill these, in their own time: what is near an address, and what is on the device.
      for (const slot of ["data-nearest", "data-library"]) if (node.hasAttribute(slot)) return slot;
      const attributes = [...node.attributes].map((a) => `${a.name}=${JSON.stringify(a.value)}`).sort();
      return `<${[node.localName, ...attributes].join(" ")}>${[...node.childNodes].map(describe).join("")}</${node.localName}>`;
    };
    const other = new DOMParser().parseFromString(html, "text/html").getElementById("_app");
    const [a, b] = [describe(document.getElementById("_app")), describe(other)];
    if (a === b) return "equal";
    let i = 0;
    while (a[i] === b[i]) i += 1;
    return `drawn: …${a.slice(Math.max(0, i - 80), i + 120)}…\nprerendered: …${b.slice(Math.max(0, i - 80), i + 120)}…`;
  }, prerendered);
