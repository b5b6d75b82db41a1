//! Requests, and the checks that an answer must pass before anything believes it. The one user of gloo-net.

use gloo_net::http::{Request, RequestBuilder};
use lamplight_format::model::Hash;
use wasm_bindgen::JsValue;

use crate::browser::{self, Body};
use crate::error::LoadError;

/// Milliseconds after which an answer is not waited for any longer.
const STALL_TIMEOUT: u32 = 20_000;

/// Fetches the manifest, asking the server whether the cached one still holds. What comes back is parsed.
pub(super) async fn manifest(url: &str) -> Result<JsValue, LoadError> {
    parsed(&body(Request::get(url).cache(browser::RequestCache::NoCache), is_json).await?).await
}

/// Fetches a file whose SHA-256 is known. What comes back has had that hash, or this fails.
///
/// The browser's own cache is asked first, unless this is done `again`: it may hold what a sign-in page once answered.
pub(super) async fn hashed(url: &str, hash: &Hash, again: bool) -> Result<JsValue, LoadError> {
    parsed(&checked(url, hash, again, is_json).await?).await
}

/// As [`hashed`], for files that are no JSON.
pub(super) async fn binary(url: &str, hash: &Hash, again: bool) -> Result<Vec<u8>, LoadError> {
    let bytes = checked(url, hash, again, is_binary).await?;
    Ok(js_sys::Uint8Array::new(&bytes).to_vec())
}

async fn checked(url: &str, hash: &Hash, again: bool, fits: fn(&str) -> bool) -> Result<Body, LoadError> {
    let cache = if again { browser::RequestCache::Reload } else { browser::RequestCache::Default };
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
    // It began well and broke off.
    browser::body(&response.into()).await.ok_or(LoadError::Integrity)
}

/// Some hosts send JSON as plain text; none sends it as HTML.
fn is_json(kind: &str) -> bool {
    kind.is_empty()
        || kind.split(['/', '+', ';']).any(|part| matches!(part, "json" | "plain" | "octet-stream"))
}

/// Hosts call such files what they like; what is HTML is another answer.
fn is_binary(kind: &str) -> bool {
    !kind.contains("html")
}
