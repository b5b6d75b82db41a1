//! The chunk `library`: what a reader keeps on this device, how much room that takes, and how the page is installed.

pub mod install;
pub mod keep;
pub mod kept;
pub mod known;

use std::rc::Rc;

use lamplight_format::messages::Label;
use lamplight_format::model::Manifest;
use leptos::prelude::*;

use self::install::Install;
use self::keep::Keep;
use self::kept::KeptList;
use self::known::SharedLibrary;
use super::in_chunk;
use super::mount::mount_over;
use crate::browser::{self, RequestDetails};
use crate::error::Unavailable;
use crate::library::DownloadKind;

in_chunk! { library:
    /// Fills a place of the page with what was asked for by name.
    ///
    /// # Errors
    /// If the chunk can't be had.
    pub fn library(owner: Owner, name: String, about: RequestDetails, manifest: Rc<Manifest>) -> Result<(), Unavailable> {
        owner.with(|| fill(&name, &about, manifest));
        Ok(())
    }
}

fn fill(name: &str, about: &RequestDetails, manifest: Rc<Manifest>) {
    let (known, Some(slot)) = (SharedLibrary::shared(), about.slot()) else { return };
    known.0.set(browser::library());
    match (name, about.text(1).and_then(|kind| DownloadKind::parse(&kind)), about.text(2), about.text(3)) {
        ("keep", Some(kind), Some(path), Some(title)) => {
            let (is_asked, place) = (about.text(4).is_some(), slot.clone());
            mount_over(slot, move || view! { <Keep known place kind path title is_asked manifest /> });
        }
        ("kept", ..) if !browser::can_keep() => slot.set_inner_text(manifest.site.label(Label::NoShelf)),
        ("kept", ..) => mount_over(slot, move || view! { <KeptList known manifest /> }),
        ("install", ..) => mount_over(slot, move || view! { <Install manifest /> }),
        _ => {}
    }
}
