//! Writes a text with other things in the place of its calls.

use std::collections::BTreeMap;
use std::ops::Range;

use lamplight_markdown::text::shorten;

use super::call::pairs;
use super::call::{Answer, Call, Shape, Token, Told, What};
use super::page::{Frame, Page, columns};
use super::survey::Survey;
use super::text::inert;
use crate::diagnostic::{Diagnostic, Position};
use crate::translate::context::Translated;
use crate::translate::scan::{ends_line, line_end};

/// Findings of one post; of the rest only the number is told. Finding a place costs a look through the text.
const MOST: usize = 100;

/// Calls within calls. What is deeper keeps its text, and its tags go.
const DEEPEST: usize = 20;

/// What is still to be done where a call ends.
struct Open {
    end: usize,
    shape: Shape,
    base: String,
    framed: bool,
}

/// Where a tag stands.
struct Place {
    range: Range<usize>,
    /// Where the white space begins that stands in front of it on its line; the tag itself if other things do.
    lead: usize,
    /// What stands in front of each line of a block in its place.
    base: String,
    /// Whether nothing but marks of lists and quotations stands before it.
    begins: bool,
}

struct Lay<'a, 'r> {
    page: Page<'a>,
    survey: &'r Survey,
    answer: &'r dyn Fn(&Call<'a>) -> Answer,
    open: Vec<Open>,
    told: Vec<Diagnostic>,
    untold: usize,
    counts: BTreeMap<String, usize>,
}

/// Translates a text whose tags are known.
pub(in crate::translate) fn laid<'a>(
    text: &'a str,
    tokens: &[Token<'a>],
    survey: &Survey,
    answer: &dyn Fn(&Call<'a>) -> Answer,
) -> Translated {
    let (ends, stray) = pairs(tokens);
    let mut lay = Lay {
        page: Page::new(text),
        survey,
        answer,
        open: Vec::new(),
        told: Vec::new(),
        untold: 0,
        counts: BTreeMap::new(),
    };
    let (mut at, mut next) = (0, 0);
    while let Some(token) = tokens.get(next) {
        let place = lay.place(token.range.clone(), at);
        lay.page.source(at..place.lead);
        (at, next) = match &token.what {
            What::Text(with) => (lay.inline(with, &place), next + 1),
            What::Broken(why) => {
                let at = lay.inline(&inert(&text[token.range.clone()]), &place);
                lay.tell(
                    &token.range,
                    false,
                    "shortcode-syntax",
                    why,
                    "write it as its engine's manual says",
                );
                (at, next + 1)
            }
            What::Is(name, answer) => (lay.known(name, answer, &place), next + 1),
            What::Close(_) => (lay.close(next, &place, stray.binary_search(&next).is_ok()), next + 1),
            What::Single(call) => (lay.call(call, place, None), next + 1),
            What::Raw(call, body) => (lay.raw(call, &place, body), next + 1),
            What::Open(call) => {
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

impl<'a> Lay<'a, '_> {
    /// Where a tag stands. What lies before `from` has been written.
    fn place(&self, range: Range<usize>, from: usize) -> Place {
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

    fn inline(&mut self, with: &str, place: &Place) -> usize {
        self.page.source(place.lead..place.range.start);
        self.page.inline(with, &place.range);
        place.range.end
    }

    /// Begins a block in the place of a tag.
    fn begin(&mut self, place: &Place) {
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
    fn block(&mut self, content: &str, place: &Place) -> usize {
        self.begin(place);
        if !self.page.fresh {
            // It goes on behind the mark of a list or a quotation.
            self.page.join();
        }
        self.page.block(content, &place.base);
        self.after(place)
    }

    /// Goes on behind a block, with what else stands on its line if anything does.
    fn after(&mut self, place: &Place) -> usize {
        let end = self.rest_of_line(place);
        self.page.part(&place.base);
        if !self.page.text[end..].starts_with('\n') && end < self.page.text.len() {
            self.page.new_line();
            self.page.start(&place.base);
        }
        end
    }

    /// Passes over a tag and the white space behind it. Returns where that ends.
    fn rest_of_line(&mut self, place: &Place) -> usize {
        self.page.skip(&place.range);
        let rest = &self.page.text[place.range.end..];
        place.range.end + rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len()
    }

    /// Nothing in the place of a tag. A line that it had for itself stays as a blank one.
    fn nothing(&mut self, place: &Place) -> usize {
        let alone = ends_line(&self.page.text[place.range.end..]) && self.page.fresh;
        if !alone {
            return self.inline("", place);
        }
        let keep = self.page.keep().to_owned();
        self.page.blank(&keep);
        self.rest_of_line(place)
    }

    /// Deals with a call. `end` is the token that ends it, if it has one. Returns where to go on.
    fn call(&mut self, call: &Call<'a>, mut place: Place, end: Option<(usize, Range<usize>)>) -> usize {
        let tag = place.range.clone();
        let (shape, told) = (self.answer)(call);
        self.answered(call, told, &tag);
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
        let frame = |keep: String| Frame { cut: if quoted > 0 { 0 } else { cut }, quoted, keep };
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
            self.open.push(Open { end, shape, base: place.base, framed });
        }
        at
    }

    /// Begins a quotation.
    fn quote(&mut self, first: &str, inner: &str, place: &Place) -> usize {
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

    fn close(&mut self, index: usize, place: &Place, stray: bool) -> usize {
        while self.open.last().is_some_and(|open| open.end < index) {
            self.leave();
        }
        if self.open.last().is_none_or(|open| open.end != index) {
            if stray {
                let why = "ends nothing; it is left out";
                self.tell(
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
            Place { base: open.base, begins: place.begins, range: place.range.clone(), lead: place.lead };
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

    /// Ends the line that is being written, if it has text.
    fn finish_line(&mut self) {
        if self.page.is_bare() {
            self.page.take_back();
        } else {
            self.page.new_line();
        }
    }

    fn leave(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        if open.framed {
            self.page.frames.pop();
        }
        Some(open)
    }

    /// All of a call, of which is known what becomes of it.
    fn known(&mut self, name: &str, (shape, told): &Answer, place: &Place) -> usize {
        match told {
            Some(told) => self.tell(&place.range, told.error, told.code, &told.message, told.help),
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

    /// A call in whose body nothing is a call.
    fn raw(&mut self, call: &Call<'a>, place: &Place, body: &Range<usize>) -> usize {
        let (shape, told) = (self.answer)(call);
        self.answered(call, told, &place.range);
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
                let open = Place { range: place.range.start..body.start, base: place.base.clone(), ..*place };
                let at = self.nothing(&open);
                self.page.source(at..body.end.max(at));
                let lead = body.end.max(at);
                self.nothing(&Place {
                    range: lead..place.range.end,
                    lead,
                    base: place.base.clone(),
                    begins: false,
                })
            }
        }
    }

    /// Code or a formula between two lines.
    fn fenced(&mut self, first: String, last: &str, place: &Place, body: &Range<usize>) -> usize {
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
        self.page.frames.push(Frame { cut, quoted, keep: place.base.clone() });
        let blank = inside.rfind('\n').filter(|i| inside[*i..].trim().is_empty());
        self.page.lines(&shown(&inside[..blank.map_or(inside.len(), |i| i + 1)]));
        self.page.frames.pop();
        self.finish_line();
        self.page.join();
        self.page.block(last, &place.base);
        self.after(&Place { range: body.end..place.range.end, base: place.base.clone(), ..*place })
    }

    fn answered(&mut self, call: &Call<'_>, told: Option<Told>, range: &Range<usize>) {
        match told {
            Some(told) => self.tell(range, told.error, told.code, &told.message, told.help),
            None => *self.counts.entry(call.name.clone()).or_default() += 1,
        }
    }

    fn tell(&mut self, range: &Range<usize>, error: bool, code: &'static str, why: &str, help: &str) {
        if self.told.len() >= MOST {
            self.untold += 1;
            return;
        }
        let text = self.page.text;
        let at = Position::of(text, range.start);
        let message = format!("`{}` {why}", shorten(&text[range.clone()], 60));
        self.told.push(match error {
            true => Diagnostic::error(code, at, message, help),
            false => Diagnostic::warning(code, at, message, help),
        });
    }

    fn finish(mut self) -> Translated {
        if self.untold > 0 {
            let at = self.told.last().map(|d| d.at).unwrap_or_default();
            let message = format!("and {} more shortcodes are told nowhere", self.untold);
            self.told.push(Diagnostic::error("shortcode-more", at, message, "see the findings above it"));
        }
        let (markdown, lines) = self.page.finish();
        Translated { markdown, lines, told: self.told, counts: self.counts }
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
