//! How a text is rendered, and what comes of it.

use lamplight_format::model::Known;

use super::flavour::Flavour;
use crate::links::LinkContext;

/// What becomes of raw HTML in the Markdown.
///
/// A *piece* is one HTML block or one inline tag, counted in the order of the text.
#[derive(Clone, Copy, Debug)]
pub enum RawHtml<'a> {
    /// It is passed through. Only for trusted text, such as the examples of the specification.
    Trusted,
    /// Piece number i becomes element i; a piece without an element is left out. This is how posts travel: the
    /// build sanitises, the browser only puts in.
    Pieces(&'a [String]),
}

/// How to render.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Which Markdown.
    pub flavour: Flavour,
    /// What becomes of raw HTML.
    pub raw_html: RawHtml<'a>,
    /// Heading number i gets id i, as the import made them, and the second names behind it; headings beyond get none. They are made at build because
    /// the tables of the world's letters, which that takes, are not small.
    pub anchors: &'a [String],
    /// What is known of pictures, so that nothing moves when they come.
    pub pictures: &'a [Known],
    /// Whether the first picture of the text is the first of the page, which is not to wait.
    pub leads: bool,
    /// Where links are seen from; `None` leaves destinations as they are, and is for trusted text only.
    pub place: Option<LinkContext<'a>>,
    /// Colours of the blocks of code, in order; see [`super::fence::stretches`]. They are found at build.
    pub tokens: &'a [String],
    /// What the page itself says ("Footnotes", "Note"), as [`lamplight_format::model::Site::words`] has it; empty is English.
    pub words: &'a [String],
}

impl<'a> Options<'a> {
    /// For a text of which nothing else is known: no page, no ids, no pictures, no colours, in English.
    #[must_use]
    pub fn bare(flavour: Flavour, raw_html: RawHtml<'a>) -> Self {
        Self {
            flavour,
            raw_html,
            anchors: &[],
            pictures: &[],
            leads: false,
            place: None,
            tokens: &[],
            words: &[],
        }
    }
}

/// A rendered text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Complete HTML, to be put into a container of the caller's.
    pub html: String,
    /// Its headings in order.
    pub outline: Vec<Heading>,
    /// Offsets in `html` where no element is open: between two of them stands what can be put into a page by itself.
    pub breaks: Vec<usize>,
}

/// A heading of a rendered text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6: level 1 belongs to the page's title.
    pub level: u8,
    /// Its `id`.
    pub id: String,
    /// Plain text.
    pub text: String,
}
