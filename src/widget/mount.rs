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

/// Ends what was on pages that were left.
fn end_left() {
    let (kept, left): (Vec<_>, Vec<_>) =
        MOUNTED.take().into_iter().partition(|(place, _)| place.is_connected());
    MOUNTED.set(kept);
    drop(left);
}

/// Puts a widget into its place, unless that was done before. What was on a page that was left ends. Returns whether it was put there.
pub fn mount<W: IntoView + 'static>(place: HtmlElement, widget: impl FnOnce() -> W + 'static) -> bool {
    end_left();
    let is_new = place.is_connected() && browser::is_empty(&place);
    if is_new {
        let handle = mount_to(place.clone(), widget);
        MOUNTED.with_borrow_mut(|mounted| mounted.push((place, Box::new(handle))));
    }
    is_new
}

/// Puts a widget in the place of what a script has put there, unless that was done before. The focus stays in the place.
pub fn mount_over<W: IntoView + 'static>(place: HtmlElement, widget: impl FnOnce() -> W + 'static) {
    if MOUNTED.with_borrow(|mounted| mounted.iter().any(|(known, _)| *known == place)) {
        return;
    }
    let is_focused = browser::has_focus(&place);
    place.set_inner_html("");
    if mount(place.clone(), widget) && is_focused {
        browser::focus_in(&place, "button");
    }
}
