//! What all checks of a deploy share.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::place::{self, Place};
use super::problem_log::ProblemLog;
use crate::output::hash;

/// Pages, and files of each kind, that are looked at unless all are asked for.
pub(super) const SOME: usize = 500;

/// What is told while it goes on: what is looked at, how many are done, and how many there are.
pub type Progress<'a> = &'a (dyn Fn(&str, usize, usize) + Sync);

/// What all checks share.
pub(super) struct Verifier<'a> {
    pub(super) place: Place,
    pub(super) problems: ProblemLog,
    pub(super) against: Option<PathBuf>,
    pub(super) every_page: bool,
    /// The worker's list: paths, and the beginning of each file's hash.
    pub(super) listed: OnceLock<BTreeMap<String, String>>,
    pub(super) looked_at: AtomicUsize,
    pub(super) pool: rayon::ThreadPool,
    pub(super) progress: Progress<'a>,
}

impl Verifier<'_> {
    /// The path of the site's folder.
    pub(super) fn base(&self) -> &str {
        self.place.host().map_or("/", |host| host.base.as_str())
    }

    /// Takes what the worker names.
    pub(super) fn listed(&self, entries: Vec<(String, String)>) {
        // There is one worker.
        let _ = self.listed.set(entries.into_iter().collect());
    }

    /// Whether other bytes were published at a path than these, as far as that is known.
    pub(super) fn differs(&self, path: &str, bytes: &[u8]) -> bool {
        if let Some(folder) = &self.against {
            return place::read(folder, path).is_some_and(|published| published != bytes);
        }
        let listed = self.listed.get().and_then(|listed| listed.get(path));
        listed.is_some_and(|listed| !hash(bytes).0.starts_with(listed))
    }

    /// All of these, or some from everywhere among very many.
    pub(super) fn some_of<'p>(&self, paths: impl IntoIterator<Item = &'p String>) -> Vec<&'p String> {
        let all: Vec<&String> = paths.into_iter().collect();
        let step = if self.every_page { 1 } else { all.len().div_ceil(SOME).max(1) };
        all.into_iter().step_by(step).collect()
    }

    pub(super) fn lanes<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }

    pub(super) fn step(&self, what: &'static str, all: usize) -> Step<'_> {
        Step { what, all, done: AtomicUsize::new(0), looked_at: &self.looked_at, progress: self.progress }
    }
}

/// A part of the work, as it goes on.
pub(super) struct Step<'a> {
    what: &'static str,
    all: usize,
    done: AtomicUsize,
    looked_at: &'a AtomicUsize,
    progress: Progress<'a>,
}

impl Step<'_> {
    pub(super) fn after<T>(&self, work: impl FnOnce() -> T) -> T {
        let result = work();
        self.looked_at.fetch_add(1, Ordering::Relaxed);
        (self.progress)(self.what, self.done.fetch_add(1, Ordering::Relaxed) + 1, self.all);
        result
    }
}
