//! From a folder of posts to a folder of plain files. The only owner of the disk.
//!
//! ```text
//! source (files) → draft (one post, from its own file alone) → site (all posts, resolved) → bundle (data files)
//!                                                                                        → page   (HTML files)
//!                                                               app (what Trunk built) → output (the swap)
//! ```

pub mod build;
pub mod config;
pub mod report;
pub mod serve;

mod app;
mod bundle;
mod draft;
mod output;
mod page;
mod picture;
mod site;
mod source;
