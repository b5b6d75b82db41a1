//! State that widgets share: preferences and bookmarks. It lives as long as the app.

use leptos::prelude::*;

use crate::bookmarks::Bookmarks;
use crate::browser;
use crate::preferences::Preferences;

/// Names in local storage.
const PREFERENCES: &str = "look";
const BOOKMARKS: &str = "bookmarks";

/// Preferences and bookmarks of the reader.
#[derive(Clone, Copy)]
pub struct ReaderState {
    preferences: RwSignal<Preferences>,
    bookmarks: RwSignal<Bookmarks>,
}

impl ReaderState {
    /// The shared state, read again from the page and local storage.
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

    /// Reads both again. If stored bookmarks can't be read, they are stored again without these.
    fn refresh(self) {
        // `boot.js` has checked stored preferences and set attributes of the page; without storage, only the page has them.
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

    /// The preferences; tracks.
    pub fn preferences(self) -> Preferences {
        self.preferences.get()
    }

    /// The bookmarks; tracks.
    pub fn bookmarks(self) -> Bookmarks {
        self.bookmarks.get()
    }

    /// Stores preferences, and applies them to the page.
    pub fn choose(self, preferences: Preferences) {
        browser::store_texts(&browser::base(), PREFERENCES, preferences.stored());
        browser::show_preferences(preferences.stored());
        self.preferences.set(preferences);
    }

    /// Stores bookmarks. Returns whether there was room for them.
    pub fn keep(self, bookmarks: Bookmarks) -> bool {
        let kept = browser::store(&browser::base(), BOOKMARKS, bookmarks.stored());
        if kept {
            self.bookmarks.set(bookmarks);
        }
        browser::announce_bookmarks();
        kept
    }
}
