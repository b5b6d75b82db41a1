//! The position of a tag, and how a result is written there.

use std::ops::Range;

use super::state::ShortcodeWriter;
use crate::translate::scan::ends_line;
use crate::translate::shortcodes::page::columns;

/// The position of a tag.
pub(super) struct TagPlace {
    pub(super) range: Range<usize>,
    /// Start of the white space before it, if there is nothing else before it on its line; else start of the tag.
    pub(super) lead: usize,
    /// Prefix of each line of a block that replaces it.
    pub(super) base: String,
    /// Whether only marks of lists and quotations are before it on its line.
    pub(super) begins: bool,
}

impl ShortcodeWriter<'_, '_> {
    /// Where a tag stands. What lies before `from` has been written.
    pub(super) fn place(&self, range: Range<usize>, from: usize) -> TagPlace {
        let begin = range.start;
        let lead = self.page.lead(begin).max(from.min(begin));
        let head = self.page.head(begin);
        let frame = self.page.frames.last();
        let keep = self.page.keep();
        // Indentation means something in a list. Elsewhere it is how its author likes calls to look.
        let in_list = self.regions.is_list(begin);
        let cut = frame.map_or(0, |frame| frame.cut);
        let is_mark =
            |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')');
        if head.trim().is_empty() {
            let deep = if in_list { columns(head).saturating_sub(cut) } else { 0 };
            return TagPlace { range, lead, base: [keep, &" ".repeat(deep)].concat(), begins: true };
        }
        let quoted = frame.map_or(0, |frame| frame.quoted);
        if head.chars().all(is_mark) {
            // Marks that the call has around it already stand in its own base.
            let own: String = head.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
            let own = if quoted > 0 { String::new() } else { own };
            return TagPlace { range, lead, base: [keep, &own].concat(), begins: true };
        }
        let indent = columns(&head[..head.len() - head.trim_start_matches([' ', '\t']).len()]);
        let deep = if in_list { indent.saturating_sub(cut) } else { 0 };
        TagPlace { range, lead, base: [keep, &" ".repeat(deep)].concat(), begins: false }
    }

    pub(super) fn inline(&mut self, with: &str, place: &TagPlace) -> usize {
        self.page.source(place.lead..place.range.start);
        self.page.inline(with, &place.range);
        place.range.end
    }

    /// Begins a block in the place of a tag.
    pub(super) fn begin(&mut self, place: &TagPlace) {
        if !(self.page.fresh || place.begins && self.is_marker(place)) {
            self.page.new_line();
        }
        self.page.part(&place.base);
    }

    /// Whether the line that is being written has nothing but the mark of a list or a quotation.
    fn is_marker(&self, place: &TagPlace) -> bool {
        place.lead == place.range.start && !self.page.head(place.range.start).trim().is_empty()
    }

    /// A block in the place of a tag. Returns where to go on.
    pub(super) fn block(&mut self, content: &str, place: &TagPlace) -> usize {
        self.begin(place);
        if !self.page.fresh {
            // It goes on behind the mark of a list or a quotation.
            self.page.join();
        }
        self.page.block(content, &place.base);
        self.after(place)
    }

    /// Goes on behind a block, with what else stands on its line if anything does.
    pub(super) fn after(&mut self, place: &TagPlace) -> usize {
        let end = self.rest_of_line(place);
        self.page.part(&place.base);
        if !self.page.text[end..].starts_with('\n') && end < self.page.text.len() {
            self.page.new_line();
            self.page.start(&place.base);
        }
        end
    }

    /// Passes over a tag and the white space behind it. Returns where that ends.
    pub(super) fn rest_of_line(&mut self, place: &TagPlace) -> usize {
        self.page.skip(&place.range);
        let rest = &self.page.text[place.range.end..];
        place.range.end + rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len()
    }

    /// Nothing in the place of a tag. A line that it had for itself stays as a blank one.
    pub(super) fn nothing(&mut self, place: &TagPlace) -> usize {
        let alone = ends_line(&self.page.text[place.range.end..]) && self.page.fresh;
        if !alone {
            return self.inline("", place);
        }
        let keep = self.page.keep().to_owned();
        self.page.blank(&keep);
        self.rest_of_line(place)
    }

    /// Ends the line that is being written, if it has text.
    pub(super) fn finish_line(&mut self) {
        if self.page.is_bare() {
            self.page.take_back();
        } else {
            self.page.new_line();
        }
    }
}
