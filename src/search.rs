//! Asks the index of search. Its files are fetched as far as a question needs them; where they are out of reach, the posts that
//! this device keeps are searched instead.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use futures_util::future::join_all;
use lamplight_format::model::{Hash, Manifest, Post, Site};
use lamplight_format::route::url;
use lamplight_search::{Analysis, Answer, Built, Engine, analyze, build};
use lamplight_theme::searchable::document;

use crate::browser;
use crate::data::Store;
use crate::data::decode::decode;
use crate::error::LoadError;

/// Times that an answer may lead to further files.
const ROUNDS: usize = 12;

/// Milliseconds that the posts on this device are taken to stay the same.
const STAYS: f64 = 60_000.0;

/// What was found.
pub struct Findings {
    /// The posts.
    pub answer: Answer,
    /// Whether only those on this device were searched.
    pub is_partial: bool,
}

type SharedEngine = Rc<RefCell<Engine>>;

/// The index of a site. Cheap to clone: all clones are one index.
#[derive(Clone)]
pub struct Search(Rc<Inner>);

struct Inner {
    store: Store,
    /// The site's own, with the manifest that named it.
    index: RefCell<Option<(Rc<Manifest>, SharedEngine)>>,
    /// Of this device, with when it was made.
    on_device: RefCell<Option<(f64, Rc<Engine>)>>,
}

impl Search {
    /// Nothing is fetched before the first question.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self(Rc::new(Inner { store, index: RefCell::default(), on_device: RefCell::default() }))
    }

    /// Fetches what every question needs.
    pub async fn prepare(&self) {
        if let Ok(manifest) = self.0.store.manifest().await {
            let _ = self.engine(&manifest).await;
        }
    }

    /// The best `limit` posts; `None` if nothing can be searched.
    pub async fn ask(&self, question: &str, limit: usize) -> Option<Findings> {
        let of_site = self.0.store.with_manifest(async |manifest| {
            let engine = self.engine(&manifest).await?;
            for _ in 0..ROUNDS {
                let missing = match engine.borrow().ask(question, limit) {
                    Ok(answer) => return Ok(answer),
                    Err(missing) => missing,
                };
                let files =
                    missing.iter().map(async |name| self.0.store.binary(&Hash::of_digest(name)).await);
                for (name, file) in missing.iter().zip(join_all(files).await) {
                    engine.borrow_mut().add(*name, file?);
                }
            }
            Err(LoadError::Decode)
        });
        if let Ok(answer) = of_site.await {
            return Some(Findings { answer, is_partial: false });
        }
        let (_, site) = self.0.store.known()?;
        let answer = self.on_device(&site.site).await?.ask(question, limit).ok()?;
        Some(Findings { answer, is_partial: true })
    }

    /// The engine for a site's index.
    async fn engine(&self, manifest: &Rc<Manifest>) -> Result<SharedEngine, LoadError> {
        if let Some((known, engine)) = &*self.0.index.borrow()
            && Rc::ptr_eq(known, manifest)
        {
            return Ok(engine.clone());
        }
        // The page may be older than the site, which had no search then, or newer.
        let index = manifest.search.as_ref().ok_or(LoadError::Stale)?;
        let root = self.0.store.binary(&index.root).await?;
        let engine = Rc::new(RefCell::new(Engine::new(&root).ok_or(LoadError::Stale)?));
        self.0.index.replace(Some((manifest.clone(), engine.clone())));
        Ok(engine)
    }

    /// An engine for the posts on this device; `None` if there are none.
    async fn on_device(&self, site: &Site) -> Option<Rc<Engine>> {
        if let Some((made, engine)) = &*self.0.on_device.borrow()
            && (browser::now() - made).abs() < STAYS
        {
            return Some(engine.clone());
        }
        let mut posts: Vec<Analysis> = Vec::new();
        let mut seen = BTreeSet::new();
        browser::each_kept_file(&url(&site.base, "/"), |file| {
            // Other files of the site are no lists of posts.
            for post in decode::<Vec<Post>>(&file).unwrap_or_default() {
                if seen.insert(post.summary.path.clone()) {
                    posts.push(analyze(&document(site, post)));
                }
            }
        })
        .await;
        if posts.is_empty() {
            return None;
        }
        let Built { root, files } = build(&posts);
        let mut engine = Engine::new(&root)?;
        files.into_iter().for_each(|(name, bytes)| engine.add(name, bytes));
        let engine = Rc::new(engine);
        self.0.on_device.replace(Some((browser::now(), engine.clone())));
        Some(engine)
    }
}
