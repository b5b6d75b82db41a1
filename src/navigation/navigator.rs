//! Which locations load a page and which are only other places on it, and what happens to a page that comes too late. What a navigation does is in the
//! hooks of a [`Stage`].

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::browser::{self, Location};
use crate::error::LoadError;

/// What a navigation does to the page, in the order of its hooks.
#[expect(async_fn_in_trait, reason = "all of it runs on the one thread of a page")]
pub trait Stage: 'static {
    /// A page that was loaded.
    type Loaded;

    /// Before: the reader leaves what is on screen.
    fn leave(&self);

    /// A page is on its way to an address; nothing is on its way any more.
    fn set_busy(&self, href: Option<&str>);

    /// Loads the page of a path.
    ///
    /// # Errors
    /// If it could not be had. That nothing is there is no error.
    async fn load(&self, path: &str) -> Result<Self::Loaded, LoadError>;

    /// Loaded: whether nothing is there.
    fn is_nothing(loaded: &Self::Loaded) -> bool;

    /// Whether the browser could show the page of an address as it was read before.
    async fn is_remembered(&self, href: &str) -> bool;

    /// Has the browser load an address in place of the app.
    fn load_natively(&self, location: &Location);

    /// Puts the page on screen, and the address into the address bar. Returns the location as the address bar shows it; nothing if the
    /// reader has gone on meanwhile.
    async fn commit(
        &self,
        loaded: Result<Self::Loaded, LoadError>,
        navigation: &Navigation,
    ) -> Option<Location>;

    /// The location is another place on the page that is on screen.
    fn move_on_page(&self, location: &Location);

    /// Committed: what is left to do, as long as the reader stays.
    async fn committed(&self, is_latest: impl Fn() -> bool);
}

/// One navigation.
pub struct Navigation {
    /// Where it leads.
    pub location: Location,
    /// Whether the page of the same address is loaded again.
    pub is_retry: bool,
    /// Whether no page of the app's was on screen before.
    pub is_first: bool,
    /// When the reader asked, in milliseconds since 1970.
    pub asked: f64,
    number: u32,
    latest: Rc<Cell<u32>>,
}

impl Navigation {
    /// Whether the reader has not gone on meanwhile. What is returned may be asked at any time.
    pub fn is_latest(&self) -> impl Fn() -> bool + use<> {
        let (number, latest) = (self.number, self.latest.clone());
        move || latest.get() == number
    }
}

/// Leads from one page to the next.
pub struct Navigator<S> {
    /// What its navigations do.
    pub stage: S,
    /// Whether there is a page from the start, which came as HTML.
    is_prerendered: bool,
    /// Counts navigations: a page that arrives after the reader has gone on is dropped.
    latest: Rc<Cell<u32>>,
    /// A page is on its way to the screen, and `current` does not tell of it yet.
    is_drawing: Cell<bool>,
    /// The location on screen.
    current: RefCell<Option<Location>>,
}

impl<S: Stage> Navigator<S> {
    /// A navigator that begins at the page on screen, if that is the one of its address.
    #[must_use]
    pub fn new(stage: S, is_prerendered: bool, current: Option<Location>) -> Self {
        Self {
            stage,
            is_prerendered,
            latest: Rc::default(),
            is_drawing: Cell::default(),
            current: RefCell::new(current),
        }
    }

    /// The location on screen; `None` before the first page of the app's, and while another one is drawn.
    #[must_use]
    pub fn current(&self) -> Option<Location> {
        self.current.borrow().clone().filter(|_| !self.is_drawing.get())
    }

    /// Loads the page on screen again.
    pub fn retry(self: &Rc<Self>) {
        let location = self.current.borrow().clone();
        if let Some(location) = location {
            self.navigate(location, true);
        }
    }

    /// Goes to a location.
    pub fn go(self: &Rc<Self>, location: Location) {
        self.navigate(location, false);
    }

    fn navigate(self: &Rc<Self>, location: Location, is_retry: bool) {
        let Some(path) = location.path.clone() else { return self.leave_to_browser(location) };
        self.latest.set(self.latest.get() + 1);
        let known = self.current.borrow().clone();
        // While a page is drawn that the reader has left already, `current` is not what is on screen.
        let leaves = !self.is_drawing.get() && !is_retry;
        let navigation = Navigation {
            is_retry,
            is_first: known.is_none(),
            asked: browser::now(),
            number: self.latest.get(),
            latest: self.latest.clone(),
            location,
        };
        let (navigator, location) = (self.clone(), &navigation.location);
        if let Some(known) = known.as_ref().filter(|known| leaves && known.is_same_page(location)) {
            // Another place on the same page, or Back to one; or the page that is here already.
            if !known.is_same(location) {
                self.stage.move_on_page(location);
                self.current.replace(Some(location.clone()));
            }
            return spawn_local(async move { navigator.stage.committed(navigation.is_latest()).await });
        }
        if known.is_some() && leaves {
            self.stage.leave();
        }
        self.stage.set_busy(Some(&location.href));
        spawn_local(async move { navigator.load(&path, navigation).await });
    }

    async fn load(&self, path: &str, navigation: Navigation) {
        let loaded = self.stage.load(path).await;
        let is_latest = navigation.is_latest();
        if !is_latest() {
            return;
        }
        let Navigation { is_first, is_retry, .. } = navigation;
        let is_nothing = loaded.as_ref().is_ok_and(S::is_nothing);
        if is_first && (is_nothing || loaded.is_err()) && self.is_prerendered {
            // The page on screen says so already.
            self.current.replace(Some(navigation.location));
            return self.stage.set_busy(None);
        }
        if loaded.is_err()
            && !is_first
            && !is_retry
            && self.stage.is_remembered(&navigation.location.href).await
        {
            // Its data are out of reach, and the page as it was read is not.
            if is_latest() {
                self.stage.load_natively(&navigation.location);
            }
            return;
        }
        if is_nothing && !is_first && !is_retry {
            // Perhaps a file or a page of another program: the server knows.
            return self.stage.load_natively(&navigation.location);
        }
        self.is_drawing.set(true);
        if let Some(shown) = self.stage.commit(loaded, &navigation).await {
            self.is_drawing.set(false);
            self.current.replace(Some(shown));
            self.stage.committed(is_latest).await;
        }
    }

    /// Has the browser load an address that the app has no page for. The address that the browser has just loaded is left alone: the
    /// page would be loaded again and again.
    fn leave_to_browser(self: &Rc<Self>, location: Location) {
        let is_known = self.current.borrow().as_ref().is_none_or(|known| known.is_same(&location));
        if !is_known {
            return self.stage.load_natively(&location);
        }
        self.current.replace(Some(location));
        let navigator = self.clone();
        spawn_local(async move { navigator.stage.committed(|| true).await });
    }
}
