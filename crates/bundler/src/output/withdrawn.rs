//! What of a build that is replaced may be kept: nothing that holds a post which is no longer published.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{DATA, IMAGES};

/// Judges files of the last build. They are asked for in the order of [`super::HASHED`], so that pictures come after the
/// posts that show them.
pub(super) struct Withdrawn<'a> {
    /// Paths of all posts and pages that data files may name.
    published: &'a BTreeSet<String>,
    /// The posts that are kept, as text: pictures that none of them names go.
    kept: String,
}

impl<'a> Withdrawn<'a> {
    pub(super) fn of(published: &'a BTreeSet<String>) -> Self {
        Self { published, kept: String::new() }
    }

    /// Whether a file in one of the folders of hashed files may stay.
    pub(super) fn may_stay(&mut self, folder: &str, file: &Path) -> bool {
        match folder {
            DATA => self.is_of_published(file),
            IMAGES => {
                let name = file.file_stem().unwrap_or_default().to_string_lossy();
                let stem = name.rsplit_once('-').map_or(&*name, |(stem, _)| stem);
                self.kept.contains(stem)
            }
            _ => true,
        }
    }

    /// Whether a data file holds nothing of other posts. The index of search has words of all posts, and tabs that are open ask
    /// for it anew: it goes whole.
    fn is_of_published(&mut self, file: &Path) -> bool {
        let Some(text) = fs::read(file).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
            return false;
        };
        let Ok(serde_json::Value::Array(rows)) = serde_json::from_str(&text) else { return false };
        let ok = rows.iter().all(|row| match row {
            // A node of a tree names other files.
            serde_json::Value::String(_) => true,
            row => {
                let path =
                    row.get("summary").and_then(|summary| summary.get("path")).or_else(|| row.get("path"));
                path.and_then(|path| path.as_str()).is_some_and(|path| self.names(row, path))
            }
        });
        if ok {
            self.kept.push_str(&text);
        }
        ok
    }

    fn names(&self, row: &serde_json::Value, path: &str) -> bool {
        // Other posts that a post names go with it: neighbours, related ones, parts of a series.
        let neighbours = ["older", "newer"].into_iter().filter_map(|key| row.get(key));
        let rows =
            row.get("related").into_iter().chain(row.get("series").and_then(|series| series.get("posts")));
        let others = neighbours.chain(rows.filter_map(|rows| rows.as_array()).flatten());
        let mut paths = others.filter_map(|other| other.get("path")?.as_str());
        let is_route = row.get("target").is_some();
        // A row of the table of routes names terms and old addresses as well; where it leads says which.
        let own = match is_route {
            true => match row["target"]["moved"]["to"].as_str() {
                Some(to) => self.has(to),
                None => row["target"].get("document").is_none() || self.has(path),
            },
            false => self.has(path),
        };
        own && paths.all(|path| self.has(path))
    }

    fn has(&self, path: &str) -> bool {
        self.published.contains(&lamplight_content::model::route_key(path))
    }
}
