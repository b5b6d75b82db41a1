//! What tells of an engine, and what was found.

use std::path::PathBuf;

use lamplight_import::engine::{Engine, Engines};

/// What a folder of posts was written for.
#[derive(Clone, Debug, Default)]
pub struct Recognised {
    /// The engines.
    pub engines: Engines,
    /// Whether a settings file or the author says so, and not only what posts look like.
    pub is_certain: bool,
    /// What tells each, for people: `Hugo (hugo.toml)`.
    pub reasons: Vec<String>,
    /// Whether readers see the ends of lines, as Obsidian shows notes.
    pub line_breaks: bool,
}

/// A sign that a folder is an engine's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProjectMarker {
    pub engine: Engine,
    /// The project's folder.
    pub root: PathBuf,
    /// The settings file or folder that tells, relative to `root`.
    pub by: &'static str,
}

impl ProjectMarker {
    /// The settings file, if the sign is one.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        Some(self.root.join(self.by)).filter(|path| path.is_file())
    }
}
