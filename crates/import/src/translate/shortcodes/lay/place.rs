//! Where a tag stands, and how something is put there.

use std::ops::Range;

use super::state::Lay;
use crate::translate::scan::ends_line;
use crate::translate::shortcodes::page::columns;

/// Where a tag stands.
pub(super) struct Place {
    pub(super) range: Range<usize>,
    /// Where the white space begins that stands in front of it on its line; the tag itself if other things do.
    pub(super) lead: usize,
    /// What stands in front of each line of a block in its place.
    pub(super) base: String,
    /// Whether nothing but marks of lists and quotations stands before it.
    pub(super) begins: bool,
}

impl Lay<'_, '_> {
    /// Where a tag stands. What lies before `from` has been written.
    pub(super) fn place(&self, range: Range<usize>, from: usize) -> Place {
        let begin = range.start;
        let lead = self.page.lead(begin).max(from.min(begin));
        let head = self.page.head(begin);
        let frame = self.page.frames.last();
        let keep = self.page.keep();
        // Indentation means something in a list. Elsewhere it is how its author likes calls to look.
        let in_list = self.survey.is_list(begin);
        let cut = frame.map_or(0, |frame| frame.cut);
        let is_mark =
            |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')');
        if head.trim().is_empty() {
            let deep = if in_list { columns(head).saturating_sub(cut) } else { 0 };
            return Place { range, lead, base: [keep, &" ".repeat(deep)].concat(), begins: true };
        }
        let quoted = frame.map_or(0, |frame| frame.quoted);
        if head.chars().all(is_mark) {
            // Marks that the call has around it already stand in its own base.
            let own: String = head.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
            let own = if quoted > 0 { String::new() } else { own };
            return Place { range, lead, base: [keep, &own].concat(), begins: true };
        }
        let indent = columns(&head[..head.len() - head.trim_start_matches([' ', '\t']).len()]);
        let deep = if in_list { indent.saturating_sub(cut) } else { 0 };
        Place { range, lead, base: [keep, &" ".repeat(deep)].concat(), begins: false }
    }

    pub(super) fn inline(&mut self, with: &str, place: &Place) -> usize {
        self.page.source(place.lead..place.range.start);
        self.page.inline(with, &place.range);
        place.range.end
    }

    /// Begins a block in the place of a tag.
    pub(super) fn begin(&mut self, place: &Place) {
        if !(self.page.fresh || place.begins && self.is_marker(place)) {
            self.page.new_line();
        }
        self.page.part(&place.base);
    }

    /// Whether the line that is being written has nothing but the mark of a list or a quotation.
    fn is_marker(&self, place: &Place) -> bool {
        place.lead == place.range.start && !self.page.head(place.range.start).trim().is_empty()
    }

    /// A block in the place of a tag. Returns where to go on.
    pub(super) fn block(&mut self, content: &str, place: &Place) -> usize {
        self.begin(place);
        if !self.page.fresh {
            // It goes on behind the mark of a list or a quotation.
            self.page.join();
        }
        self.page.block(content, &place.base);
        self.after(place)
    }

    /// Goes on behind a block, with what else stands on its line if anything does.
    pub(super) fn after(&mut self, place: &Place) -> usize {
        let end = self.rest_of_line(place);
        self.page.part(&place.base);
        if !self.page.text[end..].starts_with('\n') && end < self.page.text.len() {
            self.page.new_line();
            self.page.start(&place.base);
        }
        end
    }

    /// Passes over a tag and the white space behind it. Returns where that ends.
    pub(super) fn rest_of_line(&mut self, place: &Place) -> usize {
        self.page.skip(&place.range);
        let rest = &self.page.text[place.range.end..];
        place.range.end + rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len()
    }

    /// Nothing in the place of a tag. A line that it had for itself stays as a blank one.
    pub(super) fn nothing(&mut self, place: &Place) -> usize {
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
