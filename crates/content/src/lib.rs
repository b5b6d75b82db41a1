//! Pure text work, shared by the browser, the prerenderer and the command line: no disk, no clock, no network.
//!
//! Reading order: a post's [`model`] and what it is made of ([`slug`], [`date`]), then how its body becomes HTML
//! ([`markdown`], [`links`], [`text`]). With the feature `author` come the parts that only a build needs:
//! [`front_matter`], [`permalink`], [`engine`], [`translate`] with its table [`marks`], [`lint`], [`sanitize`] and [`prose`].

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
