//! Each code of a finding has a row in docs/diagnostics.md, and each row is of a code that there is.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
}

/// The text between the next quotes, if it begins at once.
fn literal(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix('"')?.split_once('"').map(|(inside, _)| inside)
}

#[test]
fn codes_are_those_of_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in ["crates/import/src", "crates/bundler/src"] {
        sources(&root.join(folder), &mut files);
    }
    let (mut codes, mut words) = (BTreeSet::new(), BTreeSet::new());
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for begin in ["Diagnostic::error(", "Diagnostic::warning("] {
            codes.extend(text.split(begin).skip(1).filter_map(literal).map(str::to_owned));
        }
        words.extend(text.split('"').map(str::to_owned));
    }
    let table = fs::read_to_string(root.join("docs/diagnostics.md")).unwrap();
    let rows: BTreeSet<String> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|row| row.split('|').next())
        .flat_map(|codes| codes.split('`').step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .filter(|code| !code.is_empty())
        .collect();
    assert!(codes.len() > 50, "{codes:?}");
    codes.extend(lamplight_bundler::verify::codes().map(str::to_owned));
    let missing: Vec<_> = codes.difference(&rows).collect();
    assert!(missing.is_empty(), "codes without a row: {missing:?}");
    let gone: Vec<_> = rows.difference(&words).collect();
    assert!(gone.is_empty(), "rows of codes that there are not: {gone:?}");
}
