//! Footnotes: `^[written where they are mentioned]`, notes that nobody mentions, and mentions of notes that are not there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use lamplight_markdown::Flavour;
use lamplight_markdown::text::shorten;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::context::{Context, Translated};
use super::diagnostics::DiagnosticList;
use super::out::edited;
use super::spans::{ProseSpan, prose};
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};

/// Engines with inline footnotes.
const ENGINES: &[Engine] = &[Engine::Pandoc, Engine::Obsidian, Engine::Hexo];

pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: ENGINES,
        scope: Scope::Everywhere,
        syntax: "^[a note]",
        becomes: "a footnote; a note of one word, in folders of these engines alone",
        code: "",
        example: "a^[one *note* here] b",
        result: "a[^inline-1] b\n\n[^inline-1]: one *note* here\n",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "[^a]: a note",
        becomes: "a footnote; nothing if no `[^a]` mentions it, which is reported",
        code: "footnote-unused",
        example: "a[^b]\n\n[^b]: c\n\n[^d]: e\n",
        result: "a[^b]\n\n[^b]: c\n\n",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "[^a]",
        becomes: "itself, if there is no note of that name",
        code: "footnote-missing",
        example: "a[^b]",
        result: "a[^b]",
    },
];

/// Most bytes of an inline footnote.
const LONGEST: usize = 4_000;

/// The translator for inline footnotes.
pub(super) fn inline(text: &str, context: &Context<'_>) -> Translated {
    if !text.contains("^[") {
        return Translated::unchanged(text);
    }
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut notes = String::new();
    let (mut number, mut after) = (0, 0);
    let runs = prose(text, context.flavour);
    let sure = context.engines.has_any(ENGINES);
    for run in &runs {
        let mut at = run.range.start.max(after);
        while let Some(open) = text.get(at..run.range.end).and_then(|rest| rest.find("^[")).map(|i| at + i) {
            at = open + 2;
            let Some(end) = closing(text, &runs, at) else { continue };
            let note = &text[at..end];
            if text[..open].ends_with(['\\', '[']) || !is_note(note, &text[end + 1..], sure) {
                continue;
            }
            let name = loop {
                number += 1;
                let name = format!("inline-{number}");
                if !text.contains(&format!("[^{name}]")) {
                    break name;
                }
            };
            let one_line = note.split_whitespace().collect::<Vec<_>>().join(" ");
            edits.push((open..end + 1, format!("[^{name}]")));
            notes.push_str(&format!("[^{name}]: {one_line}\n"));
            at = end + 1;
            after = at;
        }
    }
    if edits.is_empty() {
        return Translated::unchanged(text);
    }
    // Behind code without an end they would be code.
    if ends_open(text, context.flavour) {
        edits.push((0..0, format!("{notes}\n")));
    } else {
        let end = text.len();
        edits.push((end..end, format!("{}\n{notes}", if text.ends_with('\n') { "" } else { "\n" })));
    }
    let (markdown, lines) = edited(text, edits);
    let counts = [("inline note".to_owned(), notes.lines().count())].into_iter().collect();
    Translated { markdown, lines, diagnostics: Vec::new(), counts }
}

/// Offset of the closing bracket for the one before an offset. Brackets in code and HTML do not count.
fn closing(text: &str, runs: &[ProseSpan], from: usize) -> Option<usize> {
    let first = runs.partition_point(|run| run.range.end <= from);
    let parent = runs.get(first)?.parent;
    let mut depth = 0_usize;
    // A link within the note has its brackets in front of and behind its own text.
    for run in &runs[first..] {
        let start = run.range.start.max(from);
        if start > from + LONGEST {
            return None;
        }
        for (at, sign) in text[start..run.range.end].bytes().take(LONGEST).enumerate() {
            match sign {
                b'[' => depth += 1,
                b']' if depth == 0 => return (run.parent == parent).then_some(start + at),
                b']' => depth -= 1,
                _ => {}
            }
        }
        // A note ends in its paragraph.
        if text[run.range.end..].starts_with("\n\n") {
            return None;
        }
    }
    None
}

/// Whether the text between `^[` and `]` is a footnote: `x^[1]` and `^[a-z ]+` are not.
fn is_note(note: &str, after: &str, sure: bool) -> bool {
    if note.trim().is_empty()
        || after.starts_with(['+', '*', '?', '{', '$', '(', '['])
        || note.contains("\n\n")
    {
        return false;
    }
    let words = note.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    let wide = note.chars().filter(|c| crate::translate::cjk::wide::is_wide(*c)).count();
    sure && note.chars().any(char::is_alphanumeric) || words.count() > 1 || wide > 3
}

/// Whether a text ends within code or HTML.
fn ends_open(text: &str, flavour: Flavour) -> bool {
    let last = Parser::new_ext(text, flavour.extensions()).into_offset_iter().last();
    let tail = text.trim_end().len();
    last.is_some_and(|(event, range)| {
        matches!(event, Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock)) && range.end >= tail
            || matches!(
                event,
                Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition)
            ) && text[range].contains("```")
    })
}

/// The last translator: removes footnotes without mention, and reports missing ones.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    if !text.contains("[^") {
        return Translated::unchanged(text);
    }
    let mut diagnostics = DiagnosticList::of(text);
    // Of each note: where it stands and whom it mentions. What is no note mentions by no name.
    let mut notes: Vec<(String, Range<usize>)> = Vec::new();
    let mut mentions: BTreeMap<Option<String>, BTreeSet<String>> = BTreeMap::new();
    let mut open: Vec<String> = Vec::new();
    let mut defined: BTreeSet<String> = BTreeSet::new();
    for (event, range) in Parser::new_ext(text, context.flavour.extensions()).into_offset_iter() {
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) => {
                open.push(name.to_string());
                defined.insert(name.to_string());
                notes.push((name.into_string(), range));
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                open.pop();
            }
            Event::FootnoteReference(name) => {
                mentions.entry(open.last().cloned()).or_default().insert(name.into_string());
            }
            _ => {}
        }
    }
    let mut read: BTreeSet<&str> = BTreeSet::new();
    let mut ahead: Vec<&str> = mentions.get(&None).into_iter().flatten().map(String::as_str).collect();
    while let Some(name) = ahead.pop() {
        if read.insert(name) {
            ahead.extend(mentions.get(&Some(name.to_owned())).into_iter().flatten().map(String::as_str));
        }
    }
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (name, range) in notes.iter().filter(|(name, _)| !read.contains(name.as_str())) {
        diagnostics.warn(
            range.start,
            "footnote-unused",
            format!("no `[^{}]` mentions this note; it is left out", shorten(name, 40)),
            "mention it, or delete it",
        );
        // Its lines stay where a list or a quotation would end with them.
        let start =
            range.start - (text[..range.start].len() - text[..range.start].trim_end_matches(' ').len());
        if start == 0 || text[..start].ends_with('\n') {
            edits.push((start..range.end, String::new()));
        }
    }
    for run in prose(text, context.flavour) {
        for (at, _) in text[run.range.clone()].match_indices("[^") {
            let at = run.range.start + at;
            let rest = &text[at + 2..run.range.end];
            let name = rest.split([']', ' ', '\n']).next().unwrap_or_default();
            if is_name(name) && rest[name.len()..].starts_with(']') && !defined.contains(name) {
                diagnostics.warn(
                    at,
                    "footnote-missing",
                    format!(
                        "there is no note `[^{}]:`; the mention is shown as it is written",
                        shorten(name, 40)
                    ),
                    "write the note, or put it between backticks if it is code",
                );
            }
        }
    }
    let (markdown, lines) = edited(text, edits);
    Translated { markdown, lines, diagnostics: diagnostics.finish(), counts: BTreeMap::new() }
}

/// Whether a name is that of a footnote, and not part of a regular expression, such as `a-z`.
fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let range = name.split('-').all(|part| part.chars().count() == 1) && name.contains('-');
    !name.is_empty() && name.len() < 100 && name.chars().all(plain) && !range
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engines;

    const FLAVOUR: Flavour = Flavour::Blog { smart: false };

    #[test]
    fn what_is_told_of_a_note_stands_within_the_text() {
        let text = "a\n\n[^x]: nobody asks ^[for these words]\n";
        let done = crate::translate::translate(text, &Context::plain(FLAVOUR));
        let places: Vec<_> =
            done.diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.at.line)).collect();
        assert_eq!(places, [("footnote-unused", 3), ("footnote-unused", 4)]);
    }

    #[test]
    fn notes_within_the_text_become_footnotes() {
        for (text, want) in [
            ("a^[see [b](/c) and `]` there].\n", "a[^inline-1].\n\n[^inline-1]: see [b](/c) and `]` there\n"),
            ("a^[two\nlines here]", "a[^inline-1]\n\n[^inline-1]: two lines here\n"),
            ("日本^[これは注です。]", "日本[^inline-1]\n\n[^inline-1]: これは注です。\n"),
            ("[^inline-1] a^[one two]", "[^inline-1] a[^inline-2]\n\n[^inline-2]: one two\n"),
            ("x^[1] and x^[n] and ^[a-z ]+ or `a^[b c]`", ""),
            ("a^[not\n\nclosed here]", ""),
            ("a\\^[one two]", ""),
            ("a^[one two\n\n```\nx", ""),
            ("a^[one two]\n\n```\nx", "[^inline-1]: one two\n\na[^inline-1]\n\n```\nx"),
        ] {
            let want = if want.is_empty() { text } else { want };
            assert_eq!(inline(text, &Context::plain(FLAVOUR)).markdown, want, "{text}");
        }
        let context = Context { engines: Engines::NONE.with(Engine::Pandoc), ..Context::plain(FLAVOUR) };
        assert!(inline("a^[word]", &context).markdown.starts_with("a[^inline-1]"));
    }

    #[test]
    fn notes_and_mentions_belong_together() {
        for (text, want, codes) in [
            ("a[^b]\n\n[^b]: c[^d]\n\n[^d]: e\n", "", &[][..]),
            (
                "a\n\n[^b]: c[^d]\n\n[^d]: e\n\nend\n",
                "a\n\nend\n",
                &[("footnote-unused", 3), ("footnote-unused", 5)],
            ),
            ("a[^b] [^a-z]\n", "", &[("footnote-missing", 1)]),
            ("`[^b]`\n\n    [^b]: c\n", "", &[]),
        ] {
            let want = if want.is_empty() { text } else { want };
            let done = step(text, &Context::plain(FLAVOUR));
            let diagnostics: Vec<_> = done.diagnostics.iter().map(|d| (d.code, d.at.line)).collect();
            assert_eq!((done.markdown.as_str(), diagnostics.as_slice()), (want, codes), "{text}");
        }
    }
}
