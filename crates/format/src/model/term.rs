//! Categories, tags and authors.

use serde::{Deserialize, Serialize};

/// Kinds of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// `categories`
    Category,
    /// `tags`
    Tag,
    /// `post_author`, `author`, `authors`
    Author,
}

/// A category, tag or author on its own page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermInfo {
    /// Which of the three.
    pub kind: TermKind,
    /// Name and slug.
    pub term: Term,
    /// For authors: the newest post's `current_gaslighter`.
    #[serde(rename = "current", default, skip_serializing_if = "Option::is_none")]
    pub author_status: Option<bool>,
    /// For authors: their description in `lamplight.toml`, plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
}

/// A term with the number of its posts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermCount {
    /// Name and slug.
    pub term: Term,
    /// Posts that have it.
    pub count: u32,
    /// For authors: the newest post's `current_gaslighter`.
    #[serde(rename = "current", default, skip_serializing_if = "Option::is_none")]
    pub author_status: Option<bool>,
}

/// The name of a category, tag or author, and its place in URLs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Term {
    /// As the author wrote it first.
    pub name: String,
    /// One URL segment; empty for an author who has no page, of a post that no list knows.
    pub slug: String,
}
