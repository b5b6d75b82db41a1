//! Paths of files as links and notes write them.

use std::path::{Path, PathBuf};

use lamplight_import::permalink::composed;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str};

/// Endings of files of posts, as links may name them.
pub(super) const ENDINGS: [&str; 4] = [".md", ".markdown", ".mdx", ".html"];

/// The path of a file as links name it: no ending, no `index`, lower case, no slashes at its ends.
pub(super) fn file_name(path: &str) -> String {
    let path = composed(&path.trim_matches('/').trim_start_matches("./").to_lowercase());
    let path = ENDINGS.iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(&path);
    let bare = ["/index", "/_index"].iter().find_map(|name| path.strip_suffix(name)).unwrap_or(path);
    bare.to_owned()
}

/// What a path keeps as it is.
pub(super) const IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'(')
    .remove(b')')
    .remove(b',');

/// The file whose name differs in upper and lower case alone, and its name.
pub(super) fn of_other_case(file: &Path) -> Option<(String, PathBuf)> {
    let wanted = file.file_name()?.to_string_lossy().to_lowercase();
    let entries = std::fs::read_dir(file.parent()?).ok()?.filter_map(Result::ok);
    let mut names: Vec<String> = entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.to_lowercase() == wanted)
        .collect();
    names.sort();
    let name = names.into_iter().next()?;
    let path = file.with_file_name(&name).canonicalize().ok()?;
    Some((name, path))
}

/// A path as seen from a folder; `None` if it leaves the root.
pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return Some(path.to_owned());
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The name in the output of what a path of the site leads to.
pub(crate) fn file_key(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy().into_owned()
}
