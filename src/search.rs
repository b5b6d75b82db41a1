//! Search. Only files of the index that a question needs are fetched. If they can't be loaded, the posts on this device are searched
//! instead.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use lamplight_format::model::{Hash, Manifest, Post, Site};
use lamplight_format::route::url;
use lamplight_search::{Analysis, BuiltIndex, SearchEngine, SearchResults, analyze, build};
use lamplight_theme::searchable::document;

use crate::browser;
use crate::data::Store;
use crate::data::decode::decode;
use crate::error::LoadError;

/// How often a question may need further files.
const ROUNDS: usize = 12;

/// Milliseconds before the posts on this device are read again.
const STAYS: f64 = 60_000.0;

/// The answer to a question.
pub struct SearchAnswer {
    /// The posts.
    pub results: SearchResults,
    /// Whether only the posts on this device were searched.
    pub is_partial: bool,
}

type SharedEngine = Rc<RefCell<SearchEngine>>;

/// The index of a site. Cheap to clone: all clones are one index.
#[derive(Clone)]
pub struct Search(Rc<SearchInner>);

struct SearchInner {
    store: Store,
    /// The index of the site, with its manifest.
    index: RefCell<Option<(Rc<Manifest>, SharedEngine)>>,
    /// The index of the posts on this device, with the time when it was built.
    on_device: RefCell<Option<(f64, Rc<SearchEngine>)>>,
}

impl Search {
    /// Search in a site. Nothing is fetched before the first question.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self(Rc::new(SearchInner { store, index: RefCell::default(), on_device: RefCell::default() }))
    }

    /// Fetches the root file, which every question needs.
    pub async fn prepare(&self) {
        if let Ok(manifest) = self.0.store.manifest().await {
            let _ = self.engine(&manifest).await;
        }
    }

    /// The best `limit` posts; `None` if nothing can be searched.
    pub async fn ask(&self, question: &str, limit: usize) -> Option<SearchAnswer> {
        let of_site = self.0.store.with_manifest(async |manifest| {
            let engine = self.engine(&manifest).await?;
            for _ in 0..ROUNDS {
                let missing = match engine.borrow().ask(question, limit) {
                    Ok(results) => return Ok(results),
                    Err(missing) => missing,
                };
                let files =
                    missing.iter().map(async |name| self.0.store.binary(&Hash::of_digest(name)).await);
                for (name, file) in missing.iter().zip(together(files).await) {
                    engine.borrow_mut().add(*name, file?);
                }
            }
            Err(LoadError::Decode)
        });
        if let Ok(results) = of_site.await {
            return Some(SearchAnswer { results, is_partial: false });
        }
        let (_, site) = self.0.store.known()?;
        let results = self.on_device(&site.site).await?.ask(question, limit).ok()?;
        Some(SearchAnswer { results, is_partial: true })
    }

    /// The engine for a site's index.
    async fn engine(&self, manifest: &Rc<Manifest>) -> Result<SharedEngine, LoadError> {
        if let Some((known, engine)) = &*self.0.index.borrow()
            && Rc::ptr_eq(known, manifest)
        {
            return Ok(engine.clone());
        }
        // The page may be of a version of the site without search.
        let index = manifest.search.as_ref().ok_or(LoadError::Stale)?;
        let root = self.0.store.binary(&index.root).await?;
        let engine = Rc::new(RefCell::new(SearchEngine::new(&root).ok_or(LoadError::Stale)?));
        self.0.index.replace(Some((manifest.clone(), engine.clone())));
        Ok(engine)
    }

    /// An engine for the posts on this device; `None` if there are none.
    async fn on_device(&self, site: &Site) -> Option<Rc<SearchEngine>> {
        if let Some((made, engine)) = &*self.0.on_device.borrow()
            && (browser::now() - made).abs() < STAYS
        {
            return Some(engine.clone());
        }
        let mut posts: Vec<Analysis> = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        browser::each_kept_file(&url(&site.base, "/"), |file| {
            // Other files are not lists of posts.
            for post in decode::<Vec<Post>>(&file).unwrap_or_default() {
                if let Err(at) = seen.binary_search(&post.summary.path) {
                    seen.insert(at, post.summary.path.clone());
                    posts.push(analyze(&document(site, post)));
                }
            }
        })
        .await;
        if posts.is_empty() {
            return None;
        }
        let BuiltIndex { root, files } = build(&posts);
        let mut engine = SearchEngine::new(&root)?;
        files.into_iter().for_each(|(name, bytes)| engine.add(name, bytes));
        let engine = Rc::new(engine);
        self.0.on_device.replace(Some((browser::now(), engine.clone())));
        Some(engine)
    }
}

/// Runs several futures concurrently. Libraries for that are made for very many futures, and larger.
async fn together<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut all: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    poll_fn(move |context| {
        for (future, output) in all.iter_mut().filter(|(_, output)| output.is_none()) {
            if let Poll::Ready(value) = future.as_mut().poll(context) {
                *output = Some(value);
            }
        }
        match all.iter().all(|(_, output)| output.is_some()) {
            true => Poll::Ready(all.drain(..).filter_map(|(_, output)| output).collect()),
            false => Poll::Pending,
        }
    })
    .await
}
