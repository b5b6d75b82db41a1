//! What every file of this room asks the page for.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    AddEventListenerOptions, Document, Element, Event, EventTarget, FocusOptions, HtmlElement, Window,
};

/// The page's window. A page without one runs no app.
pub(super) fn window() -> Window {
    web_sys::window().unwrap_or_else(|| wasm_bindgen::throw_str("no window"))
}

/// The page's document.
pub(super) fn document() -> Document {
    window().document().unwrap_or_else(|| wasm_bindgen::throw_str("no document"))
}

/// Listens for as long as the page lives.
pub(super) fn listen(target: &EventTarget, kind: &str, capture: bool, handler: impl Fn(Event) + 'static) {
    let handler = Closure::<dyn Fn(Event)>::new(handler);
    let options = AddEventListenerOptions::new();
    options.set_capture(capture);
    // The click on a link within the site is the app's.
    options.set_passive(kind != "click");
    let function = handler.as_ref();
    let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
        kind,
        function.unchecked_ref(),
        &options,
    );
    handler.forget();
}

/// Listens on an element as long as what is returned lives.
pub(super) fn on(
    target: &EventTarget,
    kind: &str,
    handler: impl Fn(Event) + 'static,
) -> Closure<dyn Fn(Event)> {
    let handler = Closure::<dyn Fn(Event)>::new(handler);
    let _ = target.add_event_listener_with_callback(kind, handler.as_ref().unchecked_ref());
    handler
}

/// Moves the focus without scrolling, to an element of any kind.
pub(super) fn focus(element: &Element) {
    let Some(element) = element.dyn_ref::<HtmlElement>() else { return };
    if element.tab_index() < 0 {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}
