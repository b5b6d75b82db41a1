// Texts read aloud by voices that die, vanish or were never there.
import { address } from "./sites.mjs";
import { expect, open, test } from "./reader.mjs";

const pinned = new URL("blog/a-post-that-is-pinned/", address("sample")).href;
const stop = (page) => page.getByRole("button", { name: "Stop" });
const listen = (page) => page.getByRole("button", { name: "Listen" });
const gone = (page) => page.getByRole("status").filter({ hasText: "Reading aloud has stopped" });

/** A page whose voices do as they are told: `how` is what becomes of each utterance. */
const voiced = async (page, how) => {
  await page.clock.install();
  await page.addInitScript((how) => {
    const engine = Object.assign(new EventTarget(), {
      voices: [{ name: "one" }],
      said: [],
      getVoices: () => engine.voices,
      resume: () => {},
      cancel: () => (engine.now = undefined),
      speak: (saying) => {
        engine.said.push(saying.text);
        engine.now = saying;
        if (how === "throws") throw new Error("no");
        if (how === "mute") return;
        setTimeout(() => engine.now === saying && saying.onstart?.(), 10);
        if (how === "dies") return;
        setTimeout(() => engine.now === saying && (how === "errs" ? saying.onerror?.({ error: "interrupted" }) : saying.onend?.()), 100);
      },
    });
    Object.defineProperty(window, "speechSynthesis", { value: engine });
    window.SpeechSynthesisUtterance = function (text) {
      this.text = text;
    };
  }, how);
  await open(page, pinned);
  await page.mouse.move(200, 200);
  await page.mouse.move(210, 210);
  await expect(listen(page)).toBeVisible();
  await listen(page).click();
};

test("a voice reads to the end, in parts that no voice stops within", async ({ page }) => {
  await voiced(page, "well");
  await expect(stop(page)).toBeVisible();
  await page.clock.fastForward(150);
  await expect(page.locator("[data-spoken]")).toHaveCount(1);
  for (let i = 0; i < 100 && (await stop(page).count()); i += 1) await page.clock.runFor(1_000);
  await expect(listen(page)).toBeVisible();
  await expect(page.locator("[data-spoken]")).toHaveCount(0);
  const { said, prose } = await page.evaluate(() => ({ said: speechSynthesis.said, prose: [...document.querySelectorAll(".prose > p")].map((p) => p.textContent) }));
  expect(Math.max(...said.map((part) => part.length))).toBeLessThanOrEqual(160);
  const plain = (text) => text.replace(/\s+/g, "");
  expect(plain(said.join(""))).toContain(plain(prose.at(-1)));
});

for (const [how, what] of [["mute", "never begins"], ["dies", "begins and falls silent"]]) {
  test(`a voice that ${what} is given up, and that is said`, async ({ page }) => {
    await voiced(page, how);
    await expect(stop(page)).toBeVisible();
    await page.clock.fastForward(how === "mute" ? 9_000 : 5_000);
    await expect(stop(page)).toBeVisible();
    await page.clock.fastForward(60_000);
    await expect(listen(page)).toBeVisible();
    await expect(page.locator("[data-spoken]")).toHaveCount(0);
    await page.clock.runFor(10);
    await expect(gone(page)).toBeVisible();
    await listen(page).click();
    await expect(stop(page)).toBeVisible();
  });
}

for (const [how, what] of [["errs", "is interrupted by somebody else"], ["throws", "throws"]]) {
  test(`a voice that ${what} leaves no "Stop" behind`, async ({ page }) => {
    await voiced(page, how);
    await page.clock.runFor(300);
    await expect(listen(page)).toBeVisible();
    await expect(gone(page)).toBeVisible();
  });
}

test("voices that vanish while they read take their button along", async ({ page }) => {
  await voiced(page, "dies");
  await expect(stop(page)).toBeVisible();
  await page.evaluate(() => {
    speechSynthesis.voices = [];
    speechSynthesis.dispatchEvent(new Event("voiceschanged"));
  });
  await expect(stop(page)).toHaveCount(0);
  await expect(listen(page)).toHaveCount(0);
  await page.clock.runFor(10);
  await expect(gone(page)).toBeVisible();
  await page.evaluate(() => {
    speechSynthesis.voices = [{ name: "two" }];
    speechSynthesis.dispatchEvent(new Event("voiceschanged"));
  });
  await expect(listen(page)).toBeVisible();
});

for (const [what, spoil] of [
  ["is missing", () => Object.defineProperty(window, "speechSynthesis", { value: undefined })],
  ["throws when it is looked at", () => Object.defineProperty(window, "speechSynthesis", { get: () => { throw new Error("no"); } })],
  ["has voices that throw", () => Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => { throw new Error("no"); }, addEventListener: () => {} } })],
  ["has no list of voices", () => Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => null } })],
]) {
  test(`speech that ${what} takes nothing else along`, async ({ page }) => {
    await page.addInitScript(spoil);
    await open(page, pinned);
    await page.mouse.move(200, 200);
    await page.mouse.move(210, 210);
    await expect(page.getByRole("button", { name: "Copy link" })).toBeVisible();
    await expect(listen(page)).toHaveCount(0);
    await page.keyboard.press("l");
    await page.keyboard.press("b");
    await expect(page.getByRole("button", { name: "Bookmark" })).toHaveAttribute("aria-pressed", "true");
  });
}
