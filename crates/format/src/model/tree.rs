//! Trees of files.

use serde::{Deserialize, Serialize};

use super::hash::Hash;

/// Children of one inner node of a [`Tree`].
pub const FANOUT: usize = 32;

/// A tree of content-addressed files over a list of leaves. The root node is part of this value: a file of its own would cost
/// another request before the first leaf.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// Levels of files between the root and the leaves: 0 means that the root names the leaves.
    pub depth: u8,
    /// Number of leaves.
    pub leaves: u32,
    /// The root node: its children, up to [`FANOUT`] of them. Any other node is a file with such an array.
    pub root: Vec<Hash>,
}

impl Tree {
    /// The path to leaf number `leaf`: which child to take at the root and at each node below.
    pub fn way(&self, leaf: usize) -> impl ExactSizeIterator<Item = usize> {
        (0..=self.depth).rev().map(move |level| (0..level).fold(leaf, |n, _| n / FANOUT) % FANOUT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_a_leaf_is_its_digits_in_base_fanout() {
        let leaf = 5 * FANOUT * FANOUT + 7 * FANOUT + 9;
        let tree = |depth| Tree { depth, leaves: 0, root: Vec::new() };
        assert!(tree(2).way(leaf).eq([5, 7, 9]));
        assert!(tree(0).way(9).eq([9]));
    }
}
