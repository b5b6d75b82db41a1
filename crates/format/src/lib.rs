//! The bundle format: what the bundler writes, the app reads, and the service worker keeps. No disk, no clock, no network.
//!
//! Reading order: the types of all files ([`model`]), then the addresses of the site ([`route`]). A post has a [`date`]; the
//! [`messages`] of the interface in other languages are in the manifest.
//!
//! All forms of an address have the same key, and the table of routes has an entry for the key:
//!
//! ```
//! use lamplight_format::model::{TermKind, route_key};
//! use lamplight_format::route::{Route, url};
//!
//! assert_eq!(route_key("/blog/a-post/index.html"), "/blog/a-post");
//!
//! let tag = Route::Term { kind: TermKind::Tag, slug: "日本".to_owned(), page: 2 };
//! assert_eq!(tag.path(), "/tag/日本/page/2/");
//! assert_eq!(url("/blog/", &tag.path()), "/blog/tag/%E6%97%A5%E6%9C%AC/page/2/");
//! assert_eq!(Route::parse(&tag.path()), tag);
//! ```

pub mod date;
mod decimal;
pub mod messages;
pub mod model;
pub mod names;
pub mod route;

pub use decimal::decimal;
