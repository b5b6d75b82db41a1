//! Lines that begin with a colon. A definition needs a blank behind it (`: what it means`); the parser also takes
//! `:warning: text` for one, and makes the paragraph above a term. A backslash keeps such a colon from being one.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::context::{Context, Translated};
use super::out::edited;

/// Each time that colons were kept from being marks, others may come to light behind them.
const TIMES: usize = 8;

/// The translator. It comes last: its backslashes are for the parser alone.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    let mut done = Translated::unchanged(text);
    for _ in 0..TIMES {
        if !begins_with_colon(&done.markdown) {
            break;
        }
        let edits: Vec<(Range<usize>, String)> =
            Parser::new_ext(&done.markdown, context.flavour.extensions())
                .into_offset_iter()
                .filter(|(event, _)| matches!(event, Event::Start(Tag::DefinitionListDefinition)))
                .filter(|(_, range)| is_no_definition(&done.markdown[range.start..]))
                .map(|(_, range)| (range.start..range.start, "\\".to_owned()))
                .collect();
        if edits.is_empty() {
            break;
        }
        (done.markdown, _) = edited(&done.markdown, edits);
    }
    done
}

/// Whether a line begins with a colon that is no definition's.
fn begins_with_colon(text: &str) -> bool {
    text.split('\n').any(|line| is_no_definition(line.trim_start_matches([' ', '\t', '>'])))
}

fn is_no_definition(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|rest| !rest.starts_with([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lamplight_markdown::Flavour;

    #[test]
    fn a_definition_needs_a_blank() {
        for (text, want) in [
            ("a\n:warning: b", "a\n\\:warning: b"),
            ("a\n:::x\nb\n:::\n", "a\n\\:::x\nb\n\\:::\n"),
            ("a\n\n:smile:\n", "a\n\n\\:smile:\n"),
            ("> a\n> :b", "> a\n> \\:b"),
            ("- a\n  :b", "- a\n  \\:b"),
            ("a\n: b\n:c", "a\n: b\n\\:c"),
            ("a\n:\tb\n\n  : c\n", "a\n:\tb\n\n  : c\n"),
            ("a\n:", "a\n\\:"),
            (":a\n", ":a\n"),
            ("```\na\n:b\n```", "```\na\n:b\n```"),
            ("a:b\n1:2", "a:b\n1:2"),
        ] {
            let done = step(text, &Context::plain(Flavour::Blog { smart: false }));
            assert_eq!(done.markdown, want, "{text}");
        }
    }
}
