// What an author takes back goes from readers' devices at their next visit.
import { expect, helpers, inCharge, installed, serve, test } from "./network.mjs";
import { started, title } from "./reader.mjs";

/** What only the post that is taken back has: its text, title, address, tag and picture. */
const traces = ["xylophone", "Taken back", "taken-back", "quixotic"];

/** Where any of these words is kept. */
const found = (page) =>
  page.evaluate(async (words) => {
    const places = [];
    for (const name of await window.caches.keys()) {
      const cache = await window.caches.open(name);
      for (const request of await cache.keys()) {
        // What goes meanwhile has gone.
        const kept = await cache.match(request);
        const text = decodeURIComponent(request.url) + ((await kept?.text()) ?? "");
        for (const word of words) if (text.includes(word)) places.push(`${name} ${request.url} ${word}`);
      }
    }
    return places;
  }, traces);

const wishes = (page) => page.evaluate(async () => (await ask({ ask: "state" })).wishes);

/** Reads the post, what names it, and keeps it with its pictures. */
async function readAndKept(page, network) {
  await installed(page, network.home);
  for (const path of ["archive/", "tag/quixotic/", "blog/dusk/", "blog/taken-back/"]) {
    await page.goto(network.url(path));
    await inCharge(page);
    await page.waitForLoadState("networkidle");
  }
  await page.getByRole("button", { name: "Keep this post offline" }).click();
  await page.getByRole("button", { name: "Keep text and pictures" }).click();
  await expect(page.getByRole("main").getByText(/^Kept on this device/)).toBeVisible();
  expect((await found(page)).length).toBeGreaterThan(4);
}

test("a post that is taken back goes from the device at the next visit", async ({ page }) => {
  const network = await serve("withdrawn");
  await readAndKept(page, network);
  await network.deploy("withdrawn-second");
  await page.goto(network.home);
  await started(page);
  await helpers(page);
  await expect.poll(() => found(page), { timeout: 15_000 }).toEqual([]);
  expect(await wishes(page)).toEqual([]);
  // What was read beside it is still there.
  await network.dead();
  await page.goto(network.url("blog/dusk/"));
  await expect(title(page)).toHaveText("Dusk");
  // An address that the blog does not know any more is the browser's business.
  await expect(page.goto(network.url("blog/taken-back/"))).rejects.toThrow(/ERR_FAILED/);
  await expect(page.getByText("Taken back")).toHaveCount(0);
  network.stop();
});

test("a post that is in no list is not remembered, and links to it lead there", async ({ page }) => {
  const network = await serve("withdrawn");
  await installed(page, network.url("blog/dusk/"));
  await page.goto(network.url("blog/for-a-few/"));
  await started(page);
  await expect(title(page)).toHaveText("For a few");
  await page.goto(network.url("blog/names-it/"));
  await started(page);
  await page.getByRole("main").getByRole("link", { name: "a few" }).click();
  await expect(title(page)).toHaveText("For a few");
  await page.waitForLoadState("networkidle");
  const pages = await page.evaluate(async () => {
    const name = (await window.caches.keys()).find((name) => name.endsWith(":pages"));
    return (await (await window.caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
  });
  expect(pages).not.toContain("/blog/for-a-few/");
  network.stop();
});
