//! Makes ids of headings from their text.

use lamplight_markdown::Flavour;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::slug::{Ids, slugify};

/// The ids of all headings of a text in order: those of the author (`## Title {#id}`), or else slugs of the headings. Of equal slugs,
/// the second gets `-1`, the third `-2`.
#[must_use]
pub fn anchors(markdown: &str, flavour: Flavour) -> Vec<String> {
    ids(&headings(markdown, flavour))
}

/// What the id of a heading is made of.
pub(super) struct HeadingText {
    /// The id that the author wrote.
    pub own: Option<String>,
    pub text: String,
}

/// The ids of headings.
pub(super) fn ids(headings: &[HeadingText]) -> Vec<String> {
    let mut ids = Ids::default();
    let wanted = |heading: &HeadingText| heading.own.clone().unwrap_or_else(|| slugify(&heading.text));
    headings.iter().map(|heading| ids.unique(&wanted(heading))).collect()
}

/// The headings of a text in order.
pub(super) fn headings(markdown: &str, flavour: Flavour) -> Vec<HeadingText> {
    let mut headings = Vec::new();
    let mut open: Option<HeadingText> = None;
    for event in Parser::new_ext(markdown, flavour.extensions()) {
        match event {
            Event::Start(Tag::Heading { id, .. }) => {
                open = Some(HeadingText { own: id.map(String::from), text: String::new() });
            }
            Event::End(TagEnd::Heading(_)) => headings.extend(open.take()),
            Event::Text(part) | Event::Code(part) => {
                if let Some(heading) = &mut open {
                    heading.text.push_str(&part);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut open {
                    heading.text.push(' ');
                }
            }
            _ => {}
        }
    }
    headings
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
