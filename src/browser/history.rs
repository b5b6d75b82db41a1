//! The address bar: follows links within the site, and writes a new address once its page is there.
//!
//! leptos_router parses addresses and holds that of now as a signal. Its own handlers are not used: that of clicks decodes a path
//! before it writes it, which makes another machine of `/%2Fhost/`, and what writes the history ends the app where the browser
//! refuses (WebKit allows a hundred changes in half a minute).
//!
//! Whatever an address comes from, [`Site::read`] reads it, and what goes on from there names this origin in full: `//host/` is a
//! path here and another machine wherever only a path is expected.

use js_sys::JsString;
use lamplight_format::model::route_key;
use lamplight_format::route::without_base;
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationProvider, Url};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

use super::dom::{document, listen, window};

/// Where the reader is or wants to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Decoded path without base; `None` outside of the site.
    pub path: Option<String>,
    /// The whole address, of this origin.
    pub href: String,
}

impl Location {
    /// The address without the place on the page.
    fn without_place(&self) -> &str {
        self.href.split('#').next().unwrap_or_default()
    }

    /// As the address bar shows it: without the words to be marked.
    fn shown(&self) -> &str {
        self.href.split(":~:").next().unwrap_or_default().trim_end_matches('#')
    }

    /// Whether both are the same place on the same page.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.shown() == other.shown()
    }

    /// Whether both are the same page, perhaps at different places.
    #[must_use]
    pub fn is_same_page(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

/// Where the site is.
#[derive(Clone)]
pub struct Site {
    /// The base path as the site knows it, decoded.
    base: String,
    /// As the host has it: some write all addresses in small letters.
    base_here: String,
}

impl Site {
    /// The site that the page on screen is of; `None` if that page is outside of it.
    #[must_use]
    pub fn here(base: &str) -> Option<Self> {
        let base = decoded(base);
        let path = decoded(&window().location().pathname().ok()?);
        let base_here = path
            .get(..base.len())
            .filter(|start| start.eq_ignore_ascii_case(&base))
            .map_or_else(|| base.clone(), str::to_owned);
        without_base(&base_here, &path)?;
        Some(Self { base, base_here })
    }

    /// Reads an address as it stands in a link or in the address bar; `None` if it is not of this origin.
    #[must_use]
    pub fn read(&self, address: &str) -> Option<Location> {
        let url = parsed(address)?;
        // The origin of `blob:` is that of its maker.
        let is_own = window().location().origin().is_ok_and(|origin| origin == url.origin());
        (is_own && url.path().starts_with('/') && url.origin().starts_with("http"))
            .then(|| self.location_of(&url))
    }

    /// What an address of this origin asks for.
    fn location_of(&self, url: &Url) -> Location {
        let path = decoded(url.path());
        let path = without_base(&self.base, &path).or_else(|| without_base(&self.base_here, &path));
        let mark = if url.search().is_empty() { "" } else { "?" };
        // A slash that is written as a part of a name is none to any host.
        let has_other_slash = url.path().contains("%2F") || url.path().contains("%2f");
        Location {
            path: path.filter(|_| !has_other_slash).map(str::to_owned),
            href: [url.origin(), url.path(), mark, url.search(), url.hash()].concat(),
        }
    }

    /// The page of this site that a link leads to, if it is the app's to follow.
    #[must_use]
    pub fn of_link(&self, link: &HtmlAnchorElement) -> Option<Location> {
        let is_plain = link
            .matches(":not([download], [rel~=external], [target]:not([target=''], [target=_self i]))")
            .unwrap_or_default();
        self.read(&link.href()).filter(|location| is_plain && location.path.is_some())
    }
}

/// An address, read from where the page is.
fn parsed(address: &str) -> Option<Url> {
    BrowserUrl::parse_with_base(address, &window().location().href().ok()?).ok()
}

/// A text of an address without its escapes; as it is if they are none.
fn decoded(text: &str) -> String {
    js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from)
}

/// The link that an event is about.
pub(super) fn link_of(event: &Event) -> Option<HtmlAnchorElement> {
    event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??.dyn_into().ok()
}

/// The address as a signal.
#[derive(Clone)]
pub struct History {
    site: Site,
    router: BrowserUrl,
    /// The host writes addresses in small letters.
    lowers: bool,
}

impl History {
    /// Starts to follow links. `place` is called before the browser goes to another place on the page.
    #[must_use]
    pub fn start(site: Site, place: impl Fn(&str) + 'static) -> Option<Self> {
        let history = Self { lowers: is_lowered(), router: BrowserUrl::new().ok()?, site };
        let to_follow = history.clone();
        listen(window().as_ref(), "click", false, move |event| {
            let Some(event) = event.dyn_ref::<MouseEvent>() else { return };
            let has_key = event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key();
            if event.default_prevented() || event.button() != 0 || has_key {
                return;
            }
            let Some(location) = link_of(event).and_then(|link| to_follow.site.of_link(&link)) else {
                return;
            };
            let is_here =
                to_follow.here().is_some_and(|here| here.without_place() == location.without_place());
            if is_here && location.href.contains('#') {
                // The browser knows how: it scrolls, moves the focus, opens what is closed, marks the place.
                return place(&location.href);
            }
            event.prevent_default();
            if is_here {
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
            to_follow.go(&location);
        });
        let to_return = history.clone();
        listen(window().as_ref(), "popstate", false, move |_| {
            if let Some(here) = to_return.here().filter(|here| !here.is_same(&to_return.location_untracked()))
            {
                to_return.go(&here);
            }
        });
        Some(history)
    }

    /// The location to be shown; tracks.
    #[must_use]
    pub fn location(&self) -> Location {
        self.site.location_of(&self.router.as_url().get())
    }

    /// As [`History::location`], for once.
    #[must_use]
    pub fn location_untracked(&self) -> Location {
        self.site.location_of(&self.router.as_url().get_untracked())
    }

    fn go(&self, location: &Location) {
        if let Some(url) = parsed(&location.href) {
            self.router.as_url().set(url);
        }
    }

    /// What the address bar says.
    fn here(&self) -> Option<Location> {
        self.site.read(&window().location().href().ok()?)
    }

    /// An address and the path that its page has in truth, if that is another: the location as it should be shown.
    #[must_use]
    pub fn corrected(&self, location: Location, url: Option<String>) -> Location {
        let Some(mut right) = url.and_then(|url| self.site.read(&url)) else { return location };
        let key =
            |location: &Location| location.path.as_deref().map(|path| route_key(&path.to_ascii_lowercase()));
        if self.lowers && key(&right) == key(&location) {
            return location;
        }
        if let Some(at) = location.href.find(['?', '#']).filter(|_| !right.href.contains(['?', '#'])) {
            right.href.push_str(&location.href[at..]);
        }
        right
    }

    /// Tells that the page of `location` is on screen, which is to be called `shown`: the address bar follows, but for the place
    /// on the page. Returns whether a new entry was made in the history (a click), rather than an old one taken up (Back,
    /// Forward, the first page).
    pub fn record(&self, location: &Location, shown: &Location) -> bool {
        let is_new = self.here().is_none_or(|here| !here.is_same(location));
        if let Ok(history) = window().history() {
            let _ = if is_new {
                history.push_state_with_url(&JsValue::NULL, "", Some(shown.without_place()))
            } else if location != shown {
                history.replace_state_with_url(
                    &history.state().unwrap_or(JsValue::NULL),
                    "",
                    Some(&shown.href),
                )
            } else {
                Ok(())
            };
        }
        if let Some(url) = parsed(&shown.href) {
            self.router.as_url().update_untracked(|known| *known = url);
        }
        is_new
    }
}

/// The path that the page gives itself, decoded.
fn canonical() -> Option<String> {
    let link = document().query_selector("link[rel=canonical]").ok()??;
    let href = link.get_attribute("href")?;
    Some(decoded(parsed(&href)?.path()))
}

/// Whether the host has led from the page's own address to the same in small letters.
fn is_lowered() -> bool {
    let here = decoded(&window().location().pathname().unwrap_or_default());
    canonical().is_some_and(|own| own != here && JsString::from(own).to_lower_case() == here)
}

/// Whether the page is the site's first one under the address of another: some hosts answer with it whatever they are
/// asked for.
pub(super) fn is_home_elsewhere(base: &str) -> bool {
    let here = Site::here(base).and_then(|site| site.read(&window().location().href().ok()?)?.path);
    canonical().is_some_and(|own| own == decoded(base)) && here.is_some_and(|path| route_key(&path) != "/")
}
