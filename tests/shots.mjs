// Screenshots of our own blog, shown at an address: `node shots.mjs ADDRESS FOLDER [one-screen]`. Whole pages of every kind; or
// one screen of those that documents show. Its home page says which.
import { chromium } from "@playwright/test";
import { browserArguments, executablePath } from "./browser.mjs";

const [, , address, folder, oneScreen] = process.argv;
const read = async (path) => (await fetch(new URL(path, address))).text();
const links = [...(await read("/")).matchAll(/ href="([^"#]+)"/g)].map(([, href]) => href);
const posts = [...new Set(links.filter((href) => href.startsWith("/blog/")))];
const withCode = (await Promise.all(posts.map(read))).findIndex((page) => page.includes(' id="code"'));
const shown = {
  home: "/",
  post: posts[0],
  code: `${posts[withCode]}#code`,
  search: "/search/?q=train",
  archive: "/archive/",
  shelf: "/offline/",
  404: "/no/such/page/",
};
const whole = {
  ...shown,
  code: posts[withCode],
  author: links.find((href) => href.startsWith("/author/")),
  about: links.find((href) => href.startsWith("/about/")),
  tags: "/tags/",
};
const browser = await chromium.launch({ executablePath, args: browserArguments });
for (const width of [360, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    for (const [name, path] of Object.entries(oneScreen ? shown : whole)) {
      await page.goto(new URL(path, address).href);
      await page.locator("main h1").waitFor();
      await page.waitForLoadState("networkidle");
      if (name === "shelf") {
        const keep = page.getByRole("button", { name: "Keep the whole blog offline" });
        await keep.or(page.getByText(/^Kept on this device/)).first().waitFor();
        if (oneScreen && (await keep.isVisible())) {
          await keep.click();
          await page.getByRole("button", { name: "Keep text", exact: true }).or(page.getByRole("button", { name: /^Keep text/ })).first().click();
          await page.getByText(/^Kept on this device/).first().waitFor();
        }
      }
      if (name === "search") await page.locator(".results a").first().waitFor();
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: !oneScreen });
    }
    if (!oneScreen) {
      await page.goto(new URL(shown.post, address).href);
      for (const [key, name] of [["s", "settings"], ["?", "keys"], ["/", "dialog"]]) {
        await page.keyboard.press(key);
        await page.locator("dialog[open]").waitFor();
        if (key === "/") await page.keyboard.type("train");
        await page.waitForTimeout(400);
        await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` });
        await page.keyboard.press("Escape");
      }
    }
    await context.close();
  }
}
await browser.close();
