//! Lists of posts.

use serde::{Deserialize, Serialize};

use super::tree::Tree;

/// Summaries in one leaf of a [`PostList`]: at most two leaves make a page of ten.
pub const LEAF: usize = 20;

/// A list of summaries, oldest first. Each leaf has [`LEAF`] summaries, the last leaf may have fewer. A new post changes only the
/// last leaf: the others stay in the caches of readers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostList {
    /// Number of summaries.
    pub len: u32,
    /// The files that have them; `None` if there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<Tree>,
}
