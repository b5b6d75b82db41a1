//! Decides which locations load a page and which are fragments of the current one, and drops pages that arrive too late. The steps of
//! a navigation are hooks of [`Stage`].

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::browser::{self, Location};
use crate::error::LoadError;

/// The steps of a navigation, in order.
#[expect(async_fn_in_trait, reason = "all of it runs on the one thread of a page")]
pub trait Stage: 'static {
    /// A page that was loaded.
    type Loaded;

    /// The reader leaves the current page.
    fn leave(&self);

    /// The page of an address is loading, or none.
    fn set_busy(&self, href: Option<&str>);

    /// Loads the page of a path.
    ///
    /// # Errors
    /// If it could not be loaded. That there is no such page is not an error.
    async fn load(&self, path: &str) -> Result<Self::Loaded, LoadError>;

    /// Whether the loaded page is "not found".
    fn is_nothing(loaded: &Self::Loaded) -> bool;

    /// Whether the browser can show the page of an address from its cache.
    async fn is_remembered(&self, href: &str) -> bool;

    /// Has the browser load an address.
    fn load_natively(&self, location: &Location);

    /// Shows the page, and writes the address into the address bar. Returns the location in the address bar; `None` if the reader has
    /// navigated on meanwhile.
    async fn commit(
        &self,
        loaded: Result<Self::Loaded, LoadError>,
        navigation: &Navigation,
    ) -> Option<Location>;

    /// The location is a fragment of the current page.
    fn move_on_page(&self, location: &Location);

    /// The remaining work after the page is shown, as long as the reader stays.
    async fn committed(&self, is_latest: impl Fn() -> bool);
}

/// One navigation.
pub struct Navigation {
    /// Its target.
    pub location: Location,
    /// Whether the page of the same address is loaded again.
    pub is_retry: bool,
    /// Whether the app has not shown a page before.
    pub is_first: bool,
    /// Start of the navigation, in milliseconds since 1970.
    pub asked: f64,
    number: u32,
    latest: Rc<Cell<u32>>,
}

impl Navigation {
    /// Returns a function that tells whether no later navigation has started.
    pub fn is_latest(&self) -> impl Fn() -> bool + use<> {
        let (number, latest) = (self.number, self.latest.clone());
        move || latest.get() == number
    }
}

/// Navigates between pages.
pub struct Navigator<S> {
    /// The steps of navigations.
    pub stage: S,
    /// Whether the first page was prerendered.
    is_prerendered: bool,
    /// Number of navigations: a page that arrives after a later navigation has started is dropped.
    latest: Rc<Cell<u32>>,
    /// Whether a page is being drawn that is not yet in `current`.
    is_drawing: Cell<bool>,
    /// The location of the page on the screen.
    current: RefCell<Option<Location>>,
}

impl<S: Stage> Navigator<S> {
    /// A navigator that starts at `current`, the location of the present page.
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

    /// The location of the page on the screen; `None` before the first page, and while another one is drawn.
    #[must_use]
    pub fn current(&self) -> Option<Location> {
        self.current.borrow().clone().filter(|_| !self.is_drawing.get())
    }

    /// Loads the current page again.
    pub fn retry(self: &Rc<Self>) {
        let location = self.current.borrow().clone();
        if let Some(location) = location {
            self.navigate(location, true);
        }
    }

    /// Navigates to a location.
    pub fn go(self: &Rc<Self>, location: Location) {
        self.navigate(location, false);
    }

    fn navigate(self: &Rc<Self>, location: Location, is_retry: bool) {
        let Some(path) = location.path.clone() else { return self.leave_to_browser(location) };
        self.latest.set(self.latest.get() + 1);
        let known = self.current.borrow().clone();
        // While a page is drawn that the reader has already left, `current` is not the page on the screen.
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
            // A fragment of the current page, also by Back; or the current page itself.
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
            // The page "not found" is already shown.
            self.current.replace(Some(navigation.location));
            return self.stage.set_busy(None);
        }
        if loaded.is_err()
            && !is_first
            && !is_retry
            && self.stage.is_remembered(&navigation.location.href).await
        {
            // Its data can't be loaded, but the browser has the page.
            if is_latest() {
                self.stage.load_natively(&navigation.location);
            }
            return;
        }
        if is_nothing && !is_first && !is_retry {
            // It may be a file, or a page of another program: the server knows.
            return self.stage.load_natively(&navigation.location);
        }
        self.is_drawing.set(true);
        if let Some(shown) = self.stage.commit(loaded, &navigation).await {
            self.is_drawing.set(false);
            self.current.replace(Some(shown));
            self.stage.committed(is_latest).await;
        }
    }

    /// Has the browser load an address that the app has no page for. An address that the browser has just loaded is not loaded again,
    /// which would never end.
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
