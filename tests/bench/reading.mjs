// What a reader waits for, in a real Chromium.

/** A page of its own, slowed as it is told. */
export async function opened(browser, { cpu = 1, network = false, cache = true } = {}) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: "block" });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  if (!cache) await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
  if (cpu > 1) await cdp.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  if (network) await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 });
  const sent = { requests: 0, bytes: 0 };
  cdp.on("Network.requestWillBeSent", ({ request }) => (sent.requests += request.url.startsWith("http") ? 1 : 0));
  cdp.on("Network.loadingFinished", ({ encodedDataLength }) => (sent.bytes += encodedDataLength));
  await page.addInitScript(() => {
    window.seen = { lcp: 0, tasks: [] };
    new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.seen.lcp = e.startTime))).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => list.getEntries().forEach((e) => window.seen.tasks.push([e.startTime, e.duration]))).observe({ type: "longtask", buffered: true });
  });
  return { page, cdp, sent, close: () => context.close() };
}

/** First visit to a post by a phone on a slow line. */
export async function coldLoad(browser, url, main, expected) {
  const { page, sent, close } = await opened(browser, { cpu: 4, network: true, cache: false });
  const readable = page.waitForFunction(([main, text]) => document.querySelector(main)?.textContent.includes(text) && (window.readable ??= performance.now()), [main, expected], { polling: "raf", timeout: 120_000 });
  await page.goto(url, { waitUntil: "commit" });
  const at = await (await readable).jsonValue();
  const readableBytes = sent.bytes;
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(1500);
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0);
  const lcp = await page.evaluate(() => window.seen.lcp);
  const result = { fcp: paint, lcp, readable: at, readableBytes, bytes: sent.bytes, requests: sent.requests };
  await close();
  return result;
}

/** Milliseconds from a click on the link to the next post to the frame that shows that post's title; and what was asked for. */
export async function turn(page, sent, main, title) {
  const before = sent.requests;
  const time = await page.evaluate(
    ([main, title]) =>
      new Promise((done) => {
        const link = [...document.querySelectorAll(`${main} a`)].find((a) => a.textContent.trim() === "The next post");
        const begun = performance.now();
        const look = () => {
          if (!document.querySelector(`${main} h1`)?.textContent.includes(title)) return;
          observer.disconnect();
          // What a message brings comes after the frame has been drawn.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done(performance.now() - begun);
            port2.postMessage(0);
          });
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        link.click();
      }),
    [main, title],
  );
  return { time, requests: sent.requests - before };
}

/** Milliseconds until all of a page is drawn, as our own app says. */
export const whole = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        const begun = performance.now();
        const look = () => (document.documentElement.hasAttribute("data-busy") ? requestAnimationFrame(look) : done(performance.now() - begun));
        look();
      }),
  );

/** Milliseconds from Back to the frame in which the end of the page before is where it was: its last paragraph. */
export async function backToItsEnd(page, sent, main, next) {
  const [text, behind] = await page.evaluate((main) => {
    const rows = [...document.querySelectorAll(`${main} p`)];
    const at = rows.findLastIndex((row) => row.textContent.includes("The next post"));
    rows[at].scrollIntoView({ block: "center", behavior: "instant" });
    return [rows[at].textContent, rows.length - at];
  }, main);
  await page.waitForTimeout(1000);
  const before = await page.evaluate(([main, behind]) => [...document.querySelectorAll(`${main} p`)].at(-behind).getBoundingClientRect().top, [main, behind]);
  await turn(page, sent, main, next);
  await page.waitForTimeout(2000);
  return page.evaluate(
    ([main, text, behind, before, next]) =>
      new Promise((done) => {
        const begun = performance.now();
        // One paragraph is looked at: to read them all in each frame would be most of what is measured.
        const look = () => {
          const here = !document.querySelector(`${main} h1`)?.textContent.includes(next);
          const row = here && [...document.querySelectorAll(`${main} p`)].at(-behind);
          if (row && row.textContent === text && Math.abs(row.getBoundingClientRect().top - before) < 3) done(performance.now() - begun);
          else requestAnimationFrame(look);
        };
        history.back();
        requestAnimationFrame(look);
      }),
    [main, text, behind, before, next],
  );
}

export const quantile = (values, q) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];
export const median = (values) => quantile(values, 0.5);
