//! The chunk `search`: what is found, in a dialog, on a page of its own, and on a page that says that nothing is there.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use lamplight_content::model::Manifest;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::finder::Finder;
use super::in_chunk;
use super::nearest::{self, Nearest};
use crate::browser::{self, About, HtmlElement, QuestionBox};
use crate::error::Unavailable;
use crate::search::Search;

/// How it looks: no page pays for that before.
const STYLE: &str = concat!("@layer component{", include_str!("../../style/added/search.css"), "}");

in_chunk! { search:
    /// Does what was asked for by name: fills a place of the page.
    ///
    /// # Errors
    /// If the chunk can't be had.
    pub fn search(owner: Owner, name: String, about: About, manifest: Rc<Manifest>, search: Search) -> Result<(), Unavailable> {
        if let Some(slot) = about.slot() {
            owner.with(|| fill(&name, slot, manifest, search));
        }
        Ok(())
    }
}

thread_local! {
    /// What is on the page, by its place.
    static MOUNTED: RefCell<Vec<(HtmlElement, Box<dyn Any>)>> = const { RefCell::new(Vec::new()) };
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

/// Puts a widget into its place, unless that was done before. What was on a page that was left ends.
fn mount<W: IntoView + 'static>(slot: HtmlElement, widget: impl FnOnce() -> W + 'static) {
    let (kept, left): (Vec<_>, Vec<_>) =
        MOUNTED.take().into_iter().partition(|(slot, _)| slot.is_connected());
    MOUNTED.set(kept);
    drop(left);
    if slot.is_connected() && browser::is_empty(&slot) {
        let handle = mount_to(slot.clone(), widget);
        MOUNTED.with_borrow_mut(|mounted| mounted.push((slot, Box::new(handle))));
    }
}
