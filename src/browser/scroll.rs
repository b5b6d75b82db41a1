//! Scroll positions, one for each entry of the history.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, KeyboardEvent, ResizeObserver, ScrollRestoration};

use super::dom::{document, focus, listen, window};
use super::entry;
use super::position::{ScrollPosition, ScrollTarget, in_base, scrolled};

const STORED: &str = "lamplight:scroll";

/// Most entries whose positions are stored. Older ones open at the top.
const KEPT: usize = 50;

/// Keys that scroll a page.
const SCROLLING: [&str; 7] = [" ", "PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"];

/// Stores scroll positions, and restores them on Back.
#[derive(Clone, Default)]
pub struct Scroll(Rc<RefCell<ScrollState>>);

#[derive(Default)]
struct ScrollState {
    /// The current entry.
    entry: String,
    /// The position of each entry, the latest last.
    positions: Vec<(String, ScrollPosition)>,
    /// The position to hold.
    goal: Option<HeldPosition>,
}

/// A position to hold while content above it changes its height, such as pictures.
struct HeldPosition {
    place: ScrollTarget,
    /// Where the place was when the reader was taken there, and how long the page.
    at: f64,
    height: i32,
}

impl HeldPosition {
    fn go(place: ScrollTarget) -> Self {
        match &place {
            ScrollTarget::Offset(y) => window().scroll_to_with_x_and_y(0.0, *y),
            ScrollTarget::Element(element) => element.scroll_into_view(),
            ScrollTarget::Within(element, y) => {
                window().scroll_by_with_x_and_y(0.0, element.get_bounding_client_rect().top() + y);
            }
        }
        Self { at: place.measured(), height: height(), place }
    }

    /// Whether the reader has scrolled: a movement without a change of the height of the page.
    fn is_left(&self) -> bool {
        self.height == height() && (self.place.measured() - self.at).abs() > 2.0
    }
}

impl Scroll {
    /// Takes scrolling on Back over from the browser, which would do it before the page is there. A page that is loaded again
    /// is scrolled by the browser first, as it comes before the app, and by the app to the same place.
    #[must_use]
    pub fn start() -> Self {
        let scroll = Self::default();
        by_browser(false);
        listen(window().as_ref(), "pageshow", false, |_| by_browser(false));
        {
            let mut state = scroll.0.borrow_mut();
            state.entry = entry_of_history();
            state.positions = stored().unwrap_or_default();
        }
        if entry_of_history().is_empty() {
            scroll.name();
        }
        // The browser may have ended elsewhere: it guesses how long the parts above are, may stop on its way, and does nothing for
        // an entry of the history that the app had taken over. `boot.js` marks whether the reader has scrolled since.
        let has_scrolled =
            document().document_element().is_some_and(|root| root.has_attribute("data-scrolled"));
        if !has_scrolled && scroll.position(&entry_of_history()).is_some() {
            scroll.restore();
        }
        let at_change = scroll.clone();
        let changed = Closure::<dyn Fn()>::new(move || {
            let goal = at_change.0.borrow_mut().goal.take();
            at_change.0.borrow_mut().goal = goal.map(|goal| HeldPosition::go(goal.place));
        });
        if let (Ok(sizes), Some(body)) =
            (ResizeObserver::new(changed.as_ref().unchecked_ref()), document().body())
        {
            sizes.observe(&body);
            changed.forget();
        }
        let at_scroll = scroll.clone();
        listen(window().as_ref(), "scroll", false, move |_| {
            let mut state = at_scroll.0.borrow_mut();
            if state.goal.as_ref().is_some_and(HeldPosition::is_left) {
                state.goal = None;
            }
        });
        for kind in ["wheel", "touchmove"] {
            let at_hand = scroll.clone();
            listen(window().as_ref(), kind, false, move |_| at_hand.release());
        }
        let at_key = scroll.clone();
        listen(window().as_ref(), "keydown", false, move |event| {
            if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| SCROLLING.contains(&event.key().as_str()))
            {
                at_key.release();
            }
        });
        // A link to a place on the page scrolls before anybody else is asked.
        let at_click = scroll.clone();
        listen(document().as_ref(), "click", true, move |_| at_click.leave());
        let at_end = scroll.clone();
        // Fires on reload, on leaving, and before the page is frozen.
        listen(window().as_ref(), "pagehide", false, move |_| {
            at_end.leave();
            at_end.store();
            by_browser(true);
        });
        scroll
    }

    /// Remembers the position of the entry on screen, before something else is drawn.
    pub fn leave(&self) {
        let mut state = self.0.borrow_mut();
        let entry = state.entry.clone();
        state.positions.retain(|(known, _)| *known != entry);
        state.positions.push((entry, ScrollPosition::here()));
        if state.positions.len() > KEPT {
            state.positions.remove(0);
        }
    }

    /// A new entry of the history is on screen: it begins at its top, or at the place that its address names. Returns whether
    /// there is such a place.
    pub fn begin(&self, href: &str) -> bool {
        self.0.borrow_mut().goal = None;
        window().scroll_to_with_x_and_y(0.0, 0.0);
        self.to_place(href);
        self.name();
        self.0.borrow().goal.is_some() || href.contains(":~:")
    }

    /// Gives the entry of the history a name of its own; what is noted behind it stays.
    fn name(&self) {
        let name = in_base(js_sys::Date::now(), 36);
        let state = entry::state().unwrap_or_default();
        let noted = state.find(' ').map_or("", |at| &state[at..]);
        entry::set_state(&JsValue::from_str(&[&name, noted].concat()));
        self.0.borrow_mut().entry = name;
    }

    /// The address changed within the page: a new entry if the reader followed a link to a place on it (the browser has
    /// gone there), else an entry of before.
    pub fn moved_on_page(&self) {
        if entry_of_history().is_empty() {
            self.name();
            self.stay_at(named(&hash_of_page()));
        } else {
            self.leave();
            self.restore();
        }
    }

    /// An entry of before is on screen again: goes to where the reader was, or to the place that the address names.
    pub fn restore(&self) {
        let entry = entry_of_history();
        let position = self.position(&entry);
        self.0.borrow_mut().entry = entry;
        match position {
            Some(position) => {
                open_around(&hash_of_page());
                let goal = HeldPosition::go(position.target().unwrap_or(ScrollTarget::Offset(position.y)));
                self.0.borrow_mut().goal = Some(goal);
            }
            None => {
                let state = window().history().and_then(|history| history.state()).unwrap_or(JsValue::NULL);
                self.to_place(&window().location().href().unwrap_or_default());
                entry::set_state(&state);
            }
        }
    }

    /// Goes to the place that an address of this page names, as a browser does.
    fn to_place(&self, href: &str) {
        if href.contains('#') {
            // The browser knows how: it opens what is closed, marks the place. The name of the entry is lost.
            let _ = window().location().replace(href);
            self.stay_at(named(href));
        }
    }

    /// The reader was taken to an element, if there is one.
    fn stay_at(&self, element: Option<Element>) {
        let goal = element.map(|element| {
            focus(&element);
            HeldPosition::go(ScrollTarget::Element(element))
        });
        self.0.borrow_mut().goal = goal;
    }

    /// The reader is where they are: nothing that takes its room above moves them any more.
    pub fn release(&self) {
        self.0.borrow_mut().goal = None;
    }

    /// Whether enough of the page is there to go to where [`Scroll::restore`] goes.
    #[must_use]
    pub fn can_restore(&self) -> bool {
        let top = match self.position(&entry_of_history()).map(ScrollPosition::target) {
            Some(Some(ScrollTarget::Offset(y))) => y,
            Some(Some(ScrollTarget::Within(part, y))) => {
                scrolled() + part.get_bounding_client_rect().top() + y
            }
            Some(_) => return false,
            None => return hash_is_there(&hash_of_page()),
        };
        f64::from(height()) >= top + height_of_window()
    }

    fn position(&self, entry: &str) -> Option<ScrollPosition> {
        self.0.borrow().positions.iter().find(|(known, _)| known == entry).map(|(_, position)| *position)
    }

    fn store(&self) {
        let state = self.0.borrow();
        let text: String = state
            .positions
            .iter()
            .map(|(entry, position)| [entry, "=", position.text().as_str(), ";"].concat())
            .collect();
        // Storage may be full, or forbidden: then a reload begins at the top.
        if let Ok(Some(storage)) = window().session_storage() {
            let _ = storage.set_item(STORED, &text);
        }
    }
}

fn by_browser(restores: bool) {
    let who = if restores { ScrollRestoration::Auto } else { ScrollRestoration::Manual };
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(who);
    }
}

/// How long the page is.
fn height() -> i32 {
    document().document_element().map_or(0, |root| root.scroll_height())
}

fn height_of_window() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}

fn hash_of_page() -> String {
    window().location().hash().unwrap_or_default()
}

/// Whether the place that an address names by its `#...` is on the page, with enough below it to scroll there; an address
/// without one asks for none.
#[must_use]
pub fn hash_is_there(address: &str) -> bool {
    let can_scroll = |element: Element| {
        ScrollTarget::Element(element).measured() + scrolled() + height_of_window() <= f64::from(height())
    };
    !address.contains('#') || named(address).is_some_and(can_scroll)
}

fn named(address: &str) -> Option<Element> {
    let (_, id) = address.split_once('#')?;
    let id = js_sys::decode_uri_component(id).map_or_else(|_| id.to_owned(), String::from);
    document().get_element_by_id(&id)
}

/// Opens what an element is folded away in, as browsers do where they go to one.
fn open_around(address: &str) {
    let mut inner = named(address);
    while let Some(element) = inner {
        let folded = element.closest("details:not([open])").ok().flatten();
        if let Some(folded) = &folded {
            let _ = folded.set_attribute("open", "");
        }
        inner = folded;
    }
}

/// The name of the entry on screen: what is written first into its state; dialogs are noted behind it. Empty if the state
/// is none of ours.
fn entry_of_history() -> String {
    let state = entry::state();
    let name = state.as_deref().and_then(|state| state.split(' ').next());
    name.filter(|name| is_name(name)).unwrap_or_default().to_owned()
}

fn is_name(text: &str) -> bool {
    text.len() < 16 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn stored() -> Option<Vec<(String, ScrollPosition)>> {
    let text = window().session_storage().ok()??.get_item(STORED).ok()??;
    let pairs = text.split(';').filter_map(|pair| {
        let (entry, position) = pair.split_once('=')?;
        is_name(entry).then(|| Some((entry.to_owned(), ScrollPosition::parse(position)?)))?
    });
    Some(pairs.take(KEPT).collect())
}
