//! From one page to the next.
//!
//! The [`Navigator`] decides; what it does to the page is in the hooks of a [`Stage`], which `src/app.rs` implements: before (where the
//! reader was is noted), loaded, commit (page, address, head, place, focus), committed (the rest of a long page).

mod navigator;
mod outlet;
pub mod prefetch;

pub use navigator::{Navigation, Navigator, Stage};
pub use outlet::{Outlet, Shown};
