//! Pure text work, shared by the browser, the prerenderer and the command line: no disk, no clock, no network.
//!
//! Reading order: a post's [`model`] and what it is made of ([`slug`], [`date`]), then how its body becomes HTML
//! ([`markdown`], [`links`], [`text`]). With the feature `author` come the parts that only a build needs:
//! [`front_matter`], [`permalink`], [`engine`], [`translate`] with its table [`marks`], [`lint`], [`sanitize`] and [`prose`].
//!
//! The browser and the build render a text alike:
//!
//! ```
//! use lamplight_content::markdown::{Flavour, Options, RawHtml, render};
//!
//! // Raw HTML is shown as far as the build has made a safe piece of it: here, none.
//! let options = Options::bare(Flavour::Blog { smart: true }, RawHtml::Pieces(&[]));
//! let html = render("Some *text*, and <blink>more</blink>.", &options).html;
//! assert!(html.contains("<em>text</em>"));
//! assert!(!html.contains("<blink>"));
//! ```
//!
//! Only a build reads files of authors. That never fails: what can't be read is left out and reported.
//!
//! ```
//! # #[cfg(feature = "author")]
//! # {
//! use lamplight_content::front_matter::read;
//!
//! let post = read(b"---\ntitle: A title\ndraft: perhaps\n---\nSome *text*.\n");
//! assert_eq!(post.front_matter.title.as_deref(), Some("A title"));
//! assert_eq!(post.markdown(), "Some *text*.\n");
//! // A key that can only hide has a value that says nothing: the post is left out.
//! assert!(post.front_matter.held.out.is_some());
//! assert_eq!(post.diagnostics[0].code, "held-unreadable");
//! # }
//! ```

pub mod date;
pub mod links;
pub mod markdown;
pub mod model;
pub mod picture;
pub mod slug;
pub mod text;
pub mod words;

#[cfg(feature = "author")]
pub mod diagnostic;
#[cfg(feature = "author")]
pub mod engine;
#[cfg(feature = "author")]
pub mod front_matter;
#[cfg(feature = "author")]
pub mod lint;
#[cfg(feature = "author")]
pub mod marks;
#[cfg(feature = "author")]
mod opens;
#[cfg(feature = "author")]
pub mod permalink;
#[cfg(feature = "author")]
pub mod prose;
#[cfg(feature = "author")]
pub mod sanitize;
#[cfg(feature = "author")]
pub mod translate;
