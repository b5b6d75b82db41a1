//! The table of routes: finds the data of an address.

use serde::{Deserialize, Serialize};

use super::hash::Hash;
use super::list::PostList;
use super::term::{TermInfo, TermKind};
use super::tree::Tree;

/// A hash table of [`RouteEntry`]s: the leaf of a path is [`bucket`]`(path, tree.leaves)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RouteTable {
    /// The files of the buckets; `None` on a site without content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<Tree>,
}

/// An address and its target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RouteEntry {
    /// [`route_key`](super::route_key) of the address.
    pub path: String,
    /// What the address leads to.
    pub target: RouteTarget,
}

impl RouteEntry {
    /// The entry for `key` in its leaf, or else an entry whose key differs only in the case of ASCII letters.
    #[must_use]
    pub fn at(mut leaf: Vec<Self>, key: &str) -> Option<Self> {
        let exact = leaf.iter().position(|route| route.path == key);
        let found = exact.or_else(|| leaf.iter().position(|route| route.path.eq_ignore_ascii_case(key)));
        found.map(|found| leaf.swap_remove(found))
    }
}

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouteTarget {
    /// A post or a page: the entry of `bundle` with the same path.
    Document {
        /// The file with the post.
        bundle: Hash,
    },
    /// The posts of one category, tag or author.
    Term {
        /// Name, slug and kind.
        term: TermInfo,
        /// The posts.
        posts: PostList,
    },
    /// All categories, tags or authors.
    Terms {
        /// Which of the three.
        kind: TermKind,
        /// A file that is an array of [`TermCount`](super::TermCount).
        file: Hash,
    },
    /// An old address: go to this path of the site.
    Moved {
        /// With leading slash, without the base.
        to: String,
    },
}

/// The number of the leaf of [`RouteTable`] for `key`: [`fnv`] modulo the number of leaves. Keys that differ only in the case of ASCII
/// letters are in the same leaf, so that `/Blog/A` finds `/blog/a` where nothing else is.
#[must_use]
pub fn bucket(key: &str, leaves: u32) -> u32 {
    fnv(&key.to_ascii_lowercase()) % leaves.max(1)
}

/// FNV-1a over the UTF-8 bytes of a text, 32 bits.
#[must_use]
pub fn fnv(key: &str) -> u32 {
    key.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bucket_of_a_path_is_part_of_the_format() {
        // The published test vectors of FNV-1a, 32 bits.
        for (key, hash) in [("", 0x811c_9dc5_u32), ("a", 0xe40c_292c), ("foobar", 0xbf9c_f968)] {
            assert_eq!(bucket(key, u32::MAX), hash % u32::MAX);
        }
    }
}
