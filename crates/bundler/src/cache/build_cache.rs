//! The cache that a build leaves for the next: parsed posts by the bytes of their files, and what was made of posts by everything
//! that went into it.

use std::path::PathBuf;

use lamplight_format::model::{Hash, Site};

use super::cache_file::CacheFile;
use crate::options::Options;
use crate::output::hash;
use crate::report::Report;
use crate::site::ResolvedPost;

/// A hash of this program's sources: another program may make something else of the same posts. See `build.rs`.
pub(crate) const PROGRAM: &str = env!("LAMPLIGHT_PROGRAM");

/// The cache of a build. One that can't be read or written costs time, and nothing else.
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

    /// Drops what this build has not used. Kinds that it has not used at all stay: `check` draws no pages.
    pub(crate) fn compact(&self, report: &mut Report) {
        if let Some(Err(error)) = self.file.as_ref().map(CacheFile::compact) {
            self.note_failure(&error, report);
        }
    }

    /// What is cached of one `kind`. `inputs` are what goes into it besides post and site.
    pub(crate) fn table(&self, kind: &'static str, site: &Site, inputs: &[&str]) -> CacheTable<'_> {
        let settings = serde_json::to_string(site);
        let cache = self.file.as_ref().filter(|_| settings.is_ok());
        let settings = settings.unwrap_or_default();
        let context = [&[PROGRAM, settings.as_str()], inputs].concat().join("\0");
        CacheTable { file: cache, kind, context: hash(context.as_bytes()) }
    }
}

/// What is cached of one kind, by post.
pub(crate) struct CacheTable<'a> {
    file: Option<&'a CacheFile>,
    kind: &'static str,
    context: Hash,
}

impl CacheTable<'_> {
    /// What is cached for a post, if `read` accepts it; else the result of `make`, which is cached in the form of `write`.
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
            let value = make();
            cache.put_bytes(&key, &write(&value));
            value
        })
    }
}
