// A site behind a network that can be told to fail: `crates/faults`, one server for each test, each with an origin of its own.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { resolve } from "node:path";
import { test as base, expect } from "./reader.mjs";
import { files } from "./sites.mjs";

const faults = process.env.FAULTS ?? "../target/release/lamplight-faults";

/** Starts a server for a built site. */
export async function serve(name, path = "/") {
  const child = spawn(faults, [resolve(files(name)), path], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise((done, failed) => {
    createInterface(child.stdout).once("line", done);
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`${faults} ended with ${code}`)));
  });
  const { site, control } = JSON.parse(line);
  const order = async (path, body, method = "POST") => {
    const response = await fetch(control + path, { method, headers: { "content-type": "application/json" }, body: body === undefined ? undefined : JSON.stringify(body) });
    expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
    return response;
  };
  const at = (path) => new URL(path, site).pathname;
  return {
    /** The address of the home page. */
    home: site,
    url: (path) => new URL(path, site).href,
    /** Paths are below the site's folder. */
    faults: (...list) => order("/faults", list.map((fault) => ({ ...fault, path: at(fault.path).replaceAll("%2A", "*") }))),
    deploy: (name) => order("/site", resolve(files(name))),
    /** Becomes a host that meddles, as `Mode` in crates/faults/src/host names them; null makes it a plain one again. */
    host: (mode) => order("/host", mode),
    dead: (dead = true) => order("/dead", dead),
    forget: () => order("/requests", undefined, "DELETE"),
    /** How often each path was asked for since `forget`. */
    asked: async () => Object.fromEntries(Object.entries(await (await order("/requests", undefined, "GET")).json()).map(([path, times]) => [path.slice(at("").length), times])),
    stop: () => child.kill(),
  };
}

/**
 * `network`: our own blog behind such a server; `long`: one with more posts than are installed at once. Tests may start
 * others with `serve`. Service workers are allowed.
 */
export const test = base.extend({
  // Not by `test.use`: that would hold for the first file alone that imports this one.
  serviceWorkers: async ({}, use) => use("allow"),
  troubles: async ({ troubles }, use) => {
    // What a dead network makes of requests is what these tests are about.
    troubles.expect(/net::ERR_(FAILED|EMPTY_RESPONSE|CONNECTION_RESET)/);
    await use(troubles);
  },
  long: async ({}, use) => {
    const network = await serve("media");
    await use(network);
    network.stop();
  },
  network: async ({}, use) => {
    const network = await serve("sample");
    await use(network);
    network.stop();
  },
});

export { expect };

/** Opens a page and waits until its service worker is in charge and has settled. */
export async function installed(page, address) {
  await page.goto(address);
  await inCharge(page);
  await page.evaluate(() => ask({ ask: "state" }));
}

/** Waits until a service worker is in charge of the page. */
export async function inCharge(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  await helpers(page);
}

/** Puts `ask` into the page, which asks the worker in charge. */
export const helpers = (page) =>
  page.evaluate(() => {
    window.ask = (message) =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data);
        navigator.serviceWorker.controller.postMessage(message, [port2]);
      });
  });

/** The names of all caches of the origin, and what is in each. */
export const caches = (page) =>
  page.evaluate(async () => {
    const all = {};
    for (const name of await window.caches.keys()) {
      const keys = await (await window.caches.open(name)).keys();
      all[name] = keys.map((request) => new URL(request.url).pathname);
    }
    return all;
  });

/** The entries of the shell's cache, and of those only. */
export const shells = async (page) => Object.entries(await caches(page)).filter(([name]) => name.includes(":shell:"));
