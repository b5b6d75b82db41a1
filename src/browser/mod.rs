//! The browser: head, address, scroll, focus, watching links. The one user of `web_sys`.

mod address;
mod head;
mod scroll;
mod watch;

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AddEventListenerOptions, Document, Element, Event, EventTarget, FocusOptions, HtmlElement, Window,
};

pub use web_sys::RequestCache;

pub use address::{Address, Visit};
pub use head::apply as apply_head;
pub use scroll::Scroll;
pub use watch::{on_retry, watch_images, watch_links};

/// The page's window. A page without one runs no app.
fn window() -> Window {
    web_sys::window().unwrap_or_else(|| wasm_bindgen::throw_str("no window"))
}

fn document() -> Document {
    window().document().unwrap_or_else(|| wasm_bindgen::throw_str("no document"))
}

/// The element that the app fills, and the site's base path, as the page says in `data-base`.
#[must_use]
pub fn mount_point() -> Option<(HtmlElement, String)> {
    let element = document().get_element_by_id("_app")?.dyn_into().ok()?;
    let base = document().document_element()?.get_attribute("data-base").unwrap_or_else(|| "/".to_owned());
    Some((element, base))
}

/// SHA-256 in hex; `None` where the browser does not offer it (pages that came over plain HTTP from another machine).
pub async fn sha256(bytes: &[u8]) -> Option<String> {
    // Asked for by name: the property is absent, not just empty, outside of secure contexts.
    let subtle = js_sys::Reflect::get(window().crypto().ok()?.as_ref(), &JsValue::from_str("subtle")).ok()?;
    let subtle: web_sys::SubtleCrypto = subtle.dyn_into().ok()?;
    let promise = subtle.digest_with_str_and_buffer_source("SHA-256", &Uint8Array::from(bytes)).ok()?;
    let digest = Uint8Array::new(&JsFuture::from(promise).await.ok()?).to_vec();
    let hex =
        digest.iter().flat_map(|b| [b >> 4, b & 15]).map(|d| char::from(b"0123456789abcdef"[usize::from(d)]));
    Some(hex.collect())
}

/// Waits until what has been queued before has run.
pub async fn tick() {
    let _ = JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await;
}

/// Marks the document as waiting for data; the style sheet shows a bar if it lasts.
pub fn set_busy(busy: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.toggle_attribute_with_force("data-busy", busy);
    }
}

/// Moves the focus to the new page's title, which also makes screen readers say it.
pub fn focus_title() {
    let title = document().query_selector("#_content h1").ok().flatten();
    if let Some(title) = title {
        focus(&title);
    }
}

/// Moves the focus without scrolling, to an element of any kind.
fn focus(element: &Element) {
    let Some(element) = element.dyn_ref::<HtmlElement>() else { return };
    if element.tab_index() < 0 {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Asks whether the reader wants to save data.
fn saves_data() -> bool {
    let get = |object: &JsValue, name: &str| js_sys::Reflect::get(object, &JsValue::from_str(name)).ok();
    get(window().navigator().as_ref(), "connection")
        .filter(|c| !c.is_undefined() && !c.is_null())
        .and_then(|c| get(&c, "saveData"))
        .is_some_and(|saves| saves.is_truthy())
}

/// Loads an address the way a page without this app would.
pub fn load_natively(url: &str) {
    let _ = window().location().assign(url);
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// Listens for as long as the page lives.
fn listen(target: &EventTarget, kind: &str, capture: bool, handler: impl Fn(Event) + 'static) {
    let handler = Closure::<dyn Fn(Event)>::new(handler);
    let options = AddEventListenerOptions::new();
    options.set_capture(capture);
    options.set_passive(true);
    let function = handler.as_ref();
    let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
        kind,
        function.unchecked_ref(),
        &options,
    );
    handler.forget();
}
