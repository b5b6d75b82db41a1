// The service worker alone, in Node: its own modules in one script, as the build puts them together, with Node's Request, Response
// and streams, and a network that is a real server. What Node lacks is as little as the worker asks for: caches in memory, events,
// clients.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

// `cargo xtask test unit` has esbuild on the path.
const file = fileURLToPath(new URL("../../public/sw.js", import.meta.url));
const script = execFileSync("esbuild", ["--bundle", "--format=iife", "--target=es2022", "--log-level=warning", file], { encoding: "utf8" });

/** A server that answers by `routes`, each a function of the request or [status, headers, body]. */
export async function network(routes) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push([request.url, request.headers["cache-control"]]);
    const route = routes[request.url] ?? [404, {}, ""];
    const [status, headers, body] = typeof route === "function" ? route(request) : route;
    response.writeHead(status, { connection: "close", ...headers }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, asked, stop: () => new Promise((resolve) => server.close(resolve)) };
}

class Caches {
  all = new Map();
  async open(name) {
    if (!this.all.has(name)) this.all.set(name, new Map());
    const entries = this.all.get(name);
    const key = (request) => (typeof request === "string" ? request : request.url);
    return {
      match: async (request) => entries.get(key(request))?.clone(),
      put: async (request, response) => void entries.set(key(request), response),
      delete: async (request) => entries.delete(key(request)),
      keys: async () => [...entries.keys()].map((url) => new Request(url)),
    };
  }
  keys = async () => [...this.all.keys()];
  delete = async (name) => this.all.delete(name);
}

/** Starts the worker of a site at an address. `events` are dispatched by hand. */
export function start(home, site = {}) {
  const listeners = {};
  const caches = new Caches();
  let skipped = false;
  const globals = {
    __SITE__: { version: "0123456789abcdef", app: "fedcba9876543210", entries: [], ...site },
    location: new URL("sw.js", home),
    caches,
    addEventListener: (kind, listener) => (listeners[kind] = listener),
    skipWaiting: async () => void (skipped = true),
    registration: {},
    navigator: {},
    clients: { matchAll: async () => [], get: async () => undefined, claim: async () => {} },
  };
  new Function("self", ...Object.keys(globals), script)({}, ...Object.values(globals));
  const dispatch = (kind, event) => {
    const pending = [];
    event.waitUntil = (promise) => pending.push(promise);
    listeners[kind](event);
    return {
      /** All that the event waits for, and what it asked for meanwhile. */
      done: async () => {
        for (let i = 0; i < pending.length; i += 1) await pending[i];
      },
    };
  };
  const worker = {
    caches,
    names: { pages: `lamplight:${home.pathname}:pages`, shelf: `lamplight:${home.pathname}:shelf`, notes: `lamplight:${home.pathname}:notes`, files: `lamplight:${home.pathname}:files`, shell: `lamplight:${home.pathname}:shell:0123456789abcdef` },
    skipped: () => skipped,
    keep: async (name, path, response) => (await caches.open(worker.names[name])).put(new URL(path, home).href, response),
    kept: async (name) => (await (await caches.open(worker.names[name])).keys()).map(({ url }) => url.slice(home.href.length)),
    value: async (name, path) => (await (await caches.open(worker.names[name])).match(new URL(path, home).href))?.text(),
    install: () => dispatch("install", {}).done(),
    /** Fetches as a page does; undefined if the worker leaves it to the browser. */
    async fetch(path, { preload, mode = "navigate", ...init } = {}) {
      const request = new Request(new URL(path, home), init);
      Object.defineProperty(request, "mode", { value: mode });
      let answer;
      const { done } = dispatch("fetch", { request, preloadResponse: Promise.resolve(preload), respondWith: (promise) => (answer = promise), clientId: "", resultingClientId: "tab" });
      const response = await answer;
      const bytes = response && new Uint8Array(await response.clone().arrayBuffer());
      await done();
      return response && { response, bytes, text: new TextDecoder("latin1").decode(bytes) };
    },
    async ask(data, source = { url: home.href }) {
      let answer;
      await dispatch("message", { data, source, ports: [{ postMessage: (value) => (answer = value) }] }).done();
      return answer;
    },
  };
  return worker;
}
