//! A file that may be a post or page.

use std::path::{Path, PathBuf};

use lamplight_import::diagnostic::Diagnostic;

use super::kind::is_html;

/// A file that may be a post or page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Relative to the folder of posts, with `/`; what reports and errors show.
    pub name: String,
    /// Relative to the folder that addresses are counted from, without the mark of a language: `posts/lake/index.md`.
    pub content_path: String,
    /// Whether it lies in a folder of drafts.
    pub is_draft: bool,
    /// Whether it is a page.
    pub is_page: bool,
    /// Whether it is a page if it has no date: a file beside the sections of Hugo and Zola.
    pub is_page_if_undated: bool,
    /// The collection of Jekyll's that it is of.
    pub collection: Option<String>,
    /// The language in its name: a BCP 47 tag.
    pub language: Option<String>,
    /// What the translations of one post have in common by their names.
    pub translation: Option<String>,
    /// The pattern of its address, if its path gives it one of its own.
    pub pattern: Option<String>,
}

/// Folders of a Jekyll project that hold posts, wherever in it they are.
pub(super) const OF_POSTS: [&str; 2] = ["_posts", "_drafts"];

/// The files that were found.
#[derive(Debug, Default)]
pub(crate) struct SourceSet {
    /// All posts and pages, sorted by name.
    pub sources: Vec<Source>,
    /// Posts in a language that nothing here reads.
    pub unread: Vec<Source>,
    /// Files that are left out or odd: name, path, and the diagnostic.
    pub diagnostics: Vec<(String, PathBuf, Diagnostic)>,
    /// Notes for the author on files that are no posts.
    pub notes: Vec<String>,
}

impl Source {
    /// The folders that a post's own folder lies in, which Jekyll takes for its first categories: `food/_posts/a.md`.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &str> {
        self.before_posts().unwrap_or_default().split('/').filter(|folder| !folder.is_empty())
    }

    /// What of its content path stands before `_posts` or `_drafts`.
    pub(super) fn before_posts(&self) -> Option<&str> {
        let mut at = 0;
        for folder in self.content_path.split('/') {
            if OF_POSTS.contains(&folder) {
                return self.content_path.get(..at);
            }
            at += folder.len() + 1;
        }
        None
    }

    /// Whether it is written in HTML.
    pub(crate) fn is_html(&self) -> bool {
        is_html(&self.path)
    }
}

/// A path with `/` between its parts.
pub(crate) fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

pub(crate) fn joined(folder: &str, below: &str) -> String {
    if folder.is_empty() { below.to_owned() } else { format!("{folder}/{below}") }
}
