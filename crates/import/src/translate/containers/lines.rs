//! Splits a text into lines, each with its prefix: marks of quotations and lists.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::translate::context::Context;
use crate::translate::scan::within;

/// A line outside of code.
pub(in crate::translate) struct SourceLine<'a> {
    /// Range in the text, without the line break.
    pub range: Range<usize>,
    /// Spaces and marks of quotations and lists before its text.
    pub prefix: &'a str,
    /// Its text.
    pub rest: &'a str,
    /// Whether it is code, or HTML of the author's.
    pub inert: bool,
    /// Whether it is code that is recognised by its indent.
    indented: bool,
}

impl SourceLine<'_> {
    pub(in crate::translate) fn is_blank(&self) -> bool {
        self.rest.trim().is_empty()
    }

    /// Marks of quotations before its text.
    pub(in crate::translate) fn quotes(&self) -> usize {
        self.prefix.matches('>').count()
    }

    pub(in crate::translate) fn rest_at(&self) -> usize {
        self.range.start + self.prefix.len()
    }
}

/// The lines of a text.
pub(in crate::translate) fn lines<'a>(text: &'a str, context: &Context<'_>) -> Vec<SourceLine<'a>> {
    let extensions = context.flavour.extensions() - Options::ENABLE_DEFINITION_LIST;
    let mut inert: Vec<Range<usize>> = Vec::new();
    let mut indented: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, extensions).into_offset_iter() {
        if let Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) = event {
            indented.push(range.clone());
        }
        if matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)) {
            inert.push(range);
        }
    }
    let mut at = 0;
    let line = |line: &'a str| {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches('\n');
        let prefix = prefix(line);
        SourceLine {
            range: start..start + line.len(),
            prefix: &line[..prefix],
            rest: &line[prefix..],
            inert: within(&inert, start + prefix).is_some(),
            indented: within(&indented, start + prefix).is_some(),
        }
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Bytes of blanks and marks of quotations and lists at the beginning of a line.
fn prefix(line: &str) -> usize {
    let mut at = 0;
    let mut in_list = false;
    loop {
        let rest = &line[at..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let item = match rest.as_bytes() {
            [b'-' | b'+' | b'*', b' ', ..] => 2,
            [b'0'..=b'9', ..] => {
                let number = &rest[rest.bytes().take_while(u8::is_ascii_digit).count().min(9)..];
                if number.starts_with(". ") || number.starts_with(") ") {
                    rest.len() - number.len() + 2
                } else {
                    0
                }
            }
            _ => 0,
        };
        match () {
            () if blanks > 0 => at += blanks,
            () if rest.starts_with('>') => at += 1,
            // A list within a list on one line is rare, and `- - -` is a rule.
            () if item > 0 && !in_list && rest[item..].trim_start().starts_with(":::") => {
                in_list = true;
                at += item;
            }
            () => return at,
        }
    }
}

/// What a line begins with once it stands in quotations, whose first lines began with `openings`.
pub(super) fn quoted(line: &SourceLine<'_>, openings: &[&str]) -> String {
    if openings.is_empty() {
        return line.prefix.to_owned();
    }
    let deepest = openings.iter().map(|opening| opening.len()).max().unwrap_or_default();
    // Behind `> ` a tab reaches less far than at the beginning of a line; but tabs of code are code.
    let mut own = match line.inert && !line.indented && deepest == 0 {
        true => line.prefix.to_owned(),
        false => spaces(line.prefix),
    };
    for opening in openings.iter().rev() {
        let at = reach(opening, &own);
        let missing = spaces(opening).trim_end_matches('>').len().saturating_sub(own.len());
        let pad = if at == own.len() { " ".repeat(missing) } else { String::new() };
        own.insert_str(at, &format!("{pad}> "));
    }
    own
}

/// Blanks instead of tabs.
fn spaces(prefix: &str) -> String {
    let mut out = String::new();
    for sign in prefix.chars() {
        match sign {
            '\t' => out.push_str(&"    "[out.len() % 4..]),
            sign => out.push(sign),
        }
    }
    out
}

/// How far a line goes on with what a container's first line began with.
fn reach(opening: &str, prefix: &str) -> usize {
    let mut at = 0;
    for sign in spaces(opening).chars() {
        let rest = &prefix[at..];
        if sign == '>' {
            let Some(quote) = rest.find('>') else { break };
            at += quote + 1;
        } else if rest.starts_with(' ') {
            at += 1;
        }
    }
    at
}

/// What a further line begins with that goes on with a line that begins so.
pub(super) fn continued(prefix: &str) -> String {
    prefix.chars().map(|sign| if matches!(sign, '>' | '\t') { sign } else { ' ' }).collect()
}
