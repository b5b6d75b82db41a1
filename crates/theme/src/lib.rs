//! Templates of pages and heads: pure functions from data to text, the same in the browser and at build.
//!
//! Reading order: the kinds of pages and their HTML ([`view`]), their heads ([`head`]), dates in words ([`locale`]), and the
//! text of a post for search ([`searchable`]).
//!
//! ```
//! use lamplight_format::model::Manifest;
//! use lamplight_theme::head::Head;
//! use lamplight_theme::view::{Page, whole};
//!
//! let site = Manifest::unknown("/blog/").site;
//! assert!(whole(&site, &Page::NotFound).contains("href=\"/blog/archive/\""));
//! // Search engines are asked not to index the page "not found".
//! let tags = Head::of(&site, &Page::NotFound).tags(&site);
//! assert!(tags.iter().any(|tag| tag.name == "robots" && tag.content == "noindex"));
//! ```

pub mod head;
pub mod locale;
pub mod searchable;
pub mod view;
