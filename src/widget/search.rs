//! The chunk `search`: what is found, in a dialog, on a page of its own, and on a page that says that nothing is there.

use std::cell::Cell;
use std::rc::Rc;

use lamplight_format::model::Manifest;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::finder::Finder;
use super::in_chunk;
use super::mount::mount;
use super::nearest::{self, Nearest};
use crate::browser::{self, HtmlElement, QuestionBox, RequestDetails};
use crate::error::Unavailable;
use crate::search::Search;

/// How it looks: no page pays for that before.
const STYLE: &str = concat!("@layer component{", include_str!("../../style/added/search.css"), "}");

in_chunk! { search:
    /// Does what was asked for by name: fills a place of the page.
    ///
    /// # Errors
    /// If the chunk can't be had.
    pub fn search(owner: Owner, name: String, about: RequestDetails, manifest: Rc<Manifest>, search: Search) -> Result<(), Unavailable> {
        if let Some(slot) = about.slot() {
            owner.with(|| fill(&name, slot, manifest, search));
        }
        Ok(())
    }
}

thread_local! {
    static IS_STYLED: Cell<bool> = const { Cell::new(false) };
}

fn fill(name: &str, slot: HtmlElement, manifest: Rc<Manifest>, search: Search) {
    if !IS_STYLED.replace(true) {
        browser::add_style(STYLE);
    }
    if name == "search" {
        if let Some(question) = QuestionBox::around(&slot) {
            mount(slot, move || view! { <Finder question search manifest /> });
        }
        return;
    }
    spawn_local(async move {
        let found = nearest::find(&search, &manifest).await;
        if !found.is_empty() {
            mount(slot, move || view! { <Nearest found manifest /> });
        }
    });
}
