//! Names of emoji between colons: `:smile:`, `:+1:`.

use std::ops::Range;

use super::context::{Context, Translated};
use super::diagnostics::DiagnosticList;
use super::out::edited;
use super::spans::prose;
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};

/// Engines that show them, by themselves or by what nearly all of their sites add.
const ENGINES: &[Engine] = &[Engine::Jekyll, Engine::Hugo, Engine::Hexo, Engine::VitePress, Engine::MkDocs];

pub(super) const MARKS: &[Mark] = &[Mark {
    engines: ENGINES,
    scope: Scope::Engines,
    syntax: ":smile:",
    becomes: "the emoji, if it is the name of one",
    code: "emoji-name",
    example: "a :smile: and :+1: at 10:30:45 in `:smile:` or :memory:",
    result: "a 😄 and 👍 at 10:30:45 in `:smile:` or :memory:",
}];

/// Bytes of the longest name, with room to spare.
const LONGEST: usize = 64;

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    if names(text, 0..text.len()).next().is_none() {
        return Translated::unchanged(text);
    }
    let reads = context.engines.has_any(ENGINES);
    let mut diagnostics = DiagnosticList::of(text);
    let mut edits = Vec::new();
    for run in prose(text, context.flavour) {
        for (range, emoji) in names(text, with_colon(text, run.range)) {
            if reads {
                edits.push((range, emoji.to_owned()));
            } else {
                let name = &text[range.clone()];
                diagnostics.warn(
                    range.start,
                    "emoji-name",
                    format!("`{name}` is shown as it is written"),
                    format!("write {emoji} itself"),
                );
            }
        }
    }
    let count = edits.len();
    let (markdown, lines) = edited(text, edits);
    let counts = (count > 0).then(|| ("emoji".to_owned(), count)).into_iter().collect();
    Translated { markdown, lines, diagnostics: diagnostics.finish(), counts }
}

/// A stretch with the colon in front of it that begins its line, which is taken for a definition's.
fn with_colon(text: &str, range: Range<usize>) -> Range<usize> {
    let before = text[..range.start].strip_suffix(':');
    let begins = before.is_some_and(|before| {
        let line = before.trim_end_matches(' ');
        line.is_empty() || line.ends_with('\n')
    });
    range.start - usize::from(begins)..range.end
}

/// The names of emoji in a stretch: where, and what they stand for.
fn names(text: &str, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, &'static str)> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        loop {
            let open = at + text[at..range.end].find(':')?;
            at = open + 1;
            let rest = &text.as_bytes()[at..range.end];
            let is_sign = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-');
            let length = rest.iter().take(LONGEST).take_while(is_sign).count();
            if length == 0 || rest.get(length) != Some(&b':') {
                continue;
            }
            let end = at + length + 1;
            // `1:100:5` is a ratio, and `::100::` something else.
            let joins = |c: char| c.is_alphanumeric() && c.is_ascii() || matches!(c, ':' | '/' | '\\');
            if text[..open].ends_with(joins) || text[end..].starts_with(joins) {
                continue;
            }
            if let Some(emoji) = emojis::get_by_shortcode(&text[at..end - 1]) {
                at = end;
                return Some((open..end, emoji.as_str()));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engines;
    use lamplight_markdown::Flavour;

    #[test]
    fn a_line_may_begin_with_an_emoji() {
        let flavour = Flavour::Blog { smart: false };
        let context = Context { engines: ENGINES.iter().copied().collect(), ..Context::plain(flavour) };
        let text = "A paragraph\n:warning: a line\n\n:+1: another\n";
        assert_eq!(step(text, &context).markdown, "A paragraph\n\u{26a0}\u{fe0f} a line\n\n👍 another\n");
    }

    #[test]
    fn names_of_emoji_are_told_from_times_and_code() {
        let context = Context {
            engines: Engines::NONE.with(Engine::Jekyll),
            ..Context::plain(Flavour::Blog { smart: true })
        };
        for (text, want) in [
            (":smile::smile: (:heavy_check_mark:) **:+1:**.", ":smile::smile: (✔️) **👍**."),
            (":smile: :smile:", "😄 😄"),
            ("1:100:5, a:100:b, :100:", "1:100:5, a:100:b, 💯"),
            ("日本:smile:語", "日本😄語"),
            ("\\:smile: <a title=\":smile:\">x</a> [a](/:smile:) <!-- :smile: -->", ""),
            ("    :smile:\n", ""),
            (":memory: :Smile: : smile:", ""),
            ("http://a.example/:smile:", ""),
        ] {
            let want = if want.is_empty() { text } else { want };
            assert_eq!(step(text, &context).markdown, want, "{text}");
        }
    }
}
