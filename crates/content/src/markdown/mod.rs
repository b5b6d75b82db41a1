//! Markdown to HTML: one renderer for the browser, the prerenderer and the command line.
//!
//! The parser is pulldown-cmark; what it lacks (bare-URL autolinks, collected footnotes, heading anchors, safe
//! destinations) is added on its event stream by `writer`. Time and memory are linear in the input, and nothing
//! here recurses, so neither depth nor length of a post can exhaust the stack.

mod anchors;
mod autolink;
pub mod fence;
mod flavour;
#[cfg(feature = "author")]
mod names;
mod options;
mod parts;
mod writer;

use self::writer::state::Before;
use self::writer::write;
pub use anchors::anchors;
pub use flavour::Flavour;
#[cfg(feature = "author")]
pub use names::{Names, names};
pub use options::{Heading, Options, RawHtml, Rendered};
pub use parts::{Progress, outline, part};

/// Elements without an end, among those that authors may write.
pub(crate) const VOID: &[&str] = &["br", "col", "hr", "img", "source", "track", "wbr"];

/// Renders a text.
#[must_use]
pub fn render(markdown: &str, options: &Options<'_>) -> Rendered {
    write(markdown, options, Before::none(options), None, true).0
}
