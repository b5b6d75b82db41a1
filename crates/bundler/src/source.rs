//! Finding the files of a site.

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

/// Files that stand beside posts in repositories and are not meant for readers.
const NOT_POSTS: [&str; 6] = ["readme", "changelog", "contributing", "license", "licence", "code_of_conduct"];

/// All posts and pages, sorted by name. Hidden folders and those of tools are passed over.
pub(crate) fn find(posts: &Path, pages: Option<&Path>) -> Vec<Source> {
    // In a Jekyll project only these folders hold posts; in any other folder all of it does.
    let roots: Vec<PathBuf> =
        ["_posts", "_drafts"].iter().map(|d| posts.join(d)).filter(|d| d.is_dir()).collect();
    let mut found: Vec<Source> = match roots.is_empty() {
        true => walk(posts, posts, false),
        false => roots.iter().flat_map(|root| walk(root, posts, false)).chain(jekyll_pages(posts)).collect(),
    };
    if let Some(pages) = pages.filter(|p| p.is_dir()) {
        let inside = pages.starts_with(posts);
        found.retain(|s| !(inside && s.path.starts_with(pages)));
        found.extend(walk(pages, pages.parent().unwrap_or(pages), true));
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn walk(root: &Path, relative_to: &Path, page: bool) -> Vec<Source> {
    let files =
        WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(is_wanted).filter_map(Result::ok);
    files
        .filter(|entry| entry.file_type().is_file() && is_post(entry.path()))
        .map(|entry| {
            let path = entry.into_path();
            let name = path.strip_prefix(relative_to).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let draft = name.split('/').any(|part| part == "_drafts");
            Source { path, name, draft, page }
        })
        .collect()
}

/// The pages of a Jekyll project: files beside its folders that have front matter, but for the home page.
fn jekyll_pages(project: &Path) -> Vec<Source> {
    let mut pages = walk(project, project, true);
    pages.retain(|page| {
        let marked = || std::fs::read(&page.path).is_ok_and(|bytes| bytes.starts_with(b"---"));
        !page.name.contains('/') && !page.name.starts_with("index.") && marked()
    });
    pages
}

fn is_wanted(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let of_tool = matches!(
        &*name,
        "_site" | "_layouts" | "_includes" | "_sass" | "_data" | "node_modules" | "vendor" | "target"
    );
    entry.depth() == 0 || !(name.starts_with('.') || (entry.file_type().is_dir() && of_tool))
}

fn is_post(path: &Path) -> bool {
    let stem = path.file_stem().map(|s| s.to_string_lossy().to_lowercase()).unwrap_or_default();
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    // Jekyll takes any file with a dated name for a post; of those, plain text reads as Markdown.
    let dated_text =
        matches!(ending.as_str(), "txt" | "text") && stem.get(..4).is_some_and(|y| y.parse::<u16>().is_ok());
    (MARKDOWN.contains(&ending.as_str()) || dated_text) && !NOT_POSTS.contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_told_from_what_stands_beside_them() {
        for yes in [
            "a.md",
            "b.Markdown",
            "2013-12-20-x.text",
            "2014-11-24-R.Rmd",
            "2018-10-12-trailing-dots...markdown",
        ] {
            assert!(is_post(Path::new(yes)), "{yes}");
        }
        for no in ["README.md", "2008-02-03-x.yml", "notes.txt", "a.html", "md"] {
            assert!(!is_post(Path::new(no)), "{no}");
        }
    }
}
