//! Small functions for the document that all files of this folder use.

use js_sys::{Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    AddEventListenerOptions, Document, Element, Event, EventTarget, FocusOptions, HtmlElement, NodeList,
    Window,
};

/// The page's window. A page without one runs no app.
pub(super) fn window() -> Window {
    web_sys::window().unwrap_or_else(|| wasm_bindgen::throw_str("no window"))
}

/// The page's document.
pub(super) fn document() -> Document {
    window().document().unwrap_or_else(|| wasm_bindgen::throw_str("no document"))
}

/// Listens until the page is closed.
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

/// Listens on an element until the returned closure is dropped.
pub(super) fn on(
    target: &EventTarget,
    kind: &str,
    handler: impl Fn(Event) + 'static,
) -> Closure<dyn Fn(Event)> {
    let handler = Closure::<dyn Fn(Event)>::new(handler);
    let _ = target.add_event_listener_with_callback(kind, handler.as_ref().unchecked_ref());
    handler
}

/// A property by name. Some browsers lack some properties, and a binding to an absent one would end the app.
pub(super) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name)).ok()
}

/// A method by its name, as [`get`]; `None` if there is no such function.
pub(super) fn method(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name)?.dyn_into().ok()
}

/// The elements of one type in the result of a selector.
pub(super) fn elements<T: JsCast>(found: Result<NodeList, JsValue>) -> Vec<T> {
    let Ok(found) = found else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
}

/// Moves the focus without scrolling, to an element of any kind.
pub(super) fn focus(element: &Element) {
    move_focus(element, false);
}

/// Moves the focus to an element of any kind.
pub(super) fn move_focus(element: &Element, scrolls: bool) {
    let Some(element) = element.dyn_ref::<HtmlElement>() else { return };
    if element.tab_index() < 0 {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(!scrolls);
    let _ = element.focus_with_options(&options);
}
