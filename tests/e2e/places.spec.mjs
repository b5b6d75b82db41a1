// Places on a page: a link to one, followed within the app, ends where it would end without the app.
import { address } from "./sites.mjs";
import { drawn, expect, follow, isMarked, mark, open, test, title } from "./reader.mjs";

const home = address("addresses");
const at = (path) => new URL(path, home).href;
/** How far an element is from the upper edge of the window. */
const top = (page, id) => page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, id);
const scrolled = (page) => page.evaluate(() => scrollY);

/** Makes room above all that is read, as a picture does that has come, where the browser keeps nothing in its place by itself. */
const grow = async (page) => {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html { overflow-anchor: none } main h1 { margin-block-end: 600px }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
  await settled(page);
};
const settled = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))));

/** Whether an element is where the browser itself goes now that all is there. */
const isAt = async (page, id) => {
  const here = await top(page, id);
  const wanted = await page.evaluate((id) => (document.getElementById(id).scrollIntoView(), document.getElementById(id).getBoundingClientRect().top), id);
  expect(Math.abs(here - wanted), `${here}, not ${wanted}`).toBeLessThanOrEqual(1);
};

test("a link to a place near the end of a post is exact", async ({ page }) => {
  await open(page, at("blog/other/"));
  await mark(page);
  await page.evaluate(() => {
    // Where the place is each time that the window is scrolled.
    window.tops = [];
    addEventListener("scroll", () => window.tops.push(document.getElementById("the-end")?.getBoundingClientRect().top));
  });
  await page.getByRole("link", { name: "end", exact: true }).click();
  await expect(title(page)).toHaveText("Places in a post");
  await drawn(page);
  await settled(page);
  expect(new Set((await page.evaluate(() => window.tops)).filter((top) => top !== undefined).map(Math.round)).size, "the reader is taken there at once").toBe(1);
  await isAt(page, "the-end");
  expect(await isMarked(page)).toBe(true);
});

test("a link to a place stays there while what is above it comes", async ({ page }) => {
  await open(page, at("blog/other/"));
  for (const name of ["end", "1-first-step"]) {
    await follow(page, name === "end" ? "/blog/places/#the-end" : "#1-first-step");
    await expect(title(page)).toHaveText("Places in a post");
    await drawn(page);
    await grow(page);
    await isAt(page, name === "end" ? "the-end" : name);
  }
});

test("Back stays where one was while what is above it comes", async ({ page }) => {
  await open(page, at("blog/places/"));
  await grow(page);
  // Where the page does not reach to before it has grown.
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight - innerHeight - 200));
  await settled(page);
  const y = await scrolled(page);
  await page.evaluate(() => {
    const link = Object.assign(document.createElement("a"), { href: "/blog/other/" });
    document.querySelector("main").append(link);
    link.click();
  });
  await expect(title(page)).toHaveText("Another post");
  await page.evaluate(() => (document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)));
  await drawn(page);
  await page.goBack();
  await expect(title(page)).toHaveText("Places in a post");
  await drawn(page);
  await grow(page);
  await expect.poll(async () => Math.abs((await scrolled(page)) - y)).toBeLessThanOrEqual(1);
});

for (const [how, scroll] of [
  ["with the wheel", (page) => page.mouse.wheel(0, -1500)],
  ["with keys", (page) => page.keyboard.press("Home")],
]) {
  test(`a reader who scrolls is not taken back: ${how}`, async ({ page }) => {
    await open(page, at("blog/other/"));
    await page.getByRole("link", { name: "end", exact: true }).click();
    await expect(title(page)).toHaveText("Places in a post");
    await drawn(page);
    await page.mouse.move(400, 400);
    await scroll(page);
    await expect.poll(() => top(page, "the-end")).toBeGreaterThan(1000);
    await settled(page);
    await grow(page);
    await expect(page.locator("#the-end")).not.toBeInViewport();
  });
}

test("a link to a place looks like one: it is marked, and has the focus", async ({ page }) => {
  await open(page, at("blog/other/"));
  await mark(page);
  await page.getByRole("link", { name: "end", exact: true }).click();
  await expect(title(page)).toHaveText("Places in a post");
  await expect(page.locator(":target")).toHaveId("the-end");
  await expect(page.locator("#the-end")).toBeFocused();
  await page.getByRole("link", { name: "digit" }).click();
  await expect(page.locator(":target")).toHaveId("1-first-step");
  await expect(page.locator("#\\31 -first-step")).toBeInViewport();
  await page.goBack();
  await expect(page).toHaveURL(/#the-end$/);
  await expect(page.locator("#the-end")).not.toBeInViewport();
  await page.goBack();
  await expect(title(page)).toHaveText("Another post");
  await page.goForward();
  await expect(title(page)).toHaveText("Places in a post");
  expect(await isMarked(page)).toBe(true);
});

test("a link into a closed part opens it", async ({ page }) => {
  await open(page, at("blog/other/"));
  await mark(page);
  await page.getByRole("link", { name: "closed" }).click();
  await expect(title(page)).toHaveText("Places in a post");
  await expect(page.locator("#hidden")).toBeInViewport();
  await page.evaluate(() => document.getElementById("hidden").closest("details").removeAttribute("open"));
  await page.getByRole("main").getByRole("link", { name: "top", exact: true }).click();
  await page.getByRole("link", { name: "closed" }).click();
  await expect(page.locator("#hidden")).toBeInViewport();
  // So does Back.
  await page.getByRole("main").getByRole("link", { name: "top", exact: true }).click();
  await page.evaluate(() => document.getElementById("hidden").closest("details").removeAttribute("open"));
  await page.goBack();
  await expect(page.locator("#hidden")).toBeInViewport();
  expect(await isMarked(page)).toBe(true);
});

test("a link to what is not there stays, or begins at the top; to the top it goes up", async ({ page }) => {
  await open(page, at("blog/other/"));
  await page.evaluate(() => scrollTo(0, 300));
  await page.evaluate(() => [...document.querySelectorAll("main a")].find((link) => link.textContent === "nowhere").click());
  await expect(title(page)).toHaveText("Places in a post");
  await drawn(page);
  expect(await scrolled(page)).toBe(0);
  await page.evaluate(() => scrollTo(0, 700));
  await page.evaluate(() => [...document.querySelectorAll("main a")].find((link) => link.textContent === "nowhere").click());
  await settled(page);
  expect(await scrolled(page)).toBe(700);
  for (const hash of ["#top", "#"]) {
    await page.evaluate(() => scrollTo(0, 700));
    await page.evaluate((hash) => {
      const link = document.createElement("a");
      link.setAttribute("href", hash);
      document.querySelector("h1").append(link);
      link.click();
      link.remove();
    }, hash);
    await expect.poll(() => scrolled(page), hash).toBe(0);
  }
});

test("names of any kind are found, in the page and from another", async ({ page }) => {
  await open(page, at("blog/other/"));
  for (const [hash, id] of [["#old-name", "old-name"], ["#1-first-step", "1-first-step"], ["#%E6%97%A5%E6%9C%AC%E8%AA%9E", "日本語"], ["#日本語", "日本語"]]) {
    await follow(page, `/blog/places/${hash}`);
    await expect(title(page)).toHaveText("Places in a post");
    await expect(page.locator(`[id="${id}"]`)).toBeInViewport();
    await page.evaluate(() => scrollTo(0, 0));
    await follow(page, hash);
    await expect(page.locator(`[id="${id}"]`)).toBeInViewport();
    await follow(page, "/blog/other/");
    await expect(title(page)).toHaveText("Another post");
  }
});

test("a link to words of a page: they are in sight, from the page and from another", async ({ page }) => {
  await open(page, at("blog/other/"));
  await page.getByRole("link", { name: "words" }).click();
  await expect(title(page)).toHaveText("Places in a post");
  await expect(page.getByText("Words that are far below.")).toBeInViewport();
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForFunction(() => scrollY === 0);
  await expect(page.locator("html")).toHaveAttribute("data-app", "on");
  await page.getByRole("link", { name: "words" }).click();
  await expect(page.getByText("Words that are far below.")).toBeInViewport();
});

test("a link to a place in the part that is not drawn yet draws on, and so does the page", async ({ page }) => {
  await open(page, at("blog/other/"));
  await mark(page);
  // The app waits for a frame before it draws more than the first screenful.
  await page.evaluate(() => (window.requestAnimationFrame = () => 0));
  await page.evaluate(() => [...document.querySelectorAll("main a")].find((link) => link.textContent === "first").click());
  await page.waitForFunction(() => document.querySelector("h1").textContent === "Places in a post", undefined, { polling: 20 });
  await page.evaluate(() => [...document.querySelectorAll("main a")].find((link) => link.textContent === "digit").click());
  await expect(page.locator("#\\31 -first-step")).toBeInViewport();
  await drawn(page);
  await expect(page.locator("#the-end")).toHaveCount(1);
  expect(await isMarked(page)).toBe(true);
});
