// Addresses, places on a page, and the way back.
import { expect, test } from "../engines/story.mjs";
import { mark, opened, same, started, titled } from "../engines/steps.mjs";

const link = (tab, name) => tab.evaluate((name) => [...document.querySelectorAll("main a")].find((link) => link.textContent === name).click(), name);
const inSight = (tab, id) => tab.until((id) => { const { top, bottom } = document.getElementById(id)?.getBoundingClientRect() ?? {}; return bottom > 0 && top < innerHeight; }, id);

test("an address with two slashes stays on its host", async ({ tab, site, troubles }) => {
  troubles.expect(/status of 404/);
  const network = await site("addresses");
  const evil = `${network.home}/evil.example/login`;
  await opened(tab, evil);
  await titled(tab, "Page not found");
  await tab.click("header a");
  await tab.at(network.home);
  await titled(tab, "Addresses");
  await tab.back();
  await tab.until((evil) => location.href === evil, evil);
  await titled(tab, "Page not found");
});

test("a link to a place, from another page: marked, in sight, opened", async ({ tab, site }) => {
  const network = await site("addresses");
  await opened(tab, network.url("blog/other/"));
  await mark(tab);
  await link(tab, "end");
  await titled(tab, "Places in a post");
  await inSight(tab, "the-end");
  expect(await tab.evaluate(() => [document.querySelector(":target").id, document.activeElement.id])).toEqual(["the-end", "the-end"]);
  await tab.back();
  await titled(tab, "Another post");
  await link(tab, "closed");
  await titled(tab, "Places in a post");
  await inSight(tab, "hidden");
  expect(await tab.evaluate(() => document.getElementById("hidden").closest("details").open)).toBe(true);
  expect(await same(tab)).toBe(true);
});

test("a link to words of another page: they are in sight", async ({ tab, site }) => {
  const network = await site("addresses");
  await opened(tab, network.url("blog/other/"));
  await tab.click("main a", "words");
  await titled(tab, "Places in a post");
  await inSight(tab, "old-name");
});

test("Back closes a dialog, and a dialog that is closed leaves nothing behind", async ({ tab, network }) => {
  await opened(tab, network.home);
  await tab.click("header a", "Archive");
  await titled(tab, "Archive");
  await tab.press("/");
  await tab.sees("dialog[open] input");
  await tab.back();
  await tab.misses("dialog[open]");
  await tab.at(network.url("archive/"));
  await tab.press("/");
  await tab.sees("dialog[open] input");
  await tab.press("Escape");
  await tab.misses("dialog[open]");
  await tab.until(() => !history.state.includes(" "));
  await tab.back();
  await tab.at(network.home);
});

test("Back to a search: what was found, where one was, and no keyboard", async ({ tab, network }) => {
  await opened(tab, network.home);
  await tab.press("/");
  await tab.sees("dialog[open] input");
  await tab.type("page");
  await tab.until(() => document.querySelectorAll("dialog .results a").length === 6);
  await tab.click("dialog .results li:nth-child(5) a");
  await tab.misses("dialog[open]");
  await tab.until(() => location.pathname !== "/" && !document.documentElement.dataset.busy);
  await tab.back();
  await tab.sees("dialog[open] .results a");
  expect(await tab.evaluate(() => [document.querySelector("dialog input").value, [...document.querySelectorAll("dialog .results a")].indexOf(document.activeElement)])).toEqual(["page", 4]);
  await tab.back();
  await tab.misses("dialog[open]");
  await tab.at(network.home);
});

test("lists break no rule of the policy", async ({ tab, network }) => {
  await tab.open(network.home);
  await started(tab);
  expect(await tab.evaluate(() => [document.head.querySelectorAll("[rel=next], [rel=prev]").length, document.querySelectorAll("main a[rel=next]").length])).toEqual([0, 1]);
});
