//! The last lines of what a verb prints: counts, notes, and where the site is.

use std::path::Path;

use lamplight_bundler::report::{Report, plural};

/// Numbers of posts and diagnostics, on one line.
pub(super) fn counts(report: &Report) -> String {
    let c = &report.counts;
    let left_out: Vec<String> = [
        (c.drafts, "draft"),
        (c.future, "future post"),
        (c.held, "private or expired post"),
        (c.refused, "unreadable file"),
    ]
    .iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, noun)| plural(*n, noun))
    .collect();
    let left_out =
        if left_out.is_empty() { String::new() } else { format!(", left out {}", left_out.join(", ")) };
    format!(
        "{} and {}{left_out}; {}, {} in {}",
        plural(c.posts, "post"),
        plural(c.pages, "page"),
        plural(c.errors, "error"),
        plural(c.warnings, "warning"),
        plural(c.files_with_diagnostics, "file"),
    )
}

/// The result of a build. `failed`: nothing was written, because of `--strict`.
pub(super) fn of_build(report: &Report, out: &Path, failed: bool, milliseconds: u128) -> String {
    let c = &report.counts;
    let mut lines = Vec::new();
    lines.extend(report.notes.iter().map(|note| format!("note: {note}")));
    lines.push(counts(report));
    if c.unlisted > 0 {
        lines.push(format!("{} at its address and in no list", plural(c.unlisted, "post")));
    }
    if let Some(due) = &report.next_due {
        lines.push(format!("the next post comes or goes at {due}: build again then"));
    }
    lines.push(match failed {
        true => format!("{} was left as it is, because of --strict", out.display()),
        false => format!(
            "{} files in {} ({milliseconds} ms, {} from cache)",
            c.files,
            out.display(),
            plural(c.cached, "post")
        ),
    });
    lines.join("\n")
}
