//! Characters that no page may hold: what is left of other programs' line ends and of broken encodings.

use std::ops::Range;

use super::out::edited;
use super::told::Told;
use super::{Context, Translated};
use crate::engine::Engine;
use crate::marks::{Mark, Scope};

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
pub(super) fn step(text: &str, _: &Context<'_>) -> Translated {
    let Some(first) = text.find(is_refused) else { return Translated::unchanged(text) };
    let edits: Vec<(Range<usize>, String)> = text
        .match_indices(is_refused)
        .map(|(at, sign)| {
            let blank = matches!(sign, "\u{b}" | "\u{c}" | "\u{85}");
            (at..at + sign.len(), if blank { " " } else { "" }.to_owned())
        })
        .collect();
    let mut told = Told::of(text);
    let times = if edits.len() > 1 { format!(" ({} times, first here)", edits.len()) } else { String::new() };
    let sign = text[first..].chars().next().map_or(0, u32::from);
    told.warn(
        first,
        "control-character",
        format!("the character U+{sign:04X} can't be shown and was left out{times}"),
        "delete it; an editor that shows invisible characters finds it",
    );
    let (markdown, lines) = edited(text, edits);
    Translated { markdown, lines, told: told.finish(), ..Translated::default() }
}

/// Controls but for blanks and line ends, and what Unicode calls no characters.
fn is_refused(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(u32::from(c), 0xfdd0..=0xfdef)
        || u32::from(c) & 0xfffe == 0xfffe
}
