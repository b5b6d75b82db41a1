//! What a build remembers of the one before it: drafts by the bytes of their files, and what was made of posts by all that it
//! was made of.

use std::path::PathBuf;

use lamplight_format::model::{Hash, Site};

use super::cache_file::CacheFile;
use crate::options::Options;
use crate::output::hash;
use crate::report::Report;
use crate::site::ResolvedPost;

/// Names this very program: another one may make something else of the same posts. See `build.rs`.
pub(crate) const PROGRAM: &str = env!("LAMPLIGHT_PROGRAM");

/// The cache, and who asks it. One that can't be read or written costs time, not correctness.
pub(crate) struct BuildCache {
    pub file: Option<CacheFile>,
    path: PathBuf,
}

impl BuildCache {
    pub(crate) fn open(options: &Options, report: &mut Report) -> Self {
        let file = options.cache.as_ref().map(|folder| folder.join("build.cache"));
        let mut cache = Self { file: None, path: file.clone().unwrap_or_default() };
        match file.map(CacheFile::open).transpose() {
            Ok(file) => cache.file = file,
            Err(error) => cache.note_failure(&error, report),
        }
        cache
    }

    fn note_failure(&self, error: &anyhow::Error, report: &mut Report) {
        report.note(format!("the cache {} could not be used: {error:#}", self.path.display()));
    }

    /// Lets go of what this build had no use for. What it did not ask for at all stays: who only checks, or writes, draws no pages.
    pub(crate) fn compact(&self, report: &mut Report) {
        if let Some(Err(error)) = self.file.as_ref().map(CacheFile::compact) {
            self.note_failure(&error, report);
        }
    }

    /// What was made of posts of a site: `kind` of thing, and what else it was made of.
    pub(crate) fn table(&self, kind: &'static str, site: &Site, parts: &[&str]) -> CacheTable<'_> {
        let settings = serde_json::to_string(site);
        let cache = self.file.as_ref().filter(|_| settings.is_ok());
        let settings = settings.unwrap_or_default();
        let context = [&[PROGRAM, settings.as_str()], parts].concat().join("\0");
        CacheTable { file: cache, kind, context: hash(context.as_bytes()) }
    }
}

/// Things of one kind that were made of posts.
pub(crate) struct CacheTable<'a> {
    file: Option<&'a CacheFile>,
    kind: &'static str,
    context: Hash,
}

impl CacheTable<'_> {
    /// What is remembered of a post, if `read` makes something of it; else what `make` makes, which is remembered as `write`
    /// writes it.
    pub(crate) fn get_or_make<T>(
        &self,
        post: &ResolvedPost,
        read: impl FnOnce(&[u8]) -> Option<T>,
        make: impl FnOnce() -> T,
        write: impl FnOnce(&T) -> Vec<u8>,
    ) -> T {
        let Some((cache, key)) = self.file.zip(post.key(&self.context)) else { return make() };
        let key = format!("{}/{key}", self.kind);
        cache.get_bytes(&key).and_then(|bytes| read(&bytes)).unwrap_or_else(|| {
            let made = make();
            cache.put_bytes(&key, &write(&made));
            made
        })
    }
}
