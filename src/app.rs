//! The app: follows the address, loads the page of each visit, and puts it on screen in one step.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use lamplight_content::model::{Manifest, route_key};
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{self, Address, Frame, Request, Scroll, Shell, Site, Visit};
use crate::data::Store;
use crate::error::{LoadError, Unavailable};
use crate::head::Head;
use crate::locale;
use crate::page::{Loaded, load, load_with};
use crate::route::{Route, url};
use crate::search::Search;
use crate::view::{self, Failure, Page, Rest};
use crate::widget;

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
        let screen = Rc::new(Screen { frame, page, rest: RefCell::default() });
        let to_draw = screen.clone();
        Effect::new(move |_| to_draw.draw());
        if let Some(site) = Site::here(&base) {
            Turns::start(base, site, screen, prerendered, missing);
        }
    });
}

type PageSignal = RwSignal<Option<Shown>, LocalStorage>;

/// A page, and the manifest of the site that it is of.
type Shown = (Rc<Manifest>, Rc<Page>);

/// The page that is shown, and how much of it.
struct Screen {
    frame: Frame,
    page: PageSignal,
    rest: RefCell<Rest>,
}

impl Screen {
    fn draw(&self) {
        if let Some((known, page)) = self.page.get() {
            let (content, rest) = view::content(&known.site, &page);
            self.frame.draw(&content, || view::framed(&known.site, &content));
            self.rest.replace(rest);
        }
    }

    /// Draws one more part of the page. Returns whether there was one.
    fn more(&self) -> bool {
        let next = self.page.with_untracked(|shown| {
            let (known, page) = shown.as_ref()?;
            self.rest.borrow_mut().next(&known.site, page)
        });
        next.inspect(|(place, html)| self.frame.append(place, html)).is_some()
    }

    /// Draws on until something is there, or all of the page. To look for it the browser lays out what has come: the more that
    /// is, the seldomer.
    fn until(&self, is_there: impl Fn() -> bool) {
        let mut parts = 1;
        while !is_there() && (0..parts).all(|_| self.more()) {
            parts = MOST_PARTS.min(parts * 2);
        }
    }
}

/// From one page to the next.
struct Turns {
    base: String,
    store: Store,
    address: Address,
    scroll: Scroll,
    screen: Rc<Screen>,
    /// Whether there is a page from the start, which came as HTML.
    prerendered: bool,
    /// Counts visits: a page that arrives after the reader has gone on is dropped.
    latest: Cell<u32>,
    /// A page is on its way to the screen, and `current` does not tell of it yet.
    drawing: Cell<bool>,
    /// The device needed more than half a frame for a page: it is shown no transitions, which would double the wait.
    slow: Cell<bool>,
    /// The visit on screen.
    current: RefCell<Option<Visit>>,
    /// The page on screen, unless it came as HTML.
    shown: RefCell<Option<Shown>>,
    ready: Rc<Ready>,
    look_for_links: Rc<dyn Fn()>,
}

/// The post that the reader is about to turn to.
#[derive(Default)]
struct Ready {
    path: RefCell<String>,
    /// The page, once it is there, and the manifest that it was loaded by.
    page: RefCell<Option<(Rc<Manifest>, Loaded)>>,
}

impl Ready {
    /// Loads and renders the post that a link leads to, so that a click has only to draw it. A finger and a pointer come to
    /// a link several times before the click.
    fn make(self: &Rc<Self>, store: &Store, path: &str) {
        let route = Route::parse(path);
        if *self.path.borrow() == path || !matches!(route, Route::Document { .. }) {
            return;
        }
        self.path.replace(path.to_owned());
        self.page.take();
        let (ready, store, path) = (self.clone(), store.clone(), path.to_owned());
        spawn_local(async move {
            let made = match store.manifest().await {
                Ok(manifest) => load_with(&store, &manifest, &route).await.map(|loaded| (manifest, loaded)),
                Err(error) => Err(error),
            };
            if *ready.path.borrow() != path {
                return;
            }
            match made {
                Ok(made @ (_, Loaded { page: Page::Post(_), .. })) => drop(ready.page.replace(Some(made))),
                // Failure is silent: the turn itself will tell.
                _ => ready.path.borrow_mut().clear(),
            }
        });
    }

    /// The page of a path, if it was made by the manifest of now.
    fn take(&self, store: &Store, path: &str) -> Option<Loaded> {
        let (known, page) = (self.path.take(), self.page.take());
        let (manifest, loaded) = page?;
        (known == path && store.is_current(&manifest)).then_some(loaded)
    }
}

impl Turns {
    fn start(base: String, site: Site, screen: Rc<Screen>, prerendered: bool, missing: bool) {
        let to_place = screen.clone();
        let draw_to = move |href: &str| to_place.until(|| browser::hash_is_there(href));
        let Some(address) = Address::start(site.clone(), draw_to) else { return };
        let store = Store::new(&base);
        let (to_intend, to_view, ready) = (store.clone(), store.clone(), Rc::<Ready>::default());
        let intended = ready.clone();
        let look_for_links = browser::watch_links(
            &site,
            move |path| intended.make(&to_intend, path),
            move |path| prefetch(&to_view, path),
        );
        // A page that says that nothing is here may be wrong: the host knows only files, the app all addresses.
        let settled = prerendered && !missing;
        let current = settled.then(|| address.visit_untracked());
        let turns = Rc::new(Self {
            base,
            scroll: Scroll::start(),
            store,
            address,
            screen,
            prerendered,
            latest: Cell::new(0),
            drawing: Cell::new(false),
            slow: Cell::new(false),
            current: RefCell::new(current),
            shown: RefCell::default(),
            ready,
            look_for_links,
        });
        if !settled {
            browser::set_busy(Some(&turns.address.visit_untracked().href));
        }
        if settled && !browser::saves_data() {
            // What every turn needs, in good time: the page has come whole by now.
            let ahead = turns.clone();
            spawn_local(async move {
                if let Ok(manifest) = ahead.store.manifest().await {
                    browser::sleep(0).await;
                    let begun = browser::now();
                    locale::prepare(&manifest.site);
                    // The first that is known of how quick the device is.
                    if browser::now() - begun > SLOW_WORDS {
                        ahead.slow.set(true);
                    }
                }
            });
        }
        answer_requests(&turns.store);
        let again = turns.clone();
        browser::on_action(move |action| {
            let again = again.clone();
            if action == "renew" {
                return spawn_local(async move { again.renew().await });
            }
            let visit = again.current.borrow().clone();
            match (again.failed_as_stale(), visit) {
                (true, _) => browser::reload(),
                (false, Some(visit)) => again.go(visit, true),
                (false, None) => {}
            }
        });
        Effect::new(move |_| turns.clone().go(turns.address.visit(), false));
    }

    /// Asks whether the site has changed: what is turned to next is of now, and if the page on screen is not, that is told.
    async fn renew(&self) {
        let (path, before, shown) = (self.path(), self.store.known(), self.shown.borrow().clone());
        let Ok(manifest) = self.store.fresh_manifest().await else { return };
        let is_of_now = shown.as_ref().is_some_and(|(known, _)| Rc::ptr_eq(known, &manifest));
        let (Some(key), false) = (&path, is_of_now) else { return };
        let Ok(loaded) = load_with(&self.store, &manifest, &Route::parse(key)).await else {
            // A deploy may be half done.
            return self.store.take_up(before);
        };
        let old = shown.map_or_else(browser::mark, |(_, page)| view::mark(&page));
        let new = view::mark(&loaded.page);
        if old != new && !old.is_empty() && self.path() == path && !self.drawing.get() {
            browser::tell_news(&[old.as_str(), " ", &new].concat());
        }
    }

    /// The path of the page on screen.
    fn path(&self) -> Option<String> {
        self.current.borrow().as_ref().and_then(|visit| visit.path.clone())
    }

    fn failed_as_stale(&self) -> bool {
        let stale = |page: &Page| matches!(page, Page::Failed(Failure::Stale));
        self.screen.page.with_untracked(|shown| shown.as_ref().is_some_and(|(_, page)| stale(page)))
    }

    /// Has the browser load an address that the app has no page for. The address that the browser has just loaded is left alone: the
    /// page would be loaded again and again.
    fn leave_to_browser(&self, visit: Visit) {
        if self.current.borrow().as_ref().is_some_and(|known| !known.is_same(&visit)) {
            return browser::load_natively(&visit);
        }
        self.current.replace(Some(visit));
        (self.look_for_links)();
        browser::set_busy(None);
    }

    fn go(self: Rc<Self>, visit: Visit, retry: bool) {
        let Some(path) = visit.path.clone() else { return self.leave_to_browser(visit) };
        self.latest.set(self.latest.get() + 1);
        let number = self.latest.get();
        let asked = browser::now();
        let known = self.current.borrow().clone();
        // While a page is drawn that the reader has left already, `current` is not what is on screen.
        let settled = !self.drawing.get();
        if let Some(known) = known.as_ref().filter(|k| settled && !retry && k.is_same_page(&visit)) {
            // Another place on the same page, or Back to one; or the page that is here already.
            if !known.is_same(&visit) {
                self.address.arrive(&visit, &visit);
                *self.current.borrow_mut() = Some(visit);
                self.scroll.moved_on_page();
            }
            spawn_local(async move { self.finish(number).await });
            return;
        }
        if known.is_some() && settled && !retry {
            self.scroll.leave();
        }
        browser::set_busy(Some(&visit.href));
        spawn_local(async move {
            let loaded = match self.ready.take(&self.store, &path) {
                Some(loaded) => Ok(loaded),
                None => load(&self.store, &Route::parse(&path)).await,
            };
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
                    browser::load_natively(&visit);
                }
                return;
            }
            if nothing && !first && !retry {
                // Perhaps a file or a page of another program: the server knows.
                return browser::load_natively(&visit);
            }
            let manifest = self.store.manifest().await;
            let late = browser::now() - asked > LATE;
            self.show(number, visit, manifest, loaded, first || retry, late).await;
            if retry {
                // What was drawn anew where the reader is may be longer above: `reading.js` keeps their place.
                self.scroll.release();
            }
        });
    }

    async fn show(
        self: &Rc<Self>,
        number: u32,
        visit: Visit,
        manifest: Result<Rc<Manifest>, LoadError>,
        loaded: Result<Loaded, LoadError>,
        in_place: bool,
        late: bool,
    ) {
        // Without a manifest there is still a page to show: that it could not be had.
        let manifest = manifest.unwrap_or_else(|_| Rc::new(Manifest::unknown(&self.base)));
        let site = &manifest.site;
        let Loaded { page, moved } =
            loaded.unwrap_or_else(|error| Loaded { page: Page::Failed(error.into()), moved: None });
        let head = Head::of(site, &page);
        let (signal, shown) = (self.screen.page, (manifest.clone(), Rc::new(page)));
        self.drawing.set(true);
        let begun = Rc::new(Cell::new(0.0));
        let begins = begun.clone();
        self.shown.replace(Some(shown.clone()));
        let turns = self.clone();
        let change = move || {
            begins.set(browser::now());
            // The browser may call it when another page is there already.
            if turns.latest.get() == number {
                signal.set(Some(shown));
            }
        };
        match late || self.slow.get() {
            true => change(),
            false => browser::transition(change).await,
        }
        if self.latest.get() != number {
            return;
        }
        // The page is drawn by an effect, which runs in a task of its own.
        browser::tick().await;
        browser::tick().await;
        self.screen.until(|| browser::hash_is_there(&visit.href));
        let shown = self.address.corrected(visit.clone(), moved.map(|to| url(&site.base, &to)));
        let new_entry = self.address.arrive(&visit, &shown);
        self.drawing.set(false);
        browser::apply_head(&head, site);
        let mut is_at_place = false;
        if new_entry {
            is_at_place = self.scroll.begin(&shown.href);
        } else {
            self.screen.until(|| self.scroll.can_restore());
            self.scroll.restore();
        }
        if !in_place && !is_at_place {
            browser::focus_title();
        }
        *self.current.borrow_mut() = Some(shown);
        let took = browser::now() - begun.get();
        self.slow.set(if self.slow.get() { took > QUICK } else { took > HALF_A_FRAME });
        self.finish(number).await;
    }

    /// Draws what is left of the page, unless the reader goes on, and tells that all of it is there.
    async fn finish(&self, number: u32) {
        browser::painted().await;
        let mut begun = browser::now();
        while self.latest.get() == number && self.screen.more() {
            if browser::now() - begun >= SLICE {
                browser::sleep(0).await;
                begun = browser::now();
            }
        }
        if self.latest.get() == number {
            (self.look_for_links)();
            browser::set_busy(None);
        }
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
/// Parts of a long text that are drawn between two looks for a place in it.
const MOST_PARTS: u32 = 16;
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

/// Fetches what a link that was seen leads to, if that costs one request at most.
fn prefetch(store: &Store, path: &str) {
    if let Route::Document { key } = Route::parse(path) {
        let store = store.clone();
        spawn_local(async move { store.prefetch(&route_key(&key)).await });
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
