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

    /// What is at a path: a file, the index of a folder, a redirect to the folder, or the site's word that nothing is.
    pub(crate) fn answer(&self, path: &str) -> Answer {
        let inside = path.strip_prefix(&self.base).map(decoded).unwrap_or_else(|| "\0".to_owned());
        let file = self.folder.join(&inside);
        let safe = Path::new(&inside).components().all(|part| matches!(part, Component::Normal(_)));
        let headers = self.headers(path);
        if safe && file.is_dir() && !path.ends_with('/') {
            let to = ("location".to_owned(), format!("{path}/"));
            return Answer { status: 301, headers: [headers, vec![to]].concat(), body: Vec::new() };
        }
        let file = if file.is_dir() { file.join("index.html") } else { file };
        let (status, file) =
            if safe && file.is_file() { (200, file) } else { (404, self.folder.join("404.html")) };
        let kind = mime_guess::from_path(&file).first_or_octet_stream();
        let charset = if kind.type_() == "text" { "; charset=utf-8" } else { "" };
        let kind = ("content-type".to_owned(), format!("{kind}{charset}"));
        let body = fs::read(&file).unwrap_or_default();
        Answer { status, headers: [vec![kind], headers].concat(), body }
    }

    fn headers(&self, path: &str) -> Vec<(String, String)> {
        let mut headers = vec![("cache-control".to_owned(), "no-cache".to_owned())];
        for (_, more) in self.rules.iter().filter(|(pattern, _)| matches(pattern, path)) {
            headers.extend(more.iter().cloned());
        }
        headers
    }
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
