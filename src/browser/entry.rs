//! The entry of the history on screen: a text, of which the first word is its name (see `scroll.rs`). Behind it a dialog or a page
//! notes what it is to show when the reader comes back; `public/boot.js` writes there which dialog is open.

use js_sys::encode_uri_component;
use wasm_bindgen::JsValue;

use super::dom::window;

/// The words that are noted.
#[must_use]
pub fn noted() -> Vec<String> {
    let state = state().unwrap_or_default();
    state.split(' ').skip(1).map(str::to_owned).collect()
}

/// Notes other words. If there is a question, the address says that it is asked on this page.
pub fn note(words: &[&str], question: Option<&str>) {
    let state = state().unwrap_or_default();
    let name = state.split(' ').next().unwrap_or_default();
    let state = JsValue::from_str(&[&[name], words].concat().join(" "));
    let location = window().location();
    match (question, location.origin(), location.pathname(), window().history()) {
        (Some(question), Ok(origin), Ok(path), Ok(history)) => {
            let address = asking(&[origin, path].concat(), question);
            // The browser may refuse: WebKit allows a hundred changes in half a minute.
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

/// The whole text.
pub(super) fn state() -> Option<String> {
    window().history().ok()?.state().ok()?.as_string()
}

/// Writes all of it.
pub(super) fn set_state(state: &JsValue) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state(state, "");
    }
}
