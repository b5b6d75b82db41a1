//! The bundle format, version 3: what the bundler writes and the browser reads. `docs/reference/bundle-format.md` is its
//! prose; the shapes here are the truth.
//!
//! ```text
//! manifest.json ─┬─ posts: List ──▶ nodes ──▶ leaves: [Summary]      newest last
//!                └─ routes: Table ─▶ nodes ─▶ leaves: [Route]         path → what is there
//!                                                 └─▶ bundle: [Post]  the Markdown
//! ```
//!
//! Every arrow is a [`struct@Hash`]: the SHA-256 of the file it names, so a name vouches for the bytes behind it.

mod hash;
mod key;
mod list;
mod manifest;
mod picture;
mod post;
mod site;
mod summary;
mod table;
mod term;
mod tree;

pub use hash::Hash;
pub use key::route_key;
pub use list::{LEAF, List};
pub use manifest::{FORMAT, Manifest, SearchIndex, Year};
pub use picture::{Image, Known, Sources};
pub use post::{Neighbour, Parts, Post, Series};
pub use site::{NavItem, Site};
pub use summary::{Language, Summary};
pub use table::{Route, Table, Target, bucket, fnv};
pub use term::{Term, TermCount, TermInfo, TermKind};
pub use tree::{FANOUT, Tree};

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_false(b: &bool) -> bool {
    !b
}
