// The tests of built sites. `cargo xtask test` builds the sites and calls this; each is shown by `lamplight preview`,
// which is a plain static server.
import { defineConfig } from "@playwright/test";
import { browserArguments, withoutWindow } from "./browser.mjs";

export default defineConfig({
  testDir: ".",
  globalSetup: "./e2e/servers.mjs",
  outputDir: "results",
  fullyParallel: true,
  workers: 2,
  reporter: [["list"], ["./engines/tally.mjs"]],
  // Stories that take minutes are told by `cargo xtask test engine`.
  grepInvert: process.env.SLOW ? undefined : /@slow/,
  // A test says what comes, not how soon: on a busy machine it comes later. How soon is told by `cargo xtask bench`.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  // On a machine that does other things, too, a browser may lose a key or a second. What passes at the second attempt only is named
  // as flaky at the end; by hand there is none.
  retries: process.env.CI ? 1 : 0,
  use: {
    colorScheme: "light",
    // Tests that spoil answers in the browser see none that a worker has asked for; those with a worker say so.
    serviceWorkers: "block",
    launchOptions: { executablePath: withoutWindow, args: browserArguments },
    // Without its film: that costs more than the tests do. In CI only of a second attempt.
    trace: { mode: process.env.CI ? "on-first-retry" : "retain-on-failure", screenshots: false, snapshots: true },
    viewport: { width: 1280, height: 800 },
  },
  // `e2e` knows Playwright's Chromium alone; `stories` are told in every engine (`engines/`).
  projects: [
    { name: "chromium", testMatch: /(e2e|stories)\/[^/]+\.spec\.mjs$/ },
    ...["firefox", "webkit"].map((engine) => ({ name: engine, testMatch: /stories\/[^/]+\.spec\.mjs$/, use: { engine } })),
  ],
});
