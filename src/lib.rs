//! Lamplight: a blog that is one WebAssembly app and one folder of static files.
//!
//! The flow of data: `lamplight_format::route` parses the address, `data` fetches the files, `page` makes a `Page` of them,
//! `lamplight_theme::view` renders it, and `browser` updates head, focus and scroll position. Code that runs natively, too, is in
//! crates below `crates/`, except preferences, bookmarks and the types of the offline library.

pub mod bookmarks;
pub mod library;
pub mod preferences;

#[cfg(feature = "csr")]
pub mod app;
#[cfg(feature = "csr")]
pub mod browser;
#[cfg(feature = "csr")]
pub mod data;
#[cfg(feature = "csr")]
pub mod error;
#[cfg(feature = "csr")]
pub mod navigation;
#[cfg(feature = "csr")]
pub mod page;
#[cfg(feature = "csr")]
pub mod search;
#[cfg(feature = "csr")]
pub mod widget;
