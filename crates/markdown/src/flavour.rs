//! Which Markdown is read.

use pulldown_cmark::Options as Extensions;

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
