//! Sends requests, and checks responses. The only user of gloo-net.

use gloo_net::http::{Request, RequestBuilder};
use lamplight_format::model::Hash;
use wasm_bindgen::JsValue;

use crate::browser::{self, Body};
use crate::error::LoadError;

/// Milliseconds after which a request is aborted.
const STALL_TIMEOUT: u32 = 20_000;

/// Fetches and parses the manifest. The server is asked whether the cached one is still valid.
pub(super) async fn manifest(url: &str) -> Result<JsValue, LoadError> {
    parsed(&body(Request::get(url).cache(browser::RequestCache::NoCache), is_json).await?).await
}

/// Fetches and parses a file, and checks its SHA-256.
///
/// The browser's cache is used unless `bypass_cache` is set: it may have the response of a login page.
pub(super) async fn hashed(url: &str, hash: &Hash, bypass_cache: bool) -> Result<JsValue, LoadError> {
    parsed(&checked(url, hash, bypass_cache, is_json).await?).await
}

/// Like [`hashed`], for files that are not JSON.
pub(super) async fn binary(url: &str, hash: &Hash, bypass_cache: bool) -> Result<Vec<u8>, LoadError> {
    let bytes = checked(url, hash, bypass_cache, is_binary).await?;
    Ok(js_sys::Uint8Array::new(&bytes).to_vec())
}

async fn checked(
    url: &str,
    hash: &Hash,
    bypass_cache: bool,
    fits: fn(&str) -> bool,
) -> Result<Body, LoadError> {
    let cache = if bypass_cache { browser::RequestCache::Reload } else { browser::RequestCache::Default };
    let bytes = body(Request::get(url).cache(cache), fits).await?;
    if browser::sha256(&bytes).await.is_some_and(|got| got != hash.0) {
        return Err(LoadError::Integrity);
    }
    Ok(bytes)
}

async fn parsed(bytes: &Body) -> Result<JsValue, LoadError> {
    browser::parse(bytes).await.ok_or(LoadError::Decode)
}

async fn body(request: RequestBuilder, fits: fn(&str) -> bool) -> Result<Body, LoadError> {
    let request = request.abort_signal(browser::timeout(STALL_TIMEOUT).as_ref());
    let response = request.send().await.map_err(|_| LoadError::Offline)?;
    if !response.ok() {
        return Err(LoadError::Http(response.status()));
    }
    if !fits(&response.headers().get("content-type").unwrap_or_default()) {
        return Err(LoadError::Type);
    }
    // The connection broke during the response.
    browser::body(&response.into()).await.ok_or(LoadError::Integrity)
}

/// Whether a content type may be that of JSON. Some hosts send JSON as plain text, none as HTML.
fn is_json(kind: &str) -> bool {
    kind.is_empty()
        || kind.split(['/', '+', ';']).any(|part| matches!(part, "json" | "plain" | "octet-stream"))
}

/// Whether a content type may be that of a binary file: any but HTML.
fn is_binary(kind: &str) -> bool {
    !kind.contains("html")
}
