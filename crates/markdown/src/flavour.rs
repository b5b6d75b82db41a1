//! Dialects of Markdown.

use pulldown_cmark::Options as Extensions;

/// A dialect of Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// CommonMark 0.31.2, nothing else. Output as in the specification.
    CommonMark,
    /// GitHub's: tables, strikethrough, task lists, bare-URL autolinks. Output as in the specification.
    Gfm,
    /// For posts: GitHub's plus footnotes, alerts, definition lists and heading ids. The output has anchors, classes and roles for the
    /// page.
    Blog {
        /// Typographic quotes, dashes and ellipses.
        smart: bool,
    },
}

impl Flavour {
    /// Extensions of the parser.
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
