//! Starts the app: takes over the prerendered page, handles navigation, and answers requests of scripts.

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

use crate::browser::{self, History, Location, Request, Scroll, Shell, SiteBase};
use crate::data::Store;
use crate::error::{LoadError, Unavailable};
use crate::navigation::prefetch::{self, PrefetchedPage};
use crate::navigation::{Navigation, Navigator, Outlet, Stage};
use crate::page::{LoadedPage, load_with};
use crate::search::Search;
use crate::widget;

/// Starts the app. Does nothing on a page of another program.
///
/// A prerendered page stays as it is until the first navigation; an empty shell is filled at once.
///
/// The content of a page does not change, so it is inserted as one text. Widgets change and are drawn by Leptos. The state that they
/// share belongs to the owner that is created here, and lives as long as the app.
pub fn start() {
    let Some(shell) = browser::shell() else { return };
    mount_to_body(move || {
        if let Some(site) = SiteBase::here(&shell.base) {
            App::start(shell, site);
        }
    });
}

/// The state of the app, and the hooks of navigations.
struct App {
    base: String,
    store: Store,
    history: History,
    scroll: Scroll,
    outlet: Rc<Outlet>,
    prefetched: Rc<PrefetchedPage>,
    look_for_links: Rc<dyn Fn()>,
    /// Whether the device needed more than half a frame for a page. Then there are no transitions, which would double the wait.
    is_slow: Cell<bool>,
}

impl App {
    fn start(Shell { base, prerendered, missing, root }: Shell, site: SiteBase) {
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
        // The page "not found" may be wrong: the host knows only files, the app all addresses.
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
            // Every navigation needs the manifest. The page is complete by now, so it is loaded early.
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
            // The first measure of the speed of the device.
            if browser::now() - begun > SLOW_LOCALE {
                self.is_slow.set(true);
            }
        }
    }

    fn failed_as_stale(&self) -> bool {
        self.outlet.shown().is_some_and(|(_, page)| matches!(*page, Page::Failed(Failure::Stale)))
    }
}

impl Stage for App {
    type Loaded = (Rc<Manifest>, LoadedPage);

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
        let (manifest, LoadedPage { page, moved }) = loaded.unwrap_or_else(|error| {
            // Without a manifest, an error page is still shown.
            let known = self.store.known().map(|(_, manifest)| manifest);
            let manifest = known.unwrap_or_else(|| Rc::new(Manifest::unknown(&self.base)));
            (manifest, LoadedPage { page: Page::Failed(error.into()), moved: None })
        });
        let site = &manifest.site;
        let head = Head::of(site, &page);
        let begun = Rc::new(Cell::new(0.0));
        let (begins, outlet, is_latest) = (begun.clone(), self.outlet.clone(), navigation.is_latest());
        let shown = (manifest.clone(), Rc::new(page));
        let change = move || {
            begins.set(browser::now());
            // The browser may call this when another page is already on the screen.
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
            // The reloaded page may be longer above the reader: `reading.js` keeps the scroll position.
            self.scroll.release();
        }
        Some(shown)
    }

    fn move_on_page(&self, location: &Location) {
        self.history.record(location, location);
        self.scroll.moved_on_page();
    }

    /// Draws the rest of the page, unless the reader navigates on. Then `data-busy` is removed.
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

/// Fetches the manifest anew, for the next navigations. If the page on the screen has changed, the reader is reported.
async fn renew(navigator: &Navigator<App>) {
    let App { store, outlet, .. } = &navigator.stage;
    let path = || navigator.current().and_then(|location| location.path);
    let (before, known, shown) = (path(), store.known(), outlet.shown());
    let Ok(manifest) = store.fresh_manifest().await else { return };
    let is_of_now = shown.as_ref().is_some_and(|(known, _)| Rc::ptr_eq(known, &manifest));
    let (Some(key), false) = (&before, is_of_now) else { return };
    let Ok(loaded) = load_with(store, &manifest, &Route::parse(key)).await else {
        // The new version may not be completely published yet.
        return store.take_up(known);
    };
    let old = shown.map_or_else(browser::mark, |(_, page)| view::mark(&page));
    let new = view::mark(&loaded.page);
    if old != new && !old.is_empty() && path() == before {
        browser::announce_change(&[old.as_str(), " ", &new].concat());
    }
}

/// Milliseconds to draw a page. A device that needs more than `HALF_A_FRAME` gets no transitions until it draws a page within
/// `QUICK`.
const HALF_A_FRAME: f64 = 8.0;
const QUICK: f64 = 2.0;
/// Milliseconds to prepare the formatting of dates. A device that needs more is slow at drawing, too: about 15 where a post is drawn
/// within [`HALF_A_FRAME`], 45 and more where the CPU is a quarter as fast.
const SLOW_LOCALE: f64 = 30.0;
/// Milliseconds of drawing after which the browser gets time for other tasks.
const SLICE: f64 = 12.0;
/// Milliseconds of loading after which there is no transition, which would take two more frames.
const LATE: f64 = 150.0;

/// Answers requests of scripts, in the language of the site.
fn answer_requests(store: &Store) {
    // The shared state of widgets lives as long as the app.
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
                (Ok(manifest), "keep" | "kept" | "install") => {
                    widget::library(owner, name, about, manifest).await.map(|()| None)
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
