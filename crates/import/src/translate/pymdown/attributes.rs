//! Attributes behind a span, a link or a picture.

use super::state::{LONGEST, Marks};
use crate::opens;
use crate::translate::html::attribute;

impl Marks<'_> {
    /// `[text]{.class}` and `![a](b){width=5}`.
    pub(super) fn attributes(&mut self) {
        let text = self.text;
        for (sign, is_span) in [("]{", true), ("){", false)] {
            for (at, _) in text.match_indices(sign) {
                let Some((length, words)) = attributes(&text[at + 1..]).filter(|_| !self.is_inert(at)) else {
                    continue;
                };
                let end = at + 1 + length;
                let reads = self.pandoc || self.mkdocs && !is_span;
                let open =
                    if is_span { opening(text, at) } else { self.before(at).contains("](").then_some(at) };
                let Some(open) = open else { continue };
                if !reads {
                    self.shown(at + 1, end, "mark-of-engine", "Pandoc");
                    continue;
                }
                for word in &words {
                    let (name, value) = word.split_once('=').unwrap_or((*word, ""));
                    let value = value.trim_matches(['"', '\'']);
                    if opens::is_reported(name, value) {
                        let (message, help) = opens::diagnostic_text(&opens::written(name, value), "");
                        self.diagnostics.warn(at + 1, opens::CODE, message, help);
                    }
                }
                if !is_span {
                    self.edits.push((at + 1..end, String::new()));
                    continue;
                }
                let mut html = "<span".to_owned();
                let classes: Vec<&str> = words.iter().filter_map(|word| word.strip_prefix('.')).collect();
                if !classes.is_empty() {
                    attribute(&mut html, "class", &classes.join(" "));
                }
                if let Some(id) = words.iter().find_map(|word| word.strip_prefix('#')) {
                    attribute(&mut html, "id", id);
                }
                self.edits.push((open..open + 1, html + ">"));
                self.edits.push((at..end, "</span>".to_owned()));
            }
        }
    }
}

/// `{.class #id key=value}` at the beginning of a text: its length, and its words.
pub(super) fn attributes(text: &str) -> Option<(usize, Vec<&str>)> {
    let near = &text[..text.floor_char_boundary(LONGEST.min(text.len()))];
    let inside = near.strip_prefix('{')?;
    let end = inside.find(['}', '\n']).filter(|end| inside[*end..].starts_with('}'))?;
    let words: Vec<&str> = inside[..end].trim_start_matches(':').split_whitespace().collect();
    let is_one = |word: &&str| {
        let name = word.strip_prefix(['.', '#']).unwrap_or(word);
        let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
        named && (name.len() < word.len() || word.contains('=')) || word.ends_with(['"', '\''])
    };
    (!words.is_empty() && words.iter().all(is_one)).then_some((end + 2, words))
}

/// The bracket that one at an offset closes, on its line.
fn opening(text: &str, close: usize) -> Option<usize> {
    let from = text.floor_char_boundary(close.saturating_sub(LONGEST));
    let mut depth = 0_usize;
    for (at, c) in text[from..close].char_indices().rev() {
        match c {
            '\n' => return None,
            ']' => depth += 1,
            '[' if depth == 0 => return (!text[..from + at].ends_with('!')).then_some(from + at),
            '[' => depth -= 1,
            _ => {}
        }
    }
    None
}
