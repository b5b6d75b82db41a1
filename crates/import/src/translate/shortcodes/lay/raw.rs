//! Calls in whose body nothing is a call: code, formulas, remarks.

use std::ops::Range;

use super::place::TagPlace;
use super::state::ShortcodeWriter;
use crate::translate::scan::{ends_line, line_end};
use crate::translate::shortcodes::call::{Call, Shape};
use crate::translate::shortcodes::page::{LineFrame, columns};

impl<'a> ShortcodeWriter<'a, '_> {
    /// A call in whose body nothing is a call.
    pub(super) fn raw(&mut self, call: &Call<'a>, place: &TagPlace, body: &Range<usize>) -> usize {
        let (shape, diagnostic) = (self.answer)(call);
        self.answered(call, diagnostic, &place.range);
        let text = self.page.text;
        let inside = &text[body.clone()];
        let in_line = self.page.head(place.range.start).trim_start().starts_with(['|', '#']);
        let is_piece = !inside.trim().contains('\n')
            && (in_line || !(place.begins && ends_line(&text[place.range.end..])));
        match shape {
            Shape::Hidden => self.nothing(place),
            Shape::Inline(with) => self.inline(&with, place),
            Shape::Block(block, _) => self.block(&block, place),
            Shape::Fence(_) if is_piece => self.inline(&code_span(inside.trim()), place),
            Shape::Formula if is_piece => self.inline(&["$$", inside.trim(), "$$"].concat(), place),
            Shape::Fence(info) => {
                let ticks = inside.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(ticks.max(2) + 1);
                self.fenced([&fence, info.as_str()].concat(), &fence, place, body)
            }
            Shape::Formula => self.fenced("$$".to_owned(), "$$", place, body),
            Shape::Nothing | Shape::Around(..) | Shape::Within(..) | Shape::Quote(..) => {
                let open =
                    TagPlace { range: place.range.start..body.start, base: place.base.clone(), ..*place };
                let at = self.nothing(&open);
                self.page.source(at..body.end.max(at));
                let lead = body.end.max(at);
                self.nothing(&TagPlace {
                    range: lead..place.range.end,
                    lead,
                    base: place.base.clone(),
                    begins: false,
                })
            }
        }
    }

    /// Code or a formula between two lines.
    fn fenced(&mut self, first: String, last: &str, place: &TagPlace, body: &Range<usize>) -> usize {
        let text = self.page.text;
        self.begin(place);
        self.page.block(&first, &place.base);
        self.page.skip(&(place.range.start..body.start));
        let mut inside = &text[body.clone()];
        let end = line_end(inside, 0);
        if inside[..end].trim().is_empty() && end < inside.len() {
            inside = &inside[end..];
        } else {
            self.page.new_line();
        }
        let head = self.page.head(place.range.start);
        let quoted = head.matches('>').count();
        let cut = if quoted > 0 { 0 } else { columns(head) };
        self.page.join();
        self.page.frames.push(LineFrame { cut, quoted, keep: place.base.clone() });
        let blank = inside.rfind('\n').filter(|i| inside[*i..].trim().is_empty());
        self.page.lines(&shown(&inside[..blank.map_or(inside.len(), |i| i + 1)]));
        self.page.frames.pop();
        self.finish_line();
        self.page.join();
        self.page.block(last, &place.base);
        self.after(&TagPlace { range: body.end..place.range.end, base: place.base.clone(), ..*place })
    }
}

/// Code as it is shown: escaped calls are calls.
fn shown(code: &str) -> String {
    let mut code = code.to_owned();
    for (mark, with) in [("{{</*", "{{<"), ("*/>}}", ">}}"), ("{{%/*", "{{%"), ("*/%}}", "%}}")] {
        if code.contains(mark) {
            code = code.replace(mark, with);
        }
    }
    code
}

/// Code within a line.
fn code_span(code: &str) -> String {
    let ticks = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(ticks + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') || code.is_empty() { " " } else { "" };
    [&fence, pad, &shown(code), pad, &fence].concat()
}
