//! Fixes mistakes in the author's files that have one possible correction: `check --fix`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use lamplight_import::diagnostic::Fix;
use similar::TextDiff;

use crate::report::Report;

/// Shows all fixes as a diff, and with `write` changes the files. Returns the number of fixes.
///
/// # Errors
/// If a file or `to` can't be written. Files are replaced whole or not at all.
pub fn fix(report: &Report, write: bool, to: &mut impl Write) -> Result<usize> {
    let mut by_file: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
    for (file, fix) in report.fixes() {
        by_file.entry(file).or_default().push(fix);
    }
    let mut count = 0;
    for (name, fixes) in by_file {
        let Some(path) = report.files.get(name) else { continue };
        let Ok(old) = fs::read_to_string(path) else { continue };
        let (new, fixed) = fixed(&old, &fixes);
        if fixed == 0 {
            continue;
        }
        count += fixed;
        let diff = TextDiff::from_lines(&old, &new);
        write!(to, "{}", diff.unified_diff().context_radius(0).header(name, name))?;
        if write {
            replace(path, &new).with_context(|| format!("can't write {}", path.display()))?;
        }
    }
    Ok(count)
}

/// A text with those fixes whose old text is still in its place, and their number.
fn fixed(text: &str, fixes: &[&Fix]) -> (String, usize) {
    let mut fixes = fixes.to_vec();
    fixes.sort_by_key(|fix| (fix.line, std::cmp::Reverse(fix.column)));
    let mut count = 0;
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let mut line = line.to_owned();
        for fix in fixes.iter().filter(|fix| fix.line == number + 1) {
            // A byte order mark is a character of the file, and does not count in columns.
            let before = usize::from(number == 0 && line.starts_with('\u{feff}'));
            let at = line.char_indices().nth(fix.column - 1 + before).map(|(at, _)| at);
            if let Some(at) = at.filter(|at| line[*at..].starts_with(&fix.old)) {
                line.replace_range(at..at + fix.old.len(), &fix.new);
                count += 1;
            }
        }
        out.push_str(&line);
    }
    (out, count)
}

fn replace(path: &Path, text: &str) -> Result<()> {
    let aside = path.with_extension("lamplight-new");
    fs::write(&aside, text)?;
    fs::set_permissions(&aside, fs::metadata(path)?.permissions())?;
    fs::rename(&aside, path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_still_there_is_fixed() {
        let fix = |column, old: &str| Fix { line: 2, column, old: old.to_owned(), new: "](".to_owned() };
        let (first, second, gone) = (fix(3, "] ("), fix(11, "] ("), fix(1, "xx"));
        let (text, count) = fixed("\u{feff}a\r\n[ä] (b) [c] (d)\r\n", &[&first, &gone, &second]);
        assert_eq!((text.as_str(), count), ("\u{feff}a\r\n[ä](b) [c](d)\r\n", 2));
    }
}
