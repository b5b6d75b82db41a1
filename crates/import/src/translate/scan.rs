//! Small searches: whether a range is code, whether it is alone on its line, where the line ends.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use lamplight_markdown::Flavour;

/// Stretches of a text that are code, in order.
pub(super) fn code(text: &str, flavour: Flavour) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, flavour.extensions()).into_offset_iter() {
        if matches!(event, Event::Start(Tag::CodeBlock(_)) | Event::Code(_)) {
            found.push(range);
        }
    }
    found
}

/// The stretch that holds an offset, given stretches in order.
pub(super) fn within(stretches: &[Range<usize>], offset: usize) -> Option<&Range<usize>> {
    let next = stretches.partition_point(|range| range.end <= offset);
    stretches.get(next).filter(|range| range.start <= offset)
}

/// Whether a stretch has its lines for itself.
pub(super) fn alone(text: &str, range: &Range<usize>) -> bool {
    ends_line(&text[range.end..]) && blank_line_so_far(&text[..range.start])
}

/// Whether nothing follows on the line. Looks no further than it must: a line may be as long as a post.
pub(super) fn ends_line(text: &str) -> bool {
    text.chars().take_while(|c| *c != '\n').all(char::is_whitespace)
}

/// Whether the line that a text ends in is blank.
pub(super) fn blank_line_so_far(text: &str) -> bool {
    text.chars().rev().take_while(|c| *c != '\n').all(char::is_whitespace)
}

/// Where the line ends that holds an offset.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |i| at + i)
}

/// Splits at a mark that is not between quotes.
pub(crate) fn split(text: &str, mark: char) -> Vec<&str> {
    let (mut parts, mut start, mut quote) = (Vec::new(), 0, None);
    for (i, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == mark => {
                parts.push(&text[start..i]);
                start = i + c.len_utf8();
            }
            None => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
