//! Publishes a built folder, or goes back to the deploy before.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::layout::{STATE, original_of};
use crate::plan::{Plan, PlanOptions, Previous, Step, plan};
use crate::report::{Amount, PublishReport};
use crate::run::{Progress, Run, Source};
use crate::site::{self, Site, SiteFile};
use crate::state::{State, key};
use crate::target::{Listing, Target};

/// Names that a message lists. More are only counted.
const SHOWN: usize = 5;

/// What to publish, and how.
#[derive(Clone, Debug, Default)]
pub struct PublishOptions {
    /// The built site. Not read for a rollback.
    pub folder: PathBuf,
    /// How long hashed files of older deploys stay for open tabs.
    pub keep: Duration,
    /// Do nothing, and say what would be done.
    pub dry_run: bool,
    /// Go back to the deploy before the last, or to the last if one was interrupted.
    pub rollback: bool,
    /// Replace files at the target that no deploy has put there.
    pub overwrite: bool,
    /// Send everything, whatever is there already.
    pub force: bool,
    /// Seconds since 1970.
    pub now: u64,
}

/// Publishes a built folder at a target, or goes back to the deploy before. After an error the same call goes on where it ended.
///
/// # Errors
/// If the folder is no built site, the target can't be used, foreign files are in the way, or there is nothing to go back to.
pub fn publish(
    target: &dyn Target,
    options: &PublishOptions,
    progress: Progress<'_>,
) -> Result<PublishReport> {
    // Mistakes in the folder show before anybody is asked for a password.
    let from_folder = if options.rollback { None } else { Some(site::read(&options.folder)?) };
    let there = target.list()?;
    let mut notes = Vec::new();
    let mut state = match there.files.contains_key(STATE).then(|| target.get(STATE)).transpose()?.flatten() {
        None => State::default(),
        Some(bytes) => State::read(&bytes).unwrap_or_else(|| {
            notes.push(format!(
                "{STATE} is damaged or was written by a newer lamplight; what is there was compared by names and sizes"
            ));
            State::default()
        }),
    };
    let site = match from_folder {
        Some(site) => site,
        None => deploy_before(&mut state, &there)?,
    };
    if let Some((one, other)) = site::alike(&site.files).first().filter(|_| target.ignores_case()) {
        bail!("{one} and {other} are one file at {}: rename one of them", target.name());
    }
    let plan = plan(
        &site,
        &there,
        &state,
        PlanOptions {
            now: options.now,
            keep: options.keep.as_secs(),
            rollback: options.rollback,
            overwrite: options.overwrite,
            force: options.force,
        },
    );
    refuse_what_is_in_the_way(&plan, target, &there)?;
    let mut report = report_of(&plan, &site, options);
    report.target = target.name();
    report.notes = notes;
    if plan.taken_back > 0 {
        report.notes.extend(target.remembers().map(str::to_owned));
    }
    report.notes.extend(foreign_note(&plan));
    if !options.dry_run && !plan.is_empty() {
        let source = if options.rollback { Source::Copies } else { Source::Folder(&options.folder) };
        Run { target, site: &site, source, plan: &plan, now: options.now, progress }.run(&state)?;
    }
    if !options.rollback && plan.previous == Previous::Dropped && plan.taken_back > 0 {
        report.notes.push(
            "posts were taken back, so nothing of the deploy before is kept, and --rollback can't go back to it"
                .to_owned(),
        );
    }
    Ok(report)
}

/// The deploy that a rollback leads to. Only hashes of its paths are remembered; the paths are those of files and copies that are there.
fn deploy_before(state: &mut State, there: &Listing) -> Result<Site> {
    const REMEDY: &str = "build the older version of the blog and publish it";
    if !state.reopen() {
        bail!(
            "there is no deploy to go back to: nothing is kept from before the first deploy, a rollback, \
             or one that took posts back; {REMEDY}"
        );
    }
    let paths = there.files.keys().map(|path| original_of(path).unwrap_or(path));
    let paths: BTreeMap<String, &str> = paths.map(|path| (key(path), path)).collect();
    let deploy = state.deployed.clone().unwrap_or_default();
    let mut files = BTreeMap::new();
    for (key, hash) in deploy.files {
        let Some(path) = paths.get(&key) else {
            bail!("files of the deploy before are not there any more; {REMEDY}");
        };
        files.insert((*path).to_owned(), SiteFile { hash, bytes: None });
    }
    Ok(Site { files, posts: deploy.posts })
}

fn refuse_what_is_in_the_way(plan: &Plan, target: &dyn Target, there: &Listing) -> Result<()> {
    let Some(first) = plan.in_the_way.first() else { return Ok(()) };
    let is_link =
        |path: &str| there.others.iter().any(|link| path == link || path.starts_with(&format!("{link}/")));
    if let Some(path) = plan.in_the_way.iter().find(|path| is_link(path)) {
        bail!(
            "at {} {path} leads through a symbolic link or is no plain file; nothing is written through links: \
             put a folder or nothing in its place",
            target.name()
        );
    }
    let more = match plan.in_the_way.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    bail!(
        "{} has files that Lamplight did not put there and would replace: {first}{more}; choose an empty place, \
         or replace them with --overwrite",
        target.name()
    )
}

fn foreign_note(plan: &Plan) -> Option<String> {
    let more = plan.foreign.len().checked_sub(SHOWN).filter(|more| *more > 0);
    let shown: Vec<&str> = plan.foreign.iter().take(SHOWN).map(String::as_str).collect();
    let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
    (!shown.is_empty())
        .then(|| format!("files that no deploy has put there were left alone: {}{more}", shown.join(", ")))
}

fn report_of(plan: &Plan, site: &Site, options: &PublishOptions) -> PublishReport {
    let bytes = |path: &str| site.files.get(path).and_then(|file| file.bytes).unwrap_or_default();
    let mut report = PublishReport {
        dry_run: options.dry_run,
        rollback: options.rollback,
        kept: plan.stale.values().filter(|since| **since != 0).count(),
        taken_back: plan.taken_back,
        foreign: plan.foreign.clone(),
        ..PublishReport::default()
    };
    for (stage, steps) in &plan.stages {
        let mut amount = Amount { files: steps.len(), bytes: 0 };
        for step in steps {
            let what = match step {
                Step::Copy(_) => continue,
                Step::Put(path) => {
                    amount.bytes += bytes(path);
                    report.sent.files += 1;
                    report.sent.bytes += bytes(path);
                    "send"
                }
                Step::Delete(_) => {
                    report.removed += 1;
                    "remove"
                }
            };
            report.files.insert(step.path().to_owned(), what);
        }
        report.stages.push((stage.name(), amount));
    }
    let all: u64 = site.files.values().filter_map(|file| file.bytes).sum();
    report.unchanged = Amount { files: site.files.len() - report.sent.files, bytes: all - report.sent.bytes };
    report
}
