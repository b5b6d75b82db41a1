//! `[//]: # (…)` and its kin: definitions of links that nobody refers to, written as remarks.

use std::collections::BTreeSet;

use super::Remarks;
use crate::translate::scan::{line_end, within};

/// Labels that nobody means a link by.
const LABELS: [&str; 9] = ["//", "comment", "comments", "#", "note to self", "_comment", "", "^_^", "_"];

/// Bytes of a label.
const LONGEST: usize = 200;

/// Bytes of a remark that goes over several lines.
const FURTHEST: usize = 10_000;

/// One line that may be a definition.
struct Definition<'a> {
    label: String,
    /// What it leads to.
    to: &'a str,
    /// What stands behind that.
    behind: &'a str,
}

impl<'a> Definition<'a> {
    /// Of a line without the marks of the blocks that it stands in.
    fn read(line: &'a str) -> Option<Self> {
        let label = line.strip_prefix('[')?;
        let end = label[..label.floor_char_boundary(LONGEST)].find("]:")?;
        let rest = label[end + 2..].strip_prefix('-').unwrap_or(&label[end + 2..]).trim();
        let label = &label[..end];
        if label.contains(['[', ']']) || label.starts_with('^') && label != "^_^" {
            return None;
        }
        let (to, behind) = match rest.starts_with(['(', '"', '\'']) {
            true => ("", rest),
            false => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        Some(Self { label: label.trim().to_lowercase(), to, behind: behind.trim_start() })
    }

    /// Whether it leads nowhere.
    fn names_nothing(&self) -> bool {
        matches!(self.to, "" | "#" | "<>" | "<#>")
    }

    /// What ends its text, if one begins on its line.
    fn end_of_text(&self) -> Option<char> {
        end_of(self.behind)
    }

    /// Whether its label says that it is a remark.
    fn is_named(&self) -> bool {
        LABELS.contains(&self.label.as_str())
            || self.label.starts_with("_metadata_")
            || self.label.starts_with("//") && self.names_nothing()
    }

    fn is_remark(&self, used: impl FnOnce() -> bool) -> bool {
        match self.is_named() {
            // A link may be called so, too.
            true => {
                self.names_nothing() || !self.behind.is_empty() && self.end_of_text().is_none() || !used()
            }
            false => self.names_nothing() && self.end_of_text().is_some() && !used(),
        }
    }
}

impl Remarks<'_> {
    /// Takes them out.
    pub(super) fn definitions(&mut self) {
        let text = self.text;
        if !text.contains("]:") {
            return;
        }
        let mut used: Option<BTreeSet<String>> = None;
        let (mut at, mut after) = (0, 0);
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let bare = without_marks(line);
            let open = at - bare.len();
            if start < after || within(&self.code, open).is_some() {
                continue;
            }
            let Some(found) = Definition::read(bare) else { continue };
            if !found.is_remark(|| used.get_or_insert_with(|| mentions(text)).contains(&found.label)) {
                continue;
            }
            let end = self.end_of_definition(&found, open, at);
            after = end;
            match text[start..open].trim().is_empty() {
                true => self.edits.push((start..end, String::new())),
                // The mark of a list or a quotation stays.
                false => self.edits.push((open..open + text[open..end].trim_end().len(), String::new())),
            }
        }
    }

    /// Where a definition ends that begins at an offset: behind its line, or behind the one that its text ends on.
    fn end_of_definition(&mut self, found: &Definition<'_>, open: usize, next: usize) -> usize {
        let text = self.text;
        let near = text.floor_char_boundary((open + FURTHEST).min(text.len()));
        let paragraph = text[open..near].find("\n\n").map_or(near, |i| open + i + 1).max(next);
        // Its text may begin on the line below.
        let begin = match found.end_of_text() {
            Some(_) => text[..next].trim_end().len() - found.behind.len(),
            None if found.behind.is_empty() && found.names_nothing() && !found.to.is_empty() => {
                paragraph - without_marks(&text[next..paragraph]).len()
            }
            None => return next,
        };
        let Some(close) = end_of(&text[begin..paragraph]) else { return next };
        let line = &text[begin + 1..line_end(text, begin)];
        let after_line = (begin + 1 + line.len() + 1).min(text.len());
        let rest = &text[begin + 1..paragraph];
        if balanced(line, close).is_some() {
            return after_line;
        }
        let at = balanced(rest, close).or_else(|| {
            let ends = rest.match_indices(close).map(|(i, _)| i);
            ends.into_iter().find(|i| rest[i + 1..].lines().next().unwrap_or_default().trim().is_empty())
        });
        if let Some(end) = at.map(|at| begin + 1 + at + 1) {
            let line_end = line_end(text, end);
            // What stands behind it on a later line is no part of it.
            return if text[end..line_end].trim().is_empty() { (line_end + 1).min(text.len()) } else { end };
        }
        if line.contains(close) {
            return after_line;
        }
        self.report(
            open,
            "remark-unclosed",
            format!("a remark begins with `[{}]:` and never ends; its paragraph is left out", found.label),
            format!("put `{close}` where it ends"),
        );
        paragraph
    }
}

/// What ends a text that begins so.
fn end_of(text: &str) -> Option<char> {
    match text.chars().next()? {
        '(' => Some(')'),
        quote @ ('"' | '\'') => Some(quote),
        _ => None,
    }
}

/// Where a text ends whose first sign has been read, brackets within it counted.
fn balanced(text: &str, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' if close == ')' => depth += 1,
            c if c == close && depth == 0 => return Some(at),
            c if c == close => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A line without blanks and the marks of quotations and lists before it.
fn without_marks(line: &str) -> &str {
    let mut rest = line.trim_start_matches([' ', '\t']);
    for _ in 0..20 {
        let item = rest.strip_prefix(['>', '-', '*', '+']).or_else(|| {
            let digits = rest.bytes().take(10).take_while(u8::is_ascii_digit).count();
            rest[digits..].strip_prefix(['.', ')']).filter(|_| digits > 0)
        });
        match item.filter(|item| rest.starts_with('>') || item.starts_with([' ', '\t'])) {
            Some(item) => rest = item.trim_start_matches([' ', '\t']),
            None => break,
        }
    }
    rest
}

/// Labels in brackets that are no definitions.
fn mentions(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices('[') {
        let rest = &text[at + 1..];
        let near = &rest[..rest.floor_char_boundary(LONGEST)];
        let Some(end) = near.find(['[', ']']).filter(|end| near[*end..].starts_with(']')) else { continue };
        if !rest[end + 1..].starts_with(':') {
            found.insert(near[..end].trim().to_lowercase());
        }
    }
    found
}
