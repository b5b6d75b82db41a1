//! The address bar and the history: intercepts links within the site, and writes the new address when the page is shown.
//!
//! leptos_router parses addresses and has the current one as a signal. Its handlers are not used: the one for clicks decodes a path
//! before it is written, which turns `/%2Fhost/` into an address of another host; and the app would end where the browser refuses a
//! change of the history (WebKit allows a hundred in 30 seconds).
//!
//! All addresses are read by [`SiteBase::read`], and passed on with their origin: `//host/` is a path here, but would be another host
//! if only the path were passed on.

use js_sys::JsString;
use lamplight_format::model::route_key;
use lamplight_format::route::without_base;
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationProvider, Url};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

use super::dom::{document, listen, window};

/// A location: the current one, or the target of a navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Decoded path without base; `None` outside of the site.
    pub path: Option<String>,
    /// The absolute URL, of this origin.
    pub href: String,
}

impl Location {
    /// The address without fragment.
    fn without_place(&self) -> &str {
        self.href.split('#').next().unwrap_or_default()
    }

    /// As the address bar shows it: without text fragment.
    fn shown(&self) -> &str {
        self.href.split(":~:").next().unwrap_or_default().trim_end_matches('#')
    }

    /// Whether both are the same address, including the fragment.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.shown() == other.shown()
    }

    /// Whether both are the same page, with any fragment.
    #[must_use]
    pub fn is_same_page(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

/// The base path of the site.
#[derive(Clone)]
pub struct SiteBase {
    /// The base path of the manifest, decoded.
    base: String,
    /// The base path in addresses of this host: some hosts write all addresses in lower case.
    base_here: String,
}

impl SiteBase {
    /// The base of the current page; `None` if that page is outside of `base`.
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

    /// Reads the address of a link or of the address bar; `None` if it has another origin.
    #[must_use]
    pub fn read(&self, address: &str) -> Option<Location> {
        let url = parsed(address)?;
        // A `blob:` URL has the origin of the page that made it.
        let is_own = window().location().origin().is_ok_and(|origin| origin == url.origin());
        (is_own && url.path().starts_with('/') && url.origin().starts_with("http"))
            .then(|| self.location_of(&url))
    }

    /// The location of a URL of this origin.
    fn location_of(&self, url: &Url) -> Location {
        let path = decoded(url.path());
        let path = without_base(&self.base, &path).or_else(|| without_base(&self.base_here, &path));
        let mark = if url.search().is_empty() { "" } else { "?" };
        // An escaped slash is part of a name, not a separator.
        let has_other_slash = url.path().contains("%2F") || url.path().contains("%2f");
        Location {
            path: path.filter(|_| !has_other_slash).map(str::to_owned),
            href: [url.origin(), url.path(), mark, url.search(), url.hash()].concat(),
        }
    }

    /// The location of a link, if the app navigates to it.
    #[must_use]
    pub fn of_link(&self, link: &HtmlAnchorElement) -> Option<Location> {
        let is_plain = link
            .matches(":not([download], [rel~=external], [target]:not([target=''], [target=_self i]))")
            .unwrap_or_default();
        self.read(&link.href()).filter(|location| is_plain && location.path.is_some())
    }
}

/// An address, resolved against the current page.
fn parsed(address: &str) -> Option<Url> {
    BrowserUrl::parse_with_base(address, &window().location().href().ok()?).ok()
}

/// Decodes percent escapes; invalid ones stay.
fn decoded(text: &str) -> String {
    js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from)
}

/// The link that was the target of an event.
pub(super) fn link_of(event: &Event) -> Option<HtmlAnchorElement> {
    event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??.dyn_into().ok()
}

/// The address as a signal, and the history.
#[derive(Clone)]
pub struct History {
    site: SiteBase,
    router: BrowserUrl,
    /// Whether the host writes addresses in lower case.
    lowers: bool,
}

impl History {
    /// Starts to intercept links. `place` is called before the browser scrolls to a fragment of the current page.
    #[must_use]
    pub fn start(site: SiteBase, place: impl Fn(&str) + 'static) -> Option<Self> {
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
                // The browser does this itself: it scrolls, moves the focus, opens closed details, marks the target.
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

    /// The location to show; tracks.
    #[must_use]
    pub fn location(&self) -> Location {
        self.site.location_of(&self.router.as_url().get())
    }

    /// Like [`History::location`], without tracking.
    #[must_use]
    pub fn location_untracked(&self) -> Location {
        self.site.location_of(&self.router.as_url().get_untracked())
    }

    fn go(&self, location: &Location) {
        if let Some(url) = parsed(&location.href) {
            self.router.as_url().set(url);
        }
    }

    /// The location in the address bar.
    fn here(&self) -> Option<Location> {
        self.site.read(&window().location().href().ok()?)
    }

    /// The location to show for an address whose page has another path (`url`), if it has.
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

    /// Called when the page of `location` is shown: writes `shown` into the address bar, with the fragment of `location`. Returns whether
    /// the history got a new entry (after a click), or the entry existed (Back, Forward, the first page).
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

/// The canonical path of the page, decoded.
fn canonical() -> Option<String> {
    let link = document().query_selector("link[rel=canonical]").ok()??;
    let href = link.get_attribute("href")?;
    Some(decoded(parsed(&href)?.path()))
}

/// Whether the host has redirected from the address of the page to the same in lower case.
fn is_lowered() -> bool {
    let here = decoded(&window().location().pathname().unwrap_or_default());
    canonical().is_some_and(|own| own != here && JsString::from(own).to_lower_case() == here)
}

/// Whether this is the home page at the address of another page: some hosts answer every unknown address with the home page.
pub(super) fn is_home_elsewhere(base: &str) -> bool {
    let here = SiteBase::here(base).and_then(|site| site.read(&window().location().href().ok()?)?.path);
    canonical().is_some_and(|own| own == decoded(base)) && here.is_some_and(|path| route_key(&path) != "/")
}
