//! From a folder of posts to a folder of plain files. The only owner of the disk.
//!
//! ```text
//! source (files) → draft (one post, from its own file alone) → site (all posts, resolved) → bundle (data files)
//!                                             picture (sizes and leaner forms) ─┘         → page (HTML files)
//!                                                                                         → feed, discovery, hosting
//!                                                               app (what Trunk built) → output (compress, the swap)
//! ```

pub mod build;
pub mod check;
pub mod config;
pub mod deploy;
pub mod fix;
pub mod live;
pub mod new;
mod recognise;
pub mod report;
pub mod serve;

mod app;
mod blob_store;
mod build_cache;
mod bundle;
mod compress;
mod defaults;
mod discovery;
mod feed;
mod files;
mod former;
mod held;
mod highlight;
mod hosting;
mod inherit;
mod language;
mod metadata;
mod note;
mod offline;
mod options;
mod output;
mod page;
mod parsed_post;
mod paths;
mod picture;
mod project;
mod search;
mod site;
mod source;
mod text;
mod verify;
