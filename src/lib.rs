//! Lamplight: a blog that is one WebAssembly app and one folder of static files.
//!
//! The way of the data: `lamplight_format::route` says which page an address is, `data` fetches what that page needs, `page`
//! makes a `Page` of it, `lamplight_theme::view` draws that, and `browser` does the rest that a page owes its reader (head,
//! focus, scroll). What runs natively too is in crates of its own, below `crates/`, but for what readers choose and keep.

pub mod bookmarks;
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
