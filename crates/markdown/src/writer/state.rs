//! The state of the HTML writer.

use std::collections::BTreeMap;
use std::ops::Range;

use lamplight_format::model::ImageVariants;
use pulldown_cmark::{Alignment, CowStr};

use crate::options::{Heading, RenderOptions};

pub(crate) struct HtmlWriter<'a> {
    pub(super) source: &'a str,
    pub(super) options: &'a RenderOptions<'a>,
    pub(super) blog: bool,
    pub(super) out: String,
    /// Text that is not yet written. The parser splits text at special characters, but a bare URL may contain them.
    pub(super) run: Vec<(CowStr<'a>, Range<usize>)>,
    /// How many links we are in, in Markdown and as raw `<a>`.
    pub(super) links: usize,
    pub(super) in_code: bool,
    pub(super) code: OpenCodeBlock<'a>,
    /// Depth of images; inside one, only text counts, for `alt`.
    pub(super) images: usize,
    pub(super) image_title: CowStr<'a>,
    pub(super) variants: Option<&'a ImageVariants>,
    /// The raw HTML block being read.
    pub(super) raw: Option<String>,
    /// Blocks that are open, and elements that fragments of raw HTML have opened and not yet closed.
    pub(super) depth: usize,
    pub(super) unclosed: isize,
    /// Offsets in `out` where no block and no element is open.
    pub(super) breaks: Vec<usize>,
    /// State from earlier parts of the same text.
    pub(super) before: CarriedState,
    pub(super) table: TableState,
    pub(super) heading: Option<OpenHeading<'a>>,
    /// Offsets of the level digits in `out`, to shift all of them if the text used level 1.
    pub(super) level_digits: Vec<usize>,
    pub(super) outline: Vec<Heading>,
    /// The output that a footnote's definition interrupts.
    pub(super) interrupted: Vec<(CowStr<'a>, String)>,
}

/// State that one part of a divided text passes to the next. Counters are of fragments, headings and code blocks so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct CarriedState {
    pub fragments: usize,
    pub headings: usize,
    pub codes: usize,
    /// Whether the next picture is the page's first.
    pub leads: bool,
    pub footnotes: Footnotes,
    /// Number of footnote definitions at the beginning that are stubs for definitions in other parts.
    pub stubs: usize,
}

#[derive(Default)]
pub(super) struct TableState {
    pub(super) columns: Vec<Alignment>,
    pub(super) column: usize,
    pub(super) in_head: bool,
    pub(super) has_body: bool,
}

pub(super) struct OpenHeading<'a> {
    pub(super) level: u8,
    pub(super) id: &'a str,
    pub(super) text: String,
}

/// Writing into a `String` cannot fail; the escape functions return a `Result` because they also write to files.
pub(super) fn put(result: Result<(), std::fmt::Error>) {
    debug_assert!(result.is_ok(), "a String takes every write");
}

/// The code block that is being read: its info string and its text.
#[derive(Default)]
pub(super) struct OpenCodeBlock<'a> {
    pub(super) info: Option<CowStr<'a>>,
    pub(super) text: String,
}

/// Footnotes are written where the author put them and shown at the end, in the order of their first mention.
#[derive(Clone, Debug, Default)]
pub(crate) struct Footnotes {
    /// Name → number from 1.
    pub(super) numbers: BTreeMap<String, u32>,
    /// Mentions of each number; that of number 1 is the first.
    pub(super) mentions: Vec<u32>,
    /// Bodies as HTML, by name.
    pub(super) bodies: Vec<(String, String)>,
}
