//! Characters that no page may hold: what is left of other programs' line ends and of broken encodings.

use std::ops::Range;

use super::context::{Context, Translated};
use super::diagnostics::DiagnosticList;
use super::out::edited;
use super::scan::{code, within};
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};

pub(super) const MARKS: &[Mark] = &[Mark {
    engines: &Engine::ALL,
    scope: Scope::Everywhere,
    syntax: "control characters",
    becomes: "nothing, or a blank for those that end a line",
    code: "control-character",
    example: "a\u{8}b\u{b}c\u{9f}",
    result: "ab c",
}];

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    let spaced = |sign: char| if matches!(sign, '\u{b}' | '\u{c}' | '\u{85}') { " " } else { "" }.to_owned();
    let mut found: Vec<(Range<usize>, char)> = text
        .char_indices()
        .filter(|(_, sign)| is_refused(*sign))
        .map(|(at, sign)| (at..at + sign.len_utf8(), sign))
        .collect();
    found.extend(references(text, context));
    found.sort_by_key(|(range, _)| range.start);
    let Some((first, sign)) = found.first().map(|(range, sign)| (range.start, u32::from(*sign))) else {
        return Translated::unchanged(text);
    };
    let edits: Vec<(Range<usize>, String)> =
        found.into_iter().map(|(range, sign)| (range, spaced(sign))).collect();
    let mut diagnostics = DiagnosticList::of(text);
    let times = if edits.len() > 1 { format!(" ({} times, first here)", edits.len()) } else { String::new() };
    diagnostics.warn(
        first,
        "control-character",
        format!("the character U+{sign:04X} can't be shown and was left out{times}"),
        "delete it; an editor that shows invisible characters finds it",
    );
    let (markdown, lines) = edited(text, edits);
    Translated { markdown, lines, diagnostics: diagnostics.finish(), ..Translated::default() }
}

/// Such characters written in numbers: `&#8;`, `&#x0B;`. In code they are shown as they are written.
fn references(text: &str, context: &Context<'_>) -> Vec<(Range<usize>, char)> {
    let found: Vec<(Range<usize>, char)> = text
        .match_indices("&#")
        .filter_map(|(at, _)| {
            let rest = &text[at + 2..];
            let (digits, base) = rest.strip_prefix(['x', 'X']).map_or((rest, 10), |hex| (hex, 16));
            let length = digits.bytes().take(8).take_while(|b| char::from(*b).is_digit(base)).count();
            let number = u32::from_str_radix(&digits[..length], base).ok().filter(|number| *number > 0)?;
            let sign = char::from_u32(number).filter(|sign| is_refused(*sign))?;
            let end = text.len() - digits.len() + length + 1;
            digits[length..].starts_with(';').then_some((at..end, sign))
        })
        .collect();
    if found.is_empty() {
        return found;
    }
    let code = code(text, context.flavour);
    found.into_iter().filter(|(range, _)| within(&code, range.start).is_none()).collect()
}

/// Controls but for blanks and line ends, and what Unicode calls no characters.
fn is_refused(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(u32::from(c), 0xfdd0..=0xfdef)
        || u32::from(c) & 0xfffe == 0xfffe
}
