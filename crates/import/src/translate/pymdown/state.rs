//! State of the translator.

use std::ops::Range;

use lamplight_markdown::text::shorten;

use crate::translate::diagnostics::DiagnosticList;
use crate::translate::scan::within;

/// Bytes of one mark with what is in it.
pub(super) const LONGEST: usize = 500;

pub(super) struct Marks<'a> {
    pub(super) text: &'a str,
    pub(super) inert: Vec<Range<usize>>,
    pub(super) mkdocs: bool,
    pub(super) pandoc: bool,
    pub(super) edits: Vec<(Range<usize>, String)>,
    pub(super) diagnostics: DiagnosticList<'a>,
}

impl<'a> Marks<'a> {
    pub(super) fn is_inert(&self, at: usize) -> bool {
        within(&self.inert, at).is_some() || self.text[..at].ends_with('\\')
    }

    /// What follows on an offset, as far as a mark goes: within its paragraph.
    pub(super) fn near(&self, at: usize) -> &'a str {
        let near = &self.text[at..self.text.floor_char_boundary((at + LONGEST).min(self.text.len()))];
        near.find("\n\n").map_or(near, |end| &near[..end])
    }

    /// What stands before an offset on its line, as far as a mark goes back.
    pub(super) fn before(&self, at: usize) -> &'a str {
        let near = &self.text[self.text.floor_char_boundary(at.saturating_sub(LONGEST))..at];
        near.rfind('\n').map_or(near, |end| &near[end..])
    }

    pub(super) fn shown(&mut self, at: usize, end: usize, code: &'static str, engine: &str) {
        let written = shorten(&self.text[at..end], 40);
        self.diagnostics.warn(
            at,
            code,
            format!("`{written}` is a mark of {engine}, and is shown as it is written"),
            format!("write it in Markdown or HTML, or set `engines = [\"{}\"]`", engine.to_lowercase()),
        );
    }
}
