//! What of an engine's project a build does not use.

use serde::Serialize;

/// Names that are shown of each kind.
const MOST: usize = 5;

/// What does not come along, of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftBehind {
    /// What it is, in the plural: `layouts`.
    pub what: String,
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub examples: Vec<String>,
}

impl LeftBehind {
    /// `None` if there are no names.
    pub(super) fn of(what: &str, names: Vec<String>) -> Option<Self> {
        let count = names.len();
        let examples = names.into_iter().take(MOST).collect();
        (count > 0).then(|| Self { what: what.to_owned(), count, examples })
    }
}
