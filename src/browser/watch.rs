//! What readers are about to do: links under the pointer or in view, the Retry button.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlAnchorElement, IntersectionObserver, IntersectionObserverEntry};

use super::{document, listen, saves_data, window};
use crate::route::without_base;

/// Calls `intent` with the decoded path of a link of this site when a pointer, a finger or the focus comes to it, and
/// `view` when it is on screen for the first time. Neither is called if the reader saves data.
///
/// Returns a function that looks for the links of a newly drawn page.
pub fn watch_links(
    base: &str,
    intent: impl Fn(&str) + 'static,
    view: impl Fn(&str) + 'static,
) -> Rc<dyn Fn()> {
    if saves_data() {
        return Rc::new(|| {});
    }
    let base: Rc<str> = Rc::from(base);
    let of_base = base.clone();
    let on_intent = move |event: Event| {
        let link = event
            .target()
            .and_then(|t| t.dyn_into::<Element>().ok())
            .and_then(|e| e.closest("a[href]").ok().flatten());
        if let Some(path) = link.and_then(|link| path_of(&link, &of_base)) {
            intent(&path);
        }
    };
    let on_intent = Rc::new(on_intent);
    for kind in ["pointerover", "touchstart", "focusin"] {
        let on_intent = on_intent.clone();
        listen(document().as_ref(), kind, false, move |event| on_intent(event));
    }

    let seen = Closure::<dyn Fn(js_sys::Array, IntersectionObserver)>::new(
        move |entries: js_sys::Array, observer: IntersectionObserver| {
            for entry in entries.iter().filter_map(|e| e.dyn_into::<IntersectionObserverEntry>().ok()) {
                if entry.is_intersecting() {
                    observer.unobserve(&entry.target());
                    if let Some(path) = path_of(&entry.target(), &base) {
                        view(&path);
                    }
                }
            }
        },
    );
    let observer = IntersectionObserver::new(seen.as_ref().unchecked_ref());
    seen.forget();
    Rc::new(move || {
        let (Ok(observer), Ok(links)) = (&observer, document().query_selector_all("#_content a[href]"))
        else {
            return;
        };
        // What an earlier page was watched for is gone with it.
        observer.disconnect();
        for link in (0..links.length()).filter_map(|i| links.item(i)?.dyn_into::<Element>().ok()) {
            observer.observe(&link);
        }
    })
}

/// The decoded path without base of a link that the app would follow itself.
fn path_of(link: &Element, base: &str) -> Option<String> {
    let link: &HtmlAnchorElement = link.dyn_ref()?;
    let ours = link.origin() == window().location().origin().ok()?
        && link.rel().split(' ').all(|word| word != "external");
    let path = js_sys::decode_uri_component(&link.pathname()).map(String::from).ok()?;
    ours.then(|| without_base(base, &path).map(str::to_owned)).flatten()
}

/// Calls `retry` when the button of a failed page is pressed.
pub fn on_retry(retry: impl Fn() + 'static) {
    listen(document().as_ref(), "click", false, move |event| {
        let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        if target.is_some_and(|t| t.closest("[data-action=retry]").is_ok_and(|found| found.is_some())) {
            retry();
        }
    });
}
