//! Markdown to HTML: one renderer for the browser, the prerenderer and the command line.
//!
//! The parser is pulldown-cmark; what it lacks (bare-URL autolinks, collected footnotes, heading anchors, safe
//! destinations) is added on its event stream by `writer`. Time and memory are linear in the input, and nothing
//! here recurses, so neither depth nor length of a post can exhaust the stack.
//!
//! Reading order: [`render`] with its [`Options`], where links lead ([`links`]), how pictures are written ([`picture`]), and how
//! a long text is rendered in parts ([`part`], [`Progress`]).
//!
//! ```
//! use lamplight_markdown::{Flavour, Options, RawHtml, render};
//!
//! // Raw HTML is shown as far as the build has made a safe piece of it: here, none.
//! let options = Options::bare(Flavour::Blog { smart: true }, RawHtml::Pieces(&[]));
//! let html = render("Some *text*, and <blink>more</blink>.", &options).html;
//! assert!(html.contains("<em>text</em>"));
//! assert!(!html.contains("<blink>"));
//! ```

mod autolink;
pub mod fence;
mod flavour;
pub mod links;
mod options;
mod parts;
pub mod picture;
pub mod text;
mod writer;

use self::writer::state::Before;
use self::writer::write;
pub use flavour::Flavour;
pub use options::{Heading, Options, RawHtml, Rendered};
pub use parts::{Progress, outline, part};

/// Elements without an end, among those that authors may write.
pub const VOID: &[&str] = &["br", "col", "hr", "img", "source", "track", "wbr"];

/// Renders a text.
#[must_use]
pub fn render(markdown: &str, options: &Options<'_>) -> Rendered {
    write(markdown, options, Before::none(options), None, true).0
}
