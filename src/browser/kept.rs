//! Reads the data files that the service worker keeps on this device.

use std::collections::BTreeSet;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, CacheStorage, Request, Response};

use super::dom::{get, window};

/// Calls `take` once with each kept data file of the site under `base`, parsed.
pub async fn each_kept_file(base: &str, mut take: impl FnMut(JsValue)) {
    // By name, because the property is absent outside of secure contexts.
    let Some(Ok(caches)) = get(&window(), "caches").map(|caches| caches.dyn_into::<CacheStorage>()) else {
        return;
    };
    let own = ["lamplight:", base, ":"].concat();
    let mut seen = BTreeSet::new();
    for name in list(caches.keys()).await.iter().filter_map(|name| name.as_string()) {
        if !name.starts_with(&own) {
            continue;
        }
        let Ok(cache) = JsFuture::from(caches.open(&name)).await else { continue };
        let cache: Cache = cache.unchecked_into();
        for request in list(cache.keys()).await {
            let request: Request = request.unchecked_into();
            let url = request.url();
            if !url.contains("/lamplight/data/") || !url.ends_with(".json") || !seen.insert(url) {
                continue;
            }
            if let Some(parsed) = parsed(&cache, &request).await {
                take(parsed);
            }
        }
    }
}

async fn list(promise: js_sys::Promise) -> Array {
    JsFuture::from(promise).await.ok().and_then(|list| list.dyn_into().ok()).unwrap_or_default()
}

async fn parsed(cache: &Cache, request: &Request) -> Option<JsValue> {
    let response = JsFuture::from(cache.match_with_request(request)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    JsFuture::from(response.json().ok()?).await.ok()
}
