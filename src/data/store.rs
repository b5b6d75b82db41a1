//! The store: asks for what a page needs, once, and keeps a bounded number of files in memory.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{JSON, JsString, Promise};
use lamplight_format::model::{
    FORMAT, Hash, LEAF, List, Manifest, Post, Route, Summary, Target, Tree, bucket, route_key,
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

/// Files kept in memory. The browser's own cache has the others; this only saves the check and the wait.
const KEPT: usize = 48;

/// Posts whose bundle is remembered.
const SEEN: usize = 500;

/// Milliseconds before a second look.
const RETRY_DELAY: i32 = 400;

/// What is at an address.
#[derive(Clone, Debug)]
pub enum Found {
    /// A post or page.
    Document(Box<Post>),
    /// Anything else that the table of routes knows.
    Other(Target),
}

/// The site's data. Cheap to clone: all clones are one store.
#[derive(Clone)]
pub struct Store(Rc<Inner>);

struct Inner {
    base: String,
    /// The manifest, and its text, by which another one is told from it.
    manifest: RefCell<Option<(JsString, Rc<Manifest>)>>,
    /// Parsed, or on their way; a failure is a [`LoadError::number`].
    files: RefCell<VecDeque<(Hash, Promise)>>,
    /// Bundles of posts that have been seen in lists and bundles: a link to one of them needs no look-up.
    seen: RefCell<VecDeque<(String, Hash)>>,
    /// Whether this is the second look, which believes no cache of the browser's.
    again: Cell<bool>,
}

impl Store {
    /// A store of the site under `base` (slashes at both ends).
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self(Rc::new(Inner {
            base: base.to_owned(),
            manifest: RefCell::default(),
            files: RefCell::default(),
            seen: RefCell::default(),
            again: Cell::default(),
        }))
    }

    /// The manifest, fetched at the first call.
    pub async fn manifest(&self) -> Result<Rc<Manifest>, LoadError> {
        match self.known() {
            Some((_, manifest)) => Ok(manifest),
            None => self.fresh_manifest().await,
        }
    }

    /// Whether a manifest is the one that pages are loaded by now.
    #[must_use]
    pub fn is_current(&self, manifest: &Rc<Manifest>) -> bool {
        self.0.manifest.borrow().as_ref().is_some_and(|(_, current)| Rc::ptr_eq(current, manifest))
    }

    /// Asks for the manifest anew. What is known by an older one is dropped, unless nothing has changed.
    pub async fn fresh_manifest(&self) -> Result<Rc<Manifest>, LoadError> {
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let parsed = fetch::manifest(&url(&self.0.base, "/lamplight/manifest.json")).await?;
        let Version { format } = decode(&parsed)?;
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

    /// The manifest that pages are loaded by now, with its text.
    #[must_use]
    pub fn known(&self) -> Option<(JsString, Rc<Manifest>)> {
        self.0.manifest.borrow().clone()
    }

    /// Goes by a manifest from now on.
    pub fn take_up(&self, manifest: Option<(JsString, Rc<Manifest>)>) {
        self.0.seen.borrow_mut().clear();
        *self.0.manifest.borrow_mut() = manifest;
    }

    /// Runs `ask` with the manifest, and once more with a fresh one, past the browser's own cache, if what went wrong may
    /// pass.
    pub async fn with_manifest<T>(
        &self,
        ask: impl AsyncFn(Rc<Manifest>) -> Result<T, LoadError>,
    ) -> Result<T, LoadError> {
        let manifest = self.manifest().await?;
        match ask(manifest.clone()).await {
            Err(error) if error.is_retryable() => {
                self.0.seen.borrow_mut().clear();
                browser::sleep(RETRY_DELAY).await;
                self.0.again.set(true);
                let done = match self.fresh_manifest().await {
                    Ok(fresh) => ask(fresh).await,
                    Err(error) => Err(error),
                };
                self.0.again.set(false);
                done
            }
            done => done,
        }
    }

    /// What is at a key of [`lamplight_format::model::route_key`], or at one in another case; `None` if nothing is.
    pub async fn find(&self, manifest: &Manifest, key: &str) -> Result<Option<Found>, LoadError> {
        let seen = self.seen(key);
        if let Some(bundle) = seen
            && let Some(post) = self.post(&bundle, key).await?
        {
            return Ok(Some(Found::Document(Box::new(post))));
        }
        let Some(Route { path, target }) = self.route(manifest, key).await? else { return Ok(None) };
        Ok(match target {
            Target::Document { bundle } => {
                self.post(&bundle, &path).await?.map(|post| Found::Document(Box::new(post)))
            }
            other => Some(Found::Other(other)),
        })
    }

    /// Fetches the bundle of a key, if that is known without a look-up. Failure is silent: the turn itself will tell.
    pub async fn prefetch(&self, key: &str) {
        let seen = self.seen(key);
        if let Some(bundle) = seen {
            let _ = self.file(&bundle).await;
        }
    }

    /// What is at a key, or, as a last resort, at one in another case.
    async fn route(&self, manifest: &Manifest, key: &str) -> Result<Option<Route>, LoadError> {
        let Some(tree) = &manifest.routes.tree else { return Ok(None) };
        let leaf = bucket(key, tree.leaves) as usize;
        let mut routes: Vec<Route> = self.leaf(tree, leaf).await?;
        let exact = routes.iter().position(|route| route.path == key);
        let found = exact.or_else(|| routes.iter().position(|route| route.path.eq_ignore_ascii_case(key)));
        Ok(found.map(|found| routes.swap_remove(found)))
    }

    async fn post(&self, bundle: &Hash, key: &str) -> Result<Option<Post>, LoadError> {
        let posts: Vec<Post> = self.json(bundle).await?;
        let mut found = None;
        for post in posts {
            // A post is mostly turned to from one beside it.
            let known = self.note(&post.summary.path, bundle);
            if known == key {
                found = Some(post);
            }
        }
        Ok(found)
    }

    /// Summaries `start..end` of a list, oldest first.
    pub async fn summaries(&self, list: &List, start: u32, end: u32) -> Result<Vec<Summary>, LoadError> {
        let (start, end) = (start as usize, end.min(list.len) as usize);
        let (Some(tree), true) = (&list.tree, start < end) else { return Ok(Vec::new()) };
        let leaves: Vec<usize> = (start / LEAF..=(end - 1) / LEAF).collect();
        // A page of the archive spans several leaves: all are asked for before the first is waited for.
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

    /// The bytes of a file that is no JSON. They are not kept here.
    pub async fn binary(&self, hash: &Hash) -> Result<Vec<u8>, LoadError> {
        let address = url(&self.0.base, &["/lamplight/data/", &hash.0, ".bin"].concat());
        fetch::binary(&address, hash, self.0.again.get()).await
    }

    /// Fetches and decodes a file.
    pub async fn json<T: DeserializeOwned>(&self, hash: &Hash) -> Result<T, LoadError> {
        decode(&self.file(hash).await?)
    }

    /// A file, parsed: from memory, from a request that is under way, or by a new one.
    async fn file(&self, hash: &Hash) -> Result<JsValue, LoadError> {
        let known = self.0.files.borrow().iter().find(|(h, _)| h == hash).map(|(_, file)| file.clone());
        let pending = known.unwrap_or_else(|| {
            let (hash, address) =
                (hash.clone(), url(&self.0.base, &["/lamplight/data/", &hash.0, ".json"].concat()));
            let (name, again) = (hash.clone(), self.0.again.get());
            let pending = future_to_promise(async move {
                fetch::hashed(&address, &hash, again).await.map_err(|error| JsValue::from_f64(error.number()))
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
