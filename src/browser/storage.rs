//! Local storage: objects as JSON, each under a name with the base path of this blog.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Storage;

use super::dom::{document, listen, window};
use crate::bookmarks::Stored;

/// Longer texts are not of this app.
const LONGEST: usize = 4_000_000;

/// The local storage; `None` if the browser refuses.
fn local() -> Option<Storage> {
    window().local_storage().ok()?
}

fn full(base: &str, name: &str) -> String {
    ["lamplight:", base, ":", name].concat()
}

/// The entries of a stored object, in order; `None` if there is no object.
#[must_use]
pub fn recall(base: &str, name: &str) -> Option<Vec<(String, Stored)>> {
    let Some(text) = local().and_then(|local| local.get_item(&full(base, name)).ok()?) else {
        return Some(Vec::new());
    };
    let object = (text.len() < LONGEST).then(|| JSON::parse(&text).ok())??;
    if !object.is_object() || Array::is_array(&object) {
        return None;
    }
    let entry = |entry: JsValue| {
        let entry: Array = entry.unchecked_into();
        let value = entry.get(1);
        let value = match value.as_string() {
            Some(text) => Stored::Text(text),
            None => Stored::Json(JSON::stringify(&value).ok()?.into()),
        };
        Some((entry.get(0).as_string()?, value))
    };
    Some(Object::entries(object.unchecked_ref()).iter().filter_map(entry).collect())
}

/// Stores an object of entries. Returns whether there was room for it.
pub fn store<'a>(base: &str, name: &str, entries: impl Iterator<Item = (&'a str, &'a Stored)>) -> bool {
    write(
        base,
        name,
        entries.map(|(key, value)| {
            let value = match value {
                Stored::Text(text) => JsValue::from_str(text),
                Stored::Json(json) => JSON::parse(json).unwrap_or(JsValue::NULL),
            };
            (key, value)
        }),
    )
}

/// Like [`store`], for texts.
pub fn store_texts<'a>(base: &str, name: &str, entries: impl Iterator<Item = (&'a str, &'a str)>) -> bool {
    write(base, name, entries.map(|(key, value)| (key, JsValue::from_str(value))))
}

fn write<'a>(base: &str, name: &str, entries: impl Iterator<Item = (&'a str, JsValue)>) -> bool {
    let all = Array::new();
    for (key, value) in entries {
        all.push(&Array::of2(&JsValue::from_str(key), &value));
    }
    let text = Object::from_entries(&all).and_then(|object| JSON::stringify(&object));
    let Ok(text) = text else { return false };
    local().is_some_and(|local| local.set_item(&full(base, name), &String::from(text)).is_ok())
}

/// Calls `changed` when another tab has stored something.
pub fn on_storage(changed: impl Fn() + 'static) {
    listen(window().as_ref(), "storage", false, move |_| changed());
}

/// The present value of a preference: an attribute of the root element, which `public/boot.js` has set.
#[must_use]
pub fn shown_preference(key: &str) -> Option<String> {
    document().document_element()?.get_attribute(&["data-", key].concat())
}

/// Announces changed preferences. `public/boot.js` applies them to the page, and passes them to the service worker.
pub fn show_preferences(chosen: impl Iterator<Item = (&'static str, &'static str)>) {
    let object = Object::new();
    for (key, value) in chosen {
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    announce("preferences", &object);
}

/// Tells scripts of the page that bookmarks have changed.
pub fn announce_bookmarks() {
    announce("bookmarks", &JsValue::NULL);
}

fn announce(name: &str, detail: &JsValue) {
    let about = web_sys::CustomEventInit::new();
    about.set_detail(detail);
    if let Ok(event) = web_sys::CustomEvent::new_with_event_init_dict(name, &about) {
        let _ = document().dispatch_event(&event);
    }
}
