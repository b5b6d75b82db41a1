//! Boxes and tabs of MkDocs: a line that begins with `!!!`, `???` or `===`, and indented lines below it.

use std::ops::Range;

use super::boxes::{BoxMarkup, is_kind};
use super::containers::{SourceLine, lines};
use super::context::{Context, Translated};
use super::diagnostics::DiagnosticList;
use super::out::edited;
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};

const ENGINES: &[Engine] = &[Engine::MkDocs];

pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: ENGINES,
        scope: Scope::Engines,
        syntax: "!!! note \"Title\"",
        becomes: "a box around the indented lines below",
        code: "admonition",
        example: "!!! tip \"A *b*\"\n    c\n\n    d\n\ne",
        result: "<div box=\"tip\">\n\n<strong box=\"title\">A *b*</strong>\n\nc\n\nd\n\n</div>\n\ne",
    },
    Mark {
        engines: ENGINES,
        scope: Scope::Engines,
        syntax: "??? note, ???+ note",
        becomes: "a box that readers unfold, or fold",
        code: "admonition",
        example: "??? bug\n    c\n",
        result: "<details box=\"caution\">\n<summary>\n\n<strong box=\"title\">Bug</strong>\n\n</summary>\n\nc\n\n</details>\n",
    },
    Mark {
        engines: ENGINES,
        scope: Scope::Engines,
        syntax: "=== \"Tab\"",
        becomes: "its title, and the indented lines below",
        code: "admonition",
        example: "=== \"C\"\n    a\n",
        result: "<strong>C</strong>\n\na\n",
    },
];

/// Boxes within each other.
const DEEPEST: usize = 6;

/// Columns that the lines of a box are indented by.
const INDENT: usize = 4;

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    if !["!!! ", "???", "=== \"", "===! \"", "===+ \""].iter().any(|mark| text.contains(mark)) {
        return Translated::unchanged(text);
    }
    let reads = context.engines.has_any(ENGINES);
    let mut done = outermost(text, context, reads);
    for _ in 1..DEEPEST {
        if !reads || done.counts.is_empty() {
            break;
        }
        let inner = outermost(&done.markdown, context, reads);
        let lines = done.lines.then(&inner.lines);
        let counts = if inner.counts.is_empty() { inner.counts } else { done.counts };
        done = Translated { lines, counts, ..inner };
    }
    done
}

/// The parsed first line of a box.
struct BoxHead {
    frame: BoxMarkup,
    /// Whether it is one that only MkDocs has, whatever stands below it.
    known: bool,
}

impl BoxHead {
    fn read(line: &str) -> Option<Self> {
        let line = line.trim_end();
        let quoted =
            |rest: &str| Some(rest.trim().strip_prefix('"')?.strip_suffix('"')?.replace("\\\"", "\""));
        for mark in ["===!", "===+", "==="] {
            if let Some(title) = line.strip_prefix(mark).filter(|rest| rest.starts_with(' ')).and_then(quoted)
            {
                return Some(Self {
                    frame: BoxMarkup::Element { open: format!("<strong>{title}</strong>"), close: "" },
                    known: true,
                });
            }
        }
        let (rest, folded) = match line.split_at_checked(3)? {
            ("!!!", rest) => (rest, None),
            ("???", rest) => match rest.strip_prefix('+') {
                Some(rest) => (rest, Some(false)),
                None => (rest, Some(true)),
            },
            _ => return None,
        };
        let rest = rest.strip_prefix(' ')?;
        let (words, title) = match rest.find('"') {
            Some(at) => (&rest[..at], Some(quoted(&rest[at..])?)),
            None => (rest, None),
        };
        let mut words = words.split_whitespace();
        let kind = words.next()?.to_lowercase();
        let plain = |word: &str| word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        if !plain(&kind) || !words.all(plain) {
            return None;
        }
        let known = is_kind(&kind) || title.is_some();
        let name: String =
            kind.chars().take(1).flat_map(char::to_uppercase).chain(kind.chars().skip(1)).collect();
        let frame = match title {
            // An empty title is none at all.
            Some(title) if title.is_empty() && folded.is_none() => match BoxMarkup::of(&kind, &name, None) {
                BoxMarkup::Element { open, close } => {
                    BoxMarkup::Element { open: open.split('\n').next().unwrap_or_default().to_owned(), close }
                }
                other => other,
            },
            Some(title) if !title.is_empty() => BoxMarkup::of(&kind, &title, folded),
            _ => BoxMarkup::of(&kind, &name, folded),
        };
        Some(Self { frame, known })
    }
}

/// Columns of blanks before a line's text; `None` if something else stands there.
fn indent(line: &SourceLine<'_>) -> Option<usize> {
    let mut columns = 0;
    for sign in line.prefix.chars() {
        match sign {
            ' ' => columns += 1,
            '\t' => columns += INDENT - columns % INDENT,
            _ => return None,
        }
    }
    Some(columns)
}

/// Makes boxes of those that are in no other.
fn outermost(text: &str, context: &Context<'_>, reads: bool) -> Translated {
    let lines = lines(text, context);
    let mut diagnostics = DiagnosticList::of(text);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let (mut number, mut count) = (0, 0);
    while let Some(line) = lines.get(number) {
        number += 1;
        let (Some(columns), false) = (indent(line), line.inert) else { continue };
        let Some(head) = BoxHead::read(line.rest) else { continue };
        // Its lines: indented ones, and blank ones between.
        let mut end = number;
        for (at, below) in lines.iter().enumerate().skip(number) {
            if below.rest.trim().is_empty() {
                continue;
            }
            if indent(below).is_none_or(|own| own < columns + INDENT) {
                break;
            }
            end = at + 1;
        }
        if end == number && !(reads && head.known) {
            continue;
        }
        if !reads {
            diagnostics.warn(
                line.rest_at(),
                "admonition",
                format!(
                    "`{}` is a box of MkDocs, shown as it is written",
                    lamplight_markdown::text::shorten(line.rest, 40)
                ),
                "write `> [!NOTE]` and `> ` before each line, or set `engines = [\"mkdocs\"]`",
            );
            number = end;
            continue;
        }
        count += 1;
        let begin = head.frame.begin();
        let prefix = line.prefix;
        let above = number.checked_sub(2).and_then(|above| lines.get(above));
        if above.is_some_and(|above| !above.rest.trim().is_empty()) {
            edits.push((line.range.start..line.range.start, "\n".to_owned()));
        }
        edits.push((line.rest_at()..line.range.end, super::containers::joined(&begin, prefix)));
        for below in lines.get(number..end).unwrap_or_default() {
            if !below.rest.trim().is_empty() {
                edits.push((below.range.start..below.rest_at(), less(below.prefix, columns)));
            }
        }
        let close = head.frame.end();
        let last = lines.get(end - 1).map_or(line.range.end, |last| last.range.end);
        let goes_on = lines.get(end).is_some_and(|next| !next.rest.trim().is_empty());
        let close = if close.is_empty() { String::new() } else { format!("\n\n{prefix}{close}") };
        edits.push((last..last, format!("{close}{}", if goes_on { "\n" } else { "" })));
        number = end;
    }
    let (markdown, map) = edited(text, edits);
    let counts = (count > 0).then(|| ("admonition".to_owned(), count)).into_iter().collect();
    Translated { markdown, lines: map, diagnostics: diagnostics.finish(), counts }
}

/// Blanks before a line of a box that begins after so many columns, without those that its box asks for.
fn less(prefix: &str, columns: usize) -> String {
    let (mut seen, mut out) = (0, String::new());
    for sign in prefix.chars() {
        let width = if sign == '\t' { INDENT - seen % INDENT } else { 1 };
        for _ in 0..width {
            if seen < columns || seen >= columns + INDENT {
                out.push(' ');
            }
            seen += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engines;
    use lamplight_markdown::Flavour;

    #[test]
    fn boxes_of_mkdocs_stand_around_indented_lines() {
        let context = Context {
            engines: Engines::NONE.with(Engine::MkDocs),
            ..Context::plain(Flavour::Blog { smart: false })
        };
        for (text, want) in [
            ("a\n!!! note \"\"\n    b\nc", "a\n\n<div box=\"note\">\n\nb\n\n</div>\n\nc"),
            (
                "!!! note\n\n    a\n\n    !!! tip \"T\"\n        ```\n        x\n        ```\n",
                "<div box=\"note\">\n\n<strong box=\"title\">Note</strong>\n\n\na\n\n<div box=\"tip\">\n\n\
                 <strong box=\"title\">T</strong>\n\n```\nx\n```\n\n</div>\n\n</div>\n",
            ),
            ("```\n!!! note\n    a\n```\n", ""),
            ("wow !!! note\n\n!!!\n\n??? what is this?\n", ""),
            ("a\n===\n\nb", ""),
        ] {
            let want = if want.is_empty() { text } else { want };
            assert_eq!(step(text, &context).markdown, want, "{text}");
        }
        let plain = Context::plain(Flavour::Blog { smart: false });
        let diagnostics = step("x\n\n!!! note\n    b\n", &plain).diagnostics;
        assert_eq!(diagnostics.iter().map(|d| (d.code, d.at.line)).collect::<Vec<_>>(), [("admonition", 3)]);
        assert_eq!(step("Wow\n\n!!! note\n\nb", &plain).diagnostics, []);
    }
}
