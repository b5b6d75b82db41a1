//! `{::comment}` and `{::options}`.

use std::ops::Range;

use super::attributes::Attributes;
use super::state::{Kramdown, SEARCHES};
use crate::translate::scan::line_end;

impl Kramdown<'_> {
    /// `{::comment}` and its kin.
    pub(super) fn extension(&mut self, line: &Range<usize>, extension: &str) {
        self.count += 1;
        let name = extension.split([' ', '/', '}']).next().unwrap_or_default();
        let mut range = self.with_end(line);
        if name == "options" {
            let options = Attributes::read(extension.trim_end_matches('/'));
            for (option, _) in options.others.iter().filter(|(option, _)| !is_of_looks(option)) {
                self.report(line.start, option, "is an option of kramdown that nothing here has");
            }
        }
        if name == "comment" && !extension.ends_with('/') && self.count < SEARCHES {
            let rest = &self.text[range.end..];
            let end =
                ["{:/comment}", "{:/}"].iter().filter_map(|end| Some((rest.find(end)?, end.len()))).min();
            if let Some((at, length)) = end {
                let end = range.end + at + length;
                range.end = (line_end(self.text, end) + 1).min(self.text.len());
            }
        }
        self.edits.push((range, String::new()));
    }
}

/// Whether an option of kramdown says nothing of what readers read.
fn is_of_looks(option: &str) -> bool {
    let known = ["toc_levels", "auto_ids", "footnote_nr", "entity_output", "line_width", "header_offset"];
    known.contains(&option) || option.starts_with("syntax_highlighter") || option.starts_with("coderay")
}
