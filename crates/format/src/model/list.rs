//! Rows of posts.

use serde::{Deserialize, Serialize};

use super::tree::Tree;

/// Summaries in one leaf of a [`List`]: at most two leaves make a page of ten.
pub const LEAF: usize = 20;

/// A row of summaries, oldest first, [`LEAF`] in each leaf; only the last leaf may hold fewer. New posts are
/// therefore added at the end, and the leaves before stay as they are, in every reader's cache.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct List {
    /// Summaries in all.
    pub len: u32,
    /// Where they are; `None` if there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<Tree>,
}
