// The first script of a page: applies the reader's preferences, starts the app, opens dialogs. Pages can be read without it. Where
// something here fails, links load pages as they do without an app.
//
// The modules of `boot/` do nothing when they are imported. What they do to the page is in order here. A build fills in the names in
// capitals and the texts.
import { ask, startApp } from "./boot/app.js";
import { isCommand, watchCommands } from "./boot/commands.js";
import { watchHistory } from "./boot/dialog.js";
import { addStyle, button, element, format } from "./boot/dom.js";
import { download } from "./boot/download.js";
import { giveUp, watchFailures } from "./boot/failure.js";
import { keepInstallOffer } from "./boot/install.js";
import { renew, watchNews } from "./boot/news.js";
import { root } from "./boot/page.js";
import { markMissingPictures } from "./boot/pictures.js";
import { applyPreferences, watchPreferences } from "./boot/preferences.js";
import { showProgress, statusElement } from "./boot/progress.js";
import { loadOffline, loadReadingWhenNeeded } from "./boot/scripts.js";
import { watchScrolling } from "./boot/scrolling.js";
import { watchSearch } from "./boot/search.js";
import { recall, store } from "./boot/storage.js";
import { widgetDialog } from "./boot/widget.js";

// First of all, and before the first paint where the script is in the cache.
applyPreferences();
watchPreferences();

watchFailures();
markMissingPictures();
// A page that comes back from the browser's memory is not on its way to another one.
addEventListener("pageshow", ({ persisted }) => persisted && delete root.dataset.busy);
watchScrolling();
keepInstallOffer();
watchHistory();

// For the other scripts, which are loaded separately.
root.kit = { element, button, addStyle, format, recall, store, applyPreferences, widgetDialog, statusElement, showProgress, ask, download, isCommand, renew };

loadReadingWhenNeeded();
watchCommands();
watchNews();
watchSearch();

// Offline reading does not need the app. It comes last, so that it delays nothing else.
startApp().catch(giveUp).then(loadOffline);
