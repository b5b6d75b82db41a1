//! Requests, and the checks that an answer must pass before anything believes it. The one user of gloo-net.

use gloo_net::http::{Request, RequestBuilder, Response};
use lamplight_content::model::Hash;

use crate::browser;
use crate::error::LoadError;

/// Fetches the manifest, asking the server whether the cached one still holds.
pub(super) async fn manifest(url: &str) -> Result<String, LoadError> {
    let bytes = body(Request::get(url).cache(browser::RequestCache::NoCache)).await?;
    String::from_utf8(bytes).map_err(|_| LoadError::Decode)
}

/// Fetches a file whose SHA-256 is known. What comes back has that hash, or this fails.
pub(super) async fn hashed(url: &str, hash: &Hash) -> Result<String, LoadError> {
    let bytes = body(Request::get(url)).await?;
    if browser::sha256(&bytes).await.is_some_and(|got| got != hash.0) {
        return Err(LoadError::Integrity);
    }
    String::from_utf8(bytes).map_err(|_| LoadError::Decode)
}

async fn body(request: RequestBuilder) -> Result<Vec<u8>, LoadError> {
    let response = request.send().await.map_err(|_| LoadError::Offline)?;
    if !response.ok() {
        return Err(LoadError::Http(response.status()));
    }
    if !is_json(&response) {
        return Err(LoadError::Type);
    }
    response.binary().await.map_err(|_| LoadError::Offline)
}

/// Some hosts send JSON as plain text; none sends it as HTML.
fn is_json(response: &Response) -> bool {
    let kind = response.headers().get("content-type").unwrap_or_default();
    kind.is_empty()
        || kind.split(['/', '+', ';']).any(|part| matches!(part, "json" | "plain" | "octet-stream"))
}
