// Takes Lamplight's service worker away: published in its place when the settings say `offline = false`. What it kept is
// deleted, and the pages come from the network alone. A host that answers "not found" would leave the old worker in charge.
"use strict";

const prefix = `lamplight:${new URL("./", location.href).pathname}:`;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) if (name.startsWith(prefix)) await caches.delete(name);
  await registration.unregister();
}
