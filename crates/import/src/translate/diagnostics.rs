//! Collects the diagnostics of a translator. Places are computed in one pass over the text.

use crate::diagnostic::{Diagnostic, Position};

/// Most diagnostics of one code for one post: further ones have the same remedy.
const MOST: usize = 20;

/// The diagnostics of a text.
pub(super) struct DiagnosticList<'a> {
    text: &'a str,
    list: Vec<Diagnostic>,
    /// The last offset, and its place.
    seen: (usize, Position),
}

impl<'a> DiagnosticList<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, list: Vec::new(), seen: (0, Position { line: 1, column: 1 }) }
    }

    /// Adds a warning at a byte offset.
    pub(super) fn warn(
        &mut self,
        at: usize,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.list.iter().filter(|diagnostic| diagnostic.code == code).count() < MOST {
            let at = self.place(at);
            self.list.push(Diagnostic::warning(code, at, message, help));
        }
    }

    fn place(&mut self, at: usize) -> Position {
        let (seen, place) = self.seen;
        let Some(between) = self.text.get(seen..at) else { return Position::of(self.text, at) };
        let column = match between.rfind('\n') {
            Some(end) => between[end + 1..].chars().count() + 1,
            None => place.column + between.chars().count(),
        };
        let place = Position { line: place.line + between.matches('\n').count(), column };
        self.seen = (at, place);
        place
    }

    pub(super) fn finish(self) -> Vec<Diagnostic> {
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_text() {
        let text = "ä b\nc d\n\nü e";
        let mut diagnostics = DiagnosticList::of(text);
        let places: Vec<Position> = [0, 3, 5, 7, 12, 5].into_iter().map(|at| diagnostics.place(at)).collect();
        let want: Vec<Position> = [0, 3, 5, 7, 12, 5].into_iter().map(|at| Position::of(text, at)).collect();
        assert_eq!(places, want);
        for at in 0..100 {
            diagnostics.warn(at % 3, "x", "", "");
        }
        assert_eq!(diagnostics.finish().len(), MOST);
    }
}
