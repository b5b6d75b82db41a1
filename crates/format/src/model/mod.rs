//! The bundle format, version 3: what the bundler writes and the browser reads. It is described in
//! `docs/reference/bundle-format.md`; these types are what counts.
//!
//! ```text
//! manifest.json ─┬─ posts: PostList ──▶ nodes ──▶ leaves: [Summary]      newest last
//!                └─ routes: RouteTable ─▶ nodes ─▶ leaves: [RouteEntry]         path → what is there
//!                                                 └─▶ bundle: [Post]  the Markdown
//! ```
//!
//! Every arrow is a [`struct@Hash`]: the SHA-256 of the file it names, so that the content can be checked.

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
pub use list::{LEAF, PostList};
pub use manifest::{FORMAT, Manifest, SearchIndex, Year};
pub use picture::{Image, ImageVariants, KnownPicture};
pub use post::{Neighbour, Post, Series, TextParts};
pub use site::{NavItem, Site};
pub use summary::{PostLanguage, Summary};
pub use table::{RouteEntry, RouteTable, RouteTarget, bucket, fnv};
pub use term::{Term, TermCount, TermInfo, TermKind};
pub use tree::{FANOUT, Tree};

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_false(b: &bool) -> bool {
    !b
}
