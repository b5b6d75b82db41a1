// Aids for readers: where one was, what was read, notes beside the text, pictures enlarged, code copied, texts read aloud, keys.
// `boot.js` loads this script at the first sign of a reader, or at once if there is something to remember. All of it stays on the
// device. Where the browser cannot do a thing, its button is not there.
//
// Whatever is added to a page has `data-added`. The rest of the page stays as it is, but for a few attributes. Preferences and
// bookmarks belong to the app (`src/widget/`).
import { onBookmarks } from "./reading/bookmarks.js";
import { press, watchKeys } from "./reading/keys.js";
import { showNews } from "./reading/news.js";
import { addStyle, root } from "./reading/page.js";
import { openDetailsInPrint } from "./reading/print.js";
import { watchSpeech } from "./reading/speech.js";
import { showTools } from "./reading/tools.js";
import { watchPages } from "./reading/visit.js";

addStyle("__STYLE__");
onBookmarks(showTools);
watchSpeech(showTools);
openDetailsInPrint();
watchKeys();
watchPages();

root.reading = { press, news: showNews };
