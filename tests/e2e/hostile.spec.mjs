// Posts that attack. The policy is switched off: what is drawn must be harmless by itself.
import { address, report, sitemap } from "./sites.mjs";
import { expect, test, title } from "./reader.mjs";

test.use({ bypassCSP: true });

for (const [made, name] of [["prerendered", "hostile"], ["drawn", "bare-hostile"]]) {
  test(`hostile posts run nothing, ${made}`, async ({ page, troubles }) => {
    test.setTimeout(120_000);
    troubles.expect(/Failed to load resource/);
    let dialogs = 0;
    page.on("dialog", (dialog) => {
      dialogs += 1;
      dialog.dismiss();
    });
    const { published } = report("hostile");
    expect(published.length).toBe(4);
    const paths = sitemap("hostile");
    expect(paths.length).toBeGreaterThan(10);
    for (const path of paths) {
      await page.goto(new URL(path, address(name)).href);
      await expect(title(page)).toBeVisible();
      for (const link of await page.locator("main a:not([href])").all()) await link.click({ force: true });
      const state = await page.evaluate(() => ({
        ran: window.ran ?? false,
        handlers: [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => /^on|^style$/.test(a.name))).length,
        scripts: document.querySelectorAll("main script, main iframe, main form, main object, main svg, main meta, main link, main base").length,
        headers: document.querySelectorAll("script:not([src]):not([type='application/ld+json'])").length,
        links: [...document.querySelectorAll("a[href]")].filter((a) => !/^(https?|mailto):$/.test(a.protocol)).length,
        whole: typeof document.createElement === "function" && document.querySelector("footer.site-footer")?.parentElement.id === "_app",
      }));
      expect(state, path).toEqual({ ran: false, handlers: 0, scripts: 0, headers: 0, links: 0, whole: true });
    }
    expect(dialogs).toBe(0);
    await page.goto(new URL(published.find((post) => /html/.test(post.file)).path.slice(1), address(name)).href);
    await expect(page.getByText("Still here.")).toBeVisible();
  });
}
