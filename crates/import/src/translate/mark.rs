//! One row of the table of marks.

use crate::engine::Engine;

/// One mark.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// The engines with this mark.
    pub engines: &'static [Engine],
    /// Where it is read.
    pub scope: Scope,
    /// How it is written, for people: `![[file]]`.
    pub syntax: &'static str,
    /// What it is translated to, for people.
    pub becomes: &'static str,
    /// Code of the diagnostic if it is not translated; empty if nothing can be lost or shown.
    pub code: &'static str,
    /// A text with the mark.
    pub example: &'static str,
    /// The translation of the example.
    pub result: &'static str,
}

/// Where a mark is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In every folder, because it has no other meaning.
    Everywhere,
    /// In folders of its engines. Elsewhere it is text, and reported if it looks intended.
    Engines,
}
