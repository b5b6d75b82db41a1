//! What answers one clause of a question.

use std::collections::BTreeMap;

/// Posts and what each is worth.
pub(crate) type Posts = BTreeMap<u32, f32>;

/// A clause with everything that answers it.
pub(crate) struct Matched {
    /// Words of posts, as the tokenizer gives them; a few.
    pub words: Vec<String>,
    /// How rare it is.
    pub weight: f32,
    /// Post → how well it answers.
    pub posts: Posts,
    /// Whether a post that does not answer it is no answer at all.
    pub required: bool,
}
