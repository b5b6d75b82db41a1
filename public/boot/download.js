// Files of the app and further scripts, fetched with their integrity. Their addresses are relative to this script's.

const timeout = 30_000; // milliseconds until a stalled download is given up

/**
 * Fetches a file of the app. A body that ends early, or that holds other bytes, is an error. The browser's cache may hold for a
 * year what a host answered during a deploy, so the second attempt goes past the cache.
 * @type {Shared["download"]}
 */
export const download = (file, integrity, priority, cache = "default") => {
  const attempt = async () => {
    const response = await fetch(new URL(file, import.meta.url), { integrity, priority, credentials: "same-origin", cache, signal: AbortSignal.timeout(timeout) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.arrayBuffer();
  };
  return cache === "default" ? attempt().catch(() => download(file, integrity, priority, "reload")) : attempt();
};

const appendScript = (/** @type {URL} */ src, /** @type {string} */ integrity) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { type: "module", src, integrity, onload: resolve, onerror: reject });
    document.head.append(script);
  });

let failures = 0;

/** Runs a further script. If it cannot be had, the second attempt goes past the browser's cache. */
export const loadScript = async (/** @type {string} */ file, /** @type {string} */ integrity) => {
  const src = new URL(file, import.meta.url);
  try {
    await appendScript(src, integrity);
  } catch {
    await fetch(src, { integrity, cache: "reload" });
    // A module that has failed once fails again under the same address.
    // @ts-expect-error A number is written as text.
    src.hash = failures += 1;
    await appendScript(src, integrity);
  }
};
