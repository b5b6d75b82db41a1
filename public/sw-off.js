// Takes a service worker away: published in the place of Lamplight's own when the settings say `offline = false`, and where
// another generator had its worker. A host that answers "not found" would leave the old worker in charge.
"use strict";

const own = location.pathname.endsWith("/sw.js");
const prefix = `lamplight:${new URL("./", location.href).pathname}:`;
let replaced = false;

addEventListener("install", () => {
  replaced = Boolean(registration.active);
  skipWaiting();
});
addEventListener("activate", (/** @type {ExtendableEvent} */ event) => event.waitUntil(leave()));

async function leave() {
  // What Lamplight kept; and caches that are named after all that this worker ruled, as those of Workbox are. Who else kept what
  // can't be known: a neighbour's caches are not ours to clear.
  for (const name of await caches.keys()) if ((own && name.startsWith(prefix)) || name.endsWith(registration.scope)) await caches.delete(name);
  await registration.unregister();
  // Pages of the old blog come anew, from the network. Once: one that brings its worker back is left alone.
  if (own || !replaced) return;
  for (const client of await clients.matchAll({ type: "window" })) await client.navigate(client.url).catch(() => {});
}
