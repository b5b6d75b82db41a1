//! What an import reports at its end: counts in and out, and a line for each thing that was not understood.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// What was read, what became of it, and what was not understood.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportReport {
    /// By kind, such as `posts` or `comments`.
    pub counts: BTreeMap<&'static str, ImportCount>,
    /// One for each thing that was not understood or left out.
    pub remarks: Vec<Remark>,
}

/// What became of all things of one kind. `read` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportCount {
    /// In the export.
    pub read: usize,
    /// Written, for everybody to see.
    pub written: usize,
    /// Written, and held back by its front matter.
    pub held: usize,
    /// There already, and left as they are.
    pub kept: usize,
    /// Not written.
    pub left_out: usize,
}

/// Something that was not understood or left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// What it is about: the title of a post, the name of a file, a place in the export.
    pub item: String,
    /// What happened, and what to do.
    pub text: String,
}

impl ImportCount {
    /// Counts `number` things of a file that was written, or was there already.
    pub fn put(&mut self, is_new: bool, is_held: bool, number: usize) {
        let count = match (is_new, is_held) {
            (true, false) => &mut self.written,
            (true, true) => &mut self.held,
            (false, _) => &mut self.kept,
        };
        *count += number;
    }
}

impl ImportReport {
    /// The counts of a kind.
    pub fn count(&mut self, kind: &'static str) -> &mut ImportCount {
        self.counts.entry(kind).or_default()
    }

    /// Counts a thing that is not written.
    pub fn leave_out(&mut self, kind: &'static str) {
        let count = self.count(kind);
        count.read += 1;
        count.left_out += 1;
    }

    /// Adds a remark, unless it is the same as the one before.
    pub fn remark(&mut self, item: impl Into<String>, text: impl Into<String>) {
        let remark = Remark { item: item.into(), text: text.into() };
        if self.remarks.last() != Some(&remark) {
            self.remarks.push(remark);
        }
    }
}

/// What remarks call a post: by its title, or else by its id in the export.
pub(crate) fn name_of(title: &str, id: &str) -> String {
    if title.is_empty() { format!("item {id}") } else { format!("“{title}”") }
}

impl fmt::Display for ImportReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, count) in &self.counts {
            write!(out, "{kind}: {} in the export", count.read)?;
            for (number, what) in [
                (count.written, "written"),
                (count.held, "written and held back"),
                (count.kept, "there already"),
                (count.left_out, "left out"),
            ] {
                if number > 0 {
                    write!(out, ", {number} {what}")?;
                }
            }
            writeln!(out)?;
        }
        for Remark { item, text } in &self.remarks {
            writeln!(out, "{item}: {text}")?;
        }
        Ok(())
    }
}
