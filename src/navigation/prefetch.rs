//! Loads pages before the click.

use std::cell::RefCell;
use std::rc::Rc;

use lamplight_format::model::{Manifest, route_key};
use lamplight_format::route::Route;
use lamplight_theme::view::Page;
use wasm_bindgen_futures::spawn_local;

use crate::data::Store;
use crate::page::{LoadedPage, load_with};

/// The page of a link under the pointer, loaded and rendered, so that a click only draws it.
#[derive(Default)]
pub struct PrefetchedPage {
    path: RefCell<String>,
    /// The page, when it is loaded, with its manifest.
    page: RefCell<Option<(Rc<Manifest>, LoadedPage)>>,
}

impl PrefetchedPage {
    /// Loads and renders the post of a link. Called several times for a link before a click.
    pub fn load(self: &Rc<Self>, store: &Store, path: &str) {
        let route = Route::parse(path);
        if *self.path.borrow() == path || !matches!(route, Route::Document { .. }) {
            return;
        }
        self.path.replace(path.to_owned());
        self.page.take();
        let (prefetched, store, path) = (self.clone(), store.clone(), path.to_owned());
        spawn_local(async move {
            let made = match store.manifest().await {
                Ok(manifest) => load_with(&store, &manifest, &route).await.map(|loaded| (manifest, loaded)),
                Err(error) => Err(error),
            };
            if *prefetched.path.borrow() != path {
                return;
            }
            match made {
                Ok(made @ (_, LoadedPage { page: Page::Post(_), .. })) => {
                    drop(prefetched.page.replace(Some(made)))
                }
                // Errors are ignored: the navigation will report them.
                _ => prefetched.path.borrow_mut().clear(),
            }
        });
    }

    /// The page of a path, if it was loaded with the current manifest.
    #[must_use]
    pub fn take(&self, store: &Store, path: &str) -> Option<(Rc<Manifest>, LoadedPage)> {
        let (known, page) = (self.path.take(), self.page.take());
        page.filter(|(manifest, _)| known == path && store.is_current(manifest))
    }
}

/// Fetches the bundle of a visible link, if that takes at most one request.
pub fn fetch(store: &Store, path: &str) {
    if let Route::Document { key } = Route::parse(path) {
        let store = store.clone();
        spawn_local(async move { store.prefetch(&route_key(&key)).await });
    }
}
