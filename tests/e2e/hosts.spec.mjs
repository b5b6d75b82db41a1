// The same story at every host that meddles: what is written can be read, the app turns the pages, the worker is installed,
// search finds, and what was read is there without a network.
import { expect, inCharge, serve, test } from "./network.mjs";
import { started, title } from "./reader.mjs";

/** Modes of the fault server, and where a reader comes in. */
const modes = {
  mail: "",
  minified: "",
  immutable: "",
  lower: "",
  nohtml: "",
  html: "",
  // Folders have no index there: readers come by the addresses that are shared.
  noindex: "index.html",
  all200: "",
  changedhome: "",
};

/** What a host spoils that nothing on our side can mend, or nothing has mended yet. */
const spoilt = {};

/** Asks for a file that the home page names, as another reader has. */
async function ask(host, pattern) {
  const home = await (await fetch(host.home)).text();
  await fetch(host.url(pattern.exec(home)[0]));
}

const box = (page) => page.getByRole("searchbox", { name: "Search all posts" });

for (const [mode, entrance] of Object.entries(modes)) {
  test(`a host that meddles: ${mode}`, async ({ page, troubles }) => {
    test.fail(mode in spoilt, spoilt[mode]);
    // What a host does not have, forbids, or has at the second time only is told by the browser.
    troubles.expect(/Failed to load resource|net::ERR_|integrity/);
    const host = await serve("hosts");
    await host.host(mode);

    // A page whose first script is kept as missing does without the app: nobody is there to ask again.
    if (mode === "immutable") await ask(host, /lamplight\/app\/boot-\w+\.js/);
    await page.goto(host.url(entrance));
    await expect(page.getByRole("link", { name: "A letter" }).first()).toBeVisible();
    await started(page);
    await page.evaluate(() => (window.same = true));
    const visit = async (name) => {
      await page.getByRole("link", { name, exact: true }).first().click();
      await expect(title(page)).toHaveText(name);
    };
    await visit("A letter");
    await expect(page.getByRole("main")).toContainText("git@hosts.example:lamp/oil.git");
    await visit("In capital letters");
    await visit("Ends in html");
    await visit("A letter");
    expect(await page.evaluate(() => window.same), "the app has turned the pages").toBe(true);

    await inCharge(page);
    await page.keyboard.press("/");
    await box(page).fill("saffron");
    await expect(page.locator(".results a").first()).toContainText("A plain one");
    await page.keyboard.press("Escape");
    // The dialog's entry of the history is left in a moment: a step back would end what loads.
    await page.waitForFunction(() => !`${history.state}`.includes("search"));

    // Loaded whole, so that the worker has seen it.
    await page.goto(host.url("Blog/Capital-Letters/"));
    await expect(title(page)).toHaveText("In capital letters");
    await started(page);
    await host.dead();
    await page.reload();
    await expect(title(page)).toHaveText("In capital letters");
    await visit("Ends in html");
    host.stop();
  });
}

for (const mode of ["untyped", "octets"]) {
  test(`a host that meddles: ${mode}; what is written can be read, and links lead on`, async ({ page, troubles }) => {
    // Browsers run no script without its type.
    troubles.expect(/MIME type|Failed to load resource/);
    const host = await serve("hosts");
    await host.host(mode);
    await page.goto(host.home);
    await page.getByRole("link", { name: "A letter", exact: true }).first().click();
    await expect(title(page)).toHaveText("A letter");
    await expect(page.getByRole("main")).toContainText("git@hosts.example:lamp/oil.git");
    host.stop();
  });
}

test("a first script that a deploy has not brought yet, and that the browser keeps as missing: the blog is read without the app", async ({ page, troubles }) => {
  troubles.expect(/Failed to load resource|net::ERR_|integrity/);
  const host = await serve("hosts");
  await host.host("immutable");
  for (const _ of ["", "again"]) {
    await page.goto(host.home);
    await page.getByRole("link", { name: "A letter", exact: true }).first().click();
    await expect(title(page)).toHaveText("A letter");
  }
  host.stop();
});
