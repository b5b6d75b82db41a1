// Colours of code, as readers see them.
import { address } from "./sites.mjs";
import { expect, open, test } from "./reader.mjs";

for (const [made, site] of [["prerendered", "sample"], ["drawn", "bare-sample"]]) {
  test(`code has a title, marked lines, and colours by what its words are: ${made}`, async ({ page }) => {
    await open(page, new URL("blog/a-post-with-every-mark/", address(site)).href);
    const figure = page.getByRole("figure").filter({ has: page.locator("code.language-rust") });
    await expect(figure).toContainText("src/beds.rs");
    await expect(figure.locator(".k").filter({ hasText: "fn" }).first()).toBeVisible();
    await expect(figure.locator(".f").first()).toHaveText("bed");
    await expect(figure.locator(".line.marked")).toHaveCount(1);
    expect(await figure.locator("code").textContent()).toMatch(/^\/\/\/ The bed where .*\npub fn bed\(kind: &str, beds: u32\) -> u32 \{\n/);
  });
}

test("every colour can be read in every theme, on plain, marked, added and removed lines", async ({ page }) => {
  await open(page, new URL("blog/a-post-with-every-mark/", address("sample")).href);
  for (const [theme, colorScheme] of [["", "light"], ["", "dark"], ["light", "dark"], ["dark", "light"], ["sepia", "dark"]]) {
    await page.emulateMedia({ colorScheme });
    const poor = await page.evaluate((theme) => {
      document.documentElement.dataset.theme = theme;
      const pre = document.createElement("pre");
      document.querySelector(".prose").append(pre);
      const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      const light = (colours) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const colour of colours) {
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 1, 1);
        }
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const poor = [];
      for (const line of ["line", "line marked", "line added", "line gone"]) {
        for (const kind of ["plain", ..."cksnfytaid"]) {
          pre.innerHTML = `<code><span class="${line}"><span class="${kind}">x</span></span></code>`;
          const grounds = [pre, pre.querySelector(".line")].map((element) => getComputedStyle(element).backgroundColor);
          const [a, b] = [light(grounds), light([...grounds, getComputedStyle(pre.querySelector(`.${kind}`)).color])].sort((a, b) => b - a);
          const contrast = (a + 0.05) / (b + 0.05);
          if (contrast < 4.5) poor.push(`${kind} on ${line}: ${contrast.toFixed(2)}`);
        }
      }
      pre.remove();
      return poor;
    }, theme);
    expect(poor, theme || colorScheme).toEqual([]);
  }
});
