//! Files and functions of an engine that a build does not use: templates, themes, plugins.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use lamplight_import::engine::Engine;
use walkdir::WalkDir;

use super::engine_files;
use super::left_behind::LeftBehind;
use crate::config::Config;
use crate::source::file::slashed;

/// Folders of one kind of file in the projects of an engine, from the project's folder.
struct ThemeFolder {
    engine: Engine,
    what: &'static str,
    folders: &'static [&'static str],
    /// Whether its folders are counted, and not its files.
    is_of_folders: bool,
}

const fn files(engine: Engine, what: &'static str, folders: &'static [&'static str]) -> ThemeFolder {
    ThemeFolder { engine, what, folders, is_of_folders: false }
}

const fn folders(engine: Engine, what: &'static str, folders: &'static [&'static str]) -> ThemeFolder {
    ThemeFolder { engine, what, folders, is_of_folders: true }
}

/// A file counts for the first row that its folder is in.
const THEMES: &[ThemeFolder] = &[
    files(Engine::Jekyll, "layouts", &["_layouts"]),
    files(Engine::Jekyll, "includes (posts that show one get its text)", &["_includes"]),
    files(Engine::Jekyll, "styles", &["_sass"]),
    files(Engine::Jekyll, "plugins in the folder", &["_plugins"]),
    files(Engine::Hugo, "shortcodes", &["layouts/shortcodes", "layouts/_shortcodes"]),
    files(Engine::Hugo, "partials", &["layouts/partials", "layouts/_partials"]),
    files(Engine::Hugo, "layouts", &["layouts"]),
    files(Engine::Hugo, "archetypes", &["archetypes"]),
    files(Engine::Hugo, "data files", &["data"]),
    files(Engine::Hugo, "translations of the theme", &["i18n"]),
    folders(Engine::Hugo, "themes", &["themes"]),
    files(Engine::Zola, "shortcodes", &["templates/shortcodes"]),
    files(Engine::Zola, "templates", &["templates"]),
    files(Engine::Zola, "styles", &["sass"]),
    folders(Engine::Zola, "themes", &["themes"]),
    folders(Engine::Hexo, "themes", &["themes"]),
    files(Engine::Hexo, "scaffolds", &["scaffolds"]),
    files(Engine::Hexo, "scripts", &["scripts"]),
    files(
        Engine::Eleventy,
        "includes and layouts",
        &["_includes", "_layouts", "src/_includes", "src/_layouts"],
    ),
    files(Engine::Eleventy, "data files", &["_data", "src/_data"]),
    files(Engine::Astro, "layouts", &["src/layouts"]),
    files(Engine::Astro, "components", &["src/components"]),
    files(Engine::Pelican, "files of themes", &["theme", "themes"]),
    files(Engine::Pelican, "plugins in the folder", &["plugins"]),
    folders(Engine::Obsidian, "plugins", &[".obsidian/plugins"]),
    folders(Engine::Obsidian, "themes", &[".obsidian/themes"]),
    files(Engine::Obsidian, "snippets of CSS", &[".obsidian/snippets"]),
];

/// Whether a folder of a project holds what [`find`] counts.
pub(super) fn is_of_theme(engine: Option<Engine>, place: &str) -> bool {
    THEMES.iter().any(|row| Some(row.engine) == engine && row.folders.contains(&place))
}

/// Counts what of a project does not come along.
pub(super) fn find(root: &Path, posts: &Path, config: &Config) -> Vec<LeftBehind> {
    let mut found = Vec::new();
    let mut seen: HashSet<PathBuf> = HashSet::new();
    let project = config.layout.engine.map(|engine| (engine, root.to_path_buf()));
    // The notes of a vault may be the posts of another engine.
    let is_vault_alone = config.layout.engine == Some(Engine::Obsidian);
    let vault = config.layout.vault.as_ref().filter(|_| !is_vault_alone);
    let vault = vault.map(|vault| (Engine::Obsidian, vault.root.clone()));
    for (engine, root) in project.iter().chain(&vault) {
        for row in THEMES.iter().filter(|row| row.engine == *engine) {
            let below = row.folders.iter().map(|folder| root.join(folder));
            let paths = below.flat_map(|folder| contents(&folder, row.is_of_folders));
            let new: Vec<PathBuf> = paths.filter(|path| seen.insert(path.clone())).collect();
            let names = new.iter().map(|path| slashed(path.strip_prefix(root).unwrap_or(path))).collect();
            found.extend(LeftBehind::of(row.what, names));
        }
        found.extend(engine_files::find(*engine, root, posts, config));
    }
    found
}

fn contents(folder: &Path, is_of_folders: bool) -> Vec<PathBuf> {
    let most = if is_of_folders { 1 } else { usize::MAX };
    WalkDir::new(folder)
        .min_depth(1)
        .max_depth(most)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
        .filter(|entry| entry.file_type().is_dir() == is_of_folders)
        .map(|entry| entry.into_path())
        .collect()
}
