//! Which engines a folder's posts were written for: by the settings files and folders of its project, or by what only one
//! engine's posts hold.

mod evidence;
mod project;

use std::path::{Path, PathBuf};

use lamplight_content::engine::{Engine, Engines};

use crate::config::Config;
use crate::source;
pub(crate) use project::by_project;

/// What a folder of posts was written for.
#[derive(Clone, Debug, Default)]
pub struct Recognised {
    /// The engines.
    pub engines: Engines,
    /// Whether a settings file or the author says so, and not only what posts look like.
    pub certain: bool,
    /// What tells each, for people: `Hugo (hugo.toml)`.
    pub because: Vec<String>,
}

/// A sign that a folder is an engine's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sign {
    pub engine: Engine,
    /// The project's folder.
    pub root: PathBuf,
    /// The settings file or folder that tells, relative to `root`.
    pub by: &'static str,
}

/// Recognises a folder that some signs are seen of.
pub(crate) fn recognise(config: &Config, posts: &Path, signs: &[Sign]) -> Recognised {
    if let Some(wished) = &config.wished {
        let because = wished.iter().map(|engine| format!("{} (engines)", engine.name())).collect();
        return Recognised { engines: wished.iter().copied().collect(), certain: true, because };
    }
    let mut found = Recognised {
        engines: signs.iter().map(|sign| sign.engine).collect(),
        certain: !signs.is_empty(),
        because: signs.iter().map(|sign| format!("{} ({})", sign.engine.name(), sign.by)).collect(),
    };
    let sources = source::find(posts, Some(&config.root.join(&config.pages))).sources;
    for (engine, (file, mark)) in evidence::by_posts(&sources, found.engines) {
        found.engines = found.engines.with(engine);
        found.because.push(format!("{} (`{mark}` in {file})", engine.name()));
    }
    found
}

/// Whether a way down from a project's folder is empty, or begins in one of some folders of it.
fn lies_in(below: &Path, folders: &[&str]) -> bool {
    let first = below.components().next().map(|part| part.as_os_str().to_string_lossy());
    first.is_none_or(|first| folders.contains(&&*first))
}
