//! Watches links under the pointer or in view, and buttons with an action of the app.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, IntersectionObserver, IntersectionObserverEntry};

use super::dom::{document, elements, listen};
use super::history::{SiteBase, link_of};
use super::saves_data;

/// Calls `intent` with the decoded path of a link of this site when a pointer, a finger or the focus comes to it, and
/// `view` when it is on screen for the first time. Neither is called if the reader saves data.
///
/// Returns a function that looks for the links of a newly drawn page.
pub fn watch_links(
    site: &SiteBase,
    intent: impl Fn(&str) + 'static,
    view: impl Fn(&str) + 'static,
) -> Rc<dyn Fn()> {
    if saves_data() {
        return Rc::new(|| {});
    }
    let of_intent = site.clone();
    let on_intent = move |event: Event| {
        let link = link_of(&event);
        if let Some(path) = link.and_then(|link| of_intent.of_link(&link)).and_then(|location| location.path)
        {
            intent(&path);
        }
    };
    let on_intent = Rc::new(on_intent);
    for kind in ["pointerover", "touchstart", "focusin"] {
        let on_intent = on_intent.clone();
        listen(document().as_ref(), kind, false, move |event| on_intent(event));
    }

    let site = site.clone();
    let seen = Closure::<dyn Fn(js_sys::Array, IntersectionObserver)>::new(
        move |entries: js_sys::Array, observer: IntersectionObserver| {
            for entry in entries.iter().map(JsCast::unchecked_into::<IntersectionObserverEntry>) {
                if entry.is_intersecting() {
                    observer.unobserve(&entry.target());
                    let link = entry.target().dyn_into().ok();
                    if let Some(path) =
                        link.and_then(|link| site.of_link(&link)).and_then(|location| location.path)
                    {
                        view(&path);
                    }
                }
            }
        },
    );
    let observer = IntersectionObserver::new(seen.as_ref().unchecked_ref());
    seen.forget();
    Rc::new(move || {
        let Ok(observer) = &observer else { return };
        // What an earlier page was watched for is gone with it.
        observer.disconnect();
        for link in elements::<Element>(document().query_selector_all("#_content a[href]")) {
            observer.observe(&link);
        }
    })
}

/// Calls `act` with the `data-action` of a clicked element: `retry`, on a failed page
/// and where the page on screen has changed, or `renew`, by `public/boot.js`, when it is time to ask for the manifest.
pub fn on_action(act: impl Fn(&str) + 'static) {
    listen(document().as_ref(), "click", false, move |event| {
        let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        let action = target.and_then(|t| t.closest("[data-action=retry],[data-action=renew]").ok().flatten());
        if let Some(action) = action.and_then(|action| action.get_attribute("data-action")) {
            act(&action);
        }
    });
}
