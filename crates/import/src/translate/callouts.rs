//! Callouts: quotations that begin with `[!type]`, with a title of their own, folded, or of a type that GitHub does not
//! know. GitHub's five are left to the renderer.

use std::ops::Range;

use lamplight_markdown::Flavour;
use pulldown_cmark::{Event, Parser, Tag};

use super::boxes::{boxed, is_kind};
use super::context::{Context, Translated};
use super::out::edited;
use super::scan::line_end;
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};

pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: &[Engine::Obsidian],
        scope: Scope::Everywhere,
        syntax: "> [!tip] Title",
        becomes: "a box with that title",
        code: "",
        example: "> [!tip] A *title*\n> Text",
        result: "<div box=\"tip\">\n\n<strong box=\"title\">A *title*</strong>\n\nText\n\n</div>",
    },
    Mark {
        engines: &[Engine::Obsidian],
        scope: Scope::Everywhere,
        syntax: "> [!info]-, > [!info]+",
        becomes: "a box that readers unfold, or fold",
        code: "",
        example: "> [!bug]- Found\n> Text",
        result: "<details box=\"caution\">\n<summary>\n\n<strong box=\"title\">Found</strong>\n\n</summary>\n\nText\n\n</details>",
    },
    Mark {
        engines: &[Engine::Obsidian],
        scope: Scope::Everywhere,
        syntax: "> [!info]",
        becomes: "a box of the look that is nearest: note, tip, important, warning or caution",
        code: "",
        example: "> [!info]\n> Text",
        result: "> [!NOTE]\n> Text",
    },
];

/// Greatest depth of nested boxes; deeper callouts stay quotations.
const DEPTH: usize = 6;

/// Most bytes of the first line that are read.
const LONGEST: usize = 2_000;

/// GitHub's five.
const PLAIN: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

/// Placeholder for the text of a box, while its beginning and end are made.
const TEXT: &str = "\u{fffc}";

/// The translator for Markdown. Each pass translates the outermost callouts.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    if !text.contains("[!") {
        return Translated::unchanged(text);
    }
    let mut done = Translated::unchanged(text);
    for _ in 0..DEPTH {
        let (markdown, lines, count) = outermost(&done.markdown, context);
        if count == 0 {
            break;
        }
        done.lines = done.lines.then(&lines);
        done.markdown = markdown;
        *done.counts.entry("callout".to_owned()).or_default() += count;
    }
    done
}

fn outermost(text: &str, context: &Context<'_>) -> (String, super::LineMap, usize) {
    let mut edits = Vec::new();
    let (mut count, mut after) = (0, 0);
    for range in quotations(text, context.flavour) {
        if range.start < after {
            continue;
        }
        if let Some(callout) = Callout::read(text, &range, context) {
            count += 1;
            if callout.edit(text, &range, &mut edits) {
                after = range.end;
            }
        }
    }
    if count == 0 {
        return (String::new(), super::LineMap::default(), 0);
    }
    let (markdown, lines) = edited(text, edits);
    (markdown, lines, count)
}

fn quotations(text: &str, flavour: Flavour) -> Vec<Range<usize>> {
    Parser::new_ext(text, flavour.extensions())
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::BlockQuote(_))))
        .map(|(_, range)| range)
        .collect()
}

struct Callout<'a> {
    kind: &'a str,
    title: &'a str,
    folded: Option<bool>,
    /// Range of `[!kind]` with its sign.
    mark: Range<usize>,
}

impl<'a> Callout<'a> {
    /// Reads the first line of a quotation; `None` if it is not a callout to translate.
    fn read(text: &'a str, range: &Range<usize>, context: &Context<'_>) -> Option<Self> {
        let first = &text[range.start..line_end(text, range.start)];
        let inside = first.strip_prefix('>')?;
        let bare = inside.trim_start_matches([' ', '\t']);
        let (mark, rest) = bare.strip_prefix("[!").filter(|_| first.len() < LONGEST)?.split_once(']')?;
        // `[!note|no-icon]` has looks behind its type.
        let kind = mark.split('|').next().unwrap_or_default().trim();
        let folded = match rest.chars().next() {
            Some('-') => Some(true),
            Some('+') => Some(false),
            _ => None,
        };
        let title = if folded.is_some() { &rest[1..] } else { rest };
        let known = is_kind(kind) || context.engines.has(Engine::Obsidian);
        let begins = title.is_empty() || title.starts_with(char::is_whitespace);
        let words = !kind.is_empty()
            && kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
            && kind.chars().count() <= 40;
        let title = title.trim();
        let is_plain = title.is_empty()
            && folded.is_none()
            && mark.len() == kind.len()
            && PLAIN.iter().any(|plain| kind.eq_ignore_ascii_case(plain));
        if !known || !begins || !words || is_plain {
            return None;
        }
        let start = range.start + first.len() - bare.len();
        let end = start + 2 + mark.len() + 1 + usize::from(folded.is_some());
        Some(Self { kind, title, folded, mark: start..end })
    }

    /// Adds the edits for a box. Returns whether the quotation was removed.
    fn edit(&self, text: &str, range: &Range<usize>, edits: &mut Vec<(Range<usize>, String)>) -> bool {
        let made = boxed(self.kind, self.title, self.folded, TEXT);
        if let Some(mark) = made.strip_prefix("> ").and_then(|made| made.split('\n').next())
            && self.title.is_empty()
        {
            edits.push((self.mark.clone(), mark.to_owned()));
            return false;
        }
        let Some((before, behind)) = made.split_once(TEXT) else { return false };
        let line_start = text[..range.start].rfind('\n').map_or(0, |i| i + 1);
        let prefix: String =
            text[line_start..range.start].chars().map(|c| if c == '>' { c } else { ' ' }).collect();
        let end = range.start + text[range.clone()].trim_end().len();
        let first_end = line_end(text, range.start).min(end);
        let has_text = end > first_end;
        // Without a text a box is its title.
        let before = if has_text { before } else { before.trim_end() };
        edits.push((range.start..first_end, indented(before.trim_end_matches('\n'), &prefix)));
        let mut at = first_end + 1;
        if has_text {
            edits.push((first_end..first_end, format!("\n{}", prefix.trim_end())));
        }
        while has_text && at < end {
            let line = at..line_end(text, at).min(end);
            let kept = without_mark(&text[line.clone()], &prefix);
            let outer = if kept.trim().is_empty() { prefix.trim_end() } else { prefix.as_str() };
            let mark = line.start..line.end - kept.len();
            if text[mark.clone()] != *outer {
                edits.push((mark, outer.to_owned()));
            }
            at = line.end + 1;
        }
        let mut behind = indented(behind, &prefix);
        let rest = text[end..].split('\n').nth(1).unwrap_or_default();
        if !without_mark(rest, &prefix).trim().is_empty() {
            behind.push('\n');
            behind.push_str(prefix.trim_end());
        }
        edits.push((end..end, behind));
        true
    }
}

/// Lines with a prefix before each except the first.
fn indented(lines: &str, prefix: &str) -> String {
    let mut out = String::new();
    for (i, line) in lines.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
            out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        }
        out.push_str(line);
    }
    out
}

/// A line of a quotation without its prefix: marks of outer blocks, and its own.
fn without_mark<'l>(line: &'l str, prefix: &str) -> &'l str {
    let mut rest = line;
    for c in prefix.chars() {
        match c {
            '>' => match rest.trim_start_matches(' ').strip_prefix('>') {
                Some(inner) => rest = inner,
                None => return rest,
            },
            _ => rest = rest.strip_prefix(' ').unwrap_or(rest),
        }
    }
    let inner = rest.trim_start_matches(' ');
    if rest.len() - inner.len() > 3 {
        return rest;
    }
    match inner.strip_prefix('>') {
        Some(text) => text.strip_prefix(' ').unwrap_or(text),
        // A line that goes on with a paragraph without the mark.
        None => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translated(text: &str) -> String {
        step(text, &Context::plain(Flavour::Blog { smart: false })).markdown
    }

    const OPEN: &str = "<div box=\"note\">\n\n<strong box=\"title\">T</strong>\n\n";

    #[test]
    fn callouts_become_boxes_wherever_they_stand() {
        for (text, want) in [
            ("> [!note] T\n> a\n>\n> b\n\nc", format!("{OPEN}a\n\nb\n\n</div>\n\nc")),
            ("x\n> [!note] T\n> a\nlazy\n\nc", format!("x\n{OPEN}a\nlazy\n\n</div>\n\nc")),
            ("> [!note] T\n> a\n# H", format!("{OPEN}a\n\n</div>\n\n# H")),
            ("> [!note] T", format!("{OPEN}</div>")),
            ("> [!note] T\n", format!("{OPEN}</div>\n")),
            (
                "- x\n\n  > [!note] T\n  > a\n  > b\n- y",
                "- x\n\n  <div box=\"note\">\n\n  <strong box=\"title\">T</strong>\n\n  a\n  b\n\n  </div>\n\n- y".to_owned(),
            ),
            (
                "> x\n> > [!note] T\n> > a\n>\n> y",
                "> x\n> <div box=\"note\">\n>\n> <strong box=\"title\">T</strong>\n>\n> a\n>\n> </div>\n>\n> y".to_owned(),
            ),
            (
                "> [!note] T\n> ```\n> code\n>\n>   more\n> ```\n> > [!bug]\n> > b",
                format!("{OPEN}```\ncode\n\n  more\n```\n<div box=\"caution\">\n\n<strong box=\"title\">Bug</strong>\n\nb\n\n</div>\n\n</div>"),
            ),
            ("> [!WARNING|no-icon]\n> a", "> [!WARNING]\n> a".to_owned()),
            ("> [!hint]\n> a", "> [!TIP]\n> a".to_owned()),
        ] {
            assert_eq!(translated(text), want, "{text}");
        }
    }

    #[test]
    fn what_is_no_callout_stays() {
        for text in [
            "> [!NOTE]\n> a",
            "> [!note]\n> a",
            "> [!strange] T\n> a",
            "> [!note](link)\n> a",
            "> a\n> [!note] T",
            "    > [!note] T",
            "```\n> [!note] T\n```",
            "> [!] T",
            "> [!note",
            "[!note] T",
        ] {
            assert_eq!(translated(text), text);
        }
    }

    #[test]
    fn lines_are_found_again() {
        let text = "a\n\n> [!info]- T\n> b\n> > [!bug] U\n> > c\n\nd";
        let done = step(text, &Context::plain(Flavour::Blog { smart: false }));
        for (word, line) in [("b", 4), ("c", 6), ("d", 8)] {
            let at = done.markdown.lines().position(|l| l == word).unwrap() + 1;
            assert_eq!(done.lines.source(at), line, "{word}\n{}", done.markdown);
        }
    }
}
