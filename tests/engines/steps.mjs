// What many stories do.

/** Waits until the app turns the pages; before, the browser does. */
export const started = (tab) => tab.until(() => document.documentElement.dataset.app === "on");

/** Opens an address and waits for the app. */
export async function opened(tab, address) {
  await tab.open(address);
  await started(tab);
}

/** Waits until a service worker is in charge of the page and has settled: on a busy machine WebKit takes its time. */
export async function inCharge(tab) {
  const { patience } = tab;
  tab.patience = Math.max(patience ?? 0, 25_000);
  await tab.until(() => navigator.serviceWorker.controller?.state === "activated");
  tab.patience = patience;
  await ask(tab, { ask: "state" });
}

/** Opens an address and waits until the blog is installed. */
export async function installed(tab, address) {
  await opened(tab, address);
  await inCharge(tab);
}

/** Asks the worker in charge. */
export const ask = (tab, message) =>
  tab.evaluate(
    (message) =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data);
        navigator.serviceWorker.controller.postMessage(message, [port2]);
      }),
    message,
  );

/** Waits for the title of the page on screen, and until all of it is drawn. */
export async function titled(tab, name) {
  await tab.sees("main h1", name);
  await tab.until(() => !document.documentElement.hasAttribute("data-busy"));
}

/** Marks the document, or says whether it is still the same. */
export const mark = (tab) => tab.evaluate(() => void (window.same = true));
export const same = (tab) => tab.evaluate(() => window.same === true);

/** Follows a link that the page on screen need not have. Paths are below the site's folder. */
export const go = (tab, path) =>
  tab.evaluate((path) => {
    const link = Object.assign(document.createElement("a"), { href: document.documentElement.dataset.base + path });
    document.body.append(link);
    link.click();
    link.remove();
  }, path);

/** Keeps what the page on screen is about, and waits until it is kept. */
export async function keep(tab, what, choice = "Keep text") {
  await tab.click("main button", `Keep ${what} offline`);
  await tab.click("main button", choice);
  await tab.sees("main .download p, main [data-download] p", /^Kept on this device/);
}

/** Waits until a page is remembered. */
export const remembered = (tab, path) =>
  tab.until(async (path) => {
    for (const name of await caches.keys()) {
      if (!name.endsWith(":pages")) continue;
      const keys = await (await caches.open(name)).keys();
      if (keys.some(({ url }) => new URL(url).pathname === document.documentElement.dataset.base + path)) return true;
    }
  }, path);

/** The page that says that nothing is here. */
export const offline = (tab) => titled(tab, "You seem to be offline");
