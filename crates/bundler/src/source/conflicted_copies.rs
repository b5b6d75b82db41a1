//! Conflicted copies, which programs for sharing files make where two people have changed one file.

use std::fs;
use std::path::{Path, PathBuf};

use lamplight_import::diagnostic::{Diagnostic, Position};

use super::file::SourceSet;

/// Leaves out copies of files that are there, and reports them.
pub(super) fn leave_out(found: &mut SourceSet) {
    let copies: Vec<(PathBuf, PathBuf)> = found
        .sources
        .iter()
        .filter_map(|source| Some((source.path.clone(), original(&source.path)?)))
        .filter(|(_, original)| original.is_file())
        .collect();
    for (copy, original) in copies {
        let Some(at) = found.sources.iter().position(|source| source.path == copy) else { continue };
        let source = found.sources.remove(at);
        let name = original.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let start = Position { line: 1, column: 1 };
        let equal = fs::read(&copy).ok().zip(fs::read(&original).ok()).is_some_and(|(a, b)| a == b);
        let diagnostic = match equal {
            true => Diagnostic::warning(
                "file-double",
                start,
                format!("this is a copy of {name}, and says the same; it is left out"),
                "delete it",
            ),
            false => Diagnostic::error(
                "file-double",
                start,
                format!(
                    "this is another version of {name}, kept by a program that shares files; it is left out"
                ),
                format!("take what is missing over into {name}, and delete this file"),
            ),
        };
        found.diagnostics.push((source.name, source.path, diagnostic));
    }
}

/// The file that one is a copy of by its name: `a (conflicted copy 2024-03-02).md` by Dropbox, and the like.
fn original(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let (stem, ending) = name.rsplit_once('.')?;
    let lower = stem.to_lowercase();
    if lower.len() != stem.len() {
        return None;
    }
    let own = match lower.find(".sync-conflict-") {
        Some(at) => &stem[..at],
        None => {
            let at = stem.rfind(" (")?;
            let remark = &lower[at..];
            let is_remark = ["conflicted copy", "case conflict", "in conflict", "conflict)"];
            (remark.ends_with(')') && is_remark.iter().any(|words| remark.contains(words)))
                .then(|| &stem[..at])?
        }
    };
    (!own.is_empty()).then(|| path.with_file_name(format!("{own}.{ending}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_known_by_their_names() {
        for (name, want) in [
            ("a (conflicted copy 2024-03-02).md", Some("a.md")),
            ("a (Ann's conflicted copy 2024-03-02).md", Some("a.md")),
            ("a (b) (Case Conflict 1).md", Some("a (b).md")),
            ("a.sync-conflict-20240302-101010-ABCDEF.md", Some("a.md")),
            ("a (2).md", None),
            ("the conflicted copy.md", None),
            ("(conflicted copy).md", None),
        ] {
            assert_eq!(original(Path::new(name)), want.map(PathBuf::from), "{name}");
        }
    }
}
