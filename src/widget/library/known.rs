//! The state that widgets of the library share.

use leptos::prelude::*;

use crate::browser;
use crate::library::Library;

/// The offline library as a signal for all widgets. It lives as long as the app.
#[derive(Clone, Copy)]
pub struct SharedLibrary(pub RwSignal<Library>);

impl SharedLibrary {
    /// The shared signal, with the last state that the service worker has reported.
    pub fn shared() -> Self {
        use_context().unwrap_or_else(|| {
            let known = Self(RwSignal::new(browser::library()));
            provide_context(known);
            browser::on_library(move |library| known.0.set(library));
            known
        })
    }
}
