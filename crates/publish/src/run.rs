//! Carries a plan out at a target.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};

use crate::headers::Headers;
use crate::lanes::in_lanes;
use crate::layout::{STATE, copy_of};
use crate::plan::{Plan, Previous, Stage, Step};
use crate::site::{self, Site};
use crate::state::{self, Deploy, Pending, State, content_hash, key};
use crate::target::Target;

/// Files that are sent before the state file is written again. After a break less than twice as many are sent twice.
const PER_SAVE: usize = 50;

/// Where the bytes of files come from.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    /// A built folder.
    Folder(&'a Path),
    /// The copies at the target.
    Copies,
}

/// Called when a stage begins, with 0, and after each of its files: the stage, how many of its files are done, how many there are.
pub type Progress<'a> = &'a (dyn Fn(Stage, usize, usize) + Sync);

/// All that a run needs.
pub(crate) struct Run<'a> {
    pub target: &'a dyn Target,
    pub site: &'a Site,
    pub source: Source<'a>,
    pub plan: &'a Plan,
    pub now: u64,
    pub progress: Progress<'a>,
}

/// Notes that all copies are there.
fn may_change(state: &mut State) {
    if let Some(pending) = state.pending.as_mut().filter(|pending| pending.keeps) {
        pending.copied = pending.touched.keys().cloned().collect();
    }
}

/// What is remembered at the target, and how many files were sent since it was written there.
struct Saved {
    state: State,
    unsaved: usize,
}

impl Run<'_> {
    /// Does everything, and remembers it at the target. `before` is what the target has in its state file.
    pub(crate) fn run(&self, before: &State) -> Result<()> {
        let mut saved = Saved { state: before.clone(), unsaved: 0 };
        let state = &mut saved.state;
        if self.plan.previous != Previous::Stays {
            state.previous = None;
        }
        state.pending = self.plan.pending.clone();
        let has_copies = !self.plan.steps(Stage::Copies).is_empty();
        if !has_copies {
            may_change(state);
        }
        self.save(state)?;
        for stage in [Stage::OldCopies, Stage::Copies] {
            self.stage(stage, &mut saved)?;
        }
        if has_copies {
            may_change(&mut saved.state);
            self.save(&saved.state)?;
        }
        let puts = [Stage::Hashed, Stage::Assets, Stage::NewPages, Stage::Pages, Stage::Lists, Stage::Worker];
        for stage in puts.into_iter().chain([Stage::Manifest]) {
            self.stage(stage, &mut saved)?;
        }
        let mut saved = Saved { state: self.complete(before), unsaved: 0 };
        self.save(&saved.state)?;
        let removals = [Stage::RemovedPages, Stage::RemovedAssets, Stage::RemovedHashed];
        if removals.iter().any(|stage| !self.plan.steps(*stage).is_empty()) {
            for stage in removals {
                self.stage(stage, &mut saved)?;
            }
            saved.state.stale.retain(|_, since| *since != 0);
            self.save(&saved.state)?;
        }
        self.target.finish()
    }

    /// What is remembered when the whole site is there.
    fn complete(&self, before: &State) -> State {
        let mut state = State { stale: self.plan.stale.clone(), ..before.clone() };
        state.pending = None;
        match self.plan.previous {
            Previous::Stays => {}
            Previous::Dropped => state.previous = None,
            Previous::Replaced => state.previous = self.replaced(before),
        }
        if self.plan.pending.is_some() || before.deployed.is_none() {
            let files = self.site.files.iter().map(|(path, file)| (key(path), file.hash.clone())).collect();
            state.deployed = Some(Deploy { time: self.now, files, posts: self.site.posts.clone() });
        }
        state
    }

    /// The last deploy as it differs from this one.
    fn replaced(&self, before: &State) -> Option<state::Previous> {
        let (last, pending) = (before.deployed.as_ref()?, self.plan.pending.as_ref()?);
        let mut changes = pending.touched.clone();
        for (path, file) in &self.site.files {
            let key = key(path);
            if changes.get(&key).is_some_and(|was| was.as_ref() == Some(&file.hash)) {
                changes.remove(&key);
            }
        }
        Some(state::Previous { time: last.time, changes, posts: last.posts.clone() })
    }

    fn stage(&self, stage: Stage, saved: &mut Saved) -> Result<()> {
        let steps = self.plan.steps(stage);
        let done = AtomicUsize::new(0);
        if !steps.is_empty() {
            (self.progress)(stage, 0, steps.len());
        }
        for chunk in steps.chunks(PER_SAVE) {
            let sent = Mutex::new(Vec::new());
            let result = in_lanes(chunk, self.target.lanes(), |step| {
                self.step(step)?;
                if matches!(step, Step::Put(_)) {
                    sent.lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner)
                        .push(step.path().to_owned());
                }
                (self.progress)(stage, done.fetch_add(1, Ordering::Relaxed) + 1, steps.len());
                Ok(())
            });
            let sent = sent.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some(pending) = saved.state.pending.as_mut() {
                self.note(&sent, pending);
                saved.unsaved += sent.len();
            }
            if let Err(error) = result {
                // So that less is sent again. If this fails too, the first error says why.
                let _ = self.save(&saved.state);
                return Err(error);
            }
            if saved.unsaved >= PER_SAVE {
                self.save(&saved.state)?;
                saved.unsaved = 0;
            }
        }
        Ok(())
    }

    fn note(&self, sent: &[String], pending: &mut Pending) {
        for path in sent {
            if let Some(file) = self.site.files.get(path) {
                pending.sent.insert(key(path), file.hash.clone());
            }
        }
    }

    fn step(&self, step: &Step) -> Result<()> {
        let path = step.path();
        match step {
            Step::Copy(_) => {
                self.target.copy(path, &copy_of(path)).with_context(|| format!("can't copy {path}"))
            }
            Step::Delete(_) => self.target.delete(path).with_context(|| format!("can't remove {path}")),
            Step::Put(_) => {
                let bytes = self.bytes(path)?;
                self.target
                    .put(path, &bytes, &Headers::of(path))
                    .with_context(|| format!("can't send {path}"))
            }
        }
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>> {
        let file = self.site.files.get(path).with_context(|| format!("{path} is not in the site"))?;
        match self.source {
            Source::Folder(folder) => site::bytes(folder, path, &file.hash),
            Source::Copies => {
                let copy = self.target.get(&copy_of(path))?.filter(|bytes| content_hash(bytes) == file.hash);
                copy.with_context(|| {
                    format!(
                        "the copy of {path} that a rollback needs is missing or damaged; \
                         build the older version of the blog and publish it"
                    )
                })
            }
        }
    }

    fn save(&self, state: &State) -> Result<()> {
        let save = || self.target.put(STATE, &state.write()?, &Headers::of(STATE));
        save().with_context(|| format!("can't write {STATE}"))
    }
}
