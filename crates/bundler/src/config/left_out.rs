//! What the settings of an engine leave out: files that it does not publish, and the folder that it writes its site into.

use std::fs;
use std::path::Path;

use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_import::engine::Engine;
use lamplight_import::front_matter::Value;
use regex::Regex;

use super::Config;
use super::layout::Underscored;
use super::script::Script;
use crate::recognise::sign::ProjectMarker;

/// Reads what an engine leaves out, besides what the other readers of its settings found.
pub(super) fn read(config: &mut Config, sign: &ProjectMarker) {
    let path = sign.root.join(sign.by);
    let script = || Script::read(&path).ok();
    let output_folder = |config: &mut Config, folder: Option<String>, default: &str| {
        let folder = folder.unwrap_or_else(|| default.to_owned());
        config.layout.output_folder = folder.trim_start_matches("./").trim_matches('/').to_owned();
    };
    match sign.engine {
        Engine::Eleventy => {
            output_folder(config, script().and_then(|script| script.get("output")), "_site");
            let file = fs::read_to_string(sign.root.join(".eleventyignore")).unwrap_or_default();
            // They are counted from the project, and places from its content.
            let input = config.layout.content.strip_prefix(&sign.root).unwrap_or(Path::new("")).to_path_buf();
            let input = input.to_string_lossy().replace('\\', "/");
            config.layout.exclude.extend(patterns(&file).filter_map(|pattern| {
                let pattern = pattern.trim_start_matches("./").trim_matches('/');
                let rest = pattern.strip_prefix(&input).unwrap_or(pattern);
                let is_within = input.is_empty() || pattern.starts_with("**") || rest.starts_with('/');
                is_within.then(|| rest.trim_start_matches('/').to_owned())
            }));
        }
        Engine::Pelican => {
            output_folder(config, script().and_then(|script| script.get("OUTPUT_PATH")), "output");
            for name in ["ARTICLE_EXCLUDES", "PAGE_EXCLUDES", "IGNORE_FILES"] {
                list(config, sign, &path, name);
            }
        }
        Engine::Obsidian => list(config, sign, &path, "ignorePatterns"),
        Engine::Docusaurus => {
            config.layout.underscored = Underscored::All;
            list(config, sign, &path, "exclude");
        }
        Engine::VitePress => {
            let folder = sign.root.join(sign.by);
            let names = ["config.ts", "config.mts", "config.js", "config.mjs"];
            if let Some(path) = names.iter().map(|name| folder.join(name)).find(|path| path.is_file()) {
                list(config, sign, &path, "srcExclude");
            }
        }
        Engine::Hexo => config.layout.underscored = Underscored::All,
        _ => {}
    }
    if !config.layout.exclude.is_empty() && sign.engine != Engine::Jekyll {
        let patterns = config.layout.exclude.join(", ");
        config.notes.push(format!("left out, as the settings of {} say: {patterns}", sign.engine.name()));
    }
}

/// What a settings file in YAML or TOML leaves out.
pub(super) fn of_values(config: &mut Config, engine: Engine, values: &Value, path: &Path) {
    let texts = |name: &str| -> Vec<String> {
        let texts = values.get_any_case(name).map(Value::texts).unwrap_or_default();
        texts.into_iter().map(str::to_owned).collect()
    };
    let first = |name: &str| values.get_any_case(name).and_then(Value::text).map(str::to_owned);
    let output_folder = match engine {
        Engine::Hugo => first("publishDir").unwrap_or_else(|| "public".to_owned()),
        Engine::Hexo => first("public_dir").unwrap_or_else(|| "public".to_owned()),
        Engine::Zola => first("output_dir").unwrap_or_else(|| "public".to_owned()),
        Engine::Jekyll => first("destination").unwrap_or_else(|| "_site".to_owned()),
        Engine::MkDocs => first("site_dir").unwrap_or_else(|| "site".to_owned()),
        _ => String::new(),
    };
    config.layout.output_folder = output_folder.trim_start_matches("./").trim_matches('/').to_owned();
    let excluded = match engine {
        Engine::Zola => {
            texts("ignored_content").iter().flat_map(|pattern| spread(&at_any_depth(pattern))).collect()
        }
        Engine::Hexo => texts("exclude"),
        Engine::MkDocs => {
            let all = [first("exclude_docs"), first("draft_docs")];
            all.into_iter()
                .flatten()
                .flat_map(|text| patterns(&text).map(at_any_depth).collect::<Vec<_>>())
                .collect()
        }
        _ => Vec::new(),
    };
    config.layout.exclude.extend(excluded);
    for pattern in texts("ignoreFiles").iter().filter(|_| engine == Engine::Hugo) {
        match Regex::new(pattern) {
            Ok(regex) => config.layout.ignored.push(regex),
            Err(_) => unread(config, path, "ignoreFiles"),
        }
    }
}

/// Patterns that a program lists as plain texts. If it lists others, that is an error: they may hide something.
fn list(config: &mut Config, sign: &ProjectMarker, path: &Path, name: &str) {
    let Ok(script) = Script::read(path) else { return };
    match script.list(name) {
        None => {}
        Some(Some(patterns)) => config.layout.exclude.extend(patterns),
        Some(None) => unread(config, &sign.root.join(path), name),
    }
}

fn unread(config: &mut Config, path: &Path, name: &str) {
    let diagnostic = Diagnostic::error(
        "settings-value",
        Position { line: 1, column: 1 },
        format!("what `{name}` leaves out can't be read here, and is published"),
        "move these files out of the folder, or say `draft: true` in them",
    );
    config.diagnostics.push((path.to_path_buf(), diagnostic));
}

/// The lines of a file that lists patterns.
fn patterns(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '!']))
}

/// A pattern with `{a,b}` as one for each of them.
fn spread(pattern: &str) -> Vec<String> {
    let parts = pattern.split_once('{').and_then(|(head, rest)| Some((head, rest.split_once('}')?)));
    match parts {
        Some((head, (inside, tail))) if pattern.len() < 1_000 => {
            inside.split(',').flat_map(|one| spread(&[head, one, tail].concat())).take(100).collect()
        }
        _ => vec![pattern.to_owned()],
    }
}

/// A pattern without a slash within it fits at any depth.
fn at_any_depth(pattern: &str) -> String {
    let bare = pattern.trim_end_matches('/');
    match bare.strip_prefix('/') {
        Some(anchored) => anchored.to_owned(),
        None if bare.contains('/') => bare.to_owned(),
        None => format!("**/{bare}"),
    }
}
