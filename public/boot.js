// Starts the app. Everything here may fail without harm to a page that is already readable: the app then does not
// start, and links load as they do without it. The three names are filled in when a site is built.
import init from "__GLUE__";

const address = new URL("__WASM__", import.meta.url);
const integrity = "__INTEGRITY__";
const patience = 30_000; // milliseconds until a stalled download is given up

/** Fetches the app whole and checked: a body that ends early or holds other bytes is an error here, not a crash. */
async function download() {
  const response = await fetch(address, {
    integrity,
    credentials: "same-origin",
    signal: AbortSignal.timeout(patience),
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.arrayBuffer();
}

/** The app must not compete with the first paint. */
const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

async function start() {
  const bytes = await download().catch(download);
  if (document.visibilityState === "visible") await painted();
  await init({ module_or_path: bytes });
}

start().catch((error) => {
  console.warn("Lamplight could not start:", error);
  const notice = document.getElementById("_failed");
  if (notice && !document.querySelector("main")) notice.hidden = false;
});
