//! The state of the current entry of the history: a text whose first word is the name of the entry (see `scroll.rs`). The words after
//! it are notes of a dialog or a page, for when the reader comes back; `public/boot.js` notes which dialog is open.

use js_sys::encode_uri_component;
use wasm_bindgen::JsValue;

use super::dom::window;

/// The notes.
#[must_use]
pub fn noted() -> Vec<String> {
    let state = state().unwrap_or_default();
    state.split(' ').skip(1).map(str::to_owned).collect()
}

/// Replaces the notes. If there is a question, the address gets it as a query.
pub fn note(words: &[&str], question: Option<&str>) {
    let state = state().unwrap_or_default();
    let name = state.split(' ').next().unwrap_or_default();
    let state = JsValue::from_str(&[&[name], words].concat().join(" "));
    let location = window().location();
    match (question, location.origin(), location.pathname(), window().history()) {
        (Some(question), Ok(origin), Ok(path), Ok(history)) => {
            let address = asking(&[origin, path].concat(), question);
            // The browser may refuse: WebKit allows a hundred changes in 30 seconds.
            let _ = history.replace_state_with_url(&state, "", Some(&address));
        }
        _ => set_state(&state),
    }
}

/// The address of the page about search, at `page`, with a question.
#[must_use]
pub fn asking(page: &str, question: &str) -> String {
    match question {
        "" => page.to_owned(),
        _ => [page, "?q=", &String::from(encode_uri_component(question))].concat(),
    }
}

/// The whole state.
pub(super) fn state() -> Option<String> {
    window().history().ok()?.state().ok()?.as_string()
}

/// Replaces the whole state.
pub(super) fn set_state(state: &JsValue) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state(state, "");
    }
}
