// Screenshots of a running site, to be looked at: `node shots.mjs ADDRESS FOLDER`.
import { chromium } from "@playwright/test";
import { browserArguments, executablePath } from "./browser.mjs";

const [, , address, folder] = process.argv;
const pages = {
  home: "/",
  post: "/blog/a-page-is-a-promise/",
  marks: "/blog/every-mark-that-markdown-knows/",
  archive: "/archive/",
  author: "/author/lamplight/",
  about: "/about/",
  tags: "/tags/",
  offline: "/offline/",
  search: "/search/?q=train",
  "404": "/no/such/page/",
};
const browser = await chromium.launch({ executablePath, args: browserArguments });
for (const width of [360, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(new URL(path, address).href);
      await page.locator("main h1").waitFor();
      await page.waitForLoadState("networkidle");
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
    await context.close();
  }
}
await browser.close();
