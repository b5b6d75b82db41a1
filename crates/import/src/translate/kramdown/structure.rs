//! Finds blocks, code and spans of a text, for attributes.

use std::collections::HashMap;
use std::ops::Range;

use lamplight_markdown::Flavour;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::translate::scan::within;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    Heading,
    List,
    Html,
    Other,
}

/// Blocks, code and spans of a text.
#[derive(Default)]
pub(super) struct Structure {
    /// Blocks that are in no other, in order.
    pub blocks: Vec<(BlockKind, Range<usize>)>,
    /// Code between fences, and code that is indented.
    pub fenced: Vec<Range<usize>>,
    pub indented: Vec<Range<usize>>,
    /// Code in a line.
    pub inline: Vec<Range<usize>>,
    /// End of each span → its start, and the picture if it is one.
    pub spans: HashMap<usize, (usize, Option<SpanImage>)>,
}

#[derive(Clone)]
pub(super) struct SpanImage {
    pub src: String,
    pub alt: String,
}

impl Structure {
    pub(super) fn of(text: &str, flavour: Flavour) -> Self {
        let mut found = Self::default();
        let mut depth = 0;
        let mut picture: Option<SpanImage> = None;
        for (event, range) in Parser::new_ext(text, flavour.extensions()).into_offset_iter() {
            match event {
                Event::Start(tag) => {
                    if depth == 0 {
                        let kind = match &tag {
                            Tag::Heading { .. } => BlockKind::Heading,
                            Tag::List(_) => BlockKind::List,
                            Tag::HtmlBlock => BlockKind::Html,
                            _ => BlockKind::Other,
                        };
                        found.blocks.push((kind, range.clone()));
                    }
                    depth += 1;
                    match tag {
                        Tag::CodeBlock(CodeBlockKind::Indented) => found.indented.push(range),
                        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => found.fenced.push(range),
                        Tag::Image { dest_url, .. } => {
                            picture = Some(SpanImage { src: dest_url.into_string(), alt: String::new() });
                        }
                        _ => {}
                    }
                }
                Event::End(tag) => {
                    depth -= 1;
                    let is_span = matches!(
                        tag,
                        TagEnd::Emphasis
                            | TagEnd::Strong
                            | TagEnd::Link
                            | TagEnd::Image
                            | TagEnd::Strikethrough
                    );
                    if is_span {
                        let shown = picture.take().filter(|_| tag == TagEnd::Image);
                        found.spans.insert(range.end, (range.start, shown));
                    }
                }
                Event::Code(_) => {
                    found.spans.insert(range.end, (range.start, None));
                    found.inline.push(range);
                }
                Event::Text(part) => {
                    if let Some(picture) = &mut picture {
                        picture.alt.push_str(&part);
                    }
                }
                Event::Rule => found.blocks.push((BlockKind::Other, range)),
                _ => {}
            }
        }
        found
    }

    /// Whether an offset stands in a block of HTML that is in no other block.
    pub(super) fn is_html(&self, at: usize) -> bool {
        let next = self.blocks.partition_point(|(_, block)| block.end <= at);
        self.blocks.get(next).is_some_and(|(kind, block)| *kind == BlockKind::Html && block.start <= at)
    }

    pub(super) fn is_code(&self, at: usize) -> bool {
        [&self.fenced, &self.indented, &self.inline].iter().any(|list| within(list, at).is_some())
    }
}
