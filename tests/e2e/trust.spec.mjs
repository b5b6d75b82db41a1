// What other programs of the origin, older versions and newer ones may have written where ours look: it is checked where it is used.
import { expect, test } from "./reader.mjs";
import { address } from "./sites.mjs";
import { started } from "./reader.mjs";

const attributes = (page) => page.locator("html").evaluate((root) => Object.fromEntries([...root.attributes].map(({ name, value }) => [name, value])));

const looks = {
  "names of ours that are none of the reader's": { base: "evil", app: "off", version: "old", missing: "offline", busy: "evil", theme: "dark" },
  "values that nobody can choose": { theme: "pink", size: "constructor", wrap: "off", keys: "on", leading: "dark" },
  "values that are no text": { theme: ["dark"], size: { large: 1 }, measure: 1, leading: null, wrap: true },
  "a list": ["dark"],
  "a number": 5,
  "a text": "dark",
  "nothing": null,
  "what everything has": JSON.parse('{"__proto__":"dark","constructor":"dark","toString":"dark"}'),
};
for (const [what, stored] of Object.entries(looks)) {
  test(`a look of ${what} is dropped, and the store is repaired`, async ({ page }) => {
    await page.goto(address("sample"));
    await started(page);
    const before = await attributes(page);
    await page.evaluate((stored) => localStorage.setItem("lamplight:/:look", JSON.stringify(stored)), stored);
    await page.reload();
    await started(page);
    const dark = stored?.theme === "dark";
    expect(await attributes(page)).toEqual({ ...before, ...(dark && { "data-theme": "dark" }) });
    expect(await page.evaluate(() => localStorage.getItem("lamplight:/:look"))).toBe(dark ? '{"theme":"dark"}' : "{}");
  });
}

for (const [what, text] of Object.entries({ "no JSON": "{", "more than anything of ours": `{"theme":"dark","x":"${"x".repeat(4_100_000)}"}` })) {
  test(`a look that is ${what} is dropped, and the store is repaired`, async ({ page }) => {
    await page.goto(address("sample"));
    await page.evaluate((text) => localStorage.setItem("lamplight:/:look", text), text);
    await page.reload();
    await started(page);
    expect(await page.evaluate(() => [document.documentElement.dataset.theme, localStorage.getItem("lamplight:/:look")])).toEqual([undefined, "{}"]);
  });
}

test("a list is a list, whatever is stored", async ({ page }) => {
  await page.goto(address("sample"));
  await started(page);
  const read = (text) =>
    page.evaluate((text) => {
      localStorage.setItem("lamplight:/:numbers", text);
      return [document.documentElement.kit.recall("numbers", (value) => typeof value === "number", []), localStorage.getItem("lamplight:/:numbers")];
    }, text);
  for (const text of ["5", "{}", '{"length":1}', '"x"', "null", "]"]) expect(await read(text), text).toEqual([[], "[]"]);
  expect(await read('[1,"2",3,null,[4]]')).toEqual([[1, 3], "[1,3]"]);
  // One that throws accepts nothing, and takes nothing away.
  const thrown = await page.evaluate(() => [document.documentElement.kit.recall("numbers", (value) => value.no.way, []), localStorage.getItem("lamplight:/:numbers")]);
  expect(thrown).toEqual([[], "[1,3]"]);
});
