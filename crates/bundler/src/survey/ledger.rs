//! Texts of a folder that are neither posts nor pages, and why.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use lamplight_import::engine::Engine;
use serde::Serialize;
use walkdir::{DirEntry, WalkDir};

use super::theme_files;
use crate::config::Config;
use crate::options::Options;
use crate::output::names::MANIFEST;
use crate::source::file::slashed;
use crate::source::kind::{is_no_post, is_section};
use crate::source::{is_text, walk};

/// Names that are shown of each group.
const MOST: usize = 5;

/// Folders of programs, and of what programs make.
const OF_PROGRAMS: [&str; 7] =
    ["node_modules", "bower_components", "vendor", "target", "__MACOSX", "_site", "__pycache__"];

/// Texts that are neither posts nor pages for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotRead {
    /// The reason.
    pub why: String,
    /// How many there are.
    pub count: usize,
    /// The first of them, relative to the folder.
    pub examples: Vec<String>,
}

/// All texts below a folder that are not among `known`, which are real paths.
pub(super) fn not_read(options: &Options, config: &Config, known: &HashSet<PathBuf>) -> Vec<NotRead> {
    let top = options.posts.canonicalize().unwrap_or_else(|_| options.posts.clone());
    let out = options.out.canonicalize().ok();
    let mut groups: BTreeMap<String, NotRead> = BTreeMap::new();
    let is_wanted =
        |entry: &DirEntry| entry.depth() == 0 || !is_passed_over(entry, &top, out.as_deref(), config);
    let files = WalkDir::new(&top).sort_by_file_name().into_iter().filter_entry(is_wanted);
    for entry in files.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
        let path = entry.path();
        if known.contains(path) || !is_text(path) {
            continue;
        }
        let why = why(path, &top, config);
        let group = groups.entry(why.clone()).or_insert(NotRead { why, count: 0, examples: Vec::new() });
        group.count += 1;
        if group.examples.len() < MOST {
            group.examples.push(slashed(path.strip_prefix(&top).unwrap_or(path)));
        }
    }
    groups.into_values().collect()
}

/// Folders of programs, of builds and of templates: what is in the last is counted as such.
fn is_passed_over(entry: &DirEntry, top: &Path, out: Option<&Path>, config: &Config) -> bool {
    let name = entry.file_name().to_string_lossy();
    let place = slashed(entry.path().strip_prefix(top).unwrap_or(entry.path()));
    let layout = &config.layout;
    name.starts_with('.')
        || entry.file_type().is_dir()
            && (OF_PROGRAMS.contains(&&*name)
                || !layout.output_folder.is_empty() && place == layout.output_folder
                || out.is_some_and(|out| entry.path() == out)
                || entry.path().join(MANIFEST).is_file()
                || theme_files::is_of_theme(layout.engine, &place))
}

fn why(path: &Path, top: &Path, config: &Config) -> String {
    let layout = &config.layout;
    let engine = layout.engine.map_or("the project", Engine::name);
    // Without a project all places are counted from the folder itself.
    let content = if layout.content.as_os_str().is_empty() { top } else { &layout.content };
    let below = path.strip_prefix(content).ok().map(slashed);
    let is_hidden_of_jekyll = layout.engine == Some(Engine::Jekyll)
        && below.as_ref().is_some_and(|below| below.split('/').any(|part| part.starts_with('_')));
    match below {
        _ if is_section(path) => "texts of sections; lists are made here, too, without them".to_owned(),
        _ if is_no_post(path) => "README and the like".to_owned(),
        None => format!("outside of {}, where {engine} keeps its posts", name_of(content, top)),
        Some(_) if walk::is_of_vault_templates(path, top, layout) => "templates of notes".to_owned(),
        Some(below) if walk::is_left_out(&below, path, layout) => {
            format!("left out by the settings of {engine}")
        }
        Some(_) if is_hidden_of_jekyll => "in folders that Jekyll does not publish".to_owned(),
        Some(_) if layout.engine == Some(Engine::Jekyll) => {
            "home page, lists and pages without front matter; Lamplight makes the first two itself".to_owned()
        }
        Some(_) => "passed over; `lamplight check` says why".to_owned(),
    }
}

fn name_of(content: &Path, top: &Path) -> String {
    let name = slashed(content.strip_prefix(top).unwrap_or(content));
    if name.is_empty() { "the folder".to_owned() } else { name }
}
