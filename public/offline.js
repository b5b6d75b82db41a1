// The page's side of the service worker: registers and renews it, and speaks with it. The controls of the offline library are the
// app's (`src/widget/library/`). The app is asked for them when a reader keeps something.
import { clearsUnvisited } from "./offline/checks.js";
import { state } from "./offline/library.js";
import { addStyle, container, root } from "./offline/page.js";
import { fillPlaces } from "./offline/places.js";
import { start } from "./offline/start.js";
import { watchPages } from "./offline/visit.js";
import { ask, registration } from "./offline/worker.js";

addStyle("__STYLE__");

// What the app uses.
const { userAgent, standalone } = navigator;
const clears = clearsUnvisited(userAgent, standalone || matchMedia("(display-mode: standalone)").matches);
root.library = { ask, state, clears, works: Boolean(container) };

watchPages();

// Without a service worker, the page is as it was.
(async () => container && (await start()))().catch((error) => {
  console.info("Nothing is kept for offline reading:", error);
  // Private windows may have workers and refuse to register one.
  if (!registration) root.library.works = false;
  fillPlaces();
});
