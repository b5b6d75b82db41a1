// The app's own script: what its modules ask of the browser, as wasm-bindgen writes it, and the loaders of its chunks. It grows
// with the app, and `boot.js`, which every page runs first, does not: that loads it together with the first module.
import { ask, initSync } from "./lamplight-app.js";

/** @type {Root} */ (document.documentElement).app = { ask, initSync };
