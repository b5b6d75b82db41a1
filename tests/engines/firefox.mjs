// Firefox, driven by Puppeteer over WebDriver BiDi. One process; each profile is a container of its own ("user context").
import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";
import { chord, middle, violations } from "./page.mjs";

const candidates = [process.env.LAMPLIGHT_FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"];

export async function launch() {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: candidates.find((path) => path && existsSync(path)),
    headless: true,
    // What a story has copied may be read.
    extraPrefsFirefox: { "dom.events.testing.asyncClipboard": true, "layout.css.prefers-color-scheme.content-override": 1 },
  });
  return {
    close: () => browser.close(),
    async profile(problems) {
      const context = await browser.createBrowserContext();
      return { close: () => context.close(), tab: () => tab(context, problems) };
    },
  };
}

async function tab(context, problems) {
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && problems.push(`${message.text()} (${message.location()?.url})`));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("dialog", (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.evaluateOnNewDocument(`(${violations})()`);
  await page.setViewport({ width: 1280, height: 800 });
  return {
    open: (address) => page.goto(address, { waitUntil: "domcontentloaded" }),
    reload: () => page.reload({ waitUntil: "domcontentloaded" }),
    // The page may be gone before it has answered.
    back: () => page.evaluate(() => void setTimeout(() => history.back())),
    forward: () => page.evaluate(() => void setTimeout(() => history.forward())),
    address: () => page.evaluate(() => location.href),
    run: (code) => page.evaluate(`(async () => JSON.stringify(await ${code}))()`),
    // Puppeteer's own click scrolls first, also to what stands still on the screen.
    element: async (code) => ({
      async click() {
        const [x, y] = await page.evaluate(`(${middle})(${code})`);
        await page.mouse.click(x, y);
      },
    }),
    press: async (key) => {
      const [name, ...held] = chord(key);
      for (const modifier of held) await page.keyboard.down(modifier);
      await page.keyboard.press(name);
      for (const modifier of held) await page.keyboard.up(modifier);
    },
    type: (text) => page.keyboard.type(text),
    size: (width, height) => page.setViewport({ width, height }),
    before: (script) => page.evaluateOnNewDocument(script),
    screenshot: (path) => page.screenshot({ path }),
    front: () => page.bringToFront(),
    close: () => page.close(),
  };
}
