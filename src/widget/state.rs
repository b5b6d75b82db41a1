//! What widgets share: what the reader has chosen and kept. It lives as long as the app.

use leptos::prelude::*;

use crate::bookmarks::Bookmarks;
use crate::browser;
use crate::preferences::Preferences;

/// Names in the store.
const PREFERENCES: &str = "look";
const BOOKMARKS: &str = "bookmarks";

/// Preferences and bookmarks of the reader.
#[derive(Clone, Copy)]
pub struct Reader {
    preferences: RwSignal<Preferences>,
    bookmarks: RwSignal<Bookmarks>,
}

impl Reader {
    /// The same for all widgets, as the page and the store have it now.
    pub fn shared() -> Self {
        let reader = use_context().unwrap_or_else(|| {
            let reader = Self { preferences: RwSignal::default(), bookmarks: RwSignal::default() };
            provide_context(reader);
            // Another tab may change either.
            browser::on_storage(move || reader.refresh());
            reader
        });
        reader.refresh();
        reader
    }

    /// Reads both anew, and repairs what is stored if it holds what can't be read.
    fn refresh(self) {
        // What is stored was checked when the page was dressed; a browser that stores nothing has it on the page alone.
        let preferences = Preferences::read(browser::shown_preference);
        if preferences != self.preferences.get_untracked() {
            self.preferences.set(preferences);
        }
        let base = browser::base();
        let stored = browser::recall(&base, BOOKMARKS);
        let count = stored.as_ref().map(Vec::len);
        let bookmarks = Bookmarks::read(&base, stored.unwrap_or_default());
        if count != Some(bookmarks.len()) {
            browser::store(&base, BOOKMARKS, bookmarks.stored());
        }
        if self.bookmarks.with_untracked(|known| *known != bookmarks) {
            self.bookmarks.set(bookmarks);
        }
    }

    /// What is chosen; tracks.
    pub fn preferences(self) -> Preferences {
        self.preferences.get()
    }

    /// What is kept; tracks.
    pub fn bookmarks(self) -> Bookmarks {
        self.bookmarks.get()
    }

    /// Chooses: stored, and shown by the page.
    pub fn choose(self, preferences: Preferences) {
        browser::store_texts(&browser::base(), PREFERENCES, preferences.stored());
        browser::show_preferences(preferences.stored());
        self.preferences.set(preferences);
    }

    /// Keeps other bookmarks. Returns whether there was room for them.
    pub fn keep(self, bookmarks: Bookmarks) -> bool {
        let kept = browser::store(&browser::base(), BOOKMARKS, bookmarks.stored());
        if kept {
            self.bookmarks.set(bookmarks);
        }
        browser::tell_bookmarks();
        kept
    }
}
