// Posts that attack. No policy protects these pages: what is drawn must be harmless by itself.
import { address, report } from "./sites.mjs";
import { expect, test, title } from "./reader.mjs";

test("hostile posts run nothing", async ({ page, troubles }) => {
  troubles.expect(/Failed to load resource/);
  let dialogs = 0;
  page.on("dialog", (dialog) => {
    dialogs += 1;
    dialog.dismiss();
  });
  const { published } = report("hostile");
  expect(published.length).toBe(2);
  for (const path of ["", "tags/", "categories/", "authors/", "archive/", ...published.map((p) => p.path.slice(1))]) {
    await page.goto(new URL(path, address("hostile")).href);
    await expect(title(page)).toBeVisible();
    for (const link of await page.locator("main a:not([href])").all()) await link.click({ force: true });
    const state = await page.evaluate(() => ({
      ran: window.ran ?? false,
      handlers: [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => /^on|^style$/.test(a.name))).length,
      scripts: document.querySelectorAll("main script, main iframe, main form, main object, main svg").length,
      links: [...document.querySelectorAll("a[href]")].filter((a) => !/^(https?|mailto):$/.test(a.protocol)).length,
      whole: typeof document.createElement === "function" && document.querySelector("footer.site-footer")?.parentElement.id === "_app",
    }));
    expect(state).toEqual({ ran: false, handlers: 0, scripts: 0, links: 0, whole: true });
  }
  expect(dialogs).toBe(0);
  await expect(page.getByText("Still here.")).toBeVisible();
});
