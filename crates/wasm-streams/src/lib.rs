//! Stands in for the crate `wasm-streams`, by `[patch]` in the workspace's `Cargo.toml`.
//!
//! Leptos links it for server functions that stream, which a site without a server has none of. The real crate exports
//! classes to JavaScript, which no linker can drop: 5 KB of wasm and 3 KB of script that every reader would fetch and no
//! reader would use. What is here has the shape that `server_fn` compiles against and does nothing.

use futures::Stream;
use futures::stream::empty;
use wasm_bindgen::{JsCast, JsValue};

/// A stream that never gives anything.
#[derive(Debug)]
pub struct ReadableStream;

impl ReadableStream {
    /// Forgets `stream`.
    pub fn from_raw(_stream: web_sys::ReadableStream) -> Self {
        Self
    }

    /// Forgets `stream`.
    pub fn from_stream(_stream: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        Self
    }

    /// An empty stream.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> {
        empty()
    }

    /// No stream at all.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        JsValue::NULL.unchecked_into()
    }
}
