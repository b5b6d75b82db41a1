//! One row of the table of marks.

use crate::engine::Engine;

/// One mark.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// The engines that have it.
    pub engines: &'static [Engine],
    /// Where it is read.
    pub scope: Scope,
    /// How it is written, for people: `![[file]]`.
    pub syntax: &'static str,
    /// What becomes of it, for people.
    pub becomes: &'static str,
    /// The code of the diagnostic where it is not translated; empty if nothing of it can be lost or shown.
    pub code: &'static str,
    /// A text that holds it.
    pub example: &'static str,
    /// The Markdown and HTML that the example becomes.
    pub result: &'static str,
}

/// Where a mark is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In every folder: nobody means anything else by it.
    Everywhere,
    /// In folders of its engines. Elsewhere it is text, and told where it looks meant.
    Engines,
}
