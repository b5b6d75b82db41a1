//! The chunk `reader`: the dialogs for readers, and what keys and buttons change.

use std::rc::Rc;

use lamplight_format::messages::Label;
use lamplight_format::model::{Manifest, Site};
use leptos::prelude::*;

use super::in_chunk;
use super::keyboard::Keyboard;
use super::lightbox::{Album, Lightbox};
use super::mount::mount;
use super::settings::Settings;
use super::state::ReaderState;
use crate::browser::{self, RequestDetails};
use crate::error::Unavailable;
use crate::preferences::{Preference, Preferences};

in_chunk! { reader:
    /// Answers a request. Returns a message for the reader.
    ///
    /// # Errors
    /// If the chunk can't be loaded.
    pub fn answer(owner: Owner, name: String, about: RequestDetails, manifest: Rc<Manifest>) -> Result<Option<String>, Unavailable> {
        Ok(owner.with(|| done(&name, &about, &manifest)))
    }
}

fn done(name: &str, about: &RequestDetails, manifest: &Rc<Manifest>) -> Option<String> {
    let reader = ReaderState::shared();
    let site = &manifest.site;
    let manifest = manifest.clone();
    match name {
        "settings" => fill(about, move || view! { <Settings reader manifest /> }),
        "keys" => fill(about, move || view! { <Keyboard manifest /> }),
        "lightbox" => {
            let (album, place) = (Album::shared(), about.slot()?);
            album.open(about.text(1)?.parse().ok()?);
            fill(about, move || view! { <Lightbox album place site=&manifest.site /> });
        }
        "theme" => return Some(choose(reader, site, Preference::Theme, |now| now.next(Preference::Theme))),
        "larger" => return Some(choose(reader, site, Preference::TextSize, |now| resized(now, 1))),
        "smaller" => return Some(choose(reader, site, Preference::TextSize, |now| resized(now, -1))),
        "wrap" => reader.choose(reader.preferences().next(Preference::WrapCode)),
        "bookmark" => {
            let (href, title) = (about.text(0)?, about.text(1)?);
            let (mut bookmarks, mut is_there) = (reader.bookmarks(), false);
            if crate::bookmarks::is_own(&site.base, &href) {
                is_there = bookmarks.toggle(&href, &title);
            }
            let label = match (reader.keep(bookmarks), is_there) {
                (false, _) => Label::NoRoom,
                (true, true) => Label::Bookmarked,
                (true, false) => Label::BookmarkRemoved,
            };
            return Some(site.label(label).to_owned());
        }
        _ => {}
    }
    None
}

/// Fills a dialog, unless it is already filled.
fn fill<W: IntoView + 'static>(about: &RequestDetails, widget: impl FnOnce() -> W + 'static) {
    if let Some(place) = about.slot()
        && mount(place.clone(), widget)
    {
        browser::move_focus_into(&place);
    }
}

/// Changes a preference. Returns the label of its new value.
fn choose(
    reader: ReaderState,
    site: &Site,
    preference: Preference,
    change: impl Fn(Preferences) -> Preferences,
) -> String {
    reader.choose(change(reader.preferences()));
    let values = preference.about().values;
    values
        .get(reader.preferences().get(preference))
        .map(|(_, label)| site.label(*label).to_owned())
        .unwrap_or_default()
}

/// Larger or smaller text, if there is such a size.
fn resized(now: Preferences, step: isize) -> Preferences {
    let size = now.get(Preference::TextSize).checked_add_signed(step);
    size.map_or(now, |size| now.with(Preference::TextSize, size))
}
