//! Replaces a tag, with the white space around it.

use std::ops::Range;

use super::state::Liquid;
use super::tag::LiquidTag;
use crate::translate::scan::{ends_line, line_end};

impl<'a> Liquid<'a> {
    /// Whether a stretch has its lines for itself.
    pub(super) fn alone(&self, range: &Range<usize>) -> bool {
        self.out.line().trim().is_empty() && ends_line(&self.text[range.end..])
    }

    pub(super) fn rest_of_line(&self, at: usize) -> &'a str {
        &self.text[at..line_end(self.text, at)]
    }

    /// Leaves a stretch out, with its line if it has that for itself. Returns where to go on.
    pub(super) fn leave_out(&mut self, range: &Range<usize>) -> usize {
        let mut end = range.end;
        self.out.lost_lines(self.text[range.clone()].matches('\n').count());
        if self.alone(range) && !self.out.line().contains('>') {
            self.out.drop_line();
            end += self.rest_of_line(end).len();
            if self.text[end..].starts_with('\n') {
                self.out.lost_lines(1);
                end += 1;
            }
        }
        end
    }

    /// Whether what is written next begins an address: `](`, `href="`, `]: `.
    pub(super) fn in_address(&self) -> bool {
        let line = self.out.line();
        let bare = line.trim_end_matches(['"', '\'', '<']);
        line.ends_with('<')
            || bare.ends_with("](")
            || bare.ends_with('=')
            || line.ends_with("]: ")
            || line.ends_with("]:")
    }

    /// HTML in the place of a tag. `whole` is whether it is a block where the tag has a line for itself.
    pub(super) fn show(&mut self, tag: &LiquidTag<'a>, html: &str, whole: bool) -> usize {
        self.count(if tag.output { "embed" } else { tag.name });
        let alone = self.alone(&tag.range);
        self.out.push(html);
        self.out.lost_lines(self.text[tag.range.clone()].matches('\n').count());
        if !(whole && alone) {
            return tag.range.end;
        }
        let end = tag.range.end + self.rest_of_line(tag.range.end).len();
        // A block of HTML goes on to the next blank line.
        let next = self.text.get(end + 1..).unwrap_or_default();
        if !next.lines().next().unwrap_or_default().trim().is_empty() {
            self.out.new_line();
        }
        end
    }
}
