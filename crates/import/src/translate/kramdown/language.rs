//! A line of attributes that names the language of the code beside it.

use std::ops::Range;

use super::state::Kramdown;
use super::structure::Structure;
use crate::translate::scan::line_end;

impl Kramdown<'_> {
    /// Gives a block of code its language, if the line belongs to one that has none.
    pub(super) fn language(
        &mut self,
        language: &str,
        line: &Range<usize>,
        content_end: usize,
        follows: bool,
        found: &Structure,
    ) -> bool {
        let language = language.replace(['`', ' '], "");
        let touches = |range: &&Range<usize>| match follows {
            true => {
                range.start < line.start
                    && self.text[..range.end.min(line.start)].trim_end().len() == content_end
            }
            false => range.start >= line.end && self.line_start(range.start) <= line.end + 1,
        };
        let near = |blocks: &[Range<usize>]| {
            let next = blocks.partition_point(|block| block.start < line.start);
            let near =
                if follows { next.checked_sub(1).and_then(|i| blocks.get(i)) } else { blocks.get(next) };
            near.filter(touches).cloned()
        };
        if let Some(fence) = near(&found.fenced) {
            let end = line_end(self.text, fence.start);
            let bare = self.text[fence.start..end].trim_end();
            if bare.trim_start_matches(['`', '~']).is_empty() {
                self.edits.push((end..end, language));
            }
            self.edits.push((self.with_end(line), String::new()));
            return true;
        }
        let Some(block) = near(&found.indented) else { return false };
        let first = self.line_start(block.start).max(self.after);
        let body = &self.text[first..if follows { line.start } else { block.end }];
        let start = first + body.len() - body.trim_start_matches('\n').len();
        let body = self.text[start..first + body.len()].trim_end();
        if body.contains("```")
            || body.lines().any(|l| !l.trim().is_empty() && !l.starts_with("    ") && !l.starts_with('\t'))
        {
            return false;
        }
        let end = start + body.len();
        let lines: Vec<&str> =
            body.lines().map(|l| l.strip_prefix("    ").or(l.strip_prefix('\t')).unwrap_or("")).collect();
        let fenced = format!("```{language}\n{}\n```", lines.join("\n"));
        self.edits.push((start..end, fenced));
        self.edits.push((self.with_end(line), String::new()));
        true
    }
}
