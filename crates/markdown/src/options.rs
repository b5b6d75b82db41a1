//! Options of rendering, and its result.

use lamplight_format::model::KnownPicture;

use super::flavour::Flavour;
use crate::links::LinkContext;

/// What is done with raw HTML in the Markdown.
///
/// A *fragment* is one HTML block or one inline tag. Fragments are counted in the order of the text.
#[derive(Clone, Copy, Debug)]
pub enum RawHtml<'a> {
    /// It is written unchanged. Only for trusted text, such as the examples of the specification.
    Trusted,
    /// Fragment number i is replaced by element i, or left out if there is no such element. The build has sanitised the
    /// elements.
    Fragments(&'a [String]),
}

/// Options of rendering.
#[derive(Clone, Copy, Debug)]
pub struct RenderOptions<'a> {
    /// The dialect.
    pub flavour: Flavour,
    /// What is done with raw HTML.
    pub raw_html: RawHtml<'a>,
    /// Ids of the headings, in order, as in [`lamplight_format::model::Post::anchors`]. Headings after the last get none. The build makes
    /// ids, because the tables of letters are too large for the browser.
    pub anchors: &'a [String],
    /// Sizes of pictures, so that nothing moves while they load.
    pub pictures: &'a [KnownPicture],
    /// Whether the first picture of the text is the first of the page, which is not loaded lazily.
    pub leads: bool,
    /// What links are resolved against. `None` leaves destinations as they are, only for trusted text.
    pub place: Option<LinkContext<'a>>,
    /// Highlighting of the code blocks, in order; see [`super::fence::highlight_spans`]. The build computes it.
    pub highlight_spans: &'a [String],
    /// Messages such as "Footnotes" and "Note", as in [`lamplight_format::model::Site::messages`]; empty for English.
    pub messages: &'a [String],
}

impl<'a> RenderOptions<'a> {
    /// Options without page, ids, pictures and highlighting, in English.
    #[must_use]
    pub fn bare(flavour: Flavour, raw_html: RawHtml<'a>) -> Self {
        Self {
            flavour,
            raw_html,
            anchors: &[],
            pictures: &[],
            leads: false,
            place: None,
            highlight_spans: &[],
            messages: &[],
        }
    }
}

/// A rendered text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// HTML without open elements, for a container of the caller's.
    pub html: String,
    /// Its headings in order.
    pub outline: Vec<Heading>,
    /// Offsets in `html` where no element is open: the HTML between two of them can be inserted into a page by itself.
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
