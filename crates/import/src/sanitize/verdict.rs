//! What the sanitiser does with a tag.

pub(super) enum Verdict {
    /// The tag as it is written into the page, and the names of attributes that it lost.
    Keep { html: String, void: bool, dropped: Vec<String> },
    /// Something else in its place; what is told of that, and of what.
    Replace { html: String, code: &'static str, what: String },
    /// Nothing in its place, and nothing to tell of.
    Gone,
    /// Nothing in its place; what is between its tags stays.
    Drop,
    /// Not a tag but words between angle brackets: shown as the author wrote it.
    Prose,
}
