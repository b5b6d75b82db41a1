//! Remarks: what authors write for themselves. Nothing of it reaches a page, a feed, the search or a bundle.
//!
//! An HTML comment ends a paragraph or a list, so an empty one stays where its absence would join what it parts.

mod definitions;
mod kinds;

use std::ops::Range;

use super::context::{Context, Translated};
use super::out::edited;
use super::scan::{blank_line_so_far, code, ends_line, line_end, within};
use crate::diagnostic::{Diagnostic, Position};
use crate::engine::{Engine, Engines};
use crate::translate::mark::{Mark, Scope};
use kinds::{JINJA, KINDS, MDX, OpeningMark, RemarkKind};

pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "<!-- … -->",
        becomes: "nothing; `<!--more-->` still ends the excerpt",
        code: "remark-unclosed",
        example: "a\n\n<!-- not for readers -->\n\nb <!-- nor this --> c",
        result: "a\n\nb  c",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "[//]: # (…)",
        becomes: "nothing, whatever its label is, if no link uses it",
        code: "remark-unclosed",
        example: "a\n\n[//]: # (not for readers)\n\nb",
        result: "a\n\n\nb",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "{{/* … */}}",
        becomes: "nothing",
        code: "remark-unclosed",
        example: "a {{/* not for readers */}} b",
        result: "a  b",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "{::comment}…{:/comment}",
        becomes: "nothing",
        code: "remark-unclosed",
        example: "a {::comment}not for readers{:/comment} b",
        result: "a  b",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "{% comment %}…{% endcomment %}, {% # … %}",
        becomes: "nothing",
        code: "remark-unclosed",
        example: "a {% comment %}not for readers{% endcomment %} b",
        result: "a  b",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "{{< comment >}}…{{< /comment >}}",
        becomes: "nothing",
        code: "remark-unclosed",
        example: "a {{< comment >}}not for readers{{< /comment >}} b",
        result: "a  b",
    },
    Mark {
        engines: &[Engine::MkDocs],
        scope: Scope::Everywhere,
        syntax: "{>>…<<}",
        becomes: "nothing",
        code: "",
        example: "a {>>not for readers<<} b",
        result: "a  b",
    },
    Mark {
        engines: &[Engine::Obsidian],
        scope: Scope::Engines,
        syntax: "%%…%%",
        becomes: "nothing",
        code: "remark-shown",
        example: "a %%not for readers%% b",
        result: "a  b",
    },
    Mark {
        engines: JINJA,
        scope: Scope::Engines,
        syntax: "{# … #}",
        becomes: "nothing",
        code: "remark-shown",
        example: "a {# not for readers #} b",
        result: "a  b",
    },
    Mark {
        engines: MDX,
        scope: Scope::Engines,
        syntax: "{/* … */}",
        becomes: "nothing",
        code: "remark-shown",
        example: "a {/* not for readers */} b",
        result: "a  b",
    },
];

/// Remarks that are reported of one post.
const MOST: usize = 50;

/// Bytes before a mark that tell whether it begins a line.
const NEAR: usize = 100;

/// The translator of posts.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    translate(text, context, false, |text| code(text, context.flavour))
}

/// The translator of posts in HTML, where nothing is code.
pub(super) fn of_html(html: &str, context: &Context<'_>) -> Translated {
    translate(html, context, true, |_| Vec::new())
}

fn translate(
    text: &str,
    context: &Context<'_>,
    is_html: bool,
    code: impl Fn(&str) -> Vec<Range<usize>>,
) -> Translated {
    if !KINDS.iter().any(|kind| text.contains(kind.sign)) && !text.contains("]:") {
        return Translated::unchanged(text);
    }
    let mut remarks = Remarks {
        text,
        code: code(text),
        engines: context.engines,
        // What of Liquid is raw is Liquid's to know.
        liquid: context.liquid.is_some(),
        is_html,
        ends: [const { NextMark::Unknown }; KINDS.len()],
        edits: Vec::new(),
        diagnostics: Vec::new(),
    };
    remarks.marks();
    remarks.definitions();
    let count = remarks.edits.len();
    let (markdown, lines) = edited(text, remarks.edits);
    let counts = (count > 0).then(|| ("remark".to_owned(), count)).into_iter().collect();
    Translated { markdown, lines, diagnostics: remarks.diagnostics, counts }
}

/// A text of the front matter without its remarks, and without WordPress's shortcodes.
#[must_use]
pub fn strip(text: &str, engines: Engines) -> String {
    let context = Context { engines, ..Context::plain(lamplight_markdown::Flavour::CommonMark) };
    step(&super::wordpress::step(text, &context).markdown, &context).markdown
}

/// Where a mark stands next. It is looked for once, however many remarks would end there.
#[derive(Clone)]
enum NextMark {
    Unknown,
    At(Range<usize>),
    Nowhere,
}

struct Remarks<'a> {
    text: &'a str,
    code: Vec<Range<usize>>,
    engines: Engines,
    liquid: bool,
    is_html: bool,
    /// Of each kind the nearest end.
    ends: [NextMark; KINDS.len()],
    edits: Vec<(Range<usize>, String)>,
    diagnostics: Vec<Diagnostic>,
}

impl Remarks<'_> {
    /// Everything between an opening and a closing mark.
    fn marks(&mut self) {
        let text = self.text;
        let mut at = 0;
        while let Some(start) = text[at..].find(['<', '{', '%']).map(|i| at + i) {
            at = start + 1;
            let rest = &text[start..];
            if !KINDS.iter().any(|kind| rest.starts_with(kind.sign)) {
                continue;
            }
            if let Some(code) = within(&self.code, start) {
                at = code.end.clamp(at, text.len());
                continue;
            }
            let found = KINDS
                .iter()
                .enumerate()
                .filter(|(_, kind)| rest.starts_with(kind.sign))
                .find_map(|(number, kind)| Some((number, kind, (kind.begins)(rest)?)));
            let Some((number, kind, opened)) = found else { continue };
            if text[..start].ends_with('\\') || self.liquid && kind.is_liquids && opened.is_exact {
                continue;
            }
            at = match kind.engines.is_empty() || self.engines.has_any(kind.engines) {
                true => self.hide(number, kind, start, &opened),
                false => self.tell_if_meant(number, kind, start, &opened),
            };
        }
    }

    /// The nearest end of a kind of remark at an offset or behind it.
    fn end_of(&mut self, number: usize, kind: &RemarkKind, from: usize) -> Option<Range<usize>> {
        match &self.ends[number] {
            NextMark::Nowhere => return None,
            NextMark::At(end) if end.start >= from => return Some(end.clone()),
            _ => {}
        }
        let mut at = from;
        let end = loop {
            let Some(end) = (kind.ends)(self.text, at) else { break None };
            // A mark in code is none, but for those that HTML and Liquid know nothing of code in.
            match within(&self.code, end.start).filter(|_| kind.sign == "%%") {
                Some(code) if code.end > end.start => at = code.end,
                _ => break Some(end),
            }
        };
        self.ends[number] = end.clone().map_or(NextMark::Nowhere, NextMark::At);
        end
    }

    /// Takes a remark out. Returns where to go on.
    fn hide(&mut self, number: usize, kind: &RemarkKind, start: usize, opened: &OpeningMark) -> usize {
        let after = start + opened.length;
        let is_comment = kind.sign == "<!--";
        if opened.is_whole {
            return self.take_out(kind, start..after);
        }
        let Some(end) = self.end_of(number, kind, after) else {
            return self.hide_unclosed(kind, start, opened);
        };
        let inside = &self.text[after..end.start];
        if is_comment {
            if kinds::is_for_the_build(inside) {
                return end.end;
            }
            self.tell_of_comment(start, inside, end.end);
        }
        self.take_out(kind, start..end.end)
    }

    /// A remark that never ends. Where it begins a block, all that follows is its; within a line, the rest of the paragraph.
    fn hide_unclosed(&mut self, kind: &RemarkKind, start: usize, opened: &OpeningMark) -> usize {
        let text = self.text;
        let before = text[..start].chars().next_back();
        let is_number = kind.sign == "%%" && before.is_some_and(char::is_alphanumeric);
        if kind.is_pair_only || opened.needs_end || is_number {
            return start + opened.length;
        }
        let begins = blank_line_so_far(&text[..start]);
        let whole = begins || kind.is_of_blocks || self.is_html;
        let end = match whole {
            true => text.len(),
            false => text[start..].find("\n\n").map_or(text.len(), |i| start + i),
        };
        let what = if whole { "all that follows" } else { "the rest of its paragraph" };
        self.report(
            start,
            "remark-unclosed",
            format!("a remark begins with `{}` and never ends; {what} is left out", kind.names.0),
            format!("put `{}` where it ends", kind.names.1),
        );
        self.edits.push((start..end, String::new()));
        end
    }

    /// What is lost with a comment, or shown in spite of it.
    fn tell_of_comment(&mut self, start: usize, inside: &str, end: usize) {
        let said = inside.trim_start();
        if said.starts_with("@include") || said.starts_with("#include") {
            self.report(
                start,
                "include-lost",
                format!(
                    "what `<!--{}-->` takes in is not known to the build; it is left out",
                    lamplight_markdown::text::shorten(inside, 60)
                ),
                "write the text of that file in its place".to_owned(),
            );
        } else if let Some(inner) = inside.find("<!--") {
            let parts = inside[..inner].contains("\n\n");
            let rest = &self.text[end..];
            let stray =
                rest.find("-->").is_some_and(|close| rest.find("<!--").is_none_or(|open| close < open));
            if parts || stray {
                self.report(
                    start,
                    "remark-nested",
                    "another `<!--` stands in this remark, which ends at the first `-->`: text may be left out, or shown, that should not be".to_owned(),
                    "put `-->` where the first one ends".to_owned(),
                );
            }
        }
    }

    /// Takes a stretch out, so that what it parts stays parted. Returns where to go on.
    fn take_out(&mut self, kind: &RemarkKind, Range { start, end }: Range<usize>) -> usize {
        let is_comment = kind.sign == "<!--";
        let begins_line = blank_line_so_far(&self.text[..start]);
        if !begins_line || !ends_line(&self.text[end..]) {
            // In the middle of raw HTML or of a line nothing depends on it.
            let begins = is_comment && begins_line;
            self.edits.push((start..end, if begins { "<!---->".to_owned() } else { String::new() }));
            return end;
        }
        let (line_start, line_end) = (self.line_start(start), line_end(self.text, end));
        let blank_before = line_start == 0 || self.text[..line_start].ends_with("\n\n");
        let next = self.text.get(line_end + 1..).unwrap_or_default();
        let blank_after = next.is_empty() || next.starts_with('\n');
        let indented = start > line_start;
        match (blank_before && !indented, blank_after) {
            // A paragraph of its own goes with the blank line behind it.
            (true, true) => self.edits.push((line_start..(line_end + 2).min(self.text.len()), String::new())),
            _ if is_comment => self.edits.push((start..end, "<!---->".to_owned())),
            _ => self.edits.push((line_start..(line_end + 1).min(self.text.len()), String::new())),
        }
        line_end
    }

    /// Tells of a mark that another engine would take for a remark. Returns where to go on.
    fn tell_if_meant(
        &mut self,
        number: usize,
        kind: &RemarkKind,
        start: usize,
        opened: &OpeningMark,
    ) -> usize {
        let text = self.text;
        let after = start + opened.length;
        let near = text.floor_char_boundary(start.saturating_sub(NEAR));
        let line = &text[near..start];
        let line = line.rfind('\n').map_or(line, |i| &line[i + 1..]);
        let begins_line = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']).is_empty();
        let (inside, end) = match self.end_of(number, kind, after) {
            Some(end) => (&text[after..end.start], end.end),
            None => return after,
        };
        let before = text[..start].chars().next_back();
        let begins = before.is_none_or(char::is_whitespace) || matches!(before, Some('(' | '*' | '_' | '>'));
        let blank_inside = inside.trim().is_empty();
        let meant = match kind.sign {
            // `50%% … 20%%` is about numbers; a line of its own begins a block of remarks.
            "%%" => {
                let behind = text[end..].chars().next();
                let ends = !behind.is_some_and(char::is_alphanumeric);
                let is_paragraph = begins_line || !inside.contains("\n\n");
                let is_text =
                    inside.trim_start().starts_with(|c: char| !matches!(c, ')' | ',' | '.' | ';' | ':'));
                !blank_inside && begins && ends && is_paragraph && is_text
            }
            // `{#id}` names a heading.
            "{#" => {
                !blank_inside && inside.ends_with([' ', '\n', '-']) && inside.starts_with([' ', '\n', '-'])
            }
            _ => true,
        };
        if !meant {
            return after;
        }
        let whose: Vec<&str> = kind.engines.iter().map(|engine| engine.name()).collect();
        self.report(
            start,
            "remark-shown",
            format!(
                "`{}…{}` is a remark in {}, and is shown to readers here: nothing tells that this folder is one of those",
                kind.names.0,
                kind.names.1,
                whose.join(" and ")
            ),
            format!(
                "write `<!-- … -->`, or `engines = [\"{}\"]` into lamplight.toml",
                kind.engines[0].name().to_lowercase()
            ),
        );
        end
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |i| i + 1)
    }

    fn report(&mut self, at: usize, code: &'static str, message: String, help: String) {
        if self.diagnostics.len() < MOST {
            self.diagnostics.push(Diagnostic::error(code, Position::of(self.text, at), message, help));
        }
    }
}

#[cfg(test)]
mod tests;
