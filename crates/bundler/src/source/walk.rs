//! Going through the folders of a site. Links are followed as long as they stay within the project.

use std::path::{Path, PathBuf};

use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_import::engine::Engine;
use walkdir::{DirEntry, WalkDir};

use super::file::{OF_POSTS, joined, slashed};
use super::kind::{FileKind, kind};
use super::pattern::is_like;
use crate::config::{Config, Layout};

/// Folders that tools leave behind.
const OF_TOOLS: [&str; 9] =
    ["_site", "_layouts", "_includes", "_sass", "_data", "node_modules", "vendor", "target", "__MACOSX"];

/// What a walk found.
#[derive(Default)]
pub(super) struct WalkedFiles {
    /// Files that may be posts, by their paths.
    pub posts: Vec<PathBuf>,
    /// How many lie in folders of templates.
    pub templates: usize,
}

/// All files below a folder. What can't be read, and looks like a post, is reported.
pub(super) fn files(
    top: &Path,
    config: &Config,
    diagnostics: &mut Vec<(String, PathBuf, Diagnostic)>,
) -> WalkedFiles {
    let mut found = WalkedFiles::default();
    let real_top = top.canonicalize().unwrap_or_else(|_| top.to_path_buf());
    let root = config.root.canonicalize().unwrap_or_else(|_| real_top.clone());
    let mut walk = WalkDir::new(top).follow_links(true).sort_by_file_name().into_iter();
    let mut report = |path: &Path, diagnostic| {
        let name = slashed(path.strip_prefix(top).unwrap_or(path));
        diagnostics.push((joined(&slashed(&config.layout.inside), &name), path.to_path_buf(), diagnostic));
    };
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                if let Some((path, diagnostic)) = problem(&error, top, &config.layout) {
                    report(&path, diagnostic);
                }
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        let is_made = is_folder && is_made(entry.path(), &root, &config.layout);
        if is_made || !is_wanted(&entry, top, &config.layout) {
            if is_folder {
                walk.skip_current_dir();
            }
            continue;
        }
        if entry.path_is_symlink() && entry.depth() > 0 {
            let to = entry.path().canonicalize().unwrap_or_default();
            let kind = kind(entry.path());
            if let Some(diagnostic) = of_link(&to, &root, &real_top) {
                if is_folder || kind != FileKind::Other {
                    report(entry.path(), diagnostic);
                }
                if is_folder {
                    walk.skip_current_dir();
                }
                continue;
            }
        }
        if is_template(entry.path(), entry.depth(), &config.layout) {
            found.templates += count(entry.path());
            if is_folder {
                walk.skip_current_dir();
            }
        } else if is_folder {
            // Its files come next.
        } else if entry.file_type().is_file() {
            found.posts.push(entry.into_path());
        } else if kind(entry.path()) != FileKind::Other {
            let diagnostic = Diagnostic::error(
                "file-kind",
                START,
                "this is no file but a pipe, a socket or a device; it is left out",
                "delete it, or write a file in its place",
            );
            report(entry.path(), diagnostic);
        }
    }
    found
}

const START: Position = Position { line: 1, column: 1 };

/// The diagnostic of a link that is not followed.
fn of_link(to: &Path, root: &Path, top: &Path) -> Option<Diagnostic> {
    if !to.starts_with(root) && !to.starts_with(top) {
        return Some(Diagnostic::error(
            "file-link",
            START,
            format!("this is a link out of the project, to {}; it is not followed", to.display()),
            "put the file itself here, if it is for readers",
        ));
    }
    // What is hidden from the walk is read through the link alone.
    let below = to.strip_prefix(top).ok()?;
    let hidden = below.components().any(|part| {
        let name = part.as_os_str().to_string_lossy();
        name.starts_with(['.', '_']) || OF_TOOLS.contains(&&*name)
    });
    (!hidden).then(|| {
        Diagnostic::warning(
            "file-link",
            START,
            format!("this is a link to {}, which is read where it is", below.display()),
            "delete the link, or make a copy if there are to be two posts",
        )
    })
}

/// The diagnostic of a folder or file that can't be read.
fn problem(error: &walkdir::Error, top: &Path, project: &Layout) -> Option<(PathBuf, Diagnostic)> {
    let path = error.path()?.to_path_buf();
    let below = path.strip_prefix(top).unwrap_or(&path);
    if below.components().any(|part| is_passed_over(&part.as_os_str().to_string_lossy(), project)) {
        return None;
    }
    if error.loop_ancestor().is_some() {
        let diagnostic = Diagnostic::warning(
            "file-link",
            START,
            "this is a link to a folder that it lies in; it is not followed",
            "delete the link",
        );
        return Some((path, diagnostic));
    }
    let is_link = path.symlink_metadata().is_ok_and(|about| about.file_type().is_symlink());
    let diagnostic = if is_link {
        Diagnostic::error(
            "file-link",
            START,
            "this is a link to nothing",
            "delete it, or correct where it leads",
        )
    } else {
        let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
        Diagnostic::error(
            "unreadable",
            START,
            format!("it can't be read ({why}); what is in it is left out"),
            "check its permissions",
        )
    };
    Some((path, diagnostic))
}

/// Whether a folder is the one that the project's engine writes its site into.
fn is_made(folder: &Path, root: &Path, project: &Layout) -> bool {
    let output = Path::new(&project.output_folder);
    output.file_name().is_some_and(|name| folder.file_name() == Some(name))
        && folder.canonicalize().is_ok_and(|folder| folder == root.join(output))
}

fn is_passed_over(name: &str, project: &Layout) -> bool {
    name.starts_with('.') && !project.include.iter().any(|own| own.trim_matches('/') == name)
}

/// Whether a project's settings leave out a file, by its place below the content.
pub(crate) fn is_left_out(place: &str, path: &Path, project: &Layout) -> bool {
    let parts: Vec<&str> = place.split('/').collect();
    let is_hidden = parts.iter().enumerate().any(|(at, part)| project.hides(part, at + 1 < parts.len()));
    is_hidden
        || project.exclude.iter().any(|pattern| fits(pattern, place))
        || project.ignored.iter().any(|pattern| pattern.is_match(&path.to_string_lossy()))
}

/// Whether a file lies in a folder of templates of a vault, or is one.
pub(crate) fn is_of_vault_templates(path: &Path, top: &Path, project: &Layout) -> bool {
    path.ancestors().take_while(|above| *above != top).any(|above| is_template(above, 1, project))
}

fn is_wanted(entry: &DirEntry, top: &Path, project: &Layout) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    let name = entry.file_name().to_string_lossy();
    if is_passed_over(&name, project) {
        return false;
    }
    let below = slashed(entry.path().strip_prefix(top).unwrap_or(entry.path()));
    let place = joined(&project.below, &below);
    let is_excluded = project.exclude.iter().any(|pattern| fits(pattern, &place))
        || project.ignored.iter().any(|pattern| pattern.is_match(&entry.path().to_string_lossy()))
        || project.hides(&name, entry.file_type().is_dir());
    if is_excluded {
        return false;
    }
    if !entry.file_type().is_dir() {
        return true;
    }
    let is_included = || project.include.iter().any(|own| own.trim_matches('/') == place);
    let of_collection = || {
        let folders = project.collections.iter().map(|one| Path::new(&one.folder));
        folders.into_iter().any(|folder| Path::new(&place).starts_with(folder) || folder.starts_with(&place))
    };
    // In Jekyll's projects folders with this sign are its own, but for those that it publishes.
    let of_jekyll = project.engine == Some(Engine::Jekyll)
        && name.starts_with('_')
        && !OF_POSTS.contains(&&*name)
        && !place.split('/').any(|part| OF_POSTS.contains(&part));
    let of_tool = OF_TOOLS.contains(&&*name) || of_jekyll;
    let at_top = entry.depth() == 1 && project.below.is_empty();
    (!of_tool || is_included() || of_collection())
        && !(at_top && project.passed_over.iter().any(|own| *own == name))
}

/// Whether a vault keeps templates in a folder, or takes a file for one.
fn is_template(path: &Path, depth: usize, project: &Layout) -> bool {
    let Some(vault) = project.vault.as_ref().filter(|_| depth > 0) else { return false };
    let real = path.canonicalize().unwrap_or_default();
    vault.templates.contains(&real) || path.is_dir() && is_of_templates(path)
}

/// Whether a folder is called as folders of templates are: `Templates`, `99 - Templates`, `_templates`.
fn is_of_templates(path: &Path) -> bool {
    const NAMES: [&str; 10] = [
        "templates",
        "template",
        "templater",
        "vorlagen",
        "plantillas",
        "modèles",
        "szablony",
        "шаблоны",
        "模板",
        "テンプレート",
    ];
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = lamplight_import::permalink::composed(&name);
    NAMES.contains(&name.trim_matches(|c: char| !c.is_alphabetic()))
}

/// How many files of Markdown a folder holds.
fn count(folder: &Path) -> usize {
    let files = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    files.filter(|entry| entry.file_type().is_file() && kind(entry.path()) == FileKind::Post).count()
}

/// Whether a place is one that a pattern of Jekyll's `exclude`, or of another engine's, names: a file, a folder with all in it, or a pattern with `*`.
fn fits(pattern: &str, place: &str) -> bool {
    let pattern = pattern.trim_matches('/').trim_start_matches("./");
    if pattern.is_empty() {
        return false;
    }
    let within = place.strip_prefix(pattern).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    // At any depth means from any folder on, and not from within a name.
    if let Some(rest) = pattern.strip_prefix("**/") {
        let below = place.match_indices('/').map(|(at, _)| &place[at + 1..]);
        return std::iter::once(place).chain(below).any(|place| fits(rest, place));
    }
    within || pattern.contains(['*', '?']) && is_like(pattern, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_jekyll_excludes_is_named_in_many_ways() {
        for (pattern, place, want) in [
            ("README.md", "README.md", true),
            ("README.md", "docs/README.md", false),
            ("docs", "docs/a.md", true),
            ("docs/", "docs/deep/a.md", true),
            ("/docs", "docs", true),
            ("docs", "docs2/a.md", false),
            ("*.html", "a.html", true),
            ("*.html", "docs/a.html", false),
            ("docs/*.md", "docs/a.md", true),
            ("**/*.md", "docs/a.md", true),
            ("**/private", "a/private/b.md", true),
            ("**/private", "private", true),
            ("**/private", "a/unprivate", false),
            ("docs/**", "docs/a/b.md", true),
            ("", "a", false),
        ] {
            assert_eq!(fits(pattern, place), want, "{pattern} {place}");
        }
    }
}
