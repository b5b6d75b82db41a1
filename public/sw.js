// Lamplight's service worker: pages that were read stay readable, and what a reader keeps on purpose stays whole.
//
// - What may change is asked for first and remembered second: pages, and the manifest. A cached copy is only ever replaced
//   by something that is known to be ours and whole.
// - What can't change is looked for first: files whose names are made of their bytes. They are checked on every way.
// - A new version installs as a whole or not at all, takes over what it has in common with the old one, and goes on where
//   it was interrupted.
// - Nothing here may stand between a reader and the network: whatever fails falls back to it.
//
// The build fills in what this version consists of: [path below the site's folder, SHA-256 of its bytes].
import { manifestPath, patience, root, wait } from "./worker/site.js";
import { pageKey } from "./worker/address.js";
import { hashIn, obtained } from "./worker/files.js";
import { freshManifest, knownManifest } from "./worker/data.js";
import { page } from "./worker/pages.js";
import { media } from "./worker/media.js";
import { letGo } from "./worker/withdrawn.js";
import { activate, install } from "./worker/versions.js";
import { answers } from "./worker/answers.js";

addEventListener("install", (/** @type {ExtendableEvent} */ event) => event.waitUntil(install()));
addEventListener("activate", (/** @type {ExtendableEvent} */ event) => event.waitUntil(activate()));

addEventListener("fetch", (/** @type {FetchEvent} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return;
  const path = url.pathname.slice(root.pathname.length);
  const answer =
    request.mode === "navigate"
      ? page(event, pageKey(path))
      : path === manifestPath
        ? manifest(event)
        : hashIn(path) && !request.headers.has("range")
          ? obtained(path)
          : /image|audio|video|track/.test(request.destination)
            ? media(event, path)
            : undefined;
  // A wrong answer is handed on as it is: who asked knows what it means.
  if (answer) event.respondWith(answer.catch(() => fetch(request)));
});

/** The manifest: the same, and what is no manifest is nothing. */
async function manifest(/** @type {FetchEvent} */ event) {
  const network = freshManifest();
  event.waitUntil(network.then(letGo).catch(() => {}));
  const cached = await knownManifest();
  if (!cached) return (await network.catch(() => undefined)) ?? fetch(event.request);
  return (await Promise.race([network.catch(() => undefined), wait(patience)])) ?? cached;
}

addEventListener("message", (/** @type {ExtendableMessageEvent} */ event) => {
  // Who lives elsewhere on the origin has nothing to say here.
  if (!/** @type {Client | null} */ (event.source)?.url?.startsWith(root.href)) return;
  const { ask, ...more } = event.data ?? {};
  const answer = async () => (Object.hasOwn(answers, ask) ? answers[/** @type {Ask} */ (ask)](more, event) : undefined);
  event.waitUntil(
    answer().then(
      (value) => event.ports[0]?.postMessage(value ?? null),
      (error) => event.ports[0]?.postMessage({ error: String(error) }),
    ),
  );
});
