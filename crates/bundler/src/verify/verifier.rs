//! What all checks of a deploy share.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::location::{self, SiteLocation};
use super::problem_log::ProblemLog;
use crate::output::hash;
use crate::progress::{Phase, Progress};

/// Pages, and files of each kind, that are looked at unless all are asked for.
pub(super) const SOME: usize = 500;

/// What all checks share.
pub(super) struct Verifier {
    pub(super) location: SiteLocation,
    pub(super) problems: ProblemLog,
    pub(super) against: Option<PathBuf>,
    pub(super) every_page: bool,
    /// The worker's list: paths, and the beginning of each file's hash.
    pub(super) listed: OnceLock<BTreeMap<String, String>>,
    pub(super) looked_at: AtomicUsize,
    pub(super) pool: rayon::ThreadPool,
    pub(super) progress: Progress,
}

impl Verifier {
    /// The path of the site's folder.
    pub(super) fn base(&self) -> &str {
        self.location.host().map_or("/", |host| host.base.as_str())
    }

    /// Sets the worker's list.
    pub(super) fn listed(&self, entries: Vec<(String, String)>) {
        // There is one worker.
        let _ = self.listed.set(entries.into_iter().collect());
    }

    /// Whether these bytes differ from those published at a path, as far as that is known.
    pub(super) fn differs(&self, path: &str, bytes: &[u8]) -> bool {
        if let Some(folder) = &self.against {
            return location::read(folder, path).is_some_and(|published| published != bytes);
        }
        let listed = self.listed.get().and_then(|listed| listed.get(path));
        listed.is_some_and(|listed| !hash(bytes).0.starts_with(listed))
    }

    /// All of these, or a sample of very many.
    pub(super) fn some_of<'p>(&self, paths: impl IntoIterator<Item = &'p String>) -> Vec<&'p String> {
        let all: Vec<&String> = paths.into_iter().collect();
        let step = if self.every_page { 1 } else { all.len().div_ceil(SOME).max(1) };
        all.into_iter().step_by(step).collect()
    }

    pub(super) fn in_parallel<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }

    pub(super) fn step(&self, what: &'static str, all: usize) -> Step<'_> {
        Step { phase: self.progress.phase(what, all), looked_at: &self.looked_at }
    }
}

/// One phase of the work, with its progress.
pub(super) struct Step<'a> {
    phase: Phase<'a>,
    looked_at: &'a AtomicUsize,
}

impl Step<'_> {
    pub(super) fn after<T>(&self, work: impl FnOnce() -> T) -> T {
        let result = work();
        self.looked_at.fetch_add(1, Ordering::Relaxed);
        self.phase.one();
        result
    }
}
