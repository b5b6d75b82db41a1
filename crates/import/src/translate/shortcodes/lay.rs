//! Writes a text with the results of its calls.

mod place;
mod raw;
mod state;

use std::collections::BTreeMap;
use std::ops::Range;

use super::call::pairs;
use super::call::{Call, CallResult, Shape, ShortcodeToken, ShortcodeTokenKind};
use super::page::{LineFrame, TextWriter, columns};
use super::regions::TextRegions;
use super::text::inert;
use crate::diagnostic::Diagnostic;
use crate::translate::context::Translated;
use crate::translate::scan::ends_line;
use place::TagPlace;
use state::{OpenCall, ShortcodeWriter};

/// Calls within calls. What is deeper keeps its text, and its tags go.
const DEEPEST: usize = 20;

/// Translates a text whose tags are known.
pub(in crate::translate) fn laid<'a>(
    text: &'a str,
    tokens: &[ShortcodeToken<'a>],
    regions: &TextRegions,
    answer: &dyn Fn(&Call<'a>) -> CallResult,
) -> Translated {
    let (ends, stray) = pairs(tokens);
    let mut lay = ShortcodeWriter {
        page: TextWriter::new(text),
        regions,
        answer,
        open: Vec::new(),
        diagnostics: Vec::new(),
        unreported: 0,
        counts: BTreeMap::new(),
    };
    let (mut at, mut next) = (0, 0);
    while let Some(token) = tokens.get(next) {
        let place = lay.place(token.range.clone(), at);
        lay.page.source(at..place.lead);
        (at, next) = match &token.kind {
            ShortcodeTokenKind::Text(with) => (lay.inline(with, &place), next + 1),
            ShortcodeTokenKind::Broken(why) => {
                let at = lay.inline(&inert(&text[token.range.clone()]), &place);
                lay.report(
                    &token.range,
                    false,
                    "shortcode-syntax",
                    why,
                    "write it as its engine's manual says",
                );
                (at, next + 1)
            }
            ShortcodeTokenKind::Is(name, answer) => (lay.known(name, answer, &place), next + 1),
            ShortcodeTokenKind::Close(_) => {
                (lay.close(next, &place, stray.binary_search(&next).is_ok()), next + 1)
            }
            ShortcodeTokenKind::Single(call) => (lay.call(call, place, None), next + 1),
            ShortcodeTokenKind::Raw(call, body) => (lay.raw(call, &place, body), next + 1),
            ShortcodeTokenKind::Open(call) => {
                let mut call = call.clone();
                let end = ends[next].and_then(|end| Some((end, tokens.get(end)?.range.clone())));
                call.paired = end.is_some();
                let inner = end.as_ref().filter(|(end, _)| *end == next + 1);
                call.body = inner.map(|(_, last)| &text[token.range.end..last.start]);
                let last = end.as_ref().map(|(_, last)| last.start);
                let at = lay.call(&call, place, end.clone());
                match end {
                    Some((end, _)) if last.is_some_and(|last| at > last) => (at, end + 1),
                    _ => (at, next + 1),
                }
            }
        };
    }
    lay.page.source(at..text.len());
    lay.finish()
}

impl<'a> ShortcodeWriter<'a, '_> {
    /// Deals with a call. `end` is the token that ends it, if it has one. Returns where to go on.
    fn call(&mut self, call: &Call<'a>, mut place: TagPlace, end: Option<(usize, Range<usize>)>) -> usize {
        let tag = place.range.clone();
        let (shape, diagnostic) = (self.answer)(call);
        self.answered(call, diagnostic, &tag);
        // What becomes of the call says what its body says, or that is not for readers.
        let end = match end {
            Some((_, last)) if call.taken.get() || shape == Shape::Hidden => {
                place.range.end = last.end;
                None
            }
            other => other,
        };
        let alone = place.begins && ends_line(&self.page.text[place.range.end..]);
        let in_line = self.page.head(tag.start).trim_start().starts_with(['|', '#']);
        let wraps = matches!(shape, Shape::Around(..) | Shape::Quote(..) | Shape::Within(..));
        let shape = match shape {
            Shape::Fence(_) | Shape::Formula => Shape::Nothing,
            _ if wraps && end.is_none() => Shape::Nothing,
            Shape::Around(..) | Shape::Quote(..) if in_line || self.open.len() >= DEEPEST => Shape::Nothing,
            Shape::Block(_, inline) if in_line || !alone && !inline.is_empty() => Shape::Inline(inline),
            other => other,
        };
        let cut = columns(self.page.head(tag.start));
        let quoted = self.page.head(tag.start).matches('>').count();
        let frame = |keep: String| LineFrame { cut: if quoted > 0 { 0 } else { cut }, quoted, keep };
        let mut framed = true;
        let at = match &shape {
            Shape::Around(first, _) => {
                let at = self.block(first, &place);
                self.page.frames.push(frame(place.base.clone()));
                at
            }
            Shape::Quote(first, _) => {
                let inner = [&place.base, "> "].concat();
                let at = self.quote(first, &inner, &place);
                self.page.frames.push(frame(inner));
                at
            }
            other => {
                framed = false;
                match other {
                    Shape::Block(block, _) => self.block(block, &place),
                    Shape::Inline(with) => self.inline(with, &place),
                    Shape::Within(first, _) => self.inline(first, &place),
                    _ => self.nothing(&place),
                }
            }
        };
        if let Some((end, _)) = end {
            self.open.push(OpenCall { end, shape, base: place.base, framed });
        }
        at
    }

    /// Begins a quotation.
    fn quote(&mut self, first: &str, inner: &str, place: &TagPlace) -> usize {
        self.begin(place);
        if !first.is_empty() {
            self.page.block(&["> ", &first.replace('\n', "\n> ")].concat(), &place.base);
        }
        let end = self.rest_of_line(place);
        if self.page.text[end..].starts_with('\n') || end == self.page.text.len() {
            if first.is_empty() {
                let base = if self.page.fresh { place.base.as_str() } else { "" };
                self.page.blank(base);
            }
        } else if first.is_empty() && !self.page.fresh {
            self.page.inline("> ", &(end..end));
        } else {
            if !first.is_empty() {
                self.page.new_line();
            }
            self.page.start(inner);
        }
        end
    }

    fn close(&mut self, index: usize, place: &TagPlace, stray: bool) -> usize {
        while self.open.last().is_some_and(|open| open.end < index) {
            self.leave();
        }
        if self.open.last().is_none_or(|open| open.end != index) {
            if stray {
                let why = "ends nothing; it is left out";
                self.report(
                    &place.range,
                    false,
                    "shortcode-unclosed",
                    why,
                    "delete it, or write where it begins",
                );
            }
            return self.nothing(place);
        }
        let Some(open) = self.leave() else { return self.nothing(place) };
        let place =
            TagPlace { base: open.base, begins: place.begins, range: place.range.clone(), lead: place.lead };
        match &open.shape {
            Shape::Around(_, last) => {
                self.finish_line();
                self.page.part(&place.base);
                self.page.block(last, &place.base);
                self.after(&place)
            }
            Shape::Quote(_, last) => {
                if last.is_empty() && self.page.fresh && ends_line(&self.page.text[place.range.end..]) {
                    self.page.blank(&place.base);
                    return self.rest_of_line(&place);
                }
                self.finish_line();
                if !last.is_empty() {
                    self.page.join();
                    self.page.block(&[">\n> ", &last.replace('\n', "\n> ")].concat(), &place.base);
                }
                self.after(&place)
            }
            Shape::Within(_, last) => self.inline(last, &place),
            _ => self.nothing(&place),
        }
    }

    fn leave(&mut self) -> Option<OpenCall> {
        let open = self.open.pop()?;
        if open.framed {
            self.page.frames.pop();
        }
        Some(open)
    }

    /// All of a call, of which is known what becomes of it.
    fn known(&mut self, name: &str, (shape, diagnostic): &CallResult, place: &TagPlace) -> usize {
        match diagnostic {
            Some(diagnostic) => self.report(
                &place.range,
                diagnostic.error,
                diagnostic.code,
                &diagnostic.message,
                diagnostic.help,
            ),
            None => *self.counts.entry(name.to_owned()).or_default() += 1,
        }
        let in_line = self.page.head(place.range.start).trim_start().starts_with(['|', '#']);
        match shape {
            Shape::Block(block, _) if in_line => self.inline(&block.replace('\n', " "), place),
            Shape::Block(block, _) => self.block(block, place),
            Shape::Inline(with) => self.inline(with, place),
            _ => self.nothing(place),
        }
    }

    fn finish(mut self) -> Translated {
        if self.unreported > 0 {
            let at = self.diagnostics.last().map(|d| d.at).unwrap_or_default();
            let message = format!("and {} more shortcodes are not reported", self.unreported);
            self.diagnostics.push(Diagnostic::error(
                "shortcode-more",
                at,
                message,
                "see the findings above it",
            ));
        }
        let (markdown, lines) = self.page.finish();
        Translated { markdown, lines, diagnostics: self.diagnostics, counts: self.counts }
    }
}
