//! Finding the files of a site.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

/// A file that may be a post or page.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Relative to the folder of posts, with `/`; what reports and errors show.
    pub name: String,
    /// Whether it lies in a folder of drafts.
    pub draft: bool,
    /// Whether it lies in the folder of pages.
    pub page: bool,
}

/// Endings of Markdown, Jekyll's and those of its neighbours.
const MARKDOWN: [&str; 7] = ["md", "markdown", "mkd", "mkdn", "mkdown", "mdown", "rmd"];

/// Endings of posts that are written in HTML, as importers of other blogs leave them.
const HTML: [&str; 2] = ["html", "htm"];

/// Endings of files whose first line may look like front matter and is none.
const DATA: [&str; 4] = ["yml", "yaml", "json", "toml"];

/// Files that stand beside posts in repositories and are not meant for readers, and Hugo's and Zola's lists of posts.
const NOT_POSTS: [&str; 7] =
    ["_index", "readme", "changelog", "contributing", "license", "licence", "code_of_conduct"];

/// Folders of a Jekyll project that hold posts, wherever in it they are.
const OF_POSTS: [&str; 2] = ["_posts", "_drafts"];

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// All posts and pages, sorted by name.
    pub sources: Vec<Source>,
    /// Posts in a language that nothing here reads.
    pub unread: Vec<Source>,
}

/// Looks for posts and pages. Hidden folders and those of tools are passed over.
pub(crate) fn find(posts: &Path, pages: Option<&Path>) -> Found {
    let Found { sources: mut found, mut unread } = walk(posts, posts, false);
    // In a Jekyll project only these folders hold posts; in any other folder all of it does.
    let in_posts = |source: &Source| source.name.split('/').any(|folder| folder == "_posts");
    if posts.join("_posts").is_dir() || found.iter().any(in_posts) {
        unread.retain(|source| source.before_posts().is_some());
        found.retain_mut(|source| {
            source.page = source.before_posts().is_none();
            // Its pages: files beside its folders that have front matter, but for the home page.
            !source.page
                || !source.name.contains('/') && !source.name.starts_with("index.") && is_marked(&source.path)
        });
    }
    if let Some(pages) = pages.filter(|p| p.is_dir()) {
        let inside = pages.starts_with(posts);
        found.retain(|s| !(inside && s.path.starts_with(pages)));
        found.extend(walk(pages, pages.parent().unwrap_or(pages), true).sources);
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Found { sources: found, unread }
}

impl Source {
    /// The folders that a post's own folder lies in, which Jekyll takes for its first categories: `food/_posts/a.md`.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &str> {
        self.before_posts().unwrap_or_default().split('/').filter(|folder| !folder.is_empty())
    }

    /// What of its name stands in front of `_posts` or `_drafts`.
    fn before_posts(&self) -> Option<&str> {
        let mut at = 0;
        for folder in self.name.split('/') {
            if OF_POSTS.contains(&folder) {
                return self.name.get(..at);
            }
            at += folder.len() + 1;
        }
        None
    }

    /// Whether it is written in HTML.
    pub(crate) fn is_html(&self) -> bool {
        HTML.contains(&ending(&self.path).as_str())
    }
}

fn walk(root: &Path, relative_to: &Path, page: bool) -> Found {
    let files =
        WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(is_wanted).filter_map(Result::ok);
    let mut found = Found::default();
    for entry in files.filter(|entry| entry.file_type().is_file()) {
        let path = entry.into_path();
        let kind = kind(&path);
        if kind == Kind::Other || kind != Kind::Post && !is_marked(&path) {
            continue;
        }
        let name = path.strip_prefix(relative_to).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let draft = name.split('/').any(|part| part == "_drafts");
        let row = if kind == Kind::Unread { &mut found.unread } else { &mut found.sources };
        row.push(Source { path, name, draft, page });
    }
    found
}

/// Whether a file begins as front matter does.
fn is_marked(path: &Path) -> bool {
    let mut first = [0; 3];
    File::open(path).and_then(|mut file| file.read_exact(&mut first)).is_ok() && first == *b"---"
}

fn is_wanted(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let of_tool = matches!(
        &*name,
        "_site" | "_layouts" | "_includes" | "_sass" | "_data" | "node_modules" | "vendor" | "target"
    );
    entry.depth() == 0 || !(name.starts_with('.') || (entry.file_type().is_dir() && of_tool))
}

/// What a file may be by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Markdown.
    Post,
    /// A post in HTML, if it has front matter.
    Html,
    /// A post that nothing here reads, if it has front matter.
    Unread,
    Other,
}

fn kind(path: &Path) -> Kind {
    let stem = path.file_stem().map(|s| s.to_string_lossy().to_lowercase()).unwrap_or_default();
    let ending = ending(path);
    // Jekyll takes any file with a dated name for a post; of those, plain text reads as Markdown.
    let dated = stem.get(..4).is_some_and(|year| year.parse::<u16>().is_ok()) && stem.get(4..5) == Some("-");
    let in_drafts = path.parent().is_some_and(|folder| folder.ends_with("_drafts"));
    match ending.as_str() {
        _ if NOT_POSTS.contains(&stem.as_str()) => Kind::Other,
        markdown if MARKDOWN.contains(&markdown) => Kind::Post,
        "txt" | "text" if dated => Kind::Post,
        html if HTML.contains(&html) => {
            if dated || in_drafts {
                Kind::Html
            } else {
                Kind::Other
            }
        }
        data if data.is_empty() || DATA.contains(&data) => Kind::Other,
        _ => {
            if dated {
                Kind::Unread
            } else {
                Kind::Other
            }
        }
    }
}

fn ending(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_told_from_what_stands_beside_them() {
        for (kinds, names) in [
            (
                Kind::Post,
                &[
                    "a.md",
                    "b.Markdown",
                    "2013-12-20-x.text",
                    "2014-11-24-R.Rmd",
                    "2018-10-12-trailing-dots...markdown",
                ][..],
            ),
            (Kind::Html, &["2011-05-01-from-elsewhere.html", "2011-05-01-x.HTM", "_drafts/idea.html"]),
            (Kind::Unread, &["2009-01-02-old.textile", "2020-03-04-x.adoc"]),
            (
                Kind::Other,
                &[
                    "README.md",
                    "_index.md",
                    "2008-02-03-x.yml",
                    "notes.txt",
                    "a.html",
                    "md",
                    "2013-03-19-no-ending",
                    "20200304.jpg",
                ],
            ),
        ] {
            for name in names {
                assert_eq!(kind(Path::new(name)), kinds, "{name}");
            }
        }
    }

    #[test]
    fn folders_before_posts_are_categories() {
        for (name, folders) in [
            ("_posts/a.md", &[][..]),
            ("_posts/b/a.md", &[]),
            ("food/soups/_posts/x/a.md", &["food", "soups"]),
            ("food/_drafts/a.md", &["food"]),
            ("food/a.md", &[]),
            ("a.md", &[]),
        ] {
            let source = Source { path: name.into(), name: name.to_owned(), draft: false, page: false };
            assert_eq!(source.folders().collect::<Vec<_>>(), folders, "{name}");
        }
    }
}
