//! What a folder holds, and what a build would make of it: every text is accounted for. Nothing is written.

mod engine_files;
mod ledger;
mod left_behind;
mod print;
mod theme_files;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use lamplight_import::engine::Engine;
use serde::Serialize;

use crate::cache::BuildCache;
use crate::config::{Config, SETTINGS};
use crate::copied_folders;
use crate::due::{self, DuePost};
use crate::options::Options;
use crate::output::Output;
use crate::read_posts::read_posts;
use crate::report::{HeldBack, Report};
use crate::site::{self, ResolveContext};
use crate::source;
pub use ledger::NotRead;
pub use left_behind::LeftBehind;

/// What a folder holds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Survey {
    /// The reason for each engine that the folder is recognised as: `Hugo (hugo.toml)`.
    pub recognised: Vec<String>,
    /// The engine whose project it is.
    pub engine: Option<Engine>,
    /// The settings that are read: `lamplight.toml`, or the engine's.
    pub settings: Option<PathBuf>,
    /// Numbers of texts and other files.
    pub counts: SurveyCounts,
    /// Texts that are neither posts nor pages, with the reason.
    pub not_read: Vec<NotRead>,
    /// Published posts and pages by language, as BCP 47 tags.
    pub languages: BTreeMap<String, usize>,
    /// Files and functions of the engine that a build does not use.
    pub left_behind: Vec<LeftBehind>,
    /// What posts are held back, and why.
    pub held: Vec<HeldBack>,
    /// Posts that will come or go by their dates, the next first.
    pub waiting: Vec<DuePost>,
    /// Diagnostics by code.
    pub by_code: BTreeMap<String, usize>,
    /// Notes on how settings are read.
    pub notes: Vec<String>,
}

/// Numbers of texts and other files. `texts` is the sum of all others but `files`, `errors` and `warnings`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SurveyCounts {
    /// Files that may be posts or pages by their names.
    pub texts: usize,
    /// Posts that would be published.
    pub posts: usize,
    /// Pages that would be published.
    pub pages: usize,
    /// Posts and pages that would be published, and are in no list.
    pub unlisted: usize,
    /// Drafts.
    pub drafts: usize,
    /// Posts of the future.
    pub future: usize,
    /// Private and expired posts.
    pub held: usize,
    /// Files that could not be read.
    pub refused: usize,
    /// Texts that are neither posts nor pages.
    pub not_read: usize,
    /// Pictures and other files that would be copied.
    pub files: usize,
    /// Diagnostics that lose something of a post.
    pub errors: usize,
    /// Other diagnostics.
    pub warnings: usize,
}

impl SurveyCounts {
    /// All texts by what would become of them.
    #[must_use]
    pub fn sum(&self) -> usize {
        self.posts
            + self.pages
            + self.unlisted
            + self.drafts
            + self.future
            + self.held
            + self.refused
            + self.not_read
    }
}

/// A survey and the settings that it was made with.
pub(crate) struct SurveyedFolder {
    pub survey: Survey,
    pub config: Config,
    /// The folder of posts that was looked at.
    pub posts: PathBuf,
}

/// Looks at a folder as a build would. Uses of `options` are its posts, settings, output, drafts, future and clock.
///
/// # Errors
/// If the folder or the settings can't be read.
pub fn survey(options: &Options) -> Result<Survey> {
    Ok(look(options)?.survey)
}

/// As [`survey`], and returns the settings.
pub(crate) fn look(options: &Options) -> Result<SurveyedFolder> {
    // A cache would be written.
    let options = &Options { cache: None, ..options.clone() };
    if !options.posts.is_dir() {
        bail!("there is no folder {}; name the folder that holds your posts", options.posts.display());
    }
    let mut config = Config::load(&options.posts, options.config.as_deref(), options.base_url.as_deref())?;
    let image_formats = std::mem::take(&mut config.image_formats);
    let site = config.site();
    let mut report = Report::default();
    let mut output = Output::default();
    copied_folders::copy(&config, options, &mut output, &mut report)?;
    let cache = BuildCache::open(options, &mut report);
    let mut parsed_posts = read_posts(options, &config, None, &cache, &mut report);
    let mut languages: BTreeMap<String, usize> = BTreeMap::new();
    for (_, parsed) in &parsed_posts {
        let language = parsed.language.clone().unwrap_or_else(|| config.language.clone());
        *languages.entry(language).or_default() += 1;
    }
    let context = ResolveContext {
        config: &config,
        site: &site,
        cache: None,
        output: &mut output,
        report: &mut report,
        progress: &options.progress,
    };
    let resolved = site::resolve(&mut parsed_posts, None, context);
    report.sort();
    let found = source::find(&options.posts, &config);
    let known: HashSet<PathBuf> = (found.sources.iter().chain(&found.unread))
        .map(|source| source.path.canonicalize().unwrap_or_else(|_| source.path.clone()))
        .collect();
    let not_read = ledger::not_read(options, &config, &known);
    let counts = SurveyCounts {
        texts: known.len() + not_read.iter().map(|group| group.count).sum::<usize>(),
        posts: resolved.posts.len(),
        pages: resolved.pages.len(),
        unlisted: resolved.unlisted.len(),
        drafts: report.counts.drafts,
        future: report.counts.future,
        held: report.counts.held,
        refused: report.counts.refused,
        not_read: not_read.iter().map(|group| group.count).sum(),
        files: output.len(),
        errors: report.counts.errors,
        warnings: report.counts.warnings,
    };
    let root = root(&config, &options.posts);
    let survey = Survey {
        recognised: config.recognised.reasons.clone(),
        engine: config.layout.engine.or_else(|| config.layout.vault.as_ref().map(|_| Engine::Obsidian)),
        settings: settings(&config, options),
        counts,
        left_behind: theme_files::find(&root, &options.posts, &config),
        waiting: due::of_config(&config, options, options.now).waiting,
        not_read,
        languages,
        held: report.held,
        by_code: report.counts.by_code,
        notes: report.notes,
    };
    config.image_formats = image_formats;
    Ok(SurveyedFolder { survey, config, posts: options.posts.clone() })
}

/// The project's folder.
fn root(config: &Config, posts: &Path) -> PathBuf {
    let posts = posts.canonicalize().unwrap_or_else(|_| posts.to_path_buf());
    let marked = crate::recognise::by_project(&posts).into_iter().find(|sign| sign.by != ".obsidian");
    let vault = || config.layout.vault.as_ref().map(|vault| vault.root.clone());
    marked.map(|sign| sign.root).or_else(vault).unwrap_or(posts)
}

/// The settings file that counts.
fn settings(config: &Config, options: &Options) -> Option<PathBuf> {
    let own = options.config.clone().unwrap_or_else(|| config.root.join(SETTINGS));
    if own.is_file() {
        return Some(own);
    }
    let posts = options.posts.canonicalize().ok()?;
    crate::recognise::by_project(&posts).iter().find_map(crate::recognise::sign::ProjectMarker::file)
}
