//! Workflows that publish the blog after each change, and when a post comes or goes by its date.

mod context;
mod github;
mod gitlab;

use std::path::{Path, PathBuf};

use super::answers::Answers;
use super::host::CiService;
use super::repository::repository;
use crate::config::SETTINGS;
use context::Workflow;
pub(crate) use context::{DUE_WORKFLOW, PUBLISH_WORKFLOW};

/// A file to write, by its path.
pub(super) struct WorkflowFile {
    pub path: PathBuf,
    pub text: String,
}

/// The files that the answers ask for, and what is left for a person to do.
pub(super) struct Workflows {
    pub files: Vec<WorkflowFile>,
    pub steps: Vec<String>,
}

pub(super) fn workflows(folder: &Path, answers: &Answers) -> Workflows {
    let repository = repository(folder);
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let below = repository.root.as_ref().and_then(|root| real.strip_prefix(root).ok());
    let below = below.map(crate::source::file::slashed).unwrap_or_default();
    let top = repository.root.clone().filter(|_| !below.is_empty()).unwrap_or_else(|| folder.to_path_buf());
    let has_settings = folder.join(SETTINGS).is_file();
    let workflow = Workflow { answers, repository, below, has_settings };
    let file = |name: &str, text: String| WorkflowFile { path: top.join(name), text };
    match answers.ci {
        CiService::None => Workflows { files: Vec::new(), steps: Vec::new() },
        CiService::Github => Workflows {
            files: vec![
                file(PUBLISH_WORKFLOW, github::publish(&workflow)),
                file(DUE_WORKFLOW, github::due(&workflow)),
            ],
            steps: github::steps(&workflow),
        },
        CiService::Gitlab => Workflows {
            files: vec![file(".gitlab-ci.yml", gitlab::pipeline(&workflow))],
            steps: gitlab::steps(&workflow),
        },
    }
}
