// What every story needs: a browser of the project's engine with an empty profile, and a site behind a network that can fail.
import { test as base, expect } from "@playwright/test";
import { serve } from "../e2e/network.mjs";
import { Tab } from "./tab.mjs";

export { expect };

export const test = base.extend({
  engine: ["chromium", { option: true, scope: "worker" }],
  /** One process, for all stories of a worker. */
  launched: [
    async ({ engine }, use) => {
      const { launch } = await import(`./${engine}.mjs`);
      const launched = await launch();
      await use(launched);
      await launched.close();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  /** What went wrong behind the scenes fails a story, unless it says that it is expected. */
  troubles: async ({}, use) => {
    const seen = [];
    const expected = [
      // What a dead network makes of requests is what half of the stories are about.
      /net::ERR_(FAILED|EMPTY_RESPONSE|CONNECTION_RESET)/,
      /FetchEvent\.respondWith\(\) that rejected with ‘TypeError: NetworkError/,
      // What was still on its way when a reader left the page.
      /ServiceWorker intercepted the request and encountered an unexpected error/,
      // A script that a reader has left before it came: Firefox says that nothing has another hash.
      /integrity attribute.*47DEQpj8HBSa/,
    ];
    await use({ seen, expect: (pattern) => expected.push(pattern) });
    expect(seen.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([]);
  },
  /** Somebody's browser: `reader.tab()` opens a tab in it. With `site`, which is there until the last tab is closed. */
  reader: async ({ launched, troubles, site }, use) => {
    const profile = await launched.profile(troubles.seen);
    await use({ tab: async () => new Tab(await profile.tab()) });
    await profile.close();
  },
  tab: async ({ reader }, use) => use(await reader.tab()),
  /** Shows a built site; `network.dead()`, `network.faults(…)` and `network.deploy(name)` do harm to it. */
  site: async ({}, use) => {
    const all = [];
    await use(async (...which) => all[all.push(await serve(...which)) - 1]);
    for (const network of all) network.stop();
  },
  network: async ({ site }, use) => use(await site("sample")),
  long: async ({ site }, use) => use(await site("media")),
});
