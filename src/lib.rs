//! Lamplight: a blog that is one WebAssembly app and one folder of static files.
//!
//! The way of the data: [`route`] says which page an address is, `data` fetches what that page needs, `page` waits for
//! it, [`view`] draws it, `browser` does the rest that a page owes its reader (head, focus, scroll). Everything that
//! runs natively too (`route`, `head`, `view`) is pure.

pub mod head;
pub mod route;

#[cfg(feature = "never")]
pub mod view;

#[cfg(feature = "never")]
pub mod app;
#[cfg(feature = "never")]
mod browser;
#[cfg(feature = "never")]
mod data;
#[cfg(feature = "never")]
mod error;
#[cfg(feature = "never")]
mod page;
#[cfg(feature = "never")]
mod widget;

pub use lamplight_content as content;
