// An old Jekyll project, published as it was found.
import { AxeBuilder } from "@axe-core/playwright";
import { address } from "./sites.mjs";
import { expect, open, test, title } from "./reader.mjs";

for (const [made, site] of [["prerendered", "old"], ["drawn", "bare-old"]]) {
  const at = (path) => new URL(path, address(site)).href;

  test(`what other sites would show is a link, and nothing is asked of them: ${made}`, async ({ page }) => {
    // The page of every story here fails it at the first request to another host.
    await open(page, at("2012/03/03/embeds/"));
    await page.waitForLoadState("networkidle");
    const cards = page.locator("a.embed");
    await expect(cards).toHaveCount(9);
    await expect(cards.first()).toHaveAttribute("href", "https://www.youtube.com/watch?v=aBc-123");
    await expect(page.getByRole("link", { name: "A film with a title YouTube" })).toBeVisible();
    expect(await page.locator("main iframe, main script").count()).toBe(0);
    // A film keeps its shape.
    const box = await cards.first().boundingBox();
    expect(Math.abs(box.width / box.height - 16 / 9)).toBeLessThan(0.05);
    await expect(page.getByText("Words of a message.")).toBeVisible();
  });

  test(`links by the names of files lead to posts: ${made}`, async ({ page }) => {
    await open(page, at("2012/03/01/liquid/"));
    await expect(page.locator(".prose")).not.toContainText(/\{% (?!for|endfor)|newsletter|Nobody reads this/);
    await page.evaluate(() => (window.same = true));
    await page.getByRole("link", { name: "to kramdown" }).click();
    await expect(title(page)).toHaveText("kramdown, translated");
    expect(new URL(page.url()).hash).toBe("#steps");
    expect(await page.evaluate(() => window.same)).toBe(true);
    await expect(page.locator(".prose")).not.toContainText(/\{:|TOC|Not for readers/);
    await expect(page.locator("pre .f").first()).toHaveText("puts");
  });

  test(`formulas are drawn by the browser itself: ${made}`, async ({ page }) => {
    await open(page, at("2012/03/05/formulas/"));
    await expect(page.locator("math")).toHaveCount(5);
    const [whole, half] = await page.locator("math mfrac").first().evaluate((fraction) =>
      [fraction, fraction.lastElementChild].map((part) => part.getBoundingClientRect().height));
    expect(whole).toBeGreaterThan(half * 1.5);
    await expect(page.locator("math annotation").first()).toBeHidden();
    await expect(page.locator(".prose code")).toHaveText("\\nosuchcommand{x}");
  });

  test(`axe finds nothing in an old post: ${made}`, async ({ page }) => {
    for (const path of ["2012/03/01/liquid/", "2012/03/02/kramdown/", "2012/03/03/embeds/", "2012/03/04/code/", "2012/03/05/formulas/"]) {
      await open(page, at(path));
      await expect(title(page)).toBeVisible();
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes[0].html]), `${path} ${colorScheme}`).toEqual([]);
      }
    }
  });
}
