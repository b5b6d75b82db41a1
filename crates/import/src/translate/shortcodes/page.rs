//! Writes a text line by line. Blocks get blank lines around them, in lists and quotations too.

use std::ops::Range;

use crate::translate::out::LineMap;

/// Most bytes at the beginning of a line that are searched.
const HEAD: usize = 200;

/// Most characters at the end of a line that are searched. A line may be as long as a post, and each tag on it searches backwards.
const LONG: usize = 1_000;

/// How the lines within a call are written.
#[derive(Clone, Debug, Default)]
pub(super) struct LineFrame {
    /// Columns of white space that are removed at the beginning of each line.
    pub cut: usize,
    /// Marks of quotation that are removed before that.
    pub quoted: usize,
    /// Prefix that is written instead.
    pub keep: String,
}

pub(super) struct TextWriter<'a> {
    pub text: &'a str,
    out: String,
    /// The line of the text that each line was made of.
    sources: Vec<usize>,
    /// The line of the text that is being read.
    line: usize,
    pub frames: Vec<LineFrame>,
    /// Whether the current line is still empty.
    pub fresh: bool,
    /// A blank line to write before the next text.
    gap: Option<String>,
}

impl<'a> TextWriter<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            out: String::with_capacity(text.len() + text.len() / 8),
            sources: vec![1],
            line: 1,
            frames: Vec::new(),
            fresh: true,
            gap: None,
        }
    }

    pub(super) fn finish(self) -> (String, LineMap) {
        (self.out, LineMap::of(&self.sources))
    }

    pub(super) fn keep(&self) -> &str {
        self.frames.last().map_or("", |frame| &frame.keep)
    }

    /// Where the white space begins that stands between a line's beginning and an offset; the offset if other things do.
    pub(super) fn lead(&self, at: usize) -> usize {
        let head = self.head(at);
        let whole = at == head.len() || self.text[..at - head.len()].ends_with('\n');
        if whole && head.trim().is_empty() { at - head.len() } else { at }
    }

    /// What stands before an offset on its line; of a long one, its end.
    pub(super) fn head(&self, at: usize) -> &'a str {
        let mut from = at.saturating_sub(HEAD);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let near = &self.text[from..at];
        &near[near.rfind('\n').map_or(0, |i| i + 1)..]
    }

    /// Writes a stretch of the text as it is, but for the beginnings of its lines within a call.
    pub(super) fn source(&mut self, range: Range<usize>) {
        let text = self.text;
        self.lines(&text[range]);
    }

    /// Writes lines that stand for as many of the text.
    pub(super) fn lines(&mut self, text: &str) {
        for line in text.split_inclusive('\n') {
            let mut line = line;
            if self.fresh && (self.gap.is_some() || !self.frames.is_empty()) {
                let frame = self.frames.last().cloned().unwrap_or_default();
                line = frame.without(line);
                if line.trim().is_empty() {
                    self.out.push_str(frame.keep.trim_end());
                    self.gap = None;
                } else {
                    self.start(&frame.keep);
                }
            }
            self.out.push_str(line);
            self.fresh = line.ends_with('\n');
            if self.fresh {
                self.line += 1;
                self.sources.push(self.line);
            }
        }
    }

    /// Passes over a stretch of the text.
    pub(super) fn skip(&mut self, range: &Range<usize>) {
        self.line += self.text[range.clone()].matches('\n').count();
    }

    /// Begins a line that the text has not.
    pub(super) fn new_line(&mut self) {
        let end = self.out.trim_end_matches([' ', '\t']).len();
        self.out.truncate(end);
        self.out.push('\n');
        self.sources.push(self.line);
        self.fresh = true;
    }

    /// Begins the text of a line.
    pub(super) fn start(&mut self, base: &str) {
        if let Some(blank) = self.gap.take()
            && self.follows_text()
        {
            self.out.push_str(blank.trim_end());
            self.new_line();
        }
        self.out.push_str(base);
        self.fresh = false;
    }

    /// What comes next stands behind a blank line.
    pub(super) fn part(&mut self, base: &str) {
        base.clone_into(self.gap.get_or_insert_default());
    }

    /// What comes next goes on without one.
    pub(super) fn join(&mut self) {
        self.gap = None;
    }

    /// Whether the line before the one that begins has text.
    fn follows_text(&self) -> bool {
        let before = self.out.strip_suffix('\n').unwrap_or(&self.out);
        let mut line = before.chars().rev().take(LONG).take_while(|c| *c != '\n');
        line.any(|c| !c.is_whitespace() && c != '>')
    }

    /// Whether what is written on the line has no words yet.
    pub(super) fn is_bare(&self) -> bool {
        let mut line = self.out.chars().rev().take(LONG).take_while(|c| *c != '\n');
        self.fresh || line.all(|c| c.is_whitespace() || c == '>')
    }

    /// Something in the place of a stretch, within its line. Its lines take the places of those of the stretch.
    pub(super) fn inline(&mut self, with: &str, range: &Range<usize>) {
        if self.fresh && !with.is_empty() {
            let keep = self.keep().to_owned();
            self.start(&keep);
        }
        let mut there = self.text[range.clone()].matches('\n').count();
        for (i, line) in with.split('\n').enumerate() {
            if i > 0 {
                self.line += usize::from(there > 0);
                there = there.saturating_sub(1);
                self.out.push('\n');
                self.sources.push(self.line);
            }
            self.out.push_str(line);
        }
        self.line += there;
    }

    /// Writes lines of its own, each behind `base`. The first goes on with the line that is being written, if that has begun.
    pub(super) fn block(&mut self, content: &str, base: &str) {
        for (i, line) in content.split('\n').enumerate() {
            if i > 0 {
                self.new_line();
            }
            match (self.fresh, line.is_empty()) {
                (true, true) => {
                    self.out.push_str(base.trim_end());
                    self.fresh = false;
                }
                (true, false) => self.start(base),
                _ => {}
            }
            self.out.push_str(line);
        }
    }

    /// A line without text in the place of a tag that had it for itself.
    pub(super) fn blank(&mut self, base: &str) {
        self.out.push_str(base.trim_end());
        self.gap = None;
        self.fresh = false;
    }

    /// Takes back what was written of a line that has no text.
    pub(super) fn take_back(&mut self) {
        let start = self.out.rfind('\n').map_or(0, |i| i + 1);
        self.out.truncate(start);
        self.fresh = true;
    }
}

impl LineFrame {
    /// A line of the text without what the call that it stands in was indented by.
    fn without<'l>(&self, line: &'l str) -> &'l str {
        let mut rest = line;
        for _ in 0..self.quoted {
            let Some(inner) = rest.trim_start_matches([' ', '\t']).strip_prefix('>') else { break };
            rest = inner.strip_prefix(' ').unwrap_or(inner);
        }
        let mut cut = self.cut;
        while cut > 0 && rest.starts_with([' ', '\t']) {
            // A tab reaches to the next column that four divides.
            cut = cut.saturating_sub(if rest.starts_with('\t') { 4 } else { 1 });
            rest = &rest[1..];
        }
        rest
    }
}

/// Columns of white space and of marks that a line begins with.
pub(super) fn columns(head: &str) -> usize {
    head.chars().fold(0, |at, c| if c == '\t' { at / 4 * 4 + 4 } else { at + 1 })
}
