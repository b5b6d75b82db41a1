//! Writes a translated text, and maps its lines to the source text.

use std::ops::Range;

/// A text with some stretches replaced. Of two that overlap the first counts.
pub(super) fn edited(text: &str, mut edits: Vec<(Range<usize>, String)>) -> (String, LineMap) {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = OutputText::with_capacity(text.len());
    let mut at = 0;
    for (range, with) in edits {
        if range.start >= at {
            out.push(&text[at..range.start]);
            out.replace(&text[range.clone()], &with);
            at = range.end;
        }
    }
    out.push(&text[at..]);
    out.finish()
}

/// Maps the lines of a translated text to those of its source.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LineMap(
    /// From this line on (from 1), the difference to the line number in the source.
    Vec<(usize, isize)>,
);

impl LineMap {
    /// From the source line of each line, from 1.
    pub(super) fn of(sources: &[usize]) -> Self {
        let mut lines: Vec<(usize, isize)> = Vec::new();
        for (i, source) in sources.iter().enumerate() {
            let more = (i + 1).cast_signed() - source.cast_signed();
            if lines.last().map_or(0, |(_, last)| *last) != more {
                lines.push((i + 1, more));
            }
        }
        Self(lines)
    }

    /// The source line of a line, both from 1.
    #[must_use]
    pub fn source(&self, line: usize) -> usize {
        let next = self.0.partition_point(|(from, _)| *from <= line);
        let more = next.checked_sub(1).map_or(0, |i| self.0[i].1);
        line.saturating_add_signed(-more).max(1)
    }

    /// The map of two translations, of which `self` is the first.
    #[must_use]
    pub(super) fn then(&self, second: &Self) -> Self {
        let mut starts: Vec<usize> = second.0.iter().map(|(from, _)| *from).collect();
        for (from, _) in &self.0 {
            // The line of the second text that the line of the first became.
            let moved = |(start, more): &&(usize, isize)| start.saturating_add_signed(-more) <= *from;
            let more = second.0.iter().take_while(moved).last().map_or(0, |(_, more)| *more);
            starts.push(from.saturating_add_signed(more));
        }
        starts.sort_unstable();
        starts.dedup();
        let more = |from: usize| from.cast_signed() - self.source(second.source(from)).cast_signed();
        Self(starts.into_iter().map(|from| (from, more(from))).collect())
    }
}

/// Most bytes of a line that are searched. A line may be as long as a post, and each tag on it searches backwards.
const LONG: usize = 1_000;

/// A text that is being written, with its line map.
#[derive(Default)]
pub(super) struct OutputText {
    pub text: String,
    lines: LineMap,
    /// Bytes that were searched for line breaks, and the number of line breaks in them.
    seen: (usize, usize),
}

impl OutputText {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Appends text that replaces the same number of lines.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Begins a line that the source does not have.
    pub(super) fn new_line(&mut self) {
        self.text.push('\n');
        self.shift(1);
    }

    /// Notes that the current line replaces so many further lines of the source.
    pub(super) fn lost_lines(&mut self, lines: usize) {
        if lines > 0 {
            self.shift(-lines.cast_signed());
        }
    }

    /// Appends `with` in the place of `old`.
    fn replace(&mut self, old: &str, with: &str) {
        self.push(with);
        let lines = |text: &str| text.matches('\n').count().cast_signed();
        match lines(with) - lines(old) {
            0 => {}
            more => self.shift(more),
        }
    }

    /// Takes back the line being written, if it is blank so far.
    pub(super) fn drop_line(&mut self) {
        let start = self.text.len() - self.line().len();
        if self.line().trim().is_empty() {
            self.text.truncate(start);
        }
    }

    /// Appends what has lines of its own, in the place of none of the other text.
    pub(super) fn insert(&mut self, text: &str) {
        self.replace("", text);
    }

    /// Says that what is written next stands for so many lines of the other text before those that follow.
    pub(super) fn back(&mut self, lines: usize) {
        if lines > 0 {
            self.shift(lines.cast_signed());
        }
    }

    /// Takes white space from the end of what is written.
    pub(super) fn trim_end(&mut self) {
        let length = self.text.trim_end().len();
        let lines = self.text[length..].matches('\n').count();
        let (at, seen) = self.seen;
        if at > length {
            self.seen = (length, seen - self.text[length..at].matches('\n').count());
        }
        self.text.truncate(length);
        self.lost_lines(lines);
    }

    fn shift(&mut self, by: isize) {
        let (at, lines) = self.seen;
        let lines = lines + self.text.get(at..).unwrap_or_default().matches('\n').count();
        self.seen = (self.text.len(), lines);
        let more = self.lines.0.last().map_or(0, |(_, more)| *more);
        self.lines.0.push((lines + 1, more + by));
    }

    /// What stands on the line being written; of a long one, its end.
    pub(super) fn line(&self) -> &str {
        let mut from = self.text.len().saturating_sub(LONG);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let tail = &self.text[from..];
        &tail[tail.rfind('\n').map_or(0, |i| i + 1)..]
    }

    pub(super) fn finish(self) -> (String, LineMap) {
        (self.text, self.lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_again() {
        let mut out = OutputText::default();
        out.push("one\ntwo");
        out.new_line();
        out.push("two, continued\nthree\n");
        let (_, first) = out.finish();
        assert_eq!([1, 2, 3, 4].map(|line| first.source(line)), [1, 2, 2, 3]);

        let mut out = OutputText::default();
        out.push("one");
        out.new_line();
        out.push("\ntwo\ntwo, continued\nthree");
        let (_, second) = out.finish();
        assert_eq!([1, 2, 3, 4, 5].map(|line| first.then(&second).source(line)), [1, 1, 2, 2, 3]);
    }
}
