//! The table that finds what is at an address.

use serde::{Deserialize, Serialize};

use super::hash::Hash;
use super::list::List;
use super::term::{TermInfo, TermKind};
use super::tree::Tree;

/// A hash table of [`Route`]s: the leaf of a path is [`bucket`]`(path, tree.leaves)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Where the buckets are; `None` on a site without content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<Tree>,
}

/// One address and what is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// [`route_key`](super::route_key) of the address.
    pub path: String,
    /// What is there.
    pub target: Target,
}

impl Route {
    /// What the leaf of a key has for it: the route of that key or, as a last resort, one in another case of ASCII letters.
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
pub enum Target {
    /// A post or a page: the entry of `bundle` with the same path.
    Document {
        /// The file that holds it.
        bundle: Hash,
    },
    /// The posts of one category, tag or author.
    Term {
        /// Name, slug, and whose it is.
        term: TermInfo,
        /// The posts.
        posts: List,
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

/// The leaf of [`Table`] that knows `key`: [`fnv`] modulo the number of leaves. Keys that differ only in the case of ASCII
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
