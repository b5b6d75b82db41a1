//! What widgets of the library share.

use leptos::prelude::*;

use crate::browser;
use crate::library::Library;

/// What is kept, as all widgets know it. It lives as long as the app.
#[derive(Clone, Copy)]
pub struct Known(pub RwSignal<Library>);

impl Known {
    /// The same for all widgets, as the service worker has told it last.
    pub fn shared() -> Self {
        use_context().unwrap_or_else(|| {
            let known = Self(RwSignal::new(browser::library()));
            provide_context(known);
            browser::on_library(move |library| known.0.set(library));
            known
        })
    }
}
