//! Reads files of authors: front matter, addresses, markup of many engines, raw HTML. No disk, no clock, no network: the caller
//! passes texts. Only the build needs this crate.
//!
//! Reading order: front matter ([`front_matter`], [`date`]), the [`engine`]s that a file may have been written for, their
//! markup ([`translate`] with its table [`marks`]), raw HTML ([`sanitize`]); then names in addresses ([`slug`],
//! [`permalink`], [`headings`]), plain text ([`prose`]) and slips ([`lint`]).
//!
//! Reading never fails: what can't be read is left out and reported as a [`diagnostic`].
//!
//! ```
//! use lamplight_import::front_matter::read;
//!
//! let post = read(b"---\ntitle: A title\ndraft: perhaps\n---\nSome *text*.\n");
//! assert_eq!(post.front_matter.title.as_deref(), Some("A title"));
//! assert_eq!(post.markdown(), "Some *text*.\n");
//! // `draft` can only hide a post. Its value is unreadable, so the post is left out.
//! assert!(post.front_matter.held.out.is_some());
//! assert_eq!(post.diagnostics[0].code, "held-unreadable");
//! ```

pub mod date;
pub mod diagnostic;
pub mod engine;
pub mod front_matter;
pub mod headings;
pub mod lint;
pub mod marks;
mod opens;
pub mod permalink;
pub mod prose;
pub mod sanitize;
pub mod slug;
pub mod translate;
