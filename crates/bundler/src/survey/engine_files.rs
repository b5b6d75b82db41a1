//! What settings and programs of an engine name that a build does not use: plugins, functions, templates among the posts. Programs are
//! read as text and never run.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use lamplight_import::engine::Engine;
use lamplight_import::front_matter::{Settings, Syntax, Value};
use regex::Regex;
use walkdir::WalkDir;

use super::left_behind::LeftBehind;
use crate::config::{Config, passthrough};
use crate::recognise;
use crate::source::file::slashed;

/// A settings file is no longer than this.
const LONGEST: u64 = 1 << 20;

/// `eleventyConfig.addFilter("name", …)`, for all functions that add something by its name.
static ADDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let functions = "(Async|Paired|Nunjucks|Liquid|JavaScript)*(Filter|Shortcode|Collection|Transform)";
    Regex::new(&format!(r#"\.add({functions})\(\s*["'`]([^"'`$]+)["'`]"#)).ok()
});

/// `eleventyConfig.addPlugin(name, …)`.
static PLUGIN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\.addPlugin\(\s*([A-Za-z_$][A-Za-z0-9_$.]*)").ok());

/// `integrations: [mdx(), sitemap()]`.
static INTEGRATIONS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"integrations\s*:\s*\[([^\]]*)\]").ok());

/// `PLUGINS = ["sitemap", …]`.
static PLUGINS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^\s*PLUGINS\s*=\s*[\[(]([^\])]*)[\])]").ok());

static QUOTED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"["']([^"']+)["']"#).ok());

static CALLED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([A-Za-z_$][A-Za-z0-9_$]*)\s*\(").ok());

/// Counts what an engine's settings name, and templates that lie among the posts.
pub(super) fn find(engine: Engine, root: &Path, posts: &Path, config: &Config) -> Vec<LeftBehind> {
    let script = || settings_text(engine, posts);
    let all = match engine {
        Engine::Jekyll => {
            let values = settings(engine, posts);
            vec![
                LeftBehind::of("plugins", [texts(&values, "plugins"), texts(&values, "gems")].concat()),
                LeftBehind::of("themes", [texts(&values, "theme"), texts(&values, "remote_theme")].concat()),
            ]
        }
        Engine::Hexo => vec![LeftBehind::of("plugins", packages(root, "hexo-"))],
        Engine::Eleventy => vec![
            LeftBehind::of("functions of the settings", named(&ADDED, &script(), 4)),
            LeftBehind::of("plugins", named(&PLUGIN, &script(), 1)),
            LeftBehind::of("templates", templates(&config.layout.content, &ELEVENTY_TEMPLATES)),
            LeftBehind::of("files that the settings copy one by one", {
                let names = passthrough::calls(&script()).into_iter().map(|(from, _)| from);
                names.filter(|from| root.join(from).is_file()).collect()
            }),
        ],
        Engine::Astro => {
            let listed = named(&INTEGRATIONS, &script(), 1).join(",");
            vec![
                LeftBehind::of("integrations", named(&CALLED, &listed, 1)),
                LeftBehind::of(
                    "pages that are programs",
                    templates(&root.join("src/pages"), &ASTRO_TEMPLATES),
                ),
            ]
        }
        Engine::Pelican => {
            let listed = named(&PLUGINS, &script(), 1).join(",");
            vec![LeftBehind::of("plugins", named(&QUOTED, &listed, 1))]
        }
        Engine::Obsidian => vec![LeftBehind::of("canvases and bases", templates(posts, &["canvas", "base"]))],
        _ => Vec::new(),
    };
    all.into_iter().flatten().collect()
}

const ELEVENTY_TEMPLATES: [&str; 9] =
    ["njk", "liquid", "hbs", "mustache", "ejs", "haml", "pug", "webc", "11ty.js"];

const ASTRO_TEMPLATES: [&str; 5] = ["astro", "ts", "js", "jsx", "tsx"];

/// The settings file of an engine as text, without lines that are comments.
fn settings_text(engine: Engine, posts: &Path) -> String {
    let Ok(posts) = posts.canonicalize() else { return String::new() };
    let signs = recognise::by_project(&posts);
    let path = signs.iter().find(|sign| sign.engine == engine).and_then(|sign| sign.file());
    let is_short = |path: &Path| fs::metadata(path).is_ok_and(|about| about.len() <= LONGEST);
    let text = path.filter(|path| is_short(path)).and_then(|path| fs::read(path).ok()).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let comment = if engine == Engine::Pelican { "#" } else { "//" };
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with(comment)).collect();
    code.join("\n")
}

/// The settings of an engine in YAML or TOML.
fn settings(engine: Engine, posts: &Path) -> Value {
    let Ok(posts) = posts.canonicalize() else { return Value::Null };
    let signs = recognise::by_project(&posts);
    let Some(path) = signs.iter().find(|sign| sign.engine == engine).and_then(|sign| sign.file()) else {
        return Value::Null;
    };
    let bytes = fs::read(&path).unwrap_or_default();
    Settings::read(&bytes, Syntax::of(&path.to_string_lossy())).map_or(Value::Null, |read| read.values)
}

fn texts(values: &Value, name: &str) -> Vec<String> {
    let texts = values.get(name).map(Value::texts).unwrap_or_default();
    texts.into_iter().map(str::to_owned).collect()
}

/// What a group of a pattern matches in a text, each once, in order.
fn named(regex: &LazyLock<Option<Regex>>, text: &str, group: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let Some(regex) = &**regex else { return names };
    for found in regex.captures_iter(text) {
        let name = found.get(group).map(|name| name.as_str().trim().to_owned()).unwrap_or_default();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Packages of a `package.json` whose names begin so, but for the engine's own parts.
fn packages(root: &Path, prefix: &str) -> Vec<String> {
    let text = fs::read_to_string(root.join("package.json")).unwrap_or_default();
    let package: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let all = ["dependencies", "devDependencies"].into_iter().filter_map(|key| package[key].as_object());
    let names = all.flat_map(|all| all.keys()).filter(|name| name.starts_with(prefix));
    names.filter(|name| *name != "hexo-cli").cloned().collect()
}

/// Files below a folder whose names end so.
fn templates(folder: &Path, endings: &[&str]) -> Vec<String> {
    let is_wanted = |name: &str| !name.starts_with(['.', '_']) && name != "node_modules";
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || is_wanted(&entry.file_name().to_string_lossy()))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy();
            endings.iter().any(|ending| name.strip_suffix(ending).is_some_and(|stem| stem.ends_with('.')))
        })
        .map(|entry| slashed(entry.path().strip_prefix(folder).unwrap_or(entry.path())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_of_programs_are_counted_by_their_names() {
        let script = "c.addFilter('date', f);\nc.addPairedShortcode(\"box\", g); c.addPlugin(rss);\n\
                      c.addNunjucksAsyncShortcode(`image`, h); c.addFilter(name, f); c.addFilter('date', f)";
        assert_eq!(named(&ADDED, script, 4), ["date", "box", "image"]);
        assert_eq!(named(&PLUGIN, script, 1), ["rss"]);
        assert_eq!(
            named(&CALLED, &named(&INTEGRATIONS, "integrations: [mdx(), sitemap({a: 1})],", 1)[0], 1),
            ["mdx", "sitemap"]
        );
        assert_eq!(named(&QUOTED, &named(&PLUGINS, "PLUGINS = [\n 'a',\n \"b\"]", 1)[0], 1), ["a", "b"]);
    }
}
