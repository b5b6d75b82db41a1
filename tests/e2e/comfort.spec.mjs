// Comfort for readers: how pages look, where one was, notes, pictures, code, keys.
import { AxeBuilder } from "@axe-core/playwright";
import { address } from "./sites.mjs";
import { drawn, expect, open, started, test, title } from "./reader.mjs";
import { installed, test as onNetwork } from "./network.mjs";

const home = address("sample");
const at = (path) => new URL(path, home).href;
const marks = at("blog/a-post-with-every-mark/");
const pinned = at("blog/a-post-that-is-pinned/");
const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

const settings = (page) => page.getByRole("dialog", { name: "Reading settings" });
const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const dark = "rgb(22, 25, 29)";
const sepia = "rgb(246, 236, 217)";
const light = "rgb(255, 253, 248)";

/** Whoever moves gets the comforts; `data-tools` is filled by them on every post. */
const moved = async (page) => {
  await page.mouse.move(200, 200);
  await page.mouse.move(210, 210);
  await expect(page.locator("[data-tools] button").first()).toBeAttached();
};
const clean = async (page, what) => {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  expect(violations.map((v) => `${what}: ${v.id}: ${v.nodes.map((n) => `${n.target} ${n.any[0]?.message}`).join(", ")}`)).toEqual([]);
};

test("by keyboard alone: a theme is chosen, stays, and reaches other tabs", async ({ page, context }) => {
  await open(page, pinned);
  const other = await context.newPage();
  await open(other, home);
  await page.bringToFront();
  await page.getByRole("button", { name: "Reading settings" }).focus();
  await page.keyboard.press("Enter");
  await expect(settings(page)).toBeVisible();
  await page.getByRole("radio", { name: "System" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  await expect.poll(() => paper(page)).toBe(dark);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => paper(page)).toBe(sepia);
  await expect(page.locator("meta[name=theme-color]").first()).toHaveAttribute("content", sepia);
  await page.keyboard.press("Escape");
  await expect(settings(page)).toBeHidden();
  await expect(page.getByRole("button", { name: "Reading settings" })).toBeFocused();
  await expect.poll(() => paper(other)).toBe(sepia);
  await page.reload({ waitUntil: "domcontentloaded" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "sepia");
  await started(page);
  await page.keyboard.press("t");
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  expect(await paper(page)).toBe(light);
  await expect(page.locator("meta[name=theme-color]").first()).toHaveAttribute("content", "#fffdf8");
});

onNetwork("a page comes in its reader's theme from its first byte on", async ({ page, network }) => {
  await installed(page, network.home);
  await started(page);
  await page.keyboard.press("s");
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.getByRole("radio", { name: "Large", exact: true }).check();
  await expect(async () => {
    const html = await (await page.goto(network.url("blog/a-post-that-is-pinned/"))).text();
    expect(html).toMatch(/^<!doctype html>\s*<html(?=[^>]* data-theme="dark")(?=[^>]* data-size="large")/);
  }).toPass();
  expect(await paper(page)).toBe(dark);
  await network.dead();
  const kept = await (await page.goto(network.home)).text();
  expect(kept, "what is remembered, too").toMatch(/<html[^>]* data-theme="dark"/);
  await started(page);
  await page.keyboard.press("s");
  await page.getByRole("button", { name: "Reset" }).click();
  await expect.poll(() => paper(page)).toBe(light);
  await expect(async () => expect(await (await page.goto(network.home)).text()).not.toMatch(/<html[^>]* data-theme/)).toPass();
});

test("text size, line length, line spacing: each changes, all stay, and can be taken back", async ({ page }) => {
  await open(page, pinned);
  const measures = () =>
    page.evaluate(() => {
      const prose = document.querySelector(".prose");
      const style = getComputedStyle(prose.querySelector("p"));
      return { size: parseFloat(style.fontSize), width: prose.getBoundingClientRect().width, line: parseFloat(style.lineHeight) / parseFloat(style.fontSize) };
    });
  const before = await measures();
  await page.keyboard.press("+");
  await expect(page.getByRole("status").filter({ hasText: "Large" })).toBeVisible();
  const larger = await measures();
  expect(larger.size).toBeGreaterThan(before.size * 1.1);
  await page.keyboard.press("-");
  expect((await measures()).size).toBe(before.size);
  await page.keyboard.press("s");
  await page.getByRole("group", { name: "Line length" }).getByRole("radio", { name: "Short" }).check();
  await page.getByRole("group", { name: "Line spacing" }).getByRole("radio", { name: "Loose" }).check();
  const changed = await measures();
  expect(changed.width).toBeLessThan(before.width * 0.9);
  expect(changed.line).toBeGreaterThan(before.line * 1.1);
  await page.reload();
  await started(page);
  expect(await measures()).toEqual(changed);
  await page.keyboard.press("s");
  await page.getByRole("button", { name: "Reset" }).click();
  expect(await measures()).toEqual(before);
});

test("single keys can be turned off", async ({ page }) => {
  await open(page, pinned);
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys).toBeVisible();
  await clean(page, "keys");
  await page.keyboard.press("Escape");
  await page.keyboard.press("s");
  await page.getByRole("checkbox", { name: "Keyboard shortcuts of one key" }).uncheck();
  await page.keyboard.press("Escape");
  for (const key of ["t", "/", "?", "s", "+"]) await page.keyboard.press(key);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search" })).toBeVisible();
});

test("who comes back is led to the block where they left off, whatever the size of the text", async ({ page }) => {
  await open(page, marks);
  await moved(page);
  const block = page.getByRole("heading", { name: "Tables" }).or(page.locator(".prose h2").nth(4)).first();
  await block.evaluate((element) => scrollTo({ top: element.getBoundingClientRect().top + scrollY - 20, behavior: "instant" }));
  const places = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith(":places")).length);
  await expect.poll(places).toBe(1);
  const left = await block.textContent();
  await page.evaluate(() => localStorage.setItem("lamplight:/:look", JSON.stringify({ size: "largest" })));
  // Another day: a page of its own, not a reload.
  await page.goto(home);
  await page.goto(marks);
  await page.getByRole("button", { name: "Continue where you left off" }).click();
  const seen = page.locator(".prose > *").filter({ hasText: left }).first();
  await expect(seen).toBeFocused();
  expect(Math.abs(await seen.evaluate((element) => element.getBoundingClientRect().top))).toBeLessThan(60);
  await expect(page.getByRole("button", { name: "Continue where you left off" })).toHaveCount(0);
});

test("what was read to its end is marked in lists, and only on this device", async ({ page }) => {
  await open(page, pinned);
  await moved(page);
  await page.locator(".post-footer").scrollIntoViewIfNeeded();
  await page.keyboard.press("End");
  await expect.poll(() => page.evaluate(() => localStorage.getItem("lamplight:/:read"))).toContain("/blog/a-post-that-is-pinned/");
  await page.getByRole("banner").getByRole("link", { name: "Sample", exact: true }).click();
  const card = page.getByRole("article").filter({ hasText: "A post that is pinned" });
  await expect(card.locator(".read-mark")).toHaveText("Read");
  await expect(page.locator(".read-mark")).toHaveCount(1);
  await page.goto(at("archive/"));
  await expect(page.locator(".lines .read-mark")).toHaveCount(1);
  await clean(page, "archive with a mark");
});

test("bookmarks: set by key or button, listed, followed, taken away", async ({ page }) => {
  await open(page, pinned);
  await moved(page);
  const mark = page.getByRole("button", { name: "Bookmark" });
  await expect(mark).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("b");
  await expect(mark).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("status").filter({ hasText: "Bookmarked" })).toBeVisible();
  await page.goto(marks);
  await started(page);
  await page.getByRole("button", { name: "Reading settings" }).click();
  await clean(page, "settings with a bookmark");
  await settings(page).getByRole("link", { name: "A post that is pinned" }).click();
  await expect(title(page)).toHaveText("A post that is pinned");
  await expect(settings(page)).toBeHidden();
  await page.keyboard.press("s");
  await page.getByRole("button", { name: "Remove A post that is pinned" }).click();
  await expect(settings(page)).toContainText("There are none yet.");
  await page.keyboard.press("Escape");
  await expect(mark).toHaveAttribute("aria-pressed", "false");
});

test("code is copied as it stands, and long lines wrap on demand", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.setViewportSize({ width: 360, height: 800 });
  await open(page, marks);
  await page.keyboard.press("Tab");
  await expect(page.locator(".code-tools").first()).toBeAttached();
  const pre = page.locator(".prose pre").first();
  await pre.locator("xpath=preceding-sibling::*[1]").getByRole("button", { name: "Copy" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await pre.textContent());
  const wide = (element) => element.scrollWidth > element.clientWidth;
  const long = page.locator(".code-tools").filter({ has: page.getByRole("button", { name: "Wrap" }) }).first().locator("xpath=following-sibling::pre[1]");
  expect(await long.evaluate(wide)).toBe(true);
  await page.getByRole("button", { name: "Wrap" }).first().click();
  expect(await long.evaluate(wide)).toBe(false);
  await clean(page, "code tools");
});

test("a post is copied as its author wrote it", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, marks);
  await moved(page);
  await page.getByRole("button", { name: "Copy as Markdown" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("[^one]: This is the note.");
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(marks);
});

test("footnotes stand beside the text where there is room, and below it everywhere", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await open(page, marks);
  await moved(page);
  const beside = page.locator(".sidenote");
  await expect(beside).toHaveCount(2);
  await expect(beside.first()).toBeVisible();
  await expect(beside.first()).toContainText("This is the note.");
  await expect(beside.first().locator("a[href^='#fnref']")).toHaveCount(0);
  const [note, prose, line] = await page.evaluate(() => [".sidenote", ".prose", ".footnote-ref"].map((s) => document.querySelector(s).getBoundingClientRect().toJSON()));
  expect(note.left).toBeGreaterThan(prose.right);
  expect(note.right).toBeLessThanOrEqual(1400);
  expect(Math.abs(note.top - line.top)).toBeLessThan(40);
  await expect(page.locator(".footnotes")).toBeVisible();
  await clean(page, "sidenotes");
  await page.setViewportSize({ width: 900, height: 900 });
  await expect(beside.first()).toBeHidden();
});

test("a picture is enlarged and left by keyboard", async ({ page }) => {
  await open(page, marks);
  await moved(page);
  const picture = page.getByRole("button", { name: "A board with three notes, drawn in a few shapes" });
  await picture.focus();
  await page.keyboard.press("Enter");
  const box = page.getByRole("dialog", { name: "Picture" });
  await expect(box.getByRole("img")).toBeVisible();
  await expect(box).toContainText("A board with three notes, drawn in a few shapes");
  expect(await box.getByRole("img").evaluate((image) => image.complete && image.naturalWidth > 0)).toBe(true);
  await clean(page, "enlarged");
  await page.keyboard.press("Escape");
  await expect(box).toBeHidden();
  await expect(picture).toBeFocused();
  await picture.click();
  await expect(box).toBeVisible();
  await box.getByRole("button", { name: "Close" }).click();
  await expect(box).toBeHidden();
});

test("the contents say which section is being read", async ({ page }) => {
  await open(page, marks);
  await moved(page);
  await page.locator(".toc summary").click();
  const second = page.locator(".toc a").nth(2);
  const id = (await second.getAttribute("href")).slice(1);
  await page.evaluate((id) => document.getElementById(id).scrollIntoView(), id);
  await expect(second).toHaveAttribute("aria-current", "location");
  await expect(page.locator(".toc [aria-current]")).toHaveCount(1);
});

test("a line at the top tells how far one has come", async ({ page }) => {
  await open(page, marks);
  const width = () => page.evaluate(() => new DOMMatrix(getComputedStyle(document.querySelector(".post-header"), "::before").transform).a);
  expect(await width()).toBeCloseTo(0, 1);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  await expect.poll(width).toBeGreaterThan(0.3);
  await page.keyboard.press("End");
  await expect.poll(width).toBeCloseTo(1, 1);
  await page.goto(home);
  await expect(page.locator(".post-header")).toHaveCount(0);
});

test("keys turn to older and newer posts", async ({ page }) => {
  await open(page, pinned);
  await moved(page);
  const older = await page.locator("a[rel=prev]").getAttribute("href");
  await page.keyboard.press("j");
  await expect(page).toHaveURL(new URL(older, home).href);
  await drawn(page);
  await page.keyboard.press("k");
  await expect(page).toHaveURL(pinned);
});

test("where there is no voice there is no word of listening", async ({ page }) => {
  await open(page, pinned);
  await moved(page);
  const voices = await page.evaluate(() => speechSynthesis.getVoices().length);
  await expect(page.getByRole("button", { name: "Listen" })).toHaveCount(voices ? 1 : 0);
  await page.keyboard.press("l");
  await expect(page.locator("[data-spoken]")).toHaveCount(0);
});

test("on paper there is the post and nothing to press", async ({ page }) => {
  await open(page, marks);
  await moved(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator("button:visible")).toHaveCount(0);
  await expect(page.locator(".prose > p").first()).toBeVisible();
  await expect(page.locator(".footnotes")).toBeVisible();
});

test("on paper what is folded is open, and on the screen it is folded again", async ({ page }) => {
  await open(page, marks);
  await page.evaluate(() => (document.querySelector(".prose").insertAdjacentHTML("beforeend", "<details><summary>More</summary><p>Folded words.</p></details>")));
  const words = page.getByText("Folded words.");
  const height = () => words.evaluate((block) => (block.checkVisibility({ contentVisibilityAuto: true }) ? block.getBoundingClientRect().height : 0));
  expect(await height()).toBe(0);
  await page.emulateMedia({ media: "print" });
  expect(await height()).toBeGreaterThan(10);
  await page.emulateMedia({ media: null });
  expect(await height()).toBe(0);
  await expect(page.locator(".prose details").last()).not.toHaveAttribute("open");
});

test("a browser that can't style what is folded opens it for the printer, and folds it again", async ({ page }) => {
  await page.addInitScript(() => {
    const known = CSS.supports;
    CSS.supports = (...asked) => !/details-content/.test(asked[0]) && known.apply(CSS, asked);
  });
  await open(page, marks);
  await moved(page);
  await page.evaluate(() => document.querySelector(".prose").insertAdjacentHTML("beforeend", "<details><summary>a</summary>b</details><details open><summary>c</summary>d</details>"));
  const open_ = () => page.locator(".prose details").evaluateAll((all) => all.slice(-2).map((details) => details.open));
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  expect(await open_()).toEqual([true, true]);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  expect(await open_()).toEqual([false, true]);
});

test("without scripts no control is there that could do nothing", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pinned);
  await expect(page.locator("button:visible")).toHaveCount(0);
  await context.close();
});

test("a device that stores nothing is comfortable for as long as the page lives", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("no", "SecurityError"); } }));
  await open(page, pinned);
  await page.keyboard.press("s");
  await page.getByRole("radio", { name: "Sepia" }).check();
  await page.getByRole("radio", { name: "Largest" }).check();
  expect(await paper(page)).toBe(sepia);
  await expect(page.locator("html")).toHaveAttribute("data-size", "largest");
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await expect(page.getByRole("status").filter({ hasText: "no room" })).toBeVisible();
});

for (const width of [320, 1280]) {
  test(`open dialogs: axe finds nothing in four themes, and nothing scrolls sideways at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 640 });
    await open(page, pinned);
    for (const [key, name] of [["s", "Reading settings"], ["?", "Keyboard shortcuts"], ["/", "Search"]]) {
      await page.keyboard.press(key);
      const dialog = page.getByRole("dialog", { name });
      await expect(dialog).toBeVisible();
      if (key === "/") {
        await page.keyboard.type("pinned");
        await expect(dialog.locator(".results a").first()).toBeVisible();
      }
      expect(await dialog.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      for (const theme of ["", "light", "dark", "sepia"]) {
        await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
        await clean(page, `${name} in ${theme || "system"}`);
      }
      await page.evaluate(() => delete document.documentElement.dataset.theme);
      await page.keyboard.press("Escape");
    }
  });
}

test("with colours forced, what is chosen can still be told", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await open(page, pinned);
  await moved(page);
  await page.keyboard.press("b");
  const pressed = page.getByRole("button", { name: "Bookmark", pressed: true });
  await expect(pressed).toBeVisible();
  const plain = page.getByRole("button", { name: "Copy link" });
  const colour = (element) => getComputedStyle(element).backgroundColor;
  expect(await pressed.evaluate(colour)).not.toBe(await plain.evaluate(colour));
  expect(await plain.evaluate((button) => getComputedStyle(button).borderTopWidth)).not.toBe("0px");
  await clean(page, "forced colours");
});

test("who wants less motion gets none", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, pinned);
  await page.evaluate(() => (document.documentElement.dataset.busy = "x"));
  const running = await page.evaluate(() => document.getAnimations().filter((a) => a.timeline instanceof DocumentTimeline && !/steps/.test(a.effect.getComputedTiming().easing + getComputedStyle(a.effect.target, a.effect.pseudoElement).animationTimingFunction)).map((a) => a.animationName));
  expect(running).toEqual([]);
});

test("a key that is held counts once", async ({ page }) => {
  await open(page, pinned);
  await moved(page);
  const marked = page.getByRole("button", { name: "Bookmark", exact: true });
  for (let i = 0; i < 4; i += 1) await page.keyboard.down("b");
  await page.keyboard.up("b");
  await expect(marked).toHaveAttribute("aria-pressed", "true");
  const settings = page.getByRole("dialog", { name: "Reading settings" });
  await page.keyboard.down("s");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeVisible();
  await settings.getByRole("button", { name: "Close" }).click();
  await page.keyboard.down("s");
  await page.keyboard.up("s");
  await expect(settings).toBeHidden();
});

test("who stops at what has no words is led to what stands below it", async ({ page }) => {
  await open(page, marks);
  await moved(page);
  // A line, or a picture without a caption, is at the top of the window.
  const expected = await page.evaluate(() => {
    const rows = [...document.querySelectorAll(".prose > :not([data-added])")];
    const at = rows.findIndex((row) => !row.textContent.trim() && row.getBoundingClientRect().top > innerHeight);
    window.scrollTo({ top: rows[at].getBoundingClientRect().top + window.scrollY - 50, behavior: "instant" });
    return at;
  });
  expect(expected).toBeGreaterThan(1);
  await expect.poll(() => page.evaluate(() => Object.values(JSON.parse(localStorage.getItem("lamplight:/:places") ?? "{}"))[0]?.[0])).toBe(expected + 1);
  await open(page, home);
  await open(page, marks);
  await expect(page.getByRole("button", { name: "Continue where you left off" })).toBeVisible();
});
