//! Finds files that notes name without a path.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use lamplight_import::permalink::composed;
use walkdir::{DirEntry, WalkDir};

use super::paths::joined;
use crate::config::Vault;

/// Endings of files that are never published because a note names them: notes themselves, and what only Obsidian draws.
const NOT_FILES: [&str; 6] = [".md", ".markdown", ".mdx", ".canvas", ".base", ".excalidraw"];

/// Files beside notes, by their names.
pub(super) struct Attachments {
    /// The folder of posts, and the vault that it lies in.
    roots: Vec<PathBuf>,
    /// Where the vault's settings put files.
    place: String,
    /// By name in lower case, those of the folder of posts first. Looked for when a note names one.
    files: OnceLock<HashMap<String, Vec<File>>>,
}

/// A file, and its path from the root that it is in, in lower case.
struct File {
    path: PathBuf,
    below: String,
    /// Its name beside the note that shows it: its own, unless a nearer file has that.
    name: String,
}

impl Attachments {
    pub(super) fn of(root: Option<&Path>, vault: Option<&Vault>) -> Self {
        let mut roots: Vec<PathBuf> = root.into_iter().map(Path::to_path_buf).collect();
        let outer = vault.map(|vault| &vault.root).filter(|outer| root.is_some_and(|root| root != *outer));
        roots.extend(outer.cloned());
        Self {
            roots,
            place: vault.map(|vault| lower(&vault.attachments)).unwrap_or_default(),
            files: OnceLock::new(),
        }
    }

    /// The file that a note in a folder means by a name or a path. Of several with one name: the one at that path, then the one
    /// in the folder for files, beside the note, or nearest to the root.
    pub(super) fn find(&self, name: &str, folder: &str) -> Option<(&PathBuf, &str)> {
        let wanted = lower(name);
        let wanted = wanted.trim_start_matches("./").trim_start_matches('/');
        let last = wanted.rsplit('/').next().unwrap_or_default();
        if NOT_FILES.iter().any(|ending| last.ends_with(ending)) {
            return None;
        }
        let found = self.files.get_or_init(|| self.all()).get(last)?;
        let folder = lower(folder);
        let place = match self.place.strip_prefix("./") {
            Some(below) => format!("{folder}/{below}"),
            None => self.place.clone(),
        };
        let within = |folder: &str| {
            format!("{}/{wanted}", folder.trim_matches('/')).trim_start_matches('/').to_owned()
        };
        let beside = joined(&folder, &lower(name));
        let places = [beside, Some(wanted.to_owned()), Some(within(&place)), Some(within(&folder))];
        let exact = places.iter().flatten().find_map(|place| found.iter().find(|file| file.below == *place));
        let ends = |whole: &str, end: &str| whole.strip_suffix(end).is_some_and(|rest| rest.ends_with('/'));
        // The folder of posts may lie within the one that paths begin at.
        let like = || found.iter().find(|file| ends(&file.below, wanted) || ends(wanted, &file.below));
        exact.or_else(like).or_else(|| found.first()).map(|file| (&file.path, file.name.as_str()))
    }

    fn all(&self) -> HashMap<String, Vec<File>> {
        let visible =
            |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
        let mut found: HashMap<String, Vec<File>> = HashMap::new();
        for root in &self.roots {
            let mut of_root: HashMap<String, Vec<File>> = HashMap::new();
            let walk = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(visible);
            for entry in walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
                let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
                let below = lower(&below.to_string_lossy().replace('\\', "/"));
                let name = below.rsplit('/').next().unwrap_or_default().to_owned();
                let own = entry.file_name().to_string_lossy().into_owned();
                of_root.entry(name).or_default().push(File { path: entry.into_path(), below, name: own });
            }
            for (name, mut files) in of_root {
                files.sort_by_key(|file| file.below.matches('/').count());
                let known = found.entry(name).or_default();
                let is_new = |file: &File| !known.iter().any(|other| other.path == file.path);
                files.retain(is_new);
                known.append(&mut files);
            }
        }
        for files in found.values_mut() {
            for file in files.iter_mut().skip(1) {
                let folder = file.below.rsplit_once('/').map_or("", |(folder, _)| folder);
                file.name = format!("{}-{}", folder.replace('/', "-"), file.name);
            }
        }
        found
    }
}

/// A name in lower case, however its marks are written.
fn lower(name: &str) -> String {
    composed(&name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_where_a_note_means_it() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "a/x.png",
            "b/x.png",
            "deep/er/y.png",
            "Files/x.png",
            "u\u{308}.png",
            ".trash/z.png",
            "note.md",
            "c.canvas",
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let find = |place: &str, name: &str, from: &str| {
            let vault = Vault {
                root: folder.path().to_path_buf(),
                attachments: place.to_owned(),
                ..Vault::default()
            };
            let all = Attachments::of(Some(folder.path()), Some(&vault));
            let (found, _) = all.find(name, from)?;
            Some(found.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned())
        };
        for (place, name, from, want) in [
            ("", "b/x.png", "", Some("b/x.png")),
            ("", "/b/x.png", "a", Some("b/x.png")),
            ("", "../b/X.png", "a", Some("b/x.png")),
            ("Files", "x.png", "", Some("Files/x.png")),
            ("./b", "x.png", "", Some("b/x.png")),
            ("", "x.png", "b", Some("b/x.png")),
            ("", "x.png", "", Some("Files/x.png")),
            ("", "er/y.png", "", Some("deep/er/y.png")),
            ("", "vault/deep/er/y.png", "", Some("deep/er/y.png")),
            ("", "gone/y.png", "", Some("deep/er/y.png")),
            ("", "Ü.png", "", Some("u\u{308}.png")),
            ("", "z.png", "", None),
            ("", "note.md", "", None),
            ("", "c.canvas", "", None),
        ] {
            assert_eq!(find(place, name, from).as_deref(), want, "{place} {name} {from}");
        }
    }
}
