//! `$x$`, `\(x\)` and `\[x\]`: formulas by the setting `dollar_math`, else text; what looks like TeX then is reported.
//!
//! Money is neither: `$5 … $10`, `US$15–$20`, `$HOME`.

use std::ops::Range;

use lamplight_markdown::Flavour;

use crate::translate::diagnostics::DiagnosticList;
use crate::translate::scan::within;
use crate::translate::spans::{ProseSpan, prose};

/// Bytes of one formula.
const LONGEST: usize = 1_000;

/// What was found: formulas, or text that stays as it is written.
#[derive(Default)]
pub(super) struct DollarFormulas<'a> {
    /// Where, the TeX, and whether it may be a block.
    pub formulas: Vec<(Range<usize>, &'a str, bool)>,
    /// Where text stands that Markdown would take signs from.
    pub verbatim: Vec<Range<usize>>,
}

/// Looks for them. `taken` is where other formulas are, in order; `reads` the setting.
pub(super) fn find<'a>(
    text: &'a str,
    flavour: Flavour,
    code: &[Range<usize>],
    taken: &[Range<usize>],
    reads: bool,
    diagnostics: &mut DiagnosticList<'_>,
) -> DollarFormulas<'a> {
    let mut found = DollarFormulas::default();
    let free = |at: usize| within(code, at).is_none() && within(taken, at).is_none();
    let mut slips: Vec<(usize, &str)> = Vec::new();
    if text.contains('$') {
        let runs = prose(text, flavour);
        let mut at = 0;
        while let Some(open) = text[at..].find('$').map(|i| at + i) {
            at = open + 1;
            if !free(open) || !is_prose(&runs, open) || !opens(text, open) {
                continue;
            }
            let Some(close) = closing(text, open, &free) else { continue };
            let tex = &text[open + 1..close];
            if reads && !is_variable(tex, &text[close + 1..]) {
                found.formulas.push((open..close + 1, tex, false));
                at = close + 1;
            } else if !reads && stands_alone(text, open, close + 1) && looks_like_tex(tex) {
                slips.push((open, &text[open..=close]));
                at = close + 1;
            }
        }
    }
    for (begin, end, block) in [("\\(", "\\)", false), ("\\[", "\\]", true)] {
        let mut at = 0;
        while let Some(open) = text[at..].find(begin).map(|i| at + i) {
            at = open + 2;
            if !free(open) || is_escaped(text, open) {
                continue;
            }
            let rest = &text[at..limit(text, at)];
            let Some(length) = rest.find(end).filter(|length| !is_escaped(text, at + length)) else {
                continue;
            };
            let (tex, close) = (&rest[..length], at + length + 2);
            if tex.trim().is_empty() || within(code, close - 1).is_some() {
                continue;
            }
            if reads {
                found.formulas.push((open..close, tex, block));
                at = close;
            } else if tex.trim().len() > 1 && looks_like_tex(tex.trim()) {
                found.verbatim.push(open..close);
                slips.push((open, &text[open..close]));
                at = close;
            }
        }
    }
    slips.sort_unstable();
    for (at, written) in slips {
        diagnostics.warn(
            at,
            "math-dollars",
            format!("`{}` looks like a formula and is shown as text", lamplight_markdown::text::shorten(written, 40)),
            "set `dollar_math = true` in the settings, or write `$$…$$`; if it is none, put it between backticks",
        );
    }
    found
}

/// As far as a formula that begins at an offset may go: to the end of its paragraph.
fn limit(text: &str, at: usize) -> usize {
    let mut end = text.len().min(at + LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[at..end].find("\n\n").map_or(end, |i| at + i)
}

fn is_escaped(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[..at];
    before.iter().rev().take(8).take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn is_prose(runs: &[ProseSpan], at: usize) -> bool {
    let next = runs.partition_point(|run| run.range.end <= at);
    runs.get(next).is_some_and(|run| run.range.start <= at)
}

fn opens(text: &str, at: usize) -> bool {
    let after = text[at + 1..].chars().next();
    !text[..at].ends_with('$')
        && !is_escaped(text, at)
        && after.is_some_and(|c| !c.is_whitespace() && !matches!(c, '$' | '`'))
}

/// Where a formula ends that a dollar begins: at the next dollar, if no blank stands before it and no digit behind it. To look
/// further would make a formula of all between a sum of money and the next formula.
fn closing(text: &str, open: usize, is_here: &dyn Fn(usize) -> bool) -> Option<usize> {
    let end = limit(text, open + 1);
    let mut at = open + 1;
    loop {
        let close = at + text[at..end].find('$')?;
        at = close + 1;
        if is_escaped(text, close) || !is_here(close) {
            continue;
        }
        let after = text[at..].chars().next();
        let fits = !text[..close].ends_with(char::is_whitespace)
            && !after.is_some_and(|c| c.is_ascii_digit() || c == '$');
        return fits.then_some(close);
    }
}

/// Variables of a shell: `$HOME/$USER`.
fn is_variable(tex: &str, after: &str) -> bool {
    let name = tex.trim_end_matches(['/', ':', '.', '-', '=']);
    after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && name.len() > 1
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// Whether no letter stands beside it.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    !text[..start].ends_with(|c: char| c.is_ascii_alphanumeric())
        && !text[end..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a text looks like TeX: commands, indexes, or letters and operators alone.
fn looks_like_tex(tex: &str) -> bool {
    let mut words = tex.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let short = words.all(|word| word.len() < 3 || word.bytes().all(|byte| byte.is_ascii_digit()));
    let letters = tex.chars().filter(char::is_ascii_alphabetic).count();
    if letters == 0 {
        return false;
    }
    let bytes = tex.as_bytes();
    let pairs = || bytes.windows(2).map(|pair| (pair[0], pair[1]));
    let command = pairs().any(|(slash, letter)| slash == b'\\' && letter.is_ascii_alphabetic());
    let group = pairs().any(|(sign, brace)| matches!(sign, b'_' | b'^') && brace == b'{');
    let index = short && tex.contains(['_', '^']);
    let signs = |c: char| c.is_ascii_alphanumeric() || " +-*/=<>|.,()'![]_^".contains(c);
    let operators = short
        && tex.contains(['=', '<', '>', '+', '|', '*'])
        && tex.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, ')' | '|' | '\'' | ']'))
        && tex.chars().all(signs);
    command || group || index || operators || tex.len() == 1
}
