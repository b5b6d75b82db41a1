//! Navigation between pages.
//!
//! The [`Navigator`] decides what to load. The steps are hooks of [`Stage`], which `src/app.rs` implements: leave (the scroll position is
//! stored), load, commit (page, address, head, scroll position, focus), committed (the rest of a long page).

mod navigator;
mod outlet;
pub mod prefetch;

pub use navigator::{Navigation, Navigator, Stage};
pub use outlet::{Outlet, PageOfSite};
