//! Puts widgets into places of the page.

use std::any::Any;
use std::cell::RefCell;

use leptos::mount::mount_to;
use leptos::prelude::*;

use crate::browser::{self, HtmlElement};

thread_local! {
    /// What is on the page, by its place.
    static MOUNTED: RefCell<Vec<(HtmlElement, Box<dyn Any>)>> = const { RefCell::new(Vec::new()) };
}

/// Puts a widget into its place, unless that was done before. What was on a page that was left ends. Returns whether it was put there.
pub fn mount<W: IntoView + 'static>(place: HtmlElement, widget: impl FnOnce() -> W + 'static) -> bool {
    let (kept, left): (Vec<_>, Vec<_>) =
        MOUNTED.take().into_iter().partition(|(place, _)| place.is_connected());
    MOUNTED.set(kept);
    drop(left);
    let is_new = place.is_connected() && browser::is_empty(&place);
    if is_new {
        let handle = mount_to(place.clone(), widget);
        MOUNTED.with_borrow_mut(|mounted| mounted.push((place, Box::new(handle))));
    }
    is_new
}
