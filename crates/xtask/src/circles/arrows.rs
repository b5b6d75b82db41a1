//! Arrows between files, and the circles among them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};
use std::path::Path;

use crate::tools::root;

/// From a file to another, with the names that the first takes from the second.
pub(super) type Arrows<'a> = BTreeMap<&'a Path, BTreeMap<&'a Path, BTreeSet<String>>>;

/// Files from which arrows lead back to themselves, in groups that reach each other.
pub(super) fn circles<'a>(arrows: &Arrows<'a>) -> Vec<Circle<'a>> {
    let reached: BTreeMap<&Path, BTreeSet<&Path>> =
        arrows.keys().map(|file| (*file, reached(arrows, file))).collect();
    let leads = |from: &Path, to: &Path| reached.get(from).is_some_and(|far| far.contains(to));
    let mut seen = BTreeSet::<&Path>::new();
    let mut circles = Vec::new();
    for file in arrows.keys().copied().filter(|file| leads(file, file)) {
        if seen.contains(file) {
            continue;
        }
        let files: BTreeSet<&Path> =
            arrows.keys().copied().filter(|other| leads(file, other) && leads(other, file)).collect();
        seen.extend(&files);
        let mut within = arrows.clone();
        within.retain(|from, to| {
            to.retain(|to, _| files.contains(to));
            files.contains(from)
        });
        circles.push(Circle { arrows: within });
    }
    circles
}

/// Files that use each other, and what each takes from which.
pub(super) struct Circle<'a> {
    arrows: Arrows<'a>,
}

impl Display for Circle<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "a circle of {} files:", self.arrows.len())?;
        for (from, to_all) in &self.arrows {
            for (to, names) in to_all {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                write!(f, "\n  {} -> {}: {}", short(from), short(to), names.join(", "))?;
            }
        }
        Ok(())
    }
}

/// All files that arrows lead to from here.
fn reached<'a>(arrows: &Arrows<'a>, from: &'a Path) -> BTreeSet<&'a Path> {
    let mut far = BTreeSet::new();
    let mut next = vec![from];
    while let Some(file) = next.pop() {
        next.extend(arrows.get(file).into_iter().flat_map(BTreeMap::keys).filter(|to| far.insert(**to)));
    }
    far
}

fn short(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).display().to_string()
}
