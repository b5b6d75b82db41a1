//! Lines that mean something to kramdown alone: `^` ends a block, `\\` at the end of a line breaks it.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::engine::Engine;
use crate::translate::context::{Context, Translated};
use crate::translate::out::edited;
use crate::translate::scan::within;

/// The translator of posts in Markdown, in folders of Jekyll.
pub(in crate::translate) fn step(text: &str, context: &Context<'_>) -> Translated {
    let is_jekyll = context.liquid.is_some() && context.engines.has(Engine::Jekyll);
    if !is_jekyll || !text.contains(['^', '\\']) {
        return Translated::unchanged(text);
    }
    let kept = kept(text, context);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let (mut at, mut formula) = (0, false);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim_end();
        let end = start + bare.len();
        let is_inside = formula;
        // An odd number of these opens a formula of several lines, or ends one.
        formula ^= line.matches("$$").count() % 2 == 1 && within(&kept, start).is_none();
        if is_inside || formula {
            continue;
        }
        if bare == "^" && within(&kept, start).is_none() {
            edits.push((start..end, "<!-- -->".to_owned()));
        } else if let Some(before_break) = bare.strip_suffix("\\\\")
            && line.ends_with('\n')
            && !before_break.ends_with('\\')
            && !before_break.trim().is_empty()
            && within(&kept, end - 2).is_none()
        {
            edits.push((end - 1..end, String::new()));
        }
    }
    let count = edits.len();
    let (markdown, lines) = edited(text, edits);
    let counts = (count > 0).then(|| ("kramdown".to_owned(), count)).into_iter().collect();
    Translated { markdown, lines, counts, diagnostics: Vec::new() }
}

/// Code and HTML.
fn kept(text: &str, context: &Context<'_>) -> Vec<Range<usize>> {
    Parser::new_ext(text, context.flavour.extensions())
        .into_offset_iter()
        .filter(|(event, _)| {
            matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) | Event::Code(_))
        })
        .map(|(_, range)| range)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engines;
    use lamplight_markdown::Flavour;

    #[test]
    fn ends_of_blocks_and_lines() {
        let context = Context {
            engines: Engines::NONE.with(Engine::Jekyll),
            ..Context::plain(Flavour::Blog { smart: false })
        };
        for (text, want) in [
            ("* a\n^\n* b\n", "* a\n<!-- -->\n* b\n"),
            ("* a\r\n^\r\n", "* a\r\n<!-- -->\r\n"),
            ("one\\\\\ntwo\n", "one\\\ntwo\n"),
            ("one\\\\\\\ntwo\n", "one\\\\\\\ntwo\n"),
            ("$$\na \\\\\nb\n$$\n", "$$\na \\\\\nb\n$$\n"),
            ("```\na \\\\\n^\n```\n", "```\na \\\\\n^\n```\n"),
            ("x^\ny\n", "x^\ny\n"),
            ("C:\\\\", "C:\\\\"),
        ] {
            assert_eq!(step(text, &context).markdown, want, "{text}");
            let plain = Context::plain(Flavour::Blog { smart: false });
            assert_eq!(step(text, &plain).markdown, text);
        }
    }
}
