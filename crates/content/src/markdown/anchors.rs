//! Ids of headings, made once at build.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::Flavour;
use crate::slug::{Ids, slugify};

/// The ids of all headings of a text in order: the author's own (`## Title {#id}`), or the slug of what the heading
/// says. All are different: of equal ones the second gets `-1`, the third `-2`.
#[must_use]
pub fn anchors(markdown: &str, flavour: Flavour) -> Vec<String> {
    let mut ids = Ids::default();
    let mut anchors = Vec::new();
    let mut open: Option<(Option<String>, String)> = None;
    for event in Parser::new_ext(markdown, flavour.extensions()) {
        match event {
            Event::Start(Tag::Heading { id, .. }) => open = Some((id.map(String::from), String::new())),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((own, text)) = open.take() {
                    anchors.push(ids.unique(&own.unwrap_or_else(|| slugify(&text))));
                }
            }
            Event::Text(part) | Event::Code(part) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(&part);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((_, text)) = &mut open {
                    text.push(' ');
                }
            }
            _ => {}
        }
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_get_ids_in_order() {
        let text = "# One\n\n## One\n\nSetext *two*\n===\n\n### `c()` {#own}\n\n> #### Über 日本\n";
        let ids = anchors(text, Flavour::Blog { smart: true });
        assert_eq!(ids, ["one", "one-1", "setext-two", "own", "über-日本"]);
    }
}
