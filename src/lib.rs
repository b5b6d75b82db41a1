//! Lamplight: a blog that is one WebAssembly app and one folder of static files.
//!
//! The way of the data: [`route`] says which page an address is, `data` fetches what that page needs, `page` makes a
//! [`view::Page`] of it, [`view`] draws that, and `browser` does the rest that a page owes its reader (head, focus,
//! scroll). Everything that runs natively too (`route`, `head`, `view`) is pure.

pub mod bookmarks;
pub mod head;
pub mod library;
pub mod locale;
pub mod preferences;
pub mod route;
pub mod searchable;
pub mod view;

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

pub use lamplight_content as content;
