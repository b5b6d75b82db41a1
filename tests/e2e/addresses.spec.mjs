// What the app makes of addresses: what it follows stays on this origin and is what the browser would have gone to.
import { address } from "./sites.mjs";
import { drawn, expect, follow, isMarked, mark, open, started, test, title } from "./reader.mjs";

const home = address("addresses");
const at = (path) => new URL(home).origin + path;

test("an address with two slashes leads to no other machine", async ({ page, troubles }) => {
  troubles.expect(/status of 404/);
  const evil = at("//evil.example/login");
  await open(page, evil);
  await expect(title(page)).toHaveText("Page not found");
  await page.locator("header.site-header a").first().click();
  await expect(page).toHaveURL(home);
  await drawn(page);
  await page.goBack();
  await expect(page).toHaveURL(evil);
  await expect(title(page)).toHaveText("Page not found");
  await started(page);
  await page.goto(home);
  await started(page);
  await follow(page, evil);
  await expect(page).toHaveURL(evil);
});

for (const path of [
  "//evil.example/login",
  "/%2F/evil.example/",
  "/%5Cevil.example/",
  "/%09/evil.example/",
  "/%0A/evil.example/",
  "/blog//places/",
  "/blog/%2e%2e/%2e%2e//evil.example/",
  "/..//evil.example/",
  "/%",
  "/%zz/",
  "/%25zz/",
  "/@evil.example/",
  "/blog/%ED%A0%80/",
  "/a b\tc/",
  `${"/long".repeat(400)}/`,
]) {
  test(`a link leads where the browser would go: ${JSON.stringify(path.slice(0, 40))}`, async ({ page, troubles }) => {
    troubles.expect(/the server responded with a status of/);
    await open(page, at("/blog/other/"));
    await follow(page, at(path));
    const there = new URL(at(path)).href;
    await expect(page).toHaveURL(there);
    await started(page);
    await page.goBack();
    await expect(title(page)).toHaveText("Another post");
    await page.goForward();
    await expect(page).toHaveURL(there);
  });
}

test("links that are not the site's are left to the browser", async ({ page }) => {
  await open(page, at("/blog/other/"));
  const kept = await page.evaluate(() => {
    const host = location.host;
    const links = ["//evil.example/", "/\\evil.example/", "\\\\evil.example", `http://${host}@evil.example/`, `http://${location.hostname}:1/`, "javascript:void 0", "data:text/html,x", "blob:" + location.origin + "/x", "mailto:a@b.example"];
    const seen = [];
    // After all others: whether anybody has taken the click from the browser.
    addEventListener("click", (event) => { seen.push(event.defaultPrevented); event.preventDefault(); });
    for (const href of links) {
      const link = document.createElement("a");
      link.setAttribute("href", href);
      document.body.append(link);
      link.click();
    }
    return seen;
  });
  expect(kept).toEqual(Array(9).fill(false));
  await expect(page).toHaveURL(at("/blog/other/"));
});

test("names and passwords in a link go no further", async ({ page }) => {
  await open(page, home);
  await mark(page);
  await follow(page, home.replace("//", "//reader:word@") + "blog/other/");
  await expect(title(page)).toHaveText("Another post");
  expect(await page.evaluate(() => document.URL)).toBe(at("/blog/other/"));
  expect(await isMarked(page)).toBe(true);
});

test("question and place of a link stay, also where its address is another's", async ({ page }) => {
  await open(page, home);
  await mark(page);
  await follow(page, "/BLOG/Places?a=%20b&c#the-end");
  await expect(title(page)).toHaveText("Places in a post");
  await expect(page).toHaveURL(at("/blog/places/?a=%20b&c#the-end"));
  await expect(page.locator("#the-end")).toBeInViewport();
  await follow(page, "  /blog/other/?x#nowhere ");
  await expect(title(page)).toHaveText("Another post");
  await expect(page).toHaveURL(at("/blog/other/?x#nowhere"));
  await page.goBack();
  await expect(page).toHaveURL(at("/blog/places/?a=%20b&c#the-end"));
  await expect(title(page)).toHaveText("Places in a post");
  expect(await isMarked(page)).toBe(true);
});

for (const busy of ["//evil.example/", "/\\evil.example/", "https://evil.example/", "javascript:document.title='evil'", "undefined:"]) {
  test(`an app that dies on its way goes to no other machine: ${busy}`, async ({ page }) => {
    await open(page, home);
    await page.evaluate((busy) => {
      document.documentElement.dataset.busy = busy;
      dispatchEvent(new ErrorEvent("error", { error: Object.assign(new Error("dead"), { stack: "app.wasm" }) }));
    }, busy);
    await expect(page.locator("html")).toHaveAttribute("data-app", "off");
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    await expect(page).toHaveURL(home);
    await expect(page).not.toHaveTitle("evil");
  });
}

test("a host that answers its first page to everything: the app draws what is there, or that nothing is", async ({ page }) => {
  await page.route(
    (url) => url.pathname.startsWith("/blog/") || url.pathname.startsWith("/nothing/"),
    async (route) => (route.request().isNavigationRequest() ? route.fulfill({ response: await route.fetch({ url: home }) }) : route.fallback()),
  );
  await open(page, at("/blog/other/"));
  await expect(title(page)).toHaveText("Another post");
  await expect(page).toHaveTitle(/^Another post/);
  await page.goto(at("/blog/places/#the-end"));
  await expect(title(page)).toHaveText("Places in a post");
  await expect(page.locator("#the-end")).toBeInViewport();
  await page.goto(at("/nothing/here/"));
  await expect(title(page)).toHaveText("Page not found");
  await expect(page.locator("meta[name=robots]")).toHaveAttribute("content", "noindex");
  await page.locator("header.site-header a").first().click();
  await expect(page).toHaveURL(home);
  await follow(page, "/nothing/there/");
  await expect(page).toHaveURL(at("/nothing/there/"));
  await expect(title(page)).toHaveText("Page not found");
});

test("the first page under its own addresses stays as it came", async ({ page }) => {
  for (const path of ["/", "/index.html", "/?utm_source=x", "/#nowhere"]) {
    await page.addInitScript(() => addEventListener("DOMContentLoaded", () => (window.main = document.querySelector("#_content").firstElementChild)));
    await open(page, at(path));
    await drawn(page);
    expect(await page.evaluate(() => window.main?.isConnected), path).toBe(true);
  }
});

test("a host that takes %2F for a slash: the page is loaded once, and links lead on", async ({ page }) => {
  const odd = at("/blog%2Fother/");
  await page.route(odd, async (route) => route.fulfill({ response: await route.fetch({ url: at("/blog/other/") }) }));
  let loads = 0;
  page.on("load", () => (loads += 1));
  await open(page, odd);
  await drawn(page);
  await follow(page, at("/blog/places/"));
  await expect(page).toHaveURL(at("/blog/places/"));
  expect(loads).toBe(1);
  await page.goBack();
  await expect(page).toHaveURL(odd);
  await expect(title(page)).toHaveText("Another post");
});

test("a host that writes addresses in small letters: the app follows either, and leaves them", async ({ page }) => {
  await page.route(/\/blog\/of-capitals\/$/, async (route) => (route.request().isNavigationRequest() ? route.fulfill({ response: await route.fetch({ url: at("/Blog/Of-Capitals/") }) }) : route.fallback()));
  await open(page, at("/blog/of-capitals/"));
  await mark(page);
  await page.getByRole("link", { name: "Another", exact: true }).click();
  await expect(title(page)).toHaveText("Another post");
  await follow(page, "/blog/of-capitals/");
  await expect(title(page)).toHaveText("Of capitals");
  await expect(page).toHaveURL(at("/blog/of-capitals/"));
  await page.goBack();
  await expect(title(page)).toHaveText("Another post");
  await page.getByRole("link", { name: "capitals", exact: true }).click();
  await expect(title(page)).toHaveText("Of capitals");
  await expect(page).toHaveURL(at("/Blog/Of-Capitals/"));
  await page.goBack();
  await follow(page, "/blog/a-file");
  await expect(title(page)).toHaveText("A file");
  await page.goBack();
  await expect(title(page)).toHaveText("Another post");
  await page.getByRole("link", { name: "file", exact: true }).click();
  await expect(title(page)).toHaveText("A file");
  expect(await isMarked(page)).toBe(true);
});

test("what the history and the session remember is looked at before it is used", async ({ page }) => {
  await page.addInitScript(() => {
    sessionStorage.setItem("lamplight:scroll", `a=NaN;b=Infinity;c;=;../=5;${"x".repeat(40)}=7;` + "n=1;".repeat(5_000));
    if (!history.state) history.replaceState({ from: "another program" }, "");
  });
  await open(page, home);
  await mark(page);
  await follow(page, "/blog/places/");
  await expect(title(page)).toHaveText("Places in a post");
  await drawn(page);
  await page.evaluate(() => scrollTo(0, 900));
  await follow(page, "/blog/other/");
  await expect(title(page)).toHaveText("Another post");
  await drawn(page);
  await page.goBack();
  await expect(title(page)).toHaveText("Places in a post");
  expect(await isMarked(page)).toBe(true);
});
