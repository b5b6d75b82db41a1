//! What a build remembers of the one before it: drafts by the bytes of their files, and what was made of posts by all that it
//! was made of.

use std::fs;
use std::path::PathBuf;

use lamplight_content::model::Hash;

use crate::build::Options;
use crate::output::hash;
use crate::report::Report;
use crate::site::Entry;
use crate::spill::Cache;

/// The cache, and who asks it. One that can't be read or written costs time, not correctness.
pub(crate) struct Memory {
    pub cache: Option<Cache>,
    /// Names this very program: another one may make something else of the same posts.
    pub program: Hash,
    file: PathBuf,
}

impl Memory {
    pub(crate) fn open(options: &Options, report: &mut Report) -> Self {
        let file = options.cache.as_ref().map(|folder| folder.join("build.cache"));
        let program = std::env::current_exe().and_then(fs::metadata).ok();
        let changed = program.as_ref().and_then(|file| file.modified().ok());
        let program =
            format!("{} {:?} {changed:?}", env!("CARGO_PKG_VERSION"), program.map(|file| file.len()));
        let mut memory =
            Self { cache: None, program: hash(program.as_bytes()), file: file.clone().unwrap_or_default() };
        match file.map(Cache::open).transpose() {
            Ok(cache) => memory.cache = cache,
            Err(error) => memory.failed(&error, report),
        }
        memory
    }

    fn failed(&self, error: &anyhow::Error, report: &mut Report) {
        report.note(format!("the cache {} could not be used: {error:#}", self.file.display()));
    }

    /// Lets go of what this build had no use for.
    pub(crate) fn tidy(&self, report: &mut Report) {
        if let Some(Err(error)) = self.cache.as_ref().map(Cache::tidy) {
            self.failed(&error, report);
        }
    }

    /// What was made of posts: `kind` of thing, with `parts` beside the posts.
    pub(crate) fn of(&self, kind: &str, parts: &[&str]) -> Made<'_> {
        let context = [&[self.program.0.as_str(), kind], parts].concat().join("\0");
        Made { cache: self.cache.as_ref(), context: hash(context.as_bytes()) }
    }
}

/// Things of one kind that were made of posts.
pub(crate) struct Made<'a> {
    cache: Option<&'a Cache>,
    context: Hash,
}

impl Made<'_> {
    /// What is remembered of a post, if `read` makes something of it; else what `make` makes, which is remembered as `write`
    /// writes it.
    pub(crate) fn of<T>(
        &self,
        entry: &Entry,
        read: impl FnOnce(&[u8]) -> Option<T>,
        make: impl FnOnce() -> T,
        write: impl FnOnce(&T) -> Vec<u8>,
    ) -> T {
        let Some((cache, key)) = self.cache.zip(entry.key(&self.context)) else { return make() };
        cache.get_bytes(&key).and_then(|bytes| read(&bytes)).unwrap_or_else(|| {
            let made = make();
            cache.put_bytes(&key, &write(&made));
            made
        })
    }
}
