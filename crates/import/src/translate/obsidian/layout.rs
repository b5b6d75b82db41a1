//! Finds the parts of a note that marks depend on: code, links, pictures, line breaks.

use std::ops::Range;

use lamplight_markdown::Flavour;
use lamplight_markdown::fence::Fence;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::translate::scan::within;

/// A picture as Markdown writes it.
pub(super) struct MarkdownPicture {
    pub range: Range<usize>,
    pub destination: String,
}

/// A block of code with a language.
pub(super) struct FencedBlock<'a> {
    pub range: Range<usize>,
    pub language: &'a str,
}

/// The parts of a note, each kind in order.
#[derive(Default)]
pub(super) struct NoteLayout<'a> {
    /// Code of all kinds.
    pub code: Vec<Range<usize>>,
    /// Fenced blocks.
    pub fenced: Vec<FencedBlock<'a>>,
    /// Blocks of HTML.
    pub html: Vec<Range<usize>>,
    /// Tags within text.
    tags: Vec<Range<usize>>,
    /// Where Markdown's own links and footnotes begin.
    links: Vec<usize>,
    pub pictures: Vec<MarkdownPicture>,
    /// Ends of lines within paragraphs.
    pub breaks: Vec<usize>,
    /// Where the text of a paragraph, a heading, a cell or the like ends or another's begins.
    ends: Vec<usize>,
}

impl<'a> NoteLayout<'a> {
    pub(super) fn of(text: &'a str, flavour: Flavour) -> Self {
        let mut layout = Self::default();
        for (event, range) in Parser::new_ext(text, flavour.extensions()).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    if let CodeBlockKind::Fenced(_) = kind {
                        let first = text[range.clone()].lines().next().unwrap_or_default();
                        let info = first.trim_start_matches(['`', '~']);
                        let language = Fence::read(info).language;
                        layout.fenced.push(FencedBlock { range: range.clone(), language });
                    }
                    layout.code.push(range);
                }
                Event::Code(_) => layout.code.push(range),
                Event::Start(Tag::HtmlBlock) => {
                    let block = text[range.clone()].trim_start();
                    if ["<pre", "<script", "<style", "<textarea"].iter().any(|tag| block.starts_with(tag)) {
                        layout.code.push(range.clone());
                    }
                    layout.html.push(range);
                }
                Event::InlineHtml(_) => layout.tags.push(range),
                Event::Start(Tag::Link { .. }) | Event::FootnoteReference(_) => {
                    layout.links.push(range.start);
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    layout.pictures.push(MarkdownPicture { range, destination: dest_url.into_string() });
                }
                Event::SoftBreak => {
                    layout.breaks.extend(text[range.start..].find('\n').map(|i| range.start + i));
                }
                Event::Start(Tag::Item | Tag::Paragraph) => layout.ends.push(range.start),
                Event::End(
                    TagEnd::Paragraph
                    | TagEnd::Heading(_)
                    | TagEnd::Item
                    | TagEnd::TableCell
                    | TagEnd::DefinitionListTitle,
                ) => layout.ends.push(range.end),
                _ => {}
            }
        }
        layout.ends.sort_unstable();
        layout
    }

    /// Whether nothing at an offset is a mark: within code, and within the tags of HTML.
    pub(super) fn is_literal(&self, at: usize) -> bool {
        within(&self.code, at).is_some() || within(&self.tags, at).is_some()
    }

    /// Whether a stretch of text holds the end of a paragraph, a cell or the like.
    pub(super) fn is_parted(&self, range: &Range<usize>) -> bool {
        let next = self.ends.partition_point(|end| *end <= range.start);
        self.ends.get(next).is_some_and(|end| *end < range.end)
    }

    /// Whether one of Markdown's own links begins in a stretch.
    pub(super) fn links_in(&self, range: &Range<usize>) -> bool {
        let next = self.links.partition_point(|at| *at < range.start);
        self.links.get(next).is_some_and(|at| *at < range.end)
    }
}
