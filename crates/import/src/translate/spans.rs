//! Where prose stands in a text: what marks within a line may be looked for in.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use lamplight_markdown::Flavour;

/// A stretch of prose, as written: no code, no HTML, no address, and nothing that a backslash keeps from being a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub range: Range<usize>,
    /// The block or the link, emphasis and the like that it is in. A mark ends in the one that it begins in.
    pub parent: usize,
}

/// The stretches of a text, in order.
pub(super) fn prose(text: &str, flavour: Flavour) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
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
                _ => runs.push(Run { range, parent }),
            },
            _ => {}
        }
    }
    runs
}
