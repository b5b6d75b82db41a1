//! What the sanitiser does with a tag.

pub(super) enum Verdict {
    /// Write this tag; with the names of attributes that were left out.
    Keep { html: String, void: bool, dropped: Vec<String> },
    /// Write other HTML; with code and subject of the diagnostic.
    Replace { html: String, code: &'static str, what: String },
    /// Remove the tag without a diagnostic.
    Gone,
    /// Remove the tag with a diagnostic; the content stays.
    Drop,
    /// Not a tag, but text between angle brackets: show it as written.
    Prose,
}
