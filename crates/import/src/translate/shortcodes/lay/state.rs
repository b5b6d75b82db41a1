//! State of the writer.

use std::collections::BTreeMap;
use std::ops::Range;

use lamplight_markdown::text::shorten;

use crate::diagnostic::{Diagnostic, Position};
use crate::translate::shortcodes::call::{Call, CallDiagnostic, CallResult, Shape};
use crate::translate::shortcodes::page::TextWriter;
use crate::translate::shortcodes::regions::TextRegions;

/// Most diagnostics of one post. Only the number of further ones is reported, because computing a place takes a pass over the
/// text.
const MOST: usize = 100;

/// What is written where a call ends.
pub(super) struct OpenCall {
    pub(super) end: usize,
    pub(super) shape: Shape,
    pub(super) base: String,
    pub(super) framed: bool,
}

pub(super) struct ShortcodeWriter<'a, 'r> {
    pub(super) page: TextWriter<'a>,
    pub(super) regions: &'r TextRegions,
    pub(super) answer: &'r dyn Fn(&Call<'a>) -> CallResult,
    pub(super) open: Vec<OpenCall>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) unreported: usize,
    pub(super) counts: BTreeMap<String, usize>,
}

impl ShortcodeWriter<'_, '_> {
    pub(super) fn answered(
        &mut self,
        call: &Call<'_>,
        diagnostic: Option<CallDiagnostic>,
        range: &Range<usize>,
    ) {
        match diagnostic {
            Some(diagnostic) => {
                self.report(range, diagnostic.error, diagnostic.code, &diagnostic.message, diagnostic.help)
            }
            None => *self.counts.entry(call.name.clone()).or_default() += 1,
        }
    }

    pub(super) fn report(
        &mut self,
        range: &Range<usize>,
        error: bool,
        code: &'static str,
        why: &str,
        help: &str,
    ) {
        if self.diagnostics.len() >= MOST {
            self.unreported += 1;
            return;
        }
        let text = self.page.text;
        let at = Position::of(text, range.start);
        let message = format!("`{}` {why}", shorten(&text[range.clone()], 60));
        self.diagnostics.push(match error {
            true => Diagnostic::error(code, at, message, help),
            false => Diagnostic::warning(code, at, message, help),
        });
    }
}
