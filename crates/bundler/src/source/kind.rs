//! What files may be by their names.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Endings of Markdown, Jekyll's and those of its neighbours.
const MARKDOWN: [&str; 9] = ["md", "markdown", "mkd", "mkdn", "mkdown", "mdown", "rmd", "mdx", "qmd"];

/// Endings of posts that are written in HTML, as importers of other blogs leave them.
const HTML: [&str; 2] = ["html", "htm"];

/// Endings of files whose first line may look like front matter and is none.
const DATA: [&str; 4] = ["yml", "yaml", "json", "toml"];

/// Endings of reStructuredText, AsciiDoc and Org.
const MARKUP: [&str; 5] = ["rst", "adoc", "asciidoc", "asc", "org"];

/// Files that stand beside posts in repositories and are not meant for readers.
const NOT_POSTS: [&str; 6] = ["readme", "changelog", "contributing", "license", "licence", "code_of_conduct"];

/// What a file may be by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// Markdown.
    Post,
    /// A post in HTML, if it has front matter.
    Html,
    /// A post that nothing here reads, if it has front matter.
    Unread,
    Other,
}

pub(super) fn kind(path: &Path) -> FileKind {
    let stem = path.file_stem().map(|s| s.to_string_lossy().to_lowercase()).unwrap_or_default();
    let ending = ending(path);
    // Jekyll takes any file with a dated name for a post; of those, plain text reads as Markdown.
    let dated = stem.get(..4).is_some_and(|year| year.parse::<u16>().is_ok()) && stem.get(4..5) == Some("-");
    let in_drafts = path.parent().is_some_and(|folder| folder.ends_with("_drafts"));
    match ending.as_str() {
        _ if NOT_POSTS.contains(&stem.as_str()) || is_list(&stem) => FileKind::Other,
        markdown if MARKDOWN.contains(&markdown) => FileKind::Post,
        "txt" | "text" if dated => FileKind::Post,
        html if HTML.contains(&html) => {
            if dated || in_drafts {
                FileKind::Html
            } else {
                FileKind::Other
            }
        }
        data if data.is_empty() || DATA.contains(&data) => FileKind::Other,
        _ => {
            if dated {
                FileKind::Unread
            } else {
                FileKind::Other
            }
        }
    }
}

/// Whether a file is written in a language that other engines read posts in, and nothing here does.
pub(super) fn is_markup(path: &Path) -> bool {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    MARKUP.contains(&&*ending(path)) && !NOT_POSTS.contains(&&*stem)
}

pub(super) fn ending(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Whether a file stands beside posts and is not meant for readers, by its name.
pub(crate) fn is_no_post(path: &Path) -> bool {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    NOT_POSTS.contains(&stem.as_str())
}

/// Whether Hugo and Zola take a file for a list of posts: `_index.md`, `_index.fr.md`.
fn is_list(stem: &str) -> bool {
    stem == "_index" || stem.starts_with("_index.")
}

/// Whether a file is the page of a section of Hugo's or Zola's.
pub(crate) fn is_section(path: &Path) -> bool {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    is_markdown(path) && is_list(&stem)
}

/// Whether a file is written in HTML.
pub(super) fn is_html(path: &Path) -> bool {
    HTML.contains(&ending(path).as_str())
}

/// Whether a file is written in Markdown.
pub(super) fn is_markdown(path: &Path) -> bool {
    MARKDOWN.contains(&ending(path).as_str())
}

/// Whether a file begins as front matter does.
pub(super) fn is_marked(path: &Path) -> bool {
    let mut first = [0; 3];
    File::open(path).and_then(|mut file| file.read_exact(&mut first)).is_ok() && first == *b"---"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_told_from_what_stands_beside_them() {
        for (kinds, names) in [
            (
                FileKind::Post,
                &[
                    "a.md",
                    "b.Markdown",
                    "c.mdx",
                    "d.qmd",
                    "2013-12-20-x.text",
                    "2014-11-24-R.Rmd",
                    "2018-10-12-trailing-dots...markdown",
                ][..],
            ),
            (FileKind::Html, &["2011-05-01-from-elsewhere.html", "2011-05-01-x.HTM", "_drafts/idea.html"]),
            (FileKind::Unread, &["2009-01-02-old.textile", "2020-03-04-x.adoc"]),
            (
                FileKind::Other,
                &[
                    "README.md",
                    "_index.md",
                    "_index.fr.md",
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
}
