//! Chinese, Japanese and Korean text, as its readers mean it: `**重要。**所以` is strong though no blank stands around it,
//! and where a line ends between two wide letters there is no blank.

mod emphasis;
pub(super) mod wide;

use std::ops::Range;

use lamplight_markdown::Flavour;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::context::{Context, Translated};
use super::out::edited;
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};
use wide::{is_hangul, is_wide};

pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "**重要。**所以",
        becomes: "strong, though CommonMark wants a blank or a letter of another kind beside the marks",
        code: "",
        example: "**重要。**所以 *「x」*と **b** ok",
        result: "<strong>重要。</strong>所以 <em>「x」</em>と <strong>b</strong> ok",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "a line that ends between two wide letters",
        becomes: "no blank there",
        code: "",
        example: "日本語の文\nです。\nそして a\nb",
        result: "日本語の文です。そして a\nb",
    },
];

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    if !text.chars().any(|c| is_wide(c) || is_hangul(c)) {
        return Translated::unchanged(text);
    }
    let joined = join(text, context.flavour);
    let emphasised = emphasis::step(&joined.markdown, context.flavour);
    let lines = joined.lines.then(&emphasised.lines);
    Translated { lines, ..emphasised }
}

/// Takes out the ends of lines between two wide letters.
fn join(text: &str, flavour: Flavour) -> Translated {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    // The last letter of the paragraph so far, and where its last line ended.
    let (mut last, mut ended) = (None::<char>, None::<Range<usize>>);
    let mut images = 0_usize;
    for (event, range) in Parser::new_ext(text, flavour.extensions()).into_offset_iter() {
        match event {
            Event::SoftBreak => ended = Some(range),
            Event::Text(prose) => {
                if let (Some(end), Some(last), Some(first)) = (ended.take(), last, prose.chars().next())
                    && is_wide(last)
                    && is_wide(first)
                    && images == 0
                {
                    let rest = &text[end.end..range.start];
                    let next = rest.trim_start_matches([' ', '\t', '>']);
                    edits.push((end.start..end.end + (rest.len() - next.len()), String::new()));
                }
                last = prose.chars().next_back().or(last);
            }
            Event::Start(Tag::Image { .. }) => (images, last) = (images + 1, None),
            Event::End(TagEnd::Image) => (images, last) = (images.saturating_sub(1), None),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            _ => (last, ended) = (None, None),
        }
    }
    let (markdown, lines) = edited(text, edits);
    Translated { markdown, lines, ..Translated::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLAVOUR: Flavour = Flavour::Blog { smart: true };

    #[test]
    fn lines_end_without_a_blank_between_wide_letters() {
        for (text, want) in [
            ("日本\n語", "日本語"),
            ("> 日本，\n> 語", "> 日本，語"),
            ("- 日本\n  **語**", "- 日本**語**"),
            ("日本\nabc\n語", ""),
            ("日本  \n語", ""),
            ("日本\\\n語", ""),
            ("日本\n\n語", ""),
            ("한국\n어", ""),
            ("日本\n`語`\n本", ""),
            ("```\n日本\n語\n```\n", ""),
            ("| 日本 |\n|---|\n| 語 |", ""),
            ("<p>\n日本\n語\n</p>", ""),
        ] {
            let want = if want.is_empty() { text } else { want };
            assert_eq!(join(text, FLAVOUR).markdown, want, "{text}");
        }
        assert_eq!(join("日本\n語\n\nb", FLAVOUR).lines.source(3), 4);
    }
}
