//! Finds code and lists in a text.

use std::ops::Range;

use lamplight_markdown::Flavour;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag as MarkdownTag};

use crate::translate::scan::within;

/// How often the text may be parsed again, because code within a call could be mistaken for the end of other code.
const PARSES: usize = 32;

/// Most bytes of a paragraph that are searched.
const NEAR: usize = 2_000;

/// Ranges of a text that are code or lists.
#[derive(Debug, Default)]
pub(in crate::translate) struct TextRegions {
    /// Fenced code and inline code.
    pub code: Vec<Range<usize>>,
    /// Indented code.
    pub indented: Vec<Range<usize>>,
    pub lists: Vec<Range<usize>>,
    parses: usize,
}

impl TextRegions {
    pub(in crate::translate) fn of(text: &str, flavour: Flavour) -> Self {
        let mut found = Self::default();
        found.read(text, 0, flavour);
        found
    }

    fn read(&mut self, text: &str, from: usize, flavour: Flavour) {
        self.code.clear();
        self.indented.clear();
        self.lists.retain(|list| list.start < from);
        for (event, range) in Parser::new_ext(&text[from..], flavour.extensions()).into_offset_iter() {
            let range = range.start + from..range.end + from;
            match event {
                Event::Start(MarkdownTag::CodeBlock(CodeBlockKind::Indented)) => self.indented.push(range),
                Event::Start(MarkdownTag::CodeBlock(_)) | Event::Code(_) => self.code.push(range),
                Event::Start(MarkdownTag::List(_))
                    if self.lists.last().is_none_or(|l| l.end <= range.start) =>
                {
                    self.lists.push(range);
                }
                _ => {}
            }
        }
    }

    /// After a stretch that Markdown would have read otherwise, what follows may be code or not be code.
    pub(in crate::translate) fn pass(&mut self, text: &str, passed: &Range<usize>, flavour: Flavour) {
        let inside = &text[passed.clone()];
        let rest = &text[passed.end..];
        // A tick in what is left of the paragraph may belong to one that was passed.
        let near = &rest.as_bytes()[..rest.len().min(NEAR)];
        let paragraph = near.windows(2).position(|pair| pair == b"\n\n").unwrap_or(near.len());
        let ticks = || inside.contains('`') && near[..paragraph].contains(&b'`');
        if self.parses < PARSES && (inside.contains("```") || inside.contains("~~~") || ticks()) {
            self.parses += 1;
            self.read(text, passed.end, flavour);
        }
    }

    pub(in crate::translate) fn is_code(&self, at: usize) -> bool {
        within(&self.code, at).is_some()
    }

    pub(in crate::translate) fn is_indented(&self, at: usize) -> bool {
        within(&self.indented, at).is_some()
    }

    pub(in crate::translate) fn is_list(&self, at: usize) -> bool {
        within(&self.lists, at).is_some()
    }
}
