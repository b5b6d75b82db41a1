//! Copies the folders of the setting `files` into the site as they are.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use lamplight_import::diagnostic::{Diagnostic, Position};
use walkdir::{DirEntry, WalkDir};

use crate::config::Config;
use crate::options::Options;
use crate::output::Output;
use crate::parsed_post;
use crate::report::Report;
use crate::source::file::Source;
use crate::source::may_be_post;

/// Files that systems and tools leave in folders, in lower case. They are not copied.
const LEFTOVERS: [&str; 5] = ["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx"];

const START: Position = Position { line: 1, column: 1 };

/// Copies all folders that the settings name. Hidden files, those of tools, and the files of posts that are held back are not
/// copied.
pub(crate) fn copy(
    config: &Config,
    options: &Options,
    output: &mut Output,
    report: &mut Report,
) -> Result<()> {
    let out = options.out.canonicalize().ok();
    let within: Vec<PathBuf> =
        [&config.root, &options.posts].iter().filter_map(|f| f.canonicalize().ok()).collect();
    for (folder, to) in &config.files {
        let root = config.root.join(folder);
        if !root.is_dir() {
            bail!("`files` names the folder {}, which is not there", root.display());
        }
        // A folder that is a link itself was named in the settings, and is meant.
        let real = root.canonicalize()?;
        let mut walk = WalkDir::new(&root).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let link = error.path().filter(|path| path.is_symlink() && is_wanted(path, &root));
                    match link {
                        Some(path) => report_file(path, config, report, of_link(path, error.loop_ancestor())),
                        None if error.path().is_some_and(|path| !is_wanted(path, &root)) => {}
                        None => return Err(error.into()),
                    }
                    continue;
                }
            };
            let path = entry.path();
            let is_out = out.as_ref().is_some_and(|out| path.starts_with(out));
            if entry.depth() > 0 && (is_out || !is_wanted(path, &root)) {
                skip(&entry, &mut walk);
                continue;
            }
            if entry.depth() > 0 && entry.path_is_symlink() {
                let is_inside = path.canonicalize().is_ok_and(|to| {
                    (within.iter().chain([&real]).any(|folder| to.starts_with(folder)))
                        && !is_hidden(&to, &real)
                });
                if !is_inside {
                    report_file(path, config, report, of_link(path, None));
                    skip(&entry, &mut walk);
                    continue;
                }
            }
            if !entry.file_type().is_file() {
                continue;
            }
            if let Some(why) = held(path, config, options) {
                let diagnostic = Diagnostic::warning(
                    "file-held",
                    START,
                    format!("this is a post that is not published ({why}); its file is not copied"),
                    "move it out of the folders that `files` names, or publish it",
                );
                report_file(path, config, report, diagnostic);
                continue;
            }
            let inside = path.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
            output.copy(format!("{}/{inside}", to.trim_matches('/')).trim_start_matches('/'), path);
        }
    }
    Ok(())
}

fn skip(entry: &DirEntry, walk: &mut walkdir::IntoIter) {
    if entry.file_type().is_dir() {
        walk.skip_current_dir();
    }
}

/// Whether none of the names below a folder says that it is no file for readers.
fn is_wanted(path: &Path, root: &Path) -> bool {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().all(|part| {
        let name = part.as_os_str().to_string_lossy().to_lowercase();
        !name.starts_with('.') && !LEFTOVERS.contains(&name.as_str()) && !name.ends_with('~')
    })
}

/// Whether a link leads to what is hidden beside or below the folder.
fn is_hidden(to: &Path, real: &Path) -> bool {
    let above = real.ancestors().find(|above| to.starts_with(above)).unwrap_or(real);
    !is_wanted(to, above)
}

/// Why a file is a post that is not published.
fn held(path: &Path, config: &Config, options: &Options) -> Option<String> {
    if !may_be_post(path) {
        return None;
    }
    let name = path.to_string_lossy().into_owned();
    let path = &path.canonicalize().ok()?;
    let is_draft = path.components().any(|part| part.as_os_str() == "_drafts");
    let source =
        Source { path: path.to_owned(), content_path: name.clone(), name, is_draft, ..Source::default() };
    let bytes = std::fs::read(path).ok()?;
    parsed_post::read(&source, &bytes, config).absence(options).map(|(_, why)| why)
}

fn of_link(path: &Path, above: Option<&Path>) -> Diagnostic {
    match (above, path.canonicalize()) {
        (Some(_), _) => Diagnostic::warning(
            "file-link",
            START,
            "this is a link to a folder that it lies in; it is not followed",
            "delete the link",
        ),
        (None, Ok(to)) => Diagnostic::error(
            "file-link",
            START,
            format!(
                "this is a link to {}, which is hidden or out of the project; it is not followed",
                to.display()
            ),
            "put the file itself here, if it is for readers",
        ),
        (None, Err(_)) => Diagnostic::error(
            "file-link",
            START,
            "this is a link to nothing",
            "delete it, or correct where it leads",
        ),
    }
}

fn report_file(path: &Path, config: &Config, report: &mut Report, diagnostic: Diagnostic) {
    let name = path.strip_prefix(&config.root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    report.files.insert(name.clone(), path.to_owned());
    report.add(&name, diagnostic.into());
}
