//! What was found.

use std::path::PathBuf;

use serde::Serialize;

use crate::survey::Survey;

/// How much something matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be.
    Good,
    /// Worth knowing.
    Note,
    /// Readers or authors miss something.
    Warning,
    /// A build or a publish fails.
    Error,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What it is about, in a word.
    pub about: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What was found.
    pub message: String,
    /// What to do; empty if nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub help: String,
}

/// What was found on a machine and in a folder.
#[derive(Clone, Debug, Serialize)]
pub struct Checkup {
    /// The version of this command.
    pub version: &'static str,
    /// The folder of posts.
    pub folder: PathBuf,
    /// All that was looked at.
    pub findings: Vec<Finding>,
    /// What is in the folder, if its settings can be read.
    pub survey: Option<Survey>,
}

impl Checkup {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { version: env!("CARGO_PKG_VERSION"), folder, findings: Vec::new(), survey: None }
    }

    fn add(&mut self, about: &'static str, level: Level, message: String, help: &str) {
        self.findings.push(Finding { about, level, message, help: help.to_owned() });
    }

    pub(super) fn good(&mut self, about: &'static str, message: impl Into<String>) {
        self.add(about, Level::Good, message.into(), "");
    }

    pub(super) fn note(&mut self, about: &'static str, message: impl Into<String>, help: &str) {
        self.add(about, Level::Note, message.into(), help);
    }

    pub(super) fn warning(&mut self, about: &'static str, message: impl Into<String>, help: &str) {
        self.add(about, Level::Warning, message.into(), help);
    }

    pub(super) fn error(&mut self, about: &'static str, message: impl Into<String>, help: &str) {
        self.add(about, Level::Error, message.into(), help);
    }

    /// How much the worst thing matters.
    #[must_use]
    pub fn worst(&self) -> Level {
        self.findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Good)
    }
}
