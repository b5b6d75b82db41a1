// WebKitGTK, driven by Selenium over WebDriver. A driver and a screen each worker; each profile is a process that forgets all.
import { spawn } from "node:child_process";
import { readdirSync, existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { Builder, Capabilities, Key } from "selenium-webdriver";
import { chord, watch } from "./page.mjs";

const folders = ["/usr/lib", "/usr/libexec"].filter(existsSync).flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))]);
const candidates = [process.env.LAMPLIGHT_WEBKIT, ...folders.flatMap((folder) => ["webkit2gtk-4.1", "webkitgtk-6.0"].map((version) => join(folder, version, "MiniBrowser")))];

export async function launch() {
  const binary = candidates.find((path) => path && existsSync(path));
  const screen = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], { stdio: ["ignore", "pipe", "ignore"] });
  const display = await new Promise((done, failed) => {
    screen.stdout.once("data", (number) => done(`:${String(number).trim()}`));
    screen.once("error", failed);
  });
  const port = await free();
  // Its sandbox needs what containers and root have not.
  const env = { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { stdio: "ignore", env });
  const server = `http://127.0.0.1:${port}`;
  await answers(server);
  return {
    async close() {
      driver.kill();
      screen.kill();
    },
    async profile(problems) {
      const browser = await new Builder()
        .disableEnvironmentOverrides()
        .usingServer(server)
        .withCapabilities(
          new Capabilities({
            browserName: "MiniBrowser",
            pageLoadStrategy: "eager",
            timeouts: { script: 8_000 },
            "webkitgtk:browserOptions": { binary, args: ["--automation"] },
          }),
        )
        .build();
      let first = await browser.getWindowHandle();
      return {
        close: () => browser.quit(),
        async tab() {
          if (!first) await browser.switchTo().newWindow("tab");
          const handle = first ?? (await browser.getWindowHandle());
          first = undefined;
          return tab(browser, handle, problems);
        },
      };
    },
  };
}

/** A port that nobody listens on. */
const free = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

async function answers(server) {
  for (const end = Date.now() + 10_000; ; ) {
    try {
      return await fetch(`${server}/status`);
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const names = { Enter: Key.ENTER, Escape: Key.ESCAPE, Tab: Key.TAB, Delete: Key.DELETE, Backspace: Key.BACK_SPACE, Home: Key.HOME, End: Key.END, Space: Key.SPACE, Control: Key.CONTROL, Shift: Key.SHIFT, Alt: Key.ALT };
for (const side of ["Up", "Down", "Left", "Right"]) names[`Arrow${side}`] = Key[`ARROW_${side.toUpperCase()}`];

/** Puts a question; the answer is in the page, at once or later. */
const asked = (code) => `
  const answer = (window.answer = { waiting: true, seen: [] });
  const told = (value) => Object.assign(answer, { waiting: false, value: JSON.stringify(value) });
  const failed = (error) => Object.assign(answer, { waiting: false, error: String(error?.stack ?? error) });
  try {
    const value = ${code};
    value instanceof Promise ? value.then(told, failed) : told(value);
  } catch (error) {
    failed(error);
  }
  return { ...answer, seen: (${watch})() };`;
const late = () => new Promise((_, failed) => setTimeout(failed, 6_000, new Error("the page does not answer")));
const answered = "return window.answer ?? { error: 'the page has gone', seen: [] }";

async function tab(browser, handle, problems) {
  // Commands go to the window that was switched to last.
  const here = async (command) => {
    await browser.switchTo().window(handle);
    return command();
  };
  // A page that leaves the moment it is asked never answers, and the driver waits for ever: for a promise always, else rarely.
  const script = (text) => Promise.race([browser.executeScript(text), late()]);
  const run = (code) =>
    here(async () => {
      for (let answer = await script(asked(code)); ; answer = await script(answered)) {
        problems.push(...answer.seen);
        if (answer.error) throw new Error(answer.error);
        if (!answer.waiting) return answer.value;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });
  const driver = {
    open: (address) => here(() => browser.get(address)),
    reload: () => here(() => browser.navigate().refresh()),
    back: () => run("void setTimeout(() => history.back())"),
    forward: () => run("void setTimeout(() => history.forward())"),
    address: () => here(() => browser.getCurrentUrl()),
    run,
    element: (code) => here(() => script(`return ${code}`)),
    press: (key) =>
      here(async () => {
        const [name, ...held] = chord(key).map((part) => names[part] ?? part);
        let actions = browser.actions();
        for (const modifier of held) actions = actions.keyDown(modifier);
        actions = actions.keyDown(name).keyUp(name);
        for (const modifier of held) actions = actions.keyUp(modifier);
        await actions.perform();
      }),
    type: (text) => here(() => browser.actions().sendKeys(text).perform()),
    async size(width, height) {
      const [more, higher] = JSON.parse(await run("[outerWidth - innerWidth, outerHeight - innerHeight]"));
      await here(() => browser.manage().window().setRect({ width: width + more, height: height + higher }));
    },
    screenshot: (path) => here(async () => writeFile(path, await browser.takeScreenshot(), "base64")),
    front: () => here(() => {}),
    close: () => here(() => browser.close()),
  };
  await driver.size(1280, 800);
  return driver;
}
