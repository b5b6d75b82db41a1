//! Text, with its bare URLs as links.

use std::ops::Range;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::state::{HtmlWriter, put};
use crate::flavour::Flavour;
use crate::options::RawHtml;
use crate::picture::LAZY_ATTRIBUTES;
use crate::{VOID, autolink};

impl<'a> HtmlWriter<'a> {
    pub(super) fn text(&mut self, text: &str) {
        self.note(text);
        put(escape_html_body_text(&mut self.out, text));
    }

    /// Remembers text for the outline while a heading is open.
    pub(super) fn note(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }

    /// Writes the text that has gathered, with its bare URLs as links.
    pub(super) fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        let Some((_, first)) = run.first() else { return };
        let linked = self.options.flavour != Flavour::CommonMark && self.links == 0 && self.images == 0;
        if !linked || !run.iter().any(|(text, _)| text.contains([':', '@', '.'])) {
            for (text, _) in &run {
                if self.images > 0 { put(escape_html(&mut self.out, text)) } else { self.text(text) }
            }
            return;
        }
        // Smart punctuation has turned `--` and quotes inside URLs into something else: links are looked for in
        // what the author typed, and text outside of links is written as the parser made it.
        let before = self.source[..first.start].chars().next_back();
        let typed: Vec<&str> = run.iter().map(|(text, range)| self.typed(text, range)).collect();
        let whole = typed.concat();
        let found = autolink::find(&whole, before);
        let (mut start, mut links) = (0, found.iter().peekable());
        for ((shown, _), typed) in run.iter().zip(&typed) {
            let end = start + typed.len();
            let mut at = start;
            while let Some(link) = links.peek().filter(|l| l.range.start < end) {
                if at < link.range.start {
                    self.text_part(shown, typed, at - start..link.range.start - start);
                }
                if link.range.start >= start {
                    self.bare_link(&whole[link.range.clone()], link.prefix);
                }
                at = link.range.end.min(end);
                if link.range.end > end {
                    break;
                }
                links.next();
            }
            if at < end {
                self.text_part(shown, typed, at - start..typed.len());
            }
            start = end;
        }
    }

    /// Writes a part of a fragment of text, counted in typed bytes.
    pub(super) fn text_part(&mut self, shown: &str, typed: &str, range: Range<usize>) {
        if range.len() == typed.len() {
            self.text(shown);
        } else if let Some(part) = typed.get(range) {
            self.text(part);
        }
    }

    /// What stood in the source for a smart quote, dash or ellipsis; any other text as it is.
    pub(super) fn typed<'t>(&self, text: &'t str, range: &Range<usize>) -> &'t str
    where
        'a: 't,
    {
        let source: &'a str = self.source;
        match source.get(range.clone()) {
            Some(typed) if typed != text && typed.starts_with(['"', '\'', '-', '.']) => typed,
            _ => text,
        }
    }

    pub(super) fn bare_link(&mut self, text: &str, prefix: &str) {
        self.link_start(&[prefix, text].concat(), "", self.blog);
        self.text(text);
        self.out.push_str("</a>");
    }

    pub(super) fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    pub(super) fn open(&mut self, tag: &str) {
        self.line();
        self.out.push_str(tag);
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        put(escape_html(&mut self.out, value));
        self.out.push('"');
    }

    pub(super) fn raw_fragment(&mut self, raw: &str) {
        let number = self.before.fragments;
        self.before.fragments += 1;
        match self.options.raw_html {
            RawHtml::Trusted => self.out.push_str(raw),
            RawHtml::Fragments(fragments) => {
                let Some(fragment) = fragments.get(number) else { return };
                self.unclosed += unclosed(fragment);
                match fragment.split_once(LAZY_ATTRIBUTES) {
                    Some((before, after)) if std::mem::take(&mut self.before.leads) => {
                        self.out.push_str(before);
                        self.out.push_str(after);
                    }
                    _ => self.out.push_str(fragment),
                }
            }
        }
    }
}

/// Elements that a fragment of raw HTML opens, less those that it closes. `<` stands in front of tags only: the sanitiser
/// escapes it anywhere else.
fn unclosed(fragment: &str) -> isize {
    let tags = fragment.split('<').skip(1).map(|tag| {
        let name = tag.split([' ', '>']).next().unwrap_or_default();
        let alone = tag.split('>').next().is_some_and(|tag| tag.ends_with('/'));
        match (tag.starts_with('/'), alone || VOID.contains(&name)) {
            (true, _) => -1,
            (false, alone) => isize::from(!alone),
        }
    });
    tags.sum()
}
