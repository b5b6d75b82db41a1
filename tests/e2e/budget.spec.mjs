// What a visit asks for, in exact numbers: a request more than these is a decision, and not an accident.
import { address } from "./sites.mjs";
import { drawn, expect, open, requestsDuring, test, title } from "./reader.mjs";

test.use({ serviceWorkers: "block" });

const home = address("sample");
const at = (path) => new URL(path, home).href;
const kinds = (paths) => paths.map((path) => path.replace(/[0-9a-f]{64}/, "#").replace(/-[0-9a-f]{16}\./, ".")).filter((path) => !/\.(png|svg|jpg|webp|avif|ico)$/.test(path)).sort();

/** Loads a page and waits until nothing more is asked for. */
const visit = (page, path) =>
  requestsDuring(page, async () => {
    await open(page, at(path));
    await page.waitForLoadState("networkidle");
  });

for (const path of ["", "archive/"]) {
  test(`a visit to "/${path}" asks for the page, the app and the manifest`, async ({ page }) => {
    expect(kinds(await visit(page, path)).filter((path) => !path.startsWith("/lamplight/data/"))).toEqual([`/${path}`, "/lamplight/app/app.js", "/lamplight/app/boot.js", "/lamplight/app/lamplight.wasm", "/lamplight/app/offline.js", "/lamplight/manifest.json"]);
  });
}

test("a turn asks for where the post is and for the post, and the way back for no more than that page", async ({ page }) => {
  await visit(page, "blog/a-post-that-is-pinned/");
  const first = await requestsDuring(page, async () => {
    await page.evaluate(() => document.querySelector(".neighbours a, .related a").click());
    await expect(title(page)).not.toHaveText("A post that is pinned");
    await drawn(page);
  });
  // A leaf of the table of addresses, and a bundle.
  expect(kinds(first)).toEqual(Array(2).fill("/lamplight/data/#.json"));
  const back = await requestsDuring(page, async () => {
    await page.goBack();
    await expect(title(page)).toHaveText("A post that is pinned");
    await drawn(page);
  });
  expect(kinds(back).length).toBeLessThanOrEqual(1);
});

test("a turn to a post of the same bundle asks for nothing", async ({ page }) => {
  // No prefetching: it would ask before the click.
  await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
  // The next two addresses are in different leaves of the table.
  await visit(page, "blog/a-post-with-every-mark/");
  const older = page.locator(".neighbours a[rel=prev]");
  const turn = async () => {
    const before = await title(page).textContent();
    await older.click();
    await expect(title(page)).not.toHaveText(before);
    await drawn(page);
  };
  await turn();
  // Pictures aside.
  expect(kinds(await requestsDuring(page, turn))).toEqual([]);
});

test("a post that only the app finds costs no search", async ({ page, troubles }) => {
  troubles.expect(/status of 404/);
  const paths = await requestsDuring(page, async () => {
    await page.goto(at("blog/a-post-on-the-second-page.html"));
    await expect(title(page)).toHaveText("A post on the second page");
    await drawn(page);
    await page.waitForLoadState("networkidle");
  });
  expect(kinds(paths)).toEqual(["/blog/a-post-on-the-second-page.html", "/lamplight/app/app.js", "/lamplight/app/boot.js", "/lamplight/app/lamplight.wasm", "/lamplight/app/offline.js", "/lamplight/data/#.json", "/lamplight/data/#.json", "/lamplight/manifest.json"]);
});

test("an address that is none looks for those that are near", async ({ page, troubles }) => {
  troubles.expect(/status of 404/);
  const paths = await requestsDuring(page, async () => {
    await page.goto(at("blog/a-post-on-the-second-pag/"));
    await expect(page.locator("[data-nearest] a").first()).toContainText("A post on the second page");
  });
  expect(kinds(paths)).toContain("/lamplight/app/search.wasm");
});
