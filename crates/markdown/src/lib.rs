//! Markdown to HTML: one renderer for the browser, the prerenderer and the command line.
//!
//! The parser is pulldown-cmark; what it lacks (bare-URL autolinks, collected footnotes, heading anchors, safe
//! destinations) is added on its event stream by `writer`. Time and memory are linear in the input, and nothing
//! here recurses, so neither depth nor length of a post can exhaust the stack.
//!
//! Reading order: [`render`] with its [`RenderOptions`], where links lead ([`links`]), how pictures are written ([`picture`]), and how
//! a long text is rendered in parts ([`part`], [`PartRenderer`]).
//!
//! ```
//! use lamplight_markdown::{Flavour, RenderOptions, RawHtml, render};
//!
//! // Raw HTML is replaced by sanitised fragments. Here are none.
//! let options = RenderOptions::bare(Flavour::Blog { smart: true }, RawHtml::Fragments(&[]));
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

use self::writer::state::CarriedState;
use self::writer::write;
pub use flavour::Flavour;
pub use options::{Heading, RawHtml, RenderOptions, Rendered};
pub use parts::{PartRenderer, outline, part};

/// Void elements that authors may write.
pub const VOID: &[&str] = &["br", "col", "hr", "img", "source", "track", "wbr"];

/// Renders a text.
#[must_use]
pub fn render(markdown: &str, options: &RenderOptions<'_>) -> Rendered {
    write(markdown, options, CarriedState::none(options), None, true).0
}
