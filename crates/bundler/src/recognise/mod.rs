//! Which engines a folder's posts were written for: by the settings files and folders of its project, or by what only one
//! engine's posts hold.

mod evidence;
mod marks;
mod project;
pub(crate) mod sign;

use std::path::Path;

use lamplight_import::engine::Engine;

use crate::config::Config;
use crate::source;
pub(crate) use project::by_project;
use sign::{ProjectMarker, Recognised};

/// Recognises a folder that some signs are seen of.
pub(crate) fn recognise(config: &Config, posts: &Path, signs: &[ProjectMarker]) -> Recognised {
    if let Some(requested) = &config.requested_engines {
        let reasons = requested.iter().map(|engine| format!("{} (engines)", engine.name())).collect();
        let line_breaks = requested[..] == [Engine::Obsidian] && keeps_line_breaks(posts);
        return Recognised {
            engines: requested.iter().copied().collect(),
            is_certain: true,
            reasons,
            line_breaks,
        };
    }
    let mut found = Recognised {
        engines: signs.iter().map(|sign| sign.engine).collect(),
        is_certain: !signs.is_empty(),
        reasons: signs.iter().map(|sign| format!("{} ({})", sign.engine.name(), sign.by)).collect(),
        // Notes that another engine publishes are read as that one reads them.
        line_breaks: matches!(signs, [ProjectMarker { by: ".obsidian", root, .. }] if keeps_line_breaks(root)),
    };
    let sources = source::find(posts, config).sources;
    for (engine, (file, mark)) in evidence::by_posts(&sources, found.engines) {
        found.engines = found.engines.with(engine);
        found.reasons.push(format!("{} (`{mark}` in {file})", engine.name()));
    }
    found
}

/// Whether a vault's settings leave the ends of lines as they are, which they do if they say nothing of it.
fn keeps_line_breaks(vault: &Path) -> bool {
    let settings = std::fs::read_to_string(vault.join(".obsidian/app.json")).unwrap_or_default();
    let settings: serde_json::Value = serde_json::from_str(&settings).unwrap_or_default();
    settings["strictLineBreaks"] != true
}
