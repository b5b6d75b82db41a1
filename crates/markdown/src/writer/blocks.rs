//! Headings, quotations, code, tables, tasks.

use lamplight_format::messages::Message;
use pulldown_cmark::{Alignment, BlockQuoteKind};
use pulldown_cmark_escape::escape_href;

use super::state::{HtmlWriter, OpenHeading, put};
use crate::options::Heading;

impl<'a> HtmlWriter<'a> {
    pub(super) fn heading_start(&mut self, level: u8) {
        self.open("<h");
        self.level_digit(level);
        let anchors: &'a [String] = self.options.anchors;
        let names = anchors.get(self.before.headings).map_or("", String::as_str);
        let mut names = names.split(' ');
        if let Some(id) = names.next().filter(|id| !id.is_empty()) {
            self.attribute("id", id);
            self.heading = Some(OpenHeading { level, id, text: String::new() });
        }
        self.before.headings += 1;
        self.out.push('>');
        // Further ids, which links from elsewhere may use.
        for name in names {
            self.out.push_str("<a");
            self.attribute("id", name);
            self.out.push_str("></a>");
        }
    }

    pub(super) fn heading_end(&mut self, level: u8) {
        if let Some(OpenHeading { level, id, text }) = self.heading.take() {
            self.out.push_str("<a class=\"anchor\" href=\"#");
            put(escape_href(&mut self.out, id));
            self.out.push_str("\" aria-hidden=\"true\" tabindex=\"-1\"></a>");
            self.outline.push(Heading { level, id: id.to_owned(), text: text.trim().to_owned() });
        }
        self.out.push_str("</h");
        self.level_digit(level);
        self.out.push_str(">\n");
    }

    pub(super) fn level_digit(&mut self, level: u8) {
        if self.interrupted.is_empty() {
            self.level_digits.push(self.out.len());
        }
        self.out.push(char::from(b'0' + level));
    }

    /// Whether the text used level 1 so far.
    pub(crate) fn has_titles(&self) -> bool {
        self.outline.iter().any(|heading| heading.level == 1)
    }

    /// The page's title is its only h1: a post that uses level 1 for its sections has all levels moved down.
    pub(super) fn shift_headings(&mut self, shift: Option<bool>) {
        let shift = shift.unwrap_or_else(|| self.has_titles());
        if !self.blog || !shift {
            return;
        }
        let mut bytes = std::mem::take(&mut self.out).into_bytes();
        for &at in &self.level_digits {
            if let Some(digit) = bytes.get_mut(at) {
                *digit = (*digit + 1).min(b'6');
            }
        }
        self.out = String::from_utf8(bytes).unwrap_or_default();
        for heading in &mut self.outline {
            heading.level = (heading.level + 1).min(6);
        }
    }

    pub(super) fn quote_start(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, title) = match kind {
            _ if !self.blog => return self.open("<blockquote>\n"),
            None => return self.open("<blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("note", Message::Note),
            Some(BlockQuoteKind::Tip) => ("tip", Message::Tip),
            Some(BlockQuoteKind::Important) => ("important", Message::Important),
            Some(BlockQuoteKind::Warning) => ("warning", Message::Warning),
            Some(BlockQuoteKind::Caution) => ("caution", Message::Caution),
        };
        self.open("<div class=\"alert ");
        self.out.push_str(class);
        self.out.push_str("\" role=\"note\">\n<p class=\"alert-title\">");
        self.message(title);
        self.out.push_str("</p>\n");
    }

    pub(super) fn cell_start(&mut self) {
        self.out.push_str(if self.table.in_head { "<th" } else { "<td" });
        let align = match self.table.columns.get(self.table.column) {
            Some(Alignment::Left) => Some("left"),
            Some(Alignment::Center) => Some("center"),
            Some(Alignment::Right) => Some("right"),
            Some(Alignment::None) | None => None,
        };
        if let Some(align) = align {
            // A class on the page: the policy of the site forbids style attributes, and `align` is obsolete.
            self.attribute(if self.blog { "class" } else { "align" }, align);
        }
        self.out.push('>');
    }

    pub(super) fn task(&mut self, done: bool) {
        self.out.push_str(if done { "<input checked=\"\"" } else { "<input" });
        self.out.push_str(" disabled=\"\" type=\"checkbox\"");
        if self.blog {
            self.out.push_str(" aria-label=\"");
            self.message(if done { Message::TaskDone } else { Message::TaskOpen });
            self.out.push('"');
        }
        self.out.push_str("> ");
    }
}
