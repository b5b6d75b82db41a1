// The system's Chromium, and how it is started without a display, a sandbox or calls home.
import { existsSync } from "node:fs";

const candidates = [process.env.LAMPLIGHT_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const executablePath = candidates.find((path) => path && existsSync(path));
// The same engine without a window: it takes two thirds of the processor's time. The page cache for Back is not in it.
export const withoutWindow = [process.env.LAMPLIGHT_CHROMIUM, "/usr/bin/chromium-headless-shell", executablePath].find((path) => path && existsSync(path));
export const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
