//! The app: takes over the page that came as HTML, follows the address, and does what scripts of the page ask for.

use std::cell::Cell;
use std::rc::Rc;

use lamplight_format::model::Manifest;
use lamplight_format::route::{Route, url};
use lamplight_theme::head::Head;
use lamplight_theme::locale;
use lamplight_theme::view::{self, Failure, Page};
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{self, History, Location, Request, Scroll, Shell, Site};
use crate::data::Store;
use crate::error::{LoadError, Unavailable};
use crate::navigation::prefetch::{self, PrefetchedPage};
use crate::navigation::{Navigation, Navigator, Outlet, Stage};
use crate::page::{Loaded, load_with};
use crate::search::Search;
use crate::widget;

/// Starts the app in the page. Does nothing on a page that was not made for it.
///
/// A prerendered page stays as it is until the reader turns it; a bare shell is filled at once.
///
/// A page never changes once it is there, so it is put in place as one text. What does change, widgets, is drawn by Leptos; what they
/// share lives as long as the app, below the owner that is made here.
pub fn start() {
    let Some(shell) = browser::shell() else { return };
    mount_to_body(move || {
        if let Some(site) = Site::here(&shell.base) {
            App::start(shell, site);
        }
    });
}

/// What navigations work on.
struct App {
    base: String,
    store: Store,
    history: History,
    scroll: Scroll,
    outlet: Rc<Outlet>,
    prefetched: Rc<PrefetchedPage>,
    look_for_links: Rc<dyn Fn()>,
    /// The device needed more than half a frame for a page: it is shown no transitions, which would double the wait.
    is_slow: Cell<bool>,
}

impl App {
    fn start(Shell { base, prerendered, missing, root }: Shell, site: Site) {
        let outlet = Rc::new(Outlet::new(root));
        let to_place = outlet.clone();
        let draw_to = move |href: &str| to_place.until(|| browser::hash_is_there(href));
        let Some(history) = History::start(site.clone(), draw_to) else { return };
        let (store, prefetched) = (Store::new(&base), Rc::<PrefetchedPage>::default());
        let (to_intend, to_view, intended) = (store.clone(), store.clone(), prefetched.clone());
        let look_for_links = browser::watch_links(
            &site,
            move |path| intended.load(&to_intend, path),
            move |path| prefetch::fetch(&to_view, path),
        );
        // A page that says that nothing is here may be wrong: the host knows only files, the app all addresses.
        let is_settled = prerendered && !missing;
        let current = is_settled.then(|| history.location_untracked());
        let scroll = Scroll::start();
        let is_slow = Cell::new(false);
        let app = Self { base, store, history, scroll, outlet, prefetched, look_for_links, is_slow };
        if !is_settled {
            browser::set_busy(Some(&app.history.location_untracked().href));
        }
        answer_requests(&app.store);
        let navigator = Rc::new(Navigator::new(app, prerendered, current));
        if is_settled && !browser::saves_data() {
            // What every navigation needs, in good time: the page has come whole by now.
            let ahead = navigator.clone();
            spawn_local(async move { ahead.stage.prepare().await });
        }
        let to_act = navigator.clone();
        browser::on_action(move |action| {
            let navigator = to_act.clone();
            if action == "renew" {
                return spawn_local(async move { renew(&navigator).await });
            }
            match navigator.stage.failed_as_stale() {
                true => browser::reload(),
                false => navigator.retry(),
            }
        });
        Effect::new(move |_| navigator.go(navigator.stage.history.location()));
    }

    async fn prepare(&self) {
        if let Ok(manifest) = self.store.manifest().await {
            browser::sleep(0).await;
            let begun = browser::now();
            locale::prepare(&manifest.site);
            // The first that is known of how quick the device is.
            if browser::now() - begun > SLOW_WORDS {
                self.is_slow.set(true);
            }
        }
    }

    fn failed_as_stale(&self) -> bool {
        self.outlet.shown().is_some_and(|(_, page)| matches!(*page, Page::Failed(Failure::Stale)))
    }
}

impl Stage for App {
    type Loaded = (Rc<Manifest>, Loaded);

    fn leave(&self) {
        self.scroll.leave();
    }

    fn set_busy(&self, href: Option<&str>) {
        browser::set_busy(href);
    }

    async fn load(&self, path: &str) -> Result<Self::Loaded, LoadError> {
        if let Some(loaded) = self.prefetched.take(&self.store, path) {
            return Ok(loaded);
        }
        let route = Route::parse(path);
        let load = async |manifest: Rc<Manifest>| {
            let loaded = load_with(&self.store, &manifest, &route).await?;
            Ok((manifest, loaded))
        };
        self.store.with_manifest(load).await
    }

    fn is_nothing((_, loaded): &Self::Loaded) -> bool {
        matches!(loaded.page, Page::NotFound)
    }

    async fn is_remembered(&self, href: &str) -> bool {
        browser::is_remembered(href).await
    }

    fn load_natively(&self, location: &Location) {
        browser::load_natively(location);
    }

    async fn commit(
        &self,
        loaded: Result<Self::Loaded, LoadError>,
        navigation: &Navigation,
    ) -> Option<Location> {
        let location = &navigation.location;
        let (manifest, Loaded { page, moved }) = loaded.unwrap_or_else(|error| {
            // Without a manifest there is still a page to show: that it could not be had.
            let known = self.store.known().map(|(_, manifest)| manifest);
            let manifest = known.unwrap_or_else(|| Rc::new(Manifest::unknown(&self.base)));
            (manifest, Loaded { page: Page::Failed(error.into()), moved: None })
        });
        let site = &manifest.site;
        let head = Head::of(site, &page);
        let begun = Rc::new(Cell::new(0.0));
        let (begins, outlet, is_latest) = (begun.clone(), self.outlet.clone(), navigation.is_latest());
        let shown = (manifest.clone(), Rc::new(page));
        let change = move || {
            begins.set(browser::now());
            // The browser may call it when another page is there already.
            if is_latest() {
                outlet.draw(shown);
            }
        };
        match browser::now() - navigation.asked > LATE || self.is_slow.get() {
            true => change(),
            false => browser::transition(change).await,
        }
        if !navigation.is_latest()() {
            return None;
        }
        self.outlet.until(|| browser::hash_is_there(&location.href));
        let shown = self.history.corrected(location.clone(), moved.map(|to| url(&site.base, &to)));
        let is_new_entry = self.history.record(location, &shown);
        browser::apply_head(&head, site);
        let mut is_at_place = false;
        if is_new_entry {
            is_at_place = self.scroll.begin(&shown.href);
        } else {
            self.outlet.until(|| self.scroll.can_restore());
            self.scroll.restore();
        }
        let in_place = navigation.is_first || navigation.is_retry;
        if !in_place && !is_at_place {
            browser::focus_title();
        }
        let took = browser::now() - begun.get();
        self.is_slow.set(if self.is_slow.get() { took > QUICK } else { took > HALF_A_FRAME });
        if navigation.is_retry {
            // What was drawn anew where the reader is may be longer above: `reading.js` keeps their place.
            self.scroll.release();
        }
        Some(shown)
    }

    fn move_on_page(&self, location: &Location) {
        self.history.record(location, location);
        self.scroll.moved_on_page();
    }

    /// Draws what is left of the page, unless the reader goes on, and tells that all of it is there.
    async fn committed(&self, is_latest: impl Fn() -> bool) {
        browser::painted().await;
        let mut begun = browser::now();
        while is_latest() && self.outlet.more() {
            if browser::now() - begun >= SLICE {
                browser::sleep(0).await;
                begun = browser::now();
            }
        }
        if is_latest() {
            (self.look_for_links)();
            browser::set_busy(None);
        }
    }
}

/// Asks whether the site has changed: what is turned to next is of now, and if the page on screen is not, that is told.
async fn renew(navigator: &Navigator<App>) {
    let App { store, outlet, .. } = &navigator.stage;
    let path = || navigator.current().and_then(|location| location.path);
    let (before, known, shown) = (path(), store.known(), outlet.shown());
    let Ok(manifest) = store.fresh_manifest().await else { return };
    let is_of_now = shown.as_ref().is_some_and(|(known, _)| Rc::ptr_eq(known, &manifest));
    let (Some(key), false) = (&before, is_of_now) else { return };
    let Ok(loaded) = load_with(store, &manifest, &Route::parse(key)).await else {
        // A deploy may be half done.
        return store.take_up(known);
    };
    let old = shown.map_or_else(browser::mark, |(_, page)| view::mark(&page));
    let new = view::mark(&loaded.page);
    if old != new && !old.is_empty() && path() == before {
        browser::tell_news(&[old.as_str(), " ", &new].concat());
    }
}

/// Milliseconds that a page may take to draw on a device that has the time for a transition too. What was slow once must be
/// quick to be believed.
const HALF_A_FRAME: f64 = 8.0;
const QUICK: f64 = 2.0;
/// Milliseconds that having words ready takes only on a device that is slow at drawing, too: 15 or so where a post is drawn
/// within [`HALF_A_FRAME`], 45 and more where the CPU is a quarter as fast.
const SLOW_WORDS: f64 = 30.0;
/// Milliseconds after which the browser may do other things while the rest of a page is drawn.
const SLICE: f64 = 8.0;
/// Milliseconds after which a page comes as soon as it can: a transition would take two frames more.
const LATE: f64 = 150.0;

/// Does what scripts of the page ask for, in the language of the site.
fn answer_requests(store: &Store) {
    // What widgets share lives as long as the app.
    let Some(owner) = Owner::current() else { return };
    let (store, search) = (store.clone(), Search::new(store.clone()));
    browser::on_request(move |request: Request| {
        let (store, search, owner) = (store.clone(), search.clone(), owner.clone());
        spawn_local(async move {
            let (name, about) = (request.name.clone(), request.about.clone());
            let answer = match (store.manifest().await, name.as_str()) {
                (Ok(manifest), "search" | "nearest") => {
                    widget::search(owner, name, about, manifest, search).await.map(|()| None)
                }
                (Ok(manifest), _) => widget::answer(owner, name, about, manifest).await,
                (Err(_), _) => Err(Unavailable),
            };
            request.answer(answer);
        });
    });
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
