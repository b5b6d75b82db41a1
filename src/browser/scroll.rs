//! Scroll positions, one for each entry of the history.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::ScrollRestoration;

use super::{document, focus, listen, window};

const STORED: &str = "lamplight:scroll";

/// Entries kept; older ones open at their top.
const KEPT: usize = 50;

/// Remembers where the reader was, and goes there again on Back.
#[derive(Clone, Default)]
pub struct Scroll(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    /// The entry on screen.
    entry: String,
    /// Entry and CSS pixels from the top, the latest last.
    positions: Vec<(String, f64)>,
}

impl Scroll {
    /// Takes scrolling on Back over from the browser, which would do it before the page is there. A page that is
    /// loaded again is the browser's to scroll: it does so before the app is there.
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
            scroll.begin();
        }
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
        let y = window().scroll_y().unwrap_or_default();
        let mut state = self.0.borrow_mut();
        let entry = state.entry.clone();
        state.positions.retain(|(known, _)| *known != entry);
        state.positions.push((entry, y));
        if state.positions.len() > KEPT {
            state.positions.remove(0);
        }
    }

    /// A new entry of the history is on screen: it gets a name of its own.
    pub fn begin(&self) {
        let now = js_sys::Date::now();
        let name = in_base(now, 36);
        if let Ok(history) = window().history() {
            let _ = history.replace_state(&JsValue::from_str(&name), "");
        }
        self.0.borrow_mut().entry = name;
    }

    /// The address changed within the page: a new entry if the reader followed a link to a place on it (the router has
    /// gone there), else an entry of before.
    pub fn moved_on_page(&self) {
        if entry_of_history().is_empty() {
            self.begin();
            to_hash();
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
            Some(y) => window().scroll_to_with_x_and_y(0.0, y),
            None => to_hash(),
        }
    }

    /// Whether enough of the page is there to go to where [`Scroll::restore`] goes.
    #[must_use]
    pub fn can_restore(&self) -> bool {
        let position = self.position(&entry_of_history());
        let height = document().document_element().map_or(0, |root| root.scroll_height());
        let bottom = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
        match position {
            Some(y) => f64::from(height) >= y + bottom,
            None => hash_is_there(&window().location().hash().unwrap_or_default()),
        }
    }

    fn position(&self, entry: &str) -> Option<f64> {
        self.0.borrow().positions.iter().find(|(known, _)| known == entry).map(|(_, y)| *y)
    }

    fn store(&self) {
        let state = self.0.borrow();
        let text: String = state
            .positions
            .iter()
            .map(|(entry, y)| [entry, "=", in_base(*y, 10).as_str(), ";"].concat())
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

/// Goes to the element that the address names, if there is one, as a browser does: by sight and by focus.
fn to_hash() {
    if let Some(element) = named(&window().location().hash().unwrap_or_default()) {
        element.scroll_into_view();
        focus(&element);
    }
}

/// Whether the place that an address names by its `#...` is on the page; an address without one asks for none.
#[must_use]
pub fn hash_is_there(address: &str) -> bool {
    let hash = address.find('#').and_then(|at| address.get(at..)).filter(|hash| hash.len() > 1);
    hash.is_none_or(|hash| named(hash).is_some())
}

fn named(hash: &str) -> Option<web_sys::Element> {
    let id = hash.strip_prefix('#').filter(|id| !id.is_empty())?;
    let id = js_sys::decode_uri_component(id).map_or_else(|_| id.to_owned(), String::from);
    document().get_element_by_id(&id)
}

/// A whole number in digits, by the browser.
fn in_base(number: f64, radix: u8) -> String {
    js_sys::Number::from(number.round()).to_string_with_radix(radix).map(String::from).unwrap_or_default()
}

fn entry_of_history() -> String {
    window().history().ok().and_then(|h| h.state().ok()).and_then(|s| s.as_string()).unwrap_or_default()
}

fn stored() -> Option<Vec<(String, f64)>> {
    let text = window().session_storage().ok()??.get_item(STORED).ok()??;
    let pairs = text.split(';').filter_map(|pair| {
        let (entry, y) = pair.split_once('=')?;
        Some((entry.to_owned(), js_sys::Number::parse_float(y)))
    });
    Some(pairs.collect())
}
