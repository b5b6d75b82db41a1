//! A text while it is written, and what is told of it.

use std::collections::BTreeMap;
use std::ops::Range;

use lamplight_markdown::text::shorten;

use crate::diagnostic::{Diagnostic, Position};
use crate::translate::shortcodes::call::{Answer, Call, Shape, Told};
use crate::translate::shortcodes::page::Page;
use crate::translate::shortcodes::survey::Survey;

/// Findings of one post; of the rest only the number is told. Finding a place costs a look through the text.
const MOST: usize = 100;

/// What is still to be done where a call ends.
pub(super) struct Open {
    pub(super) end: usize,
    pub(super) shape: Shape,
    pub(super) base: String,
    pub(super) framed: bool,
}

pub(super) struct Lay<'a, 'r> {
    pub(super) page: Page<'a>,
    pub(super) survey: &'r Survey,
    pub(super) answer: &'r dyn Fn(&Call<'a>) -> Answer,
    pub(super) open: Vec<Open>,
    pub(super) told: Vec<Diagnostic>,
    pub(super) untold: usize,
    pub(super) counts: BTreeMap<String, usize>,
}

impl Lay<'_, '_> {
    pub(super) fn answered(&mut self, call: &Call<'_>, told: Option<Told>, range: &Range<usize>) {
        match told {
            Some(told) => self.tell(range, told.error, told.code, &told.message, told.help),
            None => *self.counts.entry(call.name.clone()).or_default() += 1,
        }
    }

    pub(super) fn tell(
        &mut self,
        range: &Range<usize>,
        error: bool,
        code: &'static str,
        why: &str,
        help: &str,
    ) {
        if self.told.len() >= MOST {
            self.untold += 1;
            return;
        }
        let text = self.page.text;
        let at = Position::of(text, range.start);
        let message = format!("`{}` {why}", shorten(&text[range.clone()], 60));
        self.told.push(match error {
            true => Diagnostic::error(code, at, message, help),
            false => Diagnostic::warning(code, at, message, help),
        });
    }
}
