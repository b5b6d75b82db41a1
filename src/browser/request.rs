//! What the scripts of a page ask the app for: to fill a dialog, to change what a reader has chosen.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::error::Unavailable;

/// A request, to be answered once.
pub struct Request {
    /// What is asked for.
    pub name: String,
    /// What it is about.
    pub about: About,
    resolve: Function,
    reject: Function,
}

impl Request {
    /// Answers it, with what is to be said to the reader.
    pub fn answer(self, answer: Result<Option<String>, Unavailable>) {
        let _ = match answer {
            Ok(words) => {
                self.resolve.call1(&JsValue::UNDEFINED, &words.map_or(JsValue::UNDEFINED, JsValue::from))
            }
            Err(Unavailable) => self.reject.call0(&JsValue::UNDEFINED),
        };
    }
}

/// What a request is about.
#[derive(Clone)]
pub struct About(JsValue);

impl About {
    /// The element to be filled: alone, or first in a list.
    #[must_use]
    pub fn slot(&self) -> Option<HtmlElement> {
        let first = self.0.dyn_ref::<Array>().map(|list| list.get(0));
        first.unwrap_or_else(|| self.0.clone()).dyn_into().ok()
    }

    /// One of several texts.
    #[must_use]
    pub fn text(&self, number: u32) -> Option<String> {
        self.0.dyn_ref::<Array>()?.get(number).as_string()
    }
}

type Handler = Rc<dyn Fn(Request)>;

thread_local! {
    static HANDLER: RefCell<Option<Handler>> = const { RefCell::new(None) };
}

/// Has all requests answered by `handler`.
pub fn on_request(handler: impl Fn(Request) + 'static) {
    HANDLER.set(Some(Rc::new(handler)));
}

/// Asks the app. An error means that it can't be had now.
#[wasm_bindgen]
pub fn ask(name: &str, about: JsValue) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let request = Request { name: name.to_owned(), about: About(about.clone()), resolve, reject };
        match HANDLER.with_borrow(Clone::clone) {
            Some(handler) => handler(request),
            // This page is none of the app's.
            None => request.answer(Err(Unavailable)),
        }
    })
}
