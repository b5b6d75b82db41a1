//! The address bar: leptos_router's navigation, with the moment of the turn in our hands.
//!
//! Its `BrowserUrl` intercepts links, keeps the history and tells the address by a signal. It writes a new address
//! only when told that the page is ready, so address, title and content change together. Its route components are not
//! used: any address may be a post's permalink, so there is one route, and the table of routes is in the manifest.

use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationProvider, Url};
use wasm_bindgen::JsValue;

use super::{tick, window};
use crate::route::without_base;

/// Where the reader is or wants to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Decoded path without base; `None` outside of the site.
    pub path: Option<String>,
    /// As it stands in the address bar, from the path on.
    pub href: String,
}

/// The address as a signal.
#[derive(Clone)]
pub struct Address {
    router: BrowserUrl,
    base: String,
}

impl Address {
    /// Starts to intercept links. Must run inside a reactive owner that lives as long as the page.
    #[must_use]
    pub fn start(base: &str) -> Option<Self> {
        let router = BrowserUrl::new().ok()?;
        let prefix = base.trim_end_matches('/').to_owned();
        router.init((!prefix.is_empty()).then(|| prefix.into()));
        Some(Self { router, base: base.to_owned() })
    }

    /// The visit to be shown; tracks.
    #[must_use]
    pub fn visit(&self) -> Visit {
        self.visit_of(&self.router.as_url().get())
    }

    /// As [`Address::visit`], for once.
    #[must_use]
    pub fn visit_untracked(&self) -> Visit {
        self.visit_of(&self.router.as_url().get_untracked())
    }

    fn visit_of(&self, url: &Url) -> Visit {
        let decoded =
            js_sys::decode_uri_component(url.path()).map_or_else(|_| url.path().to_owned(), String::from);
        Visit { path: without_base(&self.base, &decoded).map(str::to_owned), href: full_path(url) }
    }

    /// Tells that the page of `visit` is on screen: the address bar follows. Returns whether a new entry was made in
    /// the history (a click), rather than an old one taken up (Back, Forward, the first page).
    pub async fn arrive(&self, visit: &Visit) -> bool {
        if here() == visit.href {
            return false;
        }
        self.router.ready_to_complete();
        // The router writes the address in a task of its own.
        for _ in 0..8 {
            if here() == visit.href {
                return true;
            }
            tick().await;
        }
        // It skips addresses that it believes to be on top already, which jumps over several entries can confuse.
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&visit.href));
        }
        true
    }

    /// Replaces an old address by the one that it led to.
    pub fn correct(&self, href: &str) {
        if let Ok(history) = window().history() {
            let state = history.state().unwrap_or(JsValue::NULL);
            let _ = history.replace_state_with_url(&state, "", Some(href));
        }
    }
}

fn full_path(url: &Url) -> String {
    let mark = if url.search().is_empty() { "" } else { "?" };
    [url.path(), mark, url.search(), url.hash()].concat()
}

/// What the address bar says, from the path on.
fn here() -> String {
    let location = window().location();
    let part = |r: Result<String, JsValue>| r.unwrap_or_default();
    [part(location.pathname()), part(location.search()), part(location.hash())].concat()
}
