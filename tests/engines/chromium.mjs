// Chromium, driven by Playwright.
import { chromium } from "@playwright/test";
import { browserArguments, executablePath } from "../browser.mjs";
import { violations } from "./page.mjs";

export async function launch() {
  const browser = await chromium.launch({ executablePath, args: browserArguments });
  return {
    close: () => browser.close(),
    async profile(problems) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: "light", serviceWorkers: "allow" });
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      return { close: () => context.close(), tab: () => tab(context, problems) };
    },
  };
}

async function tab(context, problems) {
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && problems.push(`${message.text()} (${message.location().url})`));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("dialog", (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.addInitScript(violations);
  const client = await context.newCDPSession(page);
  return {
    async weight() {
      await client.send("HeapProfiler.collectGarbage");
      const { nodes, jsEventListeners: listeners } = await client.send("Memory.getDOMCounters");
      const { usedSize: heap } = await client.send("Runtime.getHeapUsage");
      return { heap, nodes, listeners };
    },
    open: (address) => page.goto(address, { waitUntil: "domcontentloaded" }),
    reload: () => page.reload({ waitUntil: "domcontentloaded" }),
    // The page may be gone before it has answered.
    back: () => page.evaluate(() => void setTimeout(() => history.back())),
    forward: () => page.evaluate(() => void setTimeout(() => history.forward())),
    address: async () => page.url(),
    run: (code) => page.evaluate(`(async () => JSON.stringify(await ${code}))()`),
    element: async (code) => (await page.evaluateHandle(code)).asElement(),
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    size: (width, height) => page.setViewportSize({ width, height }),
    before: (code) => page.addInitScript(code),
    screenshot: (path) => page.screenshot({ path }),
    front: () => page.bringToFront(),
    close: () => page.close(),
  };
}
