//! State of the translator for kramdown.

use std::collections::HashMap;
use std::ops::Range;

use lamplight_markdown::Flavour;
use lamplight_markdown::text::shorten;

use super::attributes::Attributes;
use crate::diagnostic::{Diagnostic, Position};
use crate::opens;

/// Things of one kind whose end is looked for in a post; the look may go through all of it.
pub(super) const SEARCHES: usize = 200;

/// Bytes of one `{: … }`.
pub(super) const LONGEST: usize = 1_000;

/// Attributes that are reported, at most: each costs a look through the text.
const MOST: usize = 100;

pub(super) struct Kramdown<'a> {
    pub(super) text: &'a str,
    pub(super) flavour: Flavour,
    pub(super) named: HashMap<String, Attributes>,
    pub(super) edits: Vec<(Range<usize>, String)>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) count: usize,
    /// Where the last line of attributes ended: no block of code reaches over it.
    pub(super) after: usize,
}

impl Kramdown<'_> {
    /// An attribute that no page can have.
    pub(super) fn tell_lost(&mut self, at: usize, name: &str) {
        if name.starts_with("target=") || name.starts_with("rel=") {
            if self.diagnostics.len() < MOST {
                let (message, help) = opens::diagnostic_text(name, "");
                self.diagnostics.push(Diagnostic::warning(
                    opens::CODE,
                    Position::of(self.text, at),
                    message,
                    help,
                ));
            }
        } else {
            self.report(at, name, "is no attribute that posts can have");
        }
    }

    pub(super) fn report(&mut self, at: usize, mark: &str, message: &str) {
        if self.diagnostics.len() < MOST {
            self.diagnostics.push(Diagnostic::warning(
                "kramdown-attribute",
                Position::of(self.text, at),
                format!("`{}` {message}; it is left out", shorten(mark, 60)),
                "delete it, or write HTML with that attribute",
            ));
        }
    }

    /// A range that takes the end of its line with it.
    pub(super) fn with_end(&self, range: &Range<usize>) -> Range<usize> {
        range.start..(range.end + 1).min(self.text.len())
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |i| i + 1)
    }
}
