//! What an engine is recognised by, and what was recognised.

use std::path::PathBuf;

use lamplight_import::engine::{Engine, Engines};

/// What a folder of posts was written for.
#[derive(Clone, Debug, Default)]
pub struct Recognised {
    /// The engines.
    pub engines: Engines,
    /// Whether a settings file or the author names them, and not only what posts look like.
    pub is_certain: bool,
    /// The reason for each, for people: `Hugo (hugo.toml)`.
    pub reasons: Vec<String>,
    /// Whether readers see the ends of lines, as Obsidian shows notes.
    pub line_breaks: bool,
}

/// A file or folder by which a project is recognised as an engine's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProjectMarker {
    pub engine: Engine,
    /// The project's folder.
    pub root: PathBuf,
    /// The settings file or folder, relative to `root`.
    pub by: &'static str,
}

impl ProjectMarker {
    /// The settings file, if it is one.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        Some(self.root.join(self.by)).filter(|path| path.is_file())
    }
}
