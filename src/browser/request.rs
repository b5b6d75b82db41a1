//! Requests of scripts to the app: to fill a dialog, or to change a preference.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::error::Unavailable;

/// A request of a script. It is answered once.
pub struct Request {
    /// Its name.
    pub name: String,
    /// Its details.
    pub about: RequestDetails,
    resolve: Function,
    reject: Function,
}

impl Request {
    /// Answers it, with a message for the reader.
    pub fn answer(self, answer: Result<Option<String>, Unavailable>) {
        let _ = match answer {
            Ok(words) => {
                self.resolve.call1(&JsValue::UNDEFINED, &words.map_or(JsValue::UNDEFINED, JsValue::from))
            }
            Err(Unavailable) => self.reject.call0(&JsValue::UNDEFINED),
        };
    }
}

/// The details of a request: an element or a list.
#[derive(Clone)]
pub struct RequestDetails(JsValue);

impl RequestDetails {
    /// The element to fill: the details themselves, or the first of the list.
    #[must_use]
    pub fn slot(&self) -> Option<HtmlElement> {
        let first = self.0.dyn_ref::<Array>().map(|list| list.get(0));
        first.unwrap_or_else(|| self.0.clone()).dyn_into().ok()
    }

    /// A text of the list.
    #[must_use]
    pub fn text(&self, number: u32) -> Option<String> {
        self.0.dyn_ref::<Array>()?.get(number).as_string()
    }
}

type RequestHandler = Rc<dyn Fn(Request)>;

thread_local! {
    static HANDLER: RefCell<Option<RequestHandler>> = const { RefCell::new(None) };
}

/// Has all requests answered by `handler`.
pub fn on_request(handler: impl Fn(Request) + 'static) {
    HANDLER.set(Some(Rc::new(handler)));
}

/// Sends a request to the app. An error means that it is not available now.
#[wasm_bindgen]
pub fn ask(name: &str, about: JsValue) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let request =
            Request { name: name.to_owned(), about: RequestDetails(about.clone()), resolve, reject };
        match HANDLER.with_borrow(Clone::clone) {
            Some(handler) => handler(request),
            // This page has no app.
            None => request.answer(Err(Unavailable)),
        }
    })
}
