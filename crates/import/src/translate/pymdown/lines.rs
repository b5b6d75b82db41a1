//! Line blocks and citations of Pandoc, and tables that are drawn with signs.

use super::state::Marks;
use crate::translate::scan::line_end;

impl Marks<'_> {
    /// Line blocks and citations of Pandoc, and tables that are drawn with signs.
    pub(super) fn lines(&mut self) {
        let text = self.text;
        let is_line = |line: &str| line.starts_with("| ") && !line.trim_end().ends_with('|');
        let (mut at, mut in_grid) = (0, false);
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let bare = line.trim();
            let is_rule = bare.len() > 4
                && bare.starts_with('+')
                && bare.ends_with('+')
                && bare.contains("--")
                && bare.bytes().all(|b| matches!(b, b'+' | b'-' | b':' | b'='));
            if is_rule && !in_grid && !self.is_inert(start) {
                self.diagnostics.warn(
                    start,
                    "grid-table",
                    "this is a table that is drawn with signs, and is shown as it is written",
                    "write it as a table of Markdown, or put it into a block of code",
                );
            }
            in_grid = is_rule || in_grid && bare.starts_with(['|', '+']);
            if self.pandoc && is_line(line) && !in_grid && !self.is_inert(start) {
                self.edits.push((start..start + 2, String::new()));
                if is_line(&text[at..line_end(text, at)]) {
                    let end = start + line.trim_end().len();
                    self.edits.push((end..end, "\\".to_owned()));
                }
            }
        }
        if self.pandoc {
            for (at, _) in text.match_indices('@').filter(|(at, _)| text[..*at].ends_with(['[', ' ', '-'])) {
                let from = at - self.before(at).len();
                let before = text[from..at].rfind(['[', '\n', ']']).map(|i| from + i);
                let before = before.filter(|open| text[*open..].starts_with('['));
                let named = text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
                let Some(open) = before.filter(|_| named && !self.is_inert(at)) else {
                    continue;
                };
                let near = self.near(at);
                if near.find(']').is_some_and(|end| !near[end + 1..].starts_with('(')) {
                    self.diagnostics.warn(
                        open,
                        "citation",
                        "a citation of Pandoc is shown as it is written: nothing here reads its sources",
                        "write a link, or a footnote",
                    );
                }
            }
        }
    }
}
