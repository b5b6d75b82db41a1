//! Finds prose in a text, in which inline marks may be.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use lamplight_markdown::Flavour;

/// A span of prose as written: no code, HTML, address or escaped character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ProseSpan {
    pub range: Range<usize>,
    /// Number of the block, link or emphasis around it. A mark must end in the same one.
    pub parent: usize,
}

/// The spans of prose of a text, in order.
pub(super) fn prose(text: &str, flavour: Flavour) -> Vec<ProseSpan> {
    let mut runs: Vec<ProseSpan> = Vec::new();
    let (mut parents, mut parent, mut inert) = (Vec::new(), 0, 0_usize);
    let mut next = 1;
    for (event, range) in Parser::new_ext(text, flavour.extensions()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                parents.push(parent);
                parent = next;
                next += 1;
                inert += usize::from(matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Image { .. }));
            }
            Event::End(tag) => {
                parent = parents.pop().unwrap_or_default();
                let ends = matches!(tag, TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image);
                inert -= usize::from(ends && inert > 0);
            }
            // A bare address is no prose; what is between angle brackets is a link and has its own text.
            Event::Text(_) if inert == 0 => match runs.last_mut() {
                Some(last) if last.range.end == range.start && last.parent == parent => {
                    last.range.end = range.end
                }
                _ => runs.push(ProseSpan { range, parent }),
            },
            _ => {}
        }
    }
    runs
}
