//! A built site, as a plain host shows it.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};

use crate::fault::matches;

/// An answer before anything goes wrong.
pub(crate) struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub(crate) fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// The answer with another media type; empty sends none.
    pub(crate) fn with_type(mut self, kind: &str) -> Self {
        self.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        if !kind.is_empty() {
            self.headers.push(("content-type".into(), kind.to_owned()));
        }
        self
    }

    /// The text of a page, if it is one.
    pub(crate) fn page(&self) -> Option<&str> {
        let is_html =
            |(name, value): &(String, String)| name == "content-type" && value.starts_with("text/html");
        self.headers.iter().any(is_html).then(|| std::str::from_utf8(&self.body).ok()).flatten()
    }
}

/// A folder of files, and the headers that it asks for.
pub(crate) struct Site {
    folder: PathBuf,
    base: String,
    /// Patterns of paths, with the headers for each.
    rules: Vec<(String, Vec<(String, String)>)>,
}

impl Site {
    /// A site to be shown under `base` (slashes at both ends).
    pub(crate) fn open(folder: PathBuf, base: String) -> Result<Self> {
        let text = fs::read_to_string(folder.join("_headers"))
            .with_context(|| format!("{} is not a built site", folder.display()))?;
        let mut rules: Vec<(String, Vec<(String, String)>)> = Vec::new();
        for line in text.lines() {
            match (line.strip_prefix("  ").and_then(|line| line.split_once(": ")), rules.last_mut()) {
                (Some((name, value)), Some((_, headers))) => {
                    headers.push((name.to_owned(), value.to_owned()))
                }
                _ => rules.push((line.to_owned(), Vec::new())),
            }
        }
        Ok(Self { folder, base, rules })
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// A path below the base, decoded.
    pub(crate) fn inside(&self, path: &str) -> String {
        path.strip_prefix(&self.base).map(decoded).unwrap_or_else(|| "\0".to_owned())
    }

    /// Where a path below the base is on the disk, unless it leads out of the folder.
    fn on_disk(&self, inside: &str) -> Option<PathBuf> {
        let safe = Path::new(inside).components().all(|part| matches!(part, Component::Normal(_)));
        safe.then(|| self.folder.join(inside))
    }

    pub(crate) fn is_file(&self, inside: &str) -> bool {
        !inside.ends_with('/') && self.on_disk(inside).is_some_and(|file| file.is_file())
    }

    pub(crate) fn is_folder(&self, inside: &str) -> bool {
        self.on_disk(inside).is_some_and(|file| file.is_dir())
    }

    /// Whether a path leads to a file.
    pub(crate) fn is_there(&self, inside: &str) -> bool {
        self.is_file(inside) || self.on_disk(inside).is_some_and(|folder| folder.join("index.html").is_file())
    }

    /// The path of what has this name in any spelling, or the same path.
    pub(crate) fn regardless_of_case(&self, inside: &str) -> String {
        // `Blog` and `blog` may both be there.
        let mut found = vec![PathBuf::new()];
        for part in inside.split('/').filter(|part| !part.is_empty()) {
            let below = found.iter().flat_map(|at| {
                let names = fs::read_dir(self.folder.join(at)).into_iter().flatten().flatten();
                let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
                names.filter(|name| name.to_lowercase() == part).map(|name| at.join(name))
            });
            found = below.collect();
        }
        let at = found.into_iter().next().unwrap_or_else(|| inside.trim_matches('/').into());
        let slash = if inside.ends_with('/') { "/" } else { "" };
        encoded(&format!("{}{}{slash}", self.base, at.display()))
    }

    /// What is at a path: a file, the index of a folder, a redirect to the folder, or the site's word that nothing is.
    pub(crate) fn answer(&self, path: &str) -> Answer {
        let inside = self.inside(path);
        let Some(file) = self.on_disk(&inside) else { return self.missing(path) };
        if file.is_dir() && !path.ends_with('/') {
            return self.redirect(path, 301, &format!("{path}/"));
        }
        let file = if file.is_dir() { file.join("index.html") } else { file };
        if file.is_file() { self.shown(path, 200, &file) } else { self.missing(path) }
    }

    /// The page that says that nothing is there, not to be kept.
    pub(crate) fn missing(&self, path: &str) -> Answer {
        let mut answer = self.missing_by_rules(path);
        answer.headers.retain(|(name, value)| name != "Cache-Control" || !value.contains("immutable"));
        answer
    }

    /// The same, with the headers that the rules have for the path.
    pub(crate) fn missing_by_rules(&self, path: &str) -> Answer {
        self.shown(path, 404, &self.folder.join("404.html"))
    }

    pub(crate) fn redirect(&self, path: &str, status: u16, to: &str) -> Answer {
        let to = ("location".to_owned(), to.to_owned());
        Answer { status, headers: [self.headers(path), vec![to]].concat(), body: Vec::new() }
    }

    fn shown(&self, path: &str, status: u16, file: &Path) -> Answer {
        let kind = mime_guess::from_path(file).first_or_octet_stream();
        let charset = if kind.type_() == "text" { "; charset=utf-8" } else { "" };
        let kind = ("content-type".to_owned(), format!("{kind}{charset}"));
        let body = fs::read(file).unwrap_or_default();
        Answer { status, headers: [vec![kind], self.headers(path)].concat(), body }
    }

    fn headers(&self, path: &str) -> Vec<(String, String)> {
        let mut headers = vec![("cache-control".to_owned(), "no-cache".to_owned())];
        for (_, more) in self.rules.iter().filter(|(pattern, _)| matches(pattern, path)) {
            headers.extend(more.iter().cloned());
        }
        headers
    }
}

/// A path as it stands in an address.
pub(crate) fn encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte);
    path.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Percent-encoded bytes as text.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escaped = after.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
