// The network lies. What is wrong is said, never shown, and Retry helps once it can.
import { address } from "./sites.mjs";
import { drawn, expect, open, test, title } from "./reader.mjs";

const home = address("sample");
const bundles = (url) => url.pathname.startsWith("/lamplight/data/");
const manifest = "**/lamplight/manifest.json";

/** Opens the archive, spoils what `match` matches, and follows a link to a post that is not at hand yet. */
async function turnWith(page, match, spoil) {
  // No prefetching: the turn itself is what is tested.
  await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
  await open(page, new URL("archive/", home).href);
  await expect(title(page)).toHaveText("Archive");
  await page.route(match, spoil);
  await page.getByRole("link", { name: "A post that is pinned" }).click();
}

async function retryHelps(page, match) {
  await page.unroute(match);
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(title(page)).toHaveText("A post that is pinned");
  await expect(page).toHaveURL(new URL("blog/a-post-that-is-pinned/", home).href);
}

const faults = [
  ["no network", (route) => route.abort("internetdisconnected"), "You seem to be offline"],
  ["a server error", (route) => route.fulfill({ status: 503, body: "" }), "The server could not answer"],
  ["a sign-in page", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Sign in" }), "This network answered instead of the blog"],
  ["other bytes", (route) => route.fulfill({ contentType: "application/json", body: "[]" }), "The page arrived damaged"],
];
for (const [name, spoil, said] of faults) {
  test(`${name}: it is said, and Retry helps`, async ({ page, troubles }) => {
    troubles.expect(/Failed to load resource/);
    await turnWith(page, bundles, spoil);
    await expect(title(page)).toHaveText(said);
    await expect(title(page)).toBeFocused();
    await retryHelps(page, bundles);
  });
}

test("a truncated file is refused", async ({ page, troubles }) => {
  troubles.expect(/Failed to load resource/);
  await turnWith(page, bundles, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    await route.fulfill({ response, body: body.subarray(0, body.length - 1) });
  });
  await expect(title(page)).toHaveText("The page arrived damaged");
  await retryHelps(page, bundles);
});

test("one bad answer is mended by a second look, without a word to the reader", async ({ page, troubles }) => {
  troubles.expect(/status of 404/);
  let first = true;
  await turnWith(page, bundles, (route) => {
    if (!first) return route.fallback();
    first = false;
    return route.fulfill({ status: 404, contentType: "text/html", body: "gone" });
  });
  await expect(title(page)).toHaveText("A post that is pinned");
  expect(first).toBe(false);
});

test("a newer format asks for a reload, and the reload helps", async ({ page }) => {
  await page.route(manifest, (route) => route.fulfill({ contentType: "application/json", body: '{"format":4,"new":true}' }));
  await open(page, home);
  await page.getByRole("link", { name: "A post that is pinned" }).click();
  await expect(title(page)).toHaveText("The blog has been updated");
  await page.unroute(manifest);
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(title(page)).toHaveText("A post that is pinned");
});

test("a late page never replaces the one that the reader went on to", async ({ page }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await turnWith(page, bundles, async (route) => {
    await held;
    await route.fallback();
  });
  await expect(page.locator("html")).toHaveAttribute("data-busy", /a-post-that-is-pinned/);
  await page.getByRole("link", { name: "Sample", exact: true }).first().click();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Colophon" }).click();
  release();
  await expect(title(page)).toHaveText("Colophon");
  await page.waitForLoadState("networkidle");
  await expect(title(page)).toHaveText("Colophon");
  await expect(page).toHaveURL(new URL("colophon/", home).href);
  await drawn(page);
});

test("with Save-Data nothing is fetched before the click", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
  const asked = [];
  page.on("request", (request) => bundles(new URL(request.url())) && asked.push(request.url()));
  await open(page, home);
  await expect(title(page)).toBeVisible();
  const before = asked.length;
  await page.getByRole("link", { name: "A post that is pinned" }).hover();
  await page.waitForLoadState("networkidle");
  expect(asked.length).toBe(before);
});
