//! What is to be done at a target, in which order. Computed from what is wanted and what is there; it touches nothing.
//!
//! Readers see a whole site at every moment: a file appears after all files that it names, and is removed after all that name it.

use std::collections::{BTreeMap, BTreeSet};

use crate::layout::{Class, MANIFEST, PREVIOUS, STATE, UNFINISHED, copy_of, original_of};
use crate::site::Site;
use crate::state::{Key, Pending, State, key};
use crate::target::Listing;

/// Steps that may be done in any order, after those of all stages before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Remove copies that no rollback needs any more.
    OldCopies,
    /// Copy what will be replaced or removed, for a rollback.
    Copies,
    /// Send files with their hash in their name.
    Hashed,
    /// Send pictures and other files that pages name.
    Assets,
    /// Send pages at addresses where nothing was. Nothing leads to them yet.
    NewPages,
    /// Send pages in the place of others.
    Pages,
    /// Send feeds, sitemaps and redirects.
    Lists,
    /// Send the service worker.
    Worker,
    /// Send the manifest.
    Manifest,
    /// Remove pages.
    RemovedPages,
    /// Remove files that pages named.
    RemovedAssets,
    /// Remove files of older deploys.
    RemovedHashed,
}

impl Stage {
    /// What it does, for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OldCopies => "remove old copies",
            Self::Copies => "copy what is replaced",
            Self::Hashed => "send data and app",
            Self::Assets => "send pictures and files",
            Self::NewPages => "send new pages",
            Self::Pages => "send changed pages",
            Self::Lists => "send feeds and lists",
            Self::Worker => "send the service worker",
            Self::Manifest => "send the manifest",
            Self::RemovedPages => "remove pages",
            Self::RemovedAssets => "remove files",
            Self::RemovedHashed => "remove data and app of older deploys",
        }
    }

    fn of_put(class: Class, is_new: bool) -> Self {
        match class {
            Class::App | Class::Data => Self::Hashed,
            Class::Asset => Self::Assets,
            Class::Page if is_new => Self::NewPages,
            Class::Page => Self::Pages,
            Class::List => Self::Lists,
            Class::Worker => Self::Worker,
            Class::Manifest => Self::Manifest,
        }
    }

    fn of_removal(class: Class) -> Self {
        match class {
            Class::Page | Class::List | Class::Worker | Class::Manifest => Self::RemovedPages,
            Class::Asset => Self::RemovedAssets,
            Class::App | Class::Data => Self::RemovedHashed,
        }
    }
}

/// One change at a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Copy the file of this path to where a rollback finds it.
    Copy(String),
    /// Send the file of this path.
    Put(String),
    /// Remove the file of this path.
    Delete(String),
}

impl Step {
    /// The file that it is about.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Copy(path) | Self::Put(path) | Self::Delete(path) => path,
        }
    }
}

/// How a plan is made.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PlanOptions {
    /// Seconds since 1970.
    pub now: u64,
    /// For how many seconds hashed files of older deploys stay.
    pub keep: u64,
    /// Go back to the last complete deploy. Nothing is copied: the copies are what is sent.
    pub rollback: bool,
    /// Replace files that no deploy has put there.
    pub overwrite: bool,
    /// Send everything, whatever is there.
    pub force: bool,
}

/// What becomes of the deploy before the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Previous {
    /// The last deploy does not change: a rollback leads where it led.
    #[default]
    Stays,
    /// The last deploy becomes the one before the last.
    Replaced,
    /// Nothing is kept to go back to.
    Dropped,
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Plan {
    pub stages: BTreeMap<Stage, Vec<Step>>,
    /// What to remember while the stages run. `None` if the last deploy does not change.
    pub pending: Option<Pending>,
    pub previous: Previous,
    /// Files of older deploys that are there, and since when they are of no deploy. 0: a step removes them.
    pub stale: BTreeMap<Key, u64>,
    /// Files that are there and that no deploy has put there. They stay.
    pub foreign: Vec<String>,
    /// Those of them, and links, that are in the way: with one of these nothing must be done.
    pub in_the_way: Vec<String>,
    /// Posts that were published and are not any more.
    pub taken_back: usize,
}

impl Plan {
    /// Whether there is nothing to do.
    pub(crate) fn is_empty(&self) -> bool {
        self.pending.is_none() && self.stages.values().all(Vec::is_empty)
    }

    /// Steps of a stage.
    pub(crate) fn steps(&self, stage: Stage) -> &[Step] {
        self.stages.get(&stage).map_or(&[], Vec::as_slice)
    }
}

/// Makes a plan. `state` is empty if nothing is remembered at the target.
pub(crate) fn plan(site: &Site, there: &Listing, state: &State, options: PlanOptions) -> Plan {
    let planner = Planner { site, there, state, options };
    let mut touched = Touched::of(state);
    let mut plan = Plan { taken_back: planner.taken_back(), ..Plan::default() };
    planner.puts(&mut plan, &mut touched);
    planner.removals(&mut plan, &mut touched);
    let pending = touched.pending;
    if !pending.touched.is_empty() {
        let mut posts = site.posts.clone();
        posts.extend(pending.posts.iter().cloned());
        plan.pending = Some(Pending { posts, ..pending });
    }
    plan.previous = planner.previous(&plan);
    planner.copies(&mut plan);
    plan
}

/// What an interrupted deploy has touched, and what this one will.
struct Touched<'a> {
    state: &'a State,
    pending: Pending,
}

impl<'a> Touched<'a> {
    fn of(state: &'a State) -> Self {
        Self { state, pending: state.pending.clone().unwrap_or_default() }
    }

    /// Remembers what the last complete deploy had at a place that will change.
    fn add(&mut self, key: &str) {
        if !self.pending.touched.contains_key(key) {
            self.pending.touched.insert(key.to_owned(), self.state.deployed_hash(key).cloned());
        }
        self.pending.sent.remove(key);
    }
}

impl Plan {
    fn add(&mut self, stage: Stage, step: Step) {
        self.stages.entry(stage).or_default().push(step);
    }
}

/// All that a plan depends on.
struct Planner<'a> {
    site: &'a Site,
    there: &'a Listing,
    state: &'a State,
    options: PlanOptions,
}

impl Planner<'_> {
    /// Whether nothing is remembered of what was published here.
    fn knows_nothing(&self) -> bool {
        self.state.deployed.is_none() && self.state.pending.is_none()
    }

    /// How many posts were published, by the last deploy or by one that was interrupted, and are not in the site.
    fn taken_back(&self) -> usize {
        let mut before = self.state.deployed.clone().unwrap_or_default();
        before.posts.extend(self.state.pending.iter().flat_map(|pending| pending.posts.iter().cloned()));
        before.posts_missing_in(&self.site.posts)
    }

    fn puts(&self, plan: &mut Plan, touched: &mut Touched<'_>) {
        // A site that was brought there by other means, or whose state file is lost: its files may be replaced.
        let adopts =
            self.options.overwrite || self.knows_nothing() && self.there.files.contains_key(MANIFEST);
        for (path, file) in &self.site.files {
            let (key, class) = (key(path), Class::of(path));
            let size = self.there.files.get(path);
            let is_there =
                size.is_some_and(|size| size.is_none() || file.bytes.is_none() || *size == file.bytes);
            let is_same = class.is_hashed() || self.state.known(&key) == Some(&file.hash);
            if is_there && is_same && !self.options.force {
                continue;
            }
            let is_foreign = size.is_some() && !class.is_hashed() && !self.state.is_ours(&key) && !adopts;
            if is_foreign || self.has_link(path) {
                plan.in_the_way.push(path.clone());
            }
            touched.add(&key);
            plan.add(Stage::of_put(class, size.is_none()), Step::Put(path.clone()));
        }
    }

    /// Whether a path leads through something that is neither file nor folder.
    fn has_link(&self, path: &str) -> bool {
        let links = &self.there.others;
        !links.is_empty()
            && (path.match_indices('/').any(|(end, _)| links.contains(&path[..end])) || links.contains(path))
    }

    fn removals(&self, plan: &mut Plan, touched: &mut Touched<'_>) {
        // Without a record of what was published, data of posts that were taken back could be anywhere.
        let forgets_data = plan.taken_back > 0 || self.knows_nothing();
        for path in self.there.files.keys().filter(|path| !self.site.files.contains_key(*path)) {
            let (key, class) = (key(path), Class::of(path));
            let is_unfinished = path.rsplit('/').next().is_some_and(|name| name.starts_with(UNFINISHED));
            if path == STATE || path.starts_with(PREVIOUS) && !is_unfinished {
                continue;
            }
            let is_removed = if class.is_hashed() && !is_unfinished {
                let since = self.state.stale.get(&key).copied().unwrap_or(self.options.now);
                let age = self.options.now.saturating_sub(since);
                plan.stale.insert(key.clone(), since);
                since == 0 || age >= self.options.keep || forgets_data && class == Class::Data
            } else if is_unfinished || self.state.is_ours(&key) {
                true
            } else {
                plan.foreign.push(path.clone());
                continue;
            };
            if self.state.deployed_hash(&key).is_some() {
                touched.add(&key);
            }
            if is_removed {
                plan.stale.insert(key, 0);
                plan.add(Stage::of_removal(class), Step::Delete(path.clone()));
            }
        }
    }

    /// What becomes of the way back.
    fn previous(&self, plan: &Plan) -> Previous {
        let removed = plan.steps(Stage::RemovedHashed).iter().map(|step| key(step.path()));
        let mut removed = removed.filter(|key| !self.is_of_interrupted_alone(key));
        let has_begun_without = self.state.pending.as_ref().is_some_and(|pending| !pending.keeps);
        match &plan.pending {
            _ if plan.taken_back > 0 || self.options.rollback => Previous::Dropped,
            // Data that the deploy before needs goes now.
            None => {
                let changes = self.state.previous.as_ref().map(|previous| &previous.changes);
                let is_needed =
                    |key: Key| changes.is_some_and(|changes| matches!(changes.get(&key), Some(Some(_))));
                if removed.any(is_needed) { Previous::Dropped } else { Previous::Stays }
            }
            Some(_) if self.state.deployed.is_none() || has_begun_without => Previous::Dropped,
            Some(_) if removed.any(|key| self.state.deployed_hash(&key).is_some()) => Previous::Dropped,
            Some(_) => Previous::Replaced,
        }
    }

    /// Whether only an interrupted deploy has sent a file.
    fn is_of_interrupted_alone(&self, key: &str) -> bool {
        self.state.pending.as_ref().is_some_and(|pending| pending.touched.get(key) == Some(&None))
    }

    /// The steps that keep what a rollback needs, and drop what it needs no more.
    fn copies(&self, plan: &mut Plan) {
        let mut steps = Vec::new();
        if let Some(pending) = plan.pending.as_mut() {
            pending.keeps = plan.previous == Previous::Replaced || self.options.rollback;
            if !pending.keeps {
                pending.copied.clear();
            } else if !self.options.rollback {
                // What is not copied yet was not touched yet either: copies come before everything else.
                let is_changed = |key: &str| matches!(pending.touched.get(key), Some(Some(_)));
                let kept = self.there.files.keys().filter(|path| !Class::of(path).is_hashed());
                let missing = kept.filter(|path| {
                    let key = key(path);
                    is_changed(&key) && !pending.copied.contains(&key)
                });
                steps.extend(missing.map(|path| Step::Copy(path.clone())));
            }
        }
        let overwritten: BTreeSet<String> = steps.iter().map(|step| copy_of(step.path())).collect();
        for copy in self.there.files.keys().filter(|path| path.starts_with(PREVIOUS)) {
            if self.options.rollback {
                // After it: they are what it sends.
                plan.add(Stage::RemovedAssets, Step::Delete(copy.clone()));
                continue;
            }
            let is_kept = original_of(copy).is_some_and(|original| {
                let key = key(original);
                match (plan.previous, &plan.pending, &self.state.previous) {
                    (Previous::Replaced, Some(pending), _) => pending.copied.contains(&key),
                    (Previous::Stays, _, Some(previous)) => previous.changes.contains_key(&key),
                    _ => false,
                }
            });
            if !is_kept && !overwritten.contains(copy) {
                plan.add(Stage::OldCopies, Step::Delete(copy.clone()));
            }
        }
        if !steps.is_empty() {
            plan.stages.insert(Stage::Copies, steps);
        }
    }
}

#[cfg(test)]
mod tests;
