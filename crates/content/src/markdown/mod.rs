//! Markdown to HTML: one renderer for the browser, the prerenderer and the command line.
//!
//! The parser is pulldown-cmark; what it lacks (bare-URL autolinks, collected footnotes, heading anchors, safe
//! destinations) is added on its event stream by `writer`. Time and memory are linear in the input, and nothing
//! here recurses, so neither depth nor length of a post can exhaust the stack.

mod anchors;
mod autolink;
pub mod fence;
#[cfg(feature = "author")]
mod names;
mod parts;
mod writer;

use pulldown_cmark::{Options as Extensions, Parser};

use self::writer::{Before, Writer};
use crate::links::Place;
use crate::model::Known;
pub use anchors::anchors;
#[cfg(feature = "author")]
pub use names::{Names, names};
pub use parts::{Progress, outline, part};

/// Elements without an end, among those that authors may write.
pub(crate) const VOID: &[&str] = &["br", "col", "hr", "img", "source", "track", "wbr"];

/// Which Markdown is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// CommonMark 0.31.2, nothing else. Output as in the specification.
    CommonMark,
    /// GitHub's: tables, strikethrough, task lists, bare-URL autolinks. Output as in the specification.
    Gfm,
    /// What posts are written in: GitHub's plus footnotes, alerts, definition lists and heading ids; output with
    /// anchors, classes and roles for the page.
    Blog {
        /// Typographic quotes, dashes and ellipses.
        smart: bool,
    },
}

impl Flavour {
    /// The parser's switches.
    #[must_use]
    pub fn extensions(self) -> Extensions {
        let gfm = Extensions::ENABLE_TABLES | Extensions::ENABLE_STRIKETHROUGH | Extensions::ENABLE_TASKLISTS;
        match self {
            Self::CommonMark => Extensions::empty(),
            Self::Gfm => gfm,
            Self::Blog { smart } => {
                let mut all = gfm
                    | Extensions::ENABLE_FOOTNOTES
                    | Extensions::ENABLE_GFM
                    | Extensions::ENABLE_DEFINITION_LIST
                    | Extensions::ENABLE_HEADING_ATTRIBUTES;
                all.set(Extensions::ENABLE_SMART_PUNCTUATION, smart);
                all
            }
        }
    }
}

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
    /// Heading number i gets id i, as [`anchors`] made them, and the second names behind it; headings beyond get none. They are made at build because
    /// the tables of the world's letters, which that takes, are not small.
    pub anchors: &'a [String],
    /// What is known of pictures, so that nothing moves when they come.
    pub pictures: &'a [Known],
    /// Whether the first picture of the text is the first of the page, which is not to wait.
    pub leads: bool,
    /// Where links are seen from; `None` leaves destinations as they are, and is for trusted text only.
    pub place: Option<Place<'a>>,
    /// Colours of the blocks of code, in order; see [`fence::stretches`]. They are found at build.
    pub tokens: &'a [String],
    /// What the page itself says ("Footnotes", "Note"), as [`crate::model::Site::words`] has it; empty is English.
    pub words: &'a [String],
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

/// Renders a text.
#[must_use]
pub fn render(markdown: &str, options: &Options<'_>) -> Rendered {
    write(markdown, options, Before::none(options), None, true).0
}

fn write(
    markdown: &str,
    options: &Options<'_>,
    before: Before,
    shift: Option<bool>,
    last: bool,
) -> (Rendered, Before) {
    let parser = Parser::new_ext(markdown, options.flavour.extensions());
    let mut writer = Writer::new(markdown, options, before);
    for (event, range) in parser.into_offset_iter() {
        writer.event(event, range);
    }
    writer.finish(shift, last)
}
