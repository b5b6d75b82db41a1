//! The app: follows the address, loads the page of each visit, and puts it on screen in one step.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use lamplight_content::model::{Manifest, route_key};
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{self, Address, Scroll, Shell, Visit};
use crate::data::Store;
use crate::error::LoadError;
use crate::head::Head;
use crate::page::{Loaded, load};
use crate::route::{Route, url};
use crate::view::{self, Failure, Page};

/// Starts the app in the page. Does nothing on a page that was not made for it.
///
/// A prerendered page stays as it is until the reader turns it; a bare shell is filled at once.
///
/// Leptos says what is to be drawn when. A page itself never changes once it is there, so it is put in place as one text:
/// the browser's own parser is faster at that than any program, and elements made one by one would take a tenth of ours.
pub fn start() {
    let Some(Shell { base, prerendered, missing, frame }) = browser::shell() else { return };
    mount_to_body(move || {
        let page: PageSignal = RwSignal::new_local(None);
        Effect::new(move |_| {
            if let Some((known, page)) = page.get() {
                frame.draw(|| view::content(&known.site, &page), || view::whole(&known.site, &page));
            }
        });
        if let Some(address) = Address::start(&base) {
            Turns::start(base, address, page, prerendered, missing);
        }
    });
}

type PageSignal = RwSignal<Option<Shown>, LocalStorage>;

/// A page, and the manifest of the site that it is of.
type Shown = (Rc<Manifest>, Rc<Page>);

/// From one page to the next.
struct Turns {
    base: String,
    store: Store,
    address: Address,
    scroll: Scroll,
    page: PageSignal,
    /// Whether there is a page from the start, which came as HTML.
    prerendered: bool,
    /// Counts visits: a page that arrives after the reader has gone on is dropped.
    latest: Cell<u32>,
    /// A page is on its way to the screen, and `current` does not tell of it yet.
    drawing: Cell<bool>,
    /// The visit on screen.
    current: RefCell<Option<Visit>>,
    look_for_links: Rc<dyn Fn()>,
}

impl Turns {
    fn start(base: String, address: Address, page: PageSignal, prerendered: bool, missing: bool) {
        let store = Store::new(&base);
        let (to_intend, to_view) = (store.clone(), store.clone());
        let look_for_links = browser::watch_links(
            &base,
            move |path| prefetch(&to_intend, path, true),
            move |path| prefetch(&to_view, path, false),
        );
        // A page that says that nothing is here may be wrong: the host knows only files, the app all addresses.
        let settled = prerendered && !missing;
        let current = settled.then(|| address.visit_untracked());
        let turns = Rc::new(Self {
            base,
            scroll: Scroll::start(),
            store,
            address,
            page,
            prerendered,
            latest: Cell::new(0),
            drawing: Cell::new(false),
            current: RefCell::new(current),
            look_for_links,
        });
        if settled && !browser::saves_data() {
            // What every turn needs, in good time: the page has come whole by now.
            let store = turns.store.clone();
            spawn_local(async move {
                let _ = store.manifest().await;
            });
        }
        let again = turns.clone();
        browser::on_retry(move || {
            let visit = again.current.borrow().clone();
            match (again.failed_as_stale(), visit) {
                (true, _) => browser::reload(),
                (false, Some(visit)) => again.clone().go(visit, true),
                (false, None) => {}
            }
        });
        Effect::new(move |_| turns.clone().go(turns.address.visit(), false));
    }

    fn failed_as_stale(&self) -> bool {
        let stale = |page: &Page| matches!(page, Page::Failed(Failure::Stale));
        self.page.with_untracked(|shown| shown.as_ref().is_some_and(|(_, page)| stale(page)))
    }

    fn go(self: Rc<Self>, visit: Visit, retry: bool) {
        let Some(path) = visit.path.clone() else { return browser::load_natively(&visit.href) };
        self.latest.set(self.latest.get() + 1);
        let number = self.latest.get();
        let known = self.current.borrow().clone();
        // While a page is drawn that the reader has left already, `current` is not what is on screen.
        let settled = !self.drawing.get();
        if let Some(known) = known.as_ref().filter(|k| settled && !retry && k.path == visit.path) {
            // Another place on the same page, or Back to one; or the page that is here already.
            if known.href != visit.href {
                *self.current.borrow_mut() = Some(visit);
                self.scroll.moved_on_page();
            }
            browser::set_busy(None);
            return;
        }
        if known.is_some() && settled && !retry {
            self.scroll.leave();
        }
        browser::set_busy(Some(&visit.href));
        spawn_local(async move {
            let loaded = load(&self.store, &Route::parse(&path)).await;
            if self.latest.get() != number {
                return;
            }
            let first = known.is_none();
            let nothing = matches!(&loaded, Ok(Loaded { page: Page::NotFound, .. }));
            if first && (nothing || loaded.is_err()) && self.prerendered {
                // The page on screen says so already.
                *self.current.borrow_mut() = Some(visit);
                return browser::set_busy(None);
            }
            if loaded.is_err() && !first && !retry && browser::is_remembered(&visit.href).await {
                // Its data are out of reach, and the page as it was read is not.
                if self.latest.get() == number {
                    browser::load_natively(&visit.href);
                }
                return;
            }
            if nothing && !first && !retry {
                // Perhaps a file or a page of another program: the server knows.
                return browser::load_natively(&visit.href);
            }
            let manifest = self.store.manifest().await;
            self.show(number, visit, manifest, loaded, first || retry).await;
        });
    }

    async fn show(
        &self,
        number: u32,
        visit: Visit,
        manifest: Result<Rc<Manifest>, LoadError>,
        loaded: Result<Loaded, LoadError>,
        in_place: bool,
    ) {
        // Without a manifest there is still a page to show: that it could not be had.
        let manifest = manifest.unwrap_or_else(|_| Rc::new(Manifest::unknown(&self.base)));
        let site = &manifest.site;
        let Loaded { page, moved } =
            loaded.unwrap_or_else(|error| Loaded { page: Page::Failed(error.into()), moved: None });
        let head = Head::of(site, &page);
        let (signal, shown) = (self.page, (manifest.clone(), Rc::new(page)));
        self.drawing.set(true);
        browser::transition(move || signal.set(Some(shown))).await;
        if self.latest.get() != number {
            return;
        }
        // The page is drawn by an effect, which runs in a task of its own.
        browser::tick().await;
        browser::tick().await;
        let new_entry = self.address.arrive(&visit).await;
        *self.current.borrow_mut() = Some(visit);
        self.drawing.set(false);
        if let Some(to) = moved {
            self.address.correct(&url(&site.base, &to));
        }
        browser::apply_head(&head, site);
        if new_entry {
            self.scroll.begin()
        } else {
            self.scroll.restore()
        }
        if !in_place {
            browser::focus_title();
        }
        (self.look_for_links)();
        if self.latest.get() == number {
            browser::set_busy(None);
        }
    }
}

/// Fetches what a link leads to. On mere sight only if that costs one request at most.
fn prefetch(store: &Store, path: &str, intended: bool) {
    if let Route::Document { key } = Route::parse(path) {
        let (store, key) = (store.clone(), route_key(&key));
        if intended || store.knows(&key) {
            spawn_local(async move { store.prefetch(&key).await });
        }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Offline => Self::Offline,
            LoadError::Http(status) => Self::Server(status),
            LoadError::Type => Self::Intercepted,
            LoadError::Integrity | LoadError::Decode => Self::Damaged,
            LoadError::Stale => Self::Stale,
        }
    }
}
