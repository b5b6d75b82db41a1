//! Files of a project that its posts use: `_includes`, and the data of `_data`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use lamplight_import::diagnostic::Position;
use lamplight_import::front_matter::{self, Key, Node, Value};
use lamplight_import::translate;
use walkdir::WalkDir;

use crate::output::hash;
use crate::source::file::Source;

/// Bytes of one file, and files, at most.
const LARGEST: u64 = 1_000_000;
const MOST: usize = 5_000;
/// Folders above the posts that may be the project's.
const LEVELS: usize = 4;

/// What posts can show of a project.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// Texts, by their paths: `_includes/note.html`.
    includes: BTreeMap<String, String>,
    /// The folder that no post reaches out of.
    root: PathBuf,
    /// Titles of Hexo's posts by their paths below `_posts`, and what changes with any of them.
    titles: Arc<OnceLock<(BTreeMap<String, String>, String)>>,
    /// Where those posts are.
    posts: PathBuf,
    /// Settings and data, as Liquid has them.
    pub(crate) site: translate::LiquidSite,
    /// Changes with any of it.
    pub(crate) digest: String,
}

impl Project {
    /// Reads what a project has. What can't be read is passed over: posts that use it have a diagnostic.
    pub(crate) fn read(root: &Path, posts: &Path) -> Self {
        let has = |folder: &&Path| {
            ["_includes", "_data", "_config.yml"].iter().any(|name| folder.join(name).exists())
        };
        let root =
            Some(root).filter(has).or_else(|| posts.ancestors().take(LEVELS).find(has)).unwrap_or(root);
        let bytes = ["_config.yml", "_config.yaml"].iter().find_map(|name| fs::read(root.join(name)).ok());
        let settings = bytes.as_deref().map(yaml);
        let named = |key: &str, default: &str| match settings.as_ref().and_then(|all| entry(all, key)) {
            Some(Value::Text(name)) if !name.contains("..") => name.trim_matches('/').to_owned(),
            _ => default.to_owned(),
        };
        let (includes, data) = (named("includes_dir", "_includes"), named("data_dir", "_data"));
        let mut seen = Vec::new();
        let mut texts = BTreeMap::new();
        for (name, bytes) in files(&root.join(includes)) {
            seen.extend_from_slice(name.as_bytes());
            seen.extend_from_slice(&bytes);
            texts.insert(format!("_includes/{name}"), text(&bytes));
        }
        // Hexo's code that posts include.
        let (source, code) = (named("source_dir", "source"), named("code_dir", "downloads/code"));
        for (name, bytes) in files(&root.join(&source).join(code)) {
            seen.extend_from_slice(name.as_bytes());
            seen.extend_from_slice(&bytes);
            texts.insert(format!("source/downloads/code/{name}"), text(&bytes));
        }
        let mut values = Vec::new();
        let folder = root.join(data);
        for (name, bytes) in files(&folder) {
            let Some((path, ending)) = name.rsplit_once('.') else { continue };
            let value = match ending.to_ascii_lowercase().as_str() {
                "yml" | "yaml" | "json" => yaml(&bytes),
                "toml" => toml(&bytes),
                "csv" => table(&bytes, b','),
                "tsv" => table(&bytes, b'\t'),
                _ => continue,
            };
            seen.extend_from_slice(name.as_bytes());
            seen.extend_from_slice(&bytes);
            put(&mut values, path, value);
        }
        let is_known = folder.is_dir() || settings.is_some();
        let data = is_known.then_some(Value::Map(values));
        if !seen.is_empty() || settings.is_some() {
            seen.extend(bytes.unwrap_or_default());
        }
        Self {
            includes: texts,
            root: root.to_owned(),
            titles: Arc::default(),
            posts: root.join(source).join("_posts"),
            site: translate::LiquidSite::new(settings.as_ref(), data.as_ref()),
            digest: if seen.is_empty() { String::new() } else { hash(&seen).0.clone() },
        }
    }

    /// A text of `_includes`, or one beside a post: `./note.md`.
    pub(crate) fn file(&self, path: &str, post: &Path) -> Option<String> {
        if let Some(slug) = path.strip_prefix(translate::TITLE) {
            return self.titles().0.get(slug.trim_matches('/')).cloned();
        }
        let Some(beside) = path.strip_prefix("./") else { return self.includes.get(path).cloned() };
        let file = post.parent()?.join(beside).canonicalize().ok()?;
        let is_inside = file.starts_with(self.root.canonicalize().ok()?);
        let is_small = fs::metadata(&file).ok().is_some_and(|data| data.is_file() && data.len() <= LARGEST);
        (is_inside && is_small).then(|| fs::read(&file).ok().map(|bytes| text(&bytes)))?
    }
}

impl Project {
    /// Titles by paths and by names, and what changes with any of them.
    fn titles(&self) -> &(BTreeMap<String, String>, String) {
        self.titles.get_or_init(|| {
            let mut titles = BTreeMap::new();
            for (name, bytes) in files(&self.posts) {
                let title = front_matter::read(&bytes).front_matter.title;
                let (Some(title), Some((path, _))) = (title, name.rsplit_once('.')) else { continue };
                titles.entry(path.rsplit('/').next().unwrap_or(path).to_owned()).or_insert(title.clone());
                titles.insert(path.to_owned(), title);
            }
            let digest = hash(format!("{titles:?}").as_bytes()).0.clone();
            (titles, digest)
        })
    }
}

/// What stands for the files beside a post that shows some of them.
pub(crate) fn beside(source: &Source, bytes: &[u8], project: &Project) -> String {
    if bytes.windows(9).any(|window| window == b"post_link") {
        return project.titles().1.clone();
    }
    let shows = bytes.windows(16).any(|window| window == b"include_relative");
    let Some(folder) = source.path.parent().filter(|_| shows) else { return String::new() };
    let seen: Vec<u8> =
        files(folder).into_iter().flat_map(|(name, bytes)| [name.into_bytes(), bytes].concat()).collect();
    hash(&seen).0.clone()
}

/// Files below a folder, by their paths from there.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let found = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    found
        .filter(|entry| {
            entry.file_type().is_file() && entry.metadata().is_ok_and(|data| data.len() <= LARGEST)
        })
        .take(MOST)
        .filter_map(|entry| {
            let name = entry.path().strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/");
            Some((name, fs::read(entry.path()).ok()?))
        })
        .collect()
}

fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// YAML, and JSON, which is some. Of several documents the first counts. Front matter is a map, and a file may be a list.
fn yaml(bytes: &[u8]) -> Value {
    let text = text(bytes);
    let text = text.trim_start().strip_prefix("---\n").unwrap_or(&text);
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    let wrapped = format!("---\nvalue:\n{}\n---\n", lines.join("\n"));
    entry(&front_matter::read(wrapped.as_bytes()).values, "value").cloned().unwrap_or_default()
}

fn toml(bytes: &[u8]) -> Value {
    front_matter::read(format!("+++\n{}\n+++\n", text(bytes)).as_bytes()).values
}

/// Rows by the names of the first.
fn table(bytes: &[u8], delimiter: u8) -> Value {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bytes);
    let names: Vec<String> =
        reader.headers().map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default();
    let rows = reader.records().filter_map(Result::ok).map(|row| {
        let cells = names.iter().zip(row.iter());
        node(Value::Map(cells.map(|(name, cell)| (key(name), node(Value::Text(cell.to_owned())))).collect()))
    });
    Value::List(rows.collect())
}

fn node(value: Value) -> Node {
    Node { value, ..Node::default() }
}

fn key(name: &str) -> Key {
    Key { at: Position::default(), name: name.to_owned() }
}

/// Puts a value where a path says: `team/ann` is `team.ann`.
fn put(map: &mut Vec<(Key, Node)>, path: &str, value: Value) {
    let Some((first, rest)) = path.split_once('/') else {
        map.push((key(path), node(value)));
        return;
    };
    let at = match map.iter().position(|(own, node)| own.name == first && matches!(node.value, Value::Map(_)))
    {
        Some(at) => at,
        None => {
            map.push((key(first), node(Value::Map(Vec::new()))));
            map.len() - 1
        }
    };
    if let Value::Map(inner) = &mut map[at].1.value {
        put(inner, rest, value);
    }
}

fn entry<'v>(map: &'v Value, name: &str) -> Option<&'v Value> {
    let Value::Map(entries) = map else { return None };
    entries.iter().find(|(key, _)| key.name == name).map(|(_, node)| &node.value)
}
