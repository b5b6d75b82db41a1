//! The posts and words that match one clause of a question.

use std::collections::BTreeMap;

/// Posts by number, each with its score.
pub(crate) type PostScores = BTreeMap<u32, f32>;

/// A clause with what matches it.
pub(crate) struct ClauseMatch {
    /// Words of posts that match, as the tokenizer gives them.
    pub words: Vec<String>,
    /// Inverse document frequency of the clause.
    pub weight: f32,
    /// The posts that match.
    pub posts: PostScores,
    /// Whether only posts that match this clause answer the question.
    pub required: bool,
}
