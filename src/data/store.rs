//! The store: fetches files for pages, each once, and keeps some in memory.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{JSON, JsString, Promise};
use lamplight_format::model::{
    FORMAT, Hash, LEAF, Manifest, Post, PostList, RouteEntry, RouteTarget, Summary, Tree, bucket, route_key,
};
use lamplight_format::route::url;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};

use super::decode::decode;
use super::fetch;
use crate::browser;
use crate::error::LoadError;

/// Most files in memory. The browser's cache has the others; files in memory need no wait and no check.
const KEPT: usize = 48;

/// Most posts whose bundle is remembered.
const SEEN: usize = 500;

/// Milliseconds before a retry.
const RETRY_DELAY: i32 = 400;

/// The data of an address.
#[derive(Clone, Debug)]
pub enum RouteData {
    /// A post or page.
    Document(Box<Post>),
    /// Any other target in the table of routes.
    Other(RouteTarget),
}

/// The site's data. Cheap to clone: all clones are one store.
#[derive(Clone)]
pub struct Store(Rc<StoreInner>);

struct StoreInner {
    base: String,
    /// The manifest, and its text for comparison.
    manifest: RefCell<Option<(JsString, Rc<Manifest>)>>,
    /// Promises of parsed files; a failure is a [`LoadError::number`].
    files: RefCell<VecDeque<(Hash, Promise)>>,
    /// Bundles of posts in lists and bundles that were loaded. Links to these posts need no look-up.
    seen: RefCell<VecDeque<(String, Hash)>>,
    /// Whether this is a retry, which bypasses the browser's cache.
    bypass_cache: Cell<bool>,
}

impl Store {
    /// A store of the site under `base` (slashes at both ends).
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self(Rc::new(StoreInner {
            base: base.to_owned(),
            manifest: RefCell::default(),
            files: RefCell::default(),
            seen: RefCell::default(),
            bypass_cache: Cell::default(),
        }))
    }

    /// The manifest, fetched at the first call.
    pub async fn manifest(&self) -> Result<Rc<Manifest>, LoadError> {
        match self.known() {
            Some((_, manifest)) => Ok(manifest),
            None => self.fresh_manifest().await,
        }
    }

    /// Whether a manifest is the current one.
    #[must_use]
    pub fn is_current(&self, manifest: &Rc<Manifest>) -> bool {
        self.0.manifest.borrow().as_ref().is_some_and(|(_, current)| Rc::ptr_eq(current, manifest))
    }

    /// Fetches the manifest anew. If it has changed, data of the old one are dropped.
    pub async fn fresh_manifest(&self) -> Result<Rc<Manifest>, LoadError> {
        #[derive(Deserialize)]
        struct FormatVersion {
            format: u32,
        }
        let parsed = fetch::manifest(&url(&self.0.base, "/lamplight/manifest.json")).await?;
        let FormatVersion { format } = decode(&parsed)?;
        if format > FORMAT {
            return Err(LoadError::Stale);
        }
        let text = JSON::stringify(&parsed).map_err(|_| LoadError::Decode)?;
        if let Some((known, manifest)) = &*self.0.manifest.borrow()
            && *known == text
        {
            return Ok(manifest.clone());
        }
        let manifest: Rc<Manifest> = Rc::new(decode(&parsed)?);
        self.take_up(Some((text, manifest.clone())));
        Ok(manifest)
    }

    /// The current manifest, with its text.
    #[must_use]
    pub fn known(&self) -> Option<(JsString, Rc<Manifest>)> {
        self.0.manifest.borrow().clone()
    }

    /// Makes a manifest the current one.
    pub fn take_up(&self, manifest: Option<(JsString, Rc<Manifest>)>) {
        self.0.seen.borrow_mut().clear();
        *self.0.manifest.borrow_mut() = manifest;
    }

    /// Runs `ask` with the manifest. After an error that may pass, runs it again with a fresh manifest and bypasses the browser's
    /// cache.
    pub async fn with_manifest<T>(
        &self,
        ask: impl AsyncFn(Rc<Manifest>) -> Result<T, LoadError>,
    ) -> Result<T, LoadError> {
        let manifest = self.manifest().await?;
        match ask(manifest.clone()).await {
            Err(error) if error.is_retryable() => {
                self.0.seen.borrow_mut().clear();
                browser::sleep(RETRY_DELAY).await;
                self.0.bypass_cache.set(true);
                let done = match self.fresh_manifest().await {
                    Ok(fresh) => ask(fresh).await,
                    Err(error) => Err(error),
                };
                self.0.bypass_cache.set(false);
                done
            }
            done => done,
        }
    }

    /// The data of a key of [`lamplight_format::model::route_key`], or of a key in another case; `None` if there are none.
    pub async fn find(&self, manifest: &Manifest, key: &str) -> Result<Option<RouteData>, LoadError> {
        let seen = self.seen(key);
        if let Some(bundle) = seen
            && let Some(post) = self.post(&bundle, key).await?
        {
            return Ok(Some(RouteData::Document(Box::new(post))));
        }
        let Some(RouteEntry { path, target }) = self.route(manifest, key).await? else { return Ok(None) };
        Ok(match target {
            RouteTarget::Document { bundle } => {
                self.post(&bundle, &path).await?.map(|post| RouteData::Document(Box::new(post)))
            }
            other => Some(RouteData::Other(other)),
        })
    }

    /// Fetches the bundle of a key, if that is known without a look-up. Errors are ignored: the navigation will report them.
    pub async fn prefetch(&self, key: &str) {
        let seen = self.seen(key);
        if let Some(bundle) = seen {
            let _ = self.file(&bundle).await;
        }
    }

    /// The entry of a key, or else of a key in another case.
    async fn route(&self, manifest: &Manifest, key: &str) -> Result<Option<RouteEntry>, LoadError> {
        let Some(tree) = &manifest.routes.tree else { return Ok(None) };
        let leaf = bucket(key, tree.leaves) as usize;
        Ok(RouteEntry::at(self.leaf(tree, leaf).await?, key))
    }

    async fn post(&self, bundle: &Hash, key: &str) -> Result<Option<Post>, LoadError> {
        let posts: Vec<Post> = self.json(bundle).await?;
        let mut found = None;
        for post in posts {
            // Readers mostly come from a neighbouring post.
            let known = self.note(&post.summary.path, bundle);
            if known == key {
                found = Some(post);
            }
        }
        Ok(found)
    }

    /// Summaries `start..end` of a list, oldest first.
    pub async fn summaries(&self, list: &PostList, start: u32, end: u32) -> Result<Vec<Summary>, LoadError> {
        let (start, end) = (start as usize, end.min(list.len) as usize);
        let (Some(tree), true) = (&list.tree, start < end) else { return Ok(Vec::new()) };
        let leaves: Vec<usize> = (start / LEAF..=(end - 1) / LEAF).collect();
        // A page of the archive needs several leaves, which are requested in parallel.
        for &leaf in leaves.iter().skip(1) {
            let (store, tree) = (self.clone(), tree.clone());
            spawn_local(async move {
                if let Ok(hash) = store.leaf_hash(&tree, leaf).await {
                    let _ = store.file(&hash).await;
                }
            });
        }
        let mut found = Vec::with_capacity(end - start);
        for leaf in leaves {
            let row: Vec<Summary> = self.leaf(tree, leaf).await?;
            for (summary, i) in row.into_iter().zip(leaf * LEAF..) {
                if (start..end).contains(&i) {
                    if let Some(bundle) = &summary.bundle {
                        self.note(&summary.path, bundle);
                    }
                    found.push(summary);
                }
            }
        }
        Ok(found)
    }

    /// Remembers the bundle of a post. Returns the key of its path.
    fn note(&self, path: &str, bundle: &Hash) -> String {
        let key = route_key(path);
        if self.seen(&key).is_none() {
            let mut seen = self.0.seen.borrow_mut();
            seen.push_back((key.clone(), bundle.clone()));
            if seen.len() > SEEN {
                seen.pop_front();
            }
        }
        key
    }

    fn seen(&self, key: &str) -> Option<Hash> {
        self.0.seen.borrow().iter().find(|(k, _)| k == key).map(|(_, bundle)| bundle.clone())
    }

    async fn leaf<T: DeserializeOwned>(&self, tree: &Tree, leaf: usize) -> Result<Vec<T>, LoadError> {
        self.json(&self.leaf_hash(tree, leaf).await?).await
    }

    async fn leaf_hash(&self, tree: &Tree, leaf: usize) -> Result<Hash, LoadError> {
        let mut children = tree.root.clone();
        let mut way = tree.way(leaf);
        loop {
            let child = way.next().and_then(|child| children.get(child)).ok_or(LoadError::Decode)?;
            if way.len() == 0 {
                return Ok(child.clone());
            }
            children = self.json(child).await?;
        }
    }

    /// The bytes of a file that is not JSON. They are not kept in memory.
    pub async fn binary(&self, hash: &Hash) -> Result<Vec<u8>, LoadError> {
        let address = url(&self.0.base, &["/lamplight/data/", &hash.0, ".bin"].concat());
        fetch::binary(&address, hash, self.0.bypass_cache.get()).await
    }

    /// Fetches and decodes a file.
    pub async fn json<T: DeserializeOwned>(&self, hash: &Hash) -> Result<T, LoadError> {
        decode(&self.file(hash).await?)
    }

    /// A parsed file: from memory, from a pending request, or from a new one.
    async fn file(&self, hash: &Hash) -> Result<JsValue, LoadError> {
        let known = self.0.files.borrow().iter().find(|(h, _)| h == hash).map(|(_, file)| file.clone());
        let pending = known.unwrap_or_else(|| {
            let (hash, address) =
                (hash.clone(), url(&self.0.base, &["/lamplight/data/", &hash.0, ".json"].concat()));
            let (name, bypass_cache) = (hash.clone(), self.0.bypass_cache.get());
            let pending = future_to_promise(async move {
                fetch::hashed(&address, &hash, bypass_cache)
                    .await
                    .map_err(|error| JsValue::from_f64(error.number()))
            });
            let mut files = self.0.files.borrow_mut();
            files.push_back((name, pending.clone()));
            if files.len() > KEPT {
                files.pop_front();
            }
            pending
        });
        let done = JsFuture::from(pending).await;
        if done.is_err() {
            // A failure is not kept: the next request may succeed.
            self.0.files.borrow_mut().retain(|(h, _)| h != hash);
        }
        done.map_err(|number| LoadError::of_number(number.as_f64().unwrap_or_default()))
    }
}
