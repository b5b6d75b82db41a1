//! What a reader is about to turn to, loaded before the click.

use std::cell::RefCell;
use std::rc::Rc;

use lamplight_format::model::{Manifest, route_key};
use lamplight_format::route::Route;
use lamplight_theme::view::Page;
use wasm_bindgen_futures::spawn_local;

use crate::data::Store;
use crate::page::{Loaded, load_with};

/// The post that the reader is about to turn to, loaded and rendered: a click has only to draw it.
#[derive(Default)]
pub struct PrefetchedPage {
    path: RefCell<String>,
    /// The page, once it is there, and the manifest that it was loaded by.
    page: RefCell<Option<(Rc<Manifest>, Loaded)>>,
}

impl PrefetchedPage {
    /// Loads and renders the post that a link leads to. A finger and a pointer come to a link several times before the click.
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
                Ok(made @ (_, Loaded { page: Page::Post(_), .. })) => {
                    drop(prefetched.page.replace(Some(made)))
                }
                // Failure is silent: the navigation itself will tell.
                _ => prefetched.path.borrow_mut().clear(),
            }
        });
    }

    /// The page of a path, if it was made by the manifest of now.
    #[must_use]
    pub fn take(&self, store: &Store, path: &str) -> Option<(Rc<Manifest>, Loaded)> {
        let (known, page) = (self.path.take(), self.page.take());
        page.filter(|(manifest, _)| known == path && store.is_current(manifest))
    }
}

/// Fetches what a link that was seen leads to, if that costs one request at most.
pub fn fetch(store: &Store, path: &str) {
    if let Route::Document { key } = Route::parse(path) {
        let store = store.clone();
        spawn_local(async move { store.prefetch(&route_key(&key)).await });
    }
}
