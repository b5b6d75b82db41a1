//! Begins a blog in a folder, or takes over the one that is there: settings, a first post, workflows and lines of `.gitignore`.
//! Posts are never touched, and no file that is there is overwritten.

mod answers;
mod host;
mod machine;
mod plan;
mod questions;
mod repository;
mod request;
mod settings_file;
mod terminal;
mod workflow;

use std::path::{Path, PathBuf};

pub use answers::{Answers, Given};
pub use host::CiService;
pub use machine::Machine;
pub use plan::{Change, Plan, PlannedFile};
pub use questions::Ask;
use questions::Existing;
pub(crate) use repository::repository;
pub use request::Request;
pub use terminal::Terminal;
pub(crate) use workflow::{DUE_WORKFLOW, PUBLISH_WORKFLOW};

use anyhow::{Context, Result};

use crate::config::{SETTINGS, posts_folder};
use crate::options::Options;
use crate::progress::Progress;
use crate::recognise;
use crate::survey::{self, SurveyedFolder};

/// Looks at the folder, asks for what is missing, and says what would be written. Writes nothing.
///
/// # Errors
/// If the folder or its settings can't be read, or something is missing that nobody can be asked for.
pub fn plan(request: &Request, ask: Option<&mut dyn Ask>) -> Result<Plan> {
    let folder = project_folder(&request.folder);
    let surveyed = match folder.is_dir() {
        true => Some(
            survey::look(&options(request, &folder))
                .with_context(|| format!("{} can't be taken over as it is", folder.display()))?,
        ),
        false => None,
    };
    let surveyed = surveyed.filter(|found| found.survey.counts.texts > 0 || found.survey.engine.is_some());
    let mut ask = ask;
    if let (Some(ask), Some(SurveyedFolder { survey, .. })) = (ask.as_deref_mut(), &surveyed) {
        ask.show(&survey.text());
    }
    let config = surveyed.as_ref().map(|found| &found.config);
    let proposal = Answers::proposed(&folder, config, &request.machine);
    let there = Existing { has_settings: folder.join(SETTINGS).is_file(), has_texts: surveyed.is_some() };
    let answers = questions::answer(&request.given, proposal, there, ask)?;
    plan::make(&folder, surveyed, &answers, request)
}

/// The project's folder, if one inside it is named. A part of a vault is a blog of its own.
fn project_folder(folder: &Path) -> PathBuf {
    let Ok(real) = folder.canonicalize() else { return folder.to_path_buf() };
    let project = recognise::by_project(&real).into_iter().find(|sign| sign.by != ".obsidian");
    match project {
        Some(sign) if sign.root != real => sign.root,
        _ => folder.to_path_buf(),
    }
}

/// Options of a survey of the folder. Drafts and posts of the future stay what they are.
fn options(request: &Request, folder: &Path) -> Options {
    let named = posts_folder(folder).unwrap_or_else(|_| folder.to_path_buf());
    let is_project = folder.canonicalize().is_ok_and(|real| !recognise::by_project(&real).is_empty());
    // Without settings and without an engine, a folder `posts` is what a build reads.
    let is_named = named.is_dir() && (folder.join(SETTINGS).is_file() || !is_project);
    Options {
        posts: if is_named { named } else { folder.to_path_buf() },
        out: folder.join("dist"),
        app: None,
        config: None,
        base_url: None,
        cache: None,
        drafts: false,
        future: false,
        host: None,
        strict: false,
        compress: false,
        keep_previous: false,
        nginx: None,
        live: false,
        now: request.now,
        progress: Progress::default(),
    }
}
