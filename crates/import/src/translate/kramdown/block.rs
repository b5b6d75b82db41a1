//! A line of attributes, which belongs to the block beside it.

use std::ops::Range;

use super::attributes::Attributes;
use super::state::Kramdown;
use super::structure::{BlockKind, Structure};
use crate::translate::scan::line_end;

impl Kramdown<'_> {
    /// A line of its own.
    pub(super) fn block(&mut self, line: &Range<usize>, found: &Structure) {
        let written = self.text[line.clone()].trim();
        let inside = written[2..written.len() - 1].trim();
        let whole = self.with_end(line);
        if let Some(extension) = inside.strip_prefix([':', '/']) {
            return self.extension(line, extension);
        }
        let mut attributes = Attributes::read(inside);
        if attributes.words.first().is_some_and(|word| word.len() > 1 && word.ends_with(':')) {
            self.count += 1;
            self.edits.push((whole, String::new()));
            return;
        }
        attributes.take_named(&self.named);
        let before = self.text[..line.start].trim_end_matches(' ');
        let follows =
            before.ends_with('\n') && !before.trim_end_matches('\n').is_empty() && !before.ends_with("\n\n");
        let content_end = before.trim_end().len();
        if let Some(language) = attributes.language()
            && self.language(language, line, content_end, follows, found)
        {
            self.count += 1;
            return;
        }
        let near = match follows {
            true => found.blocks[..found.blocks.partition_point(|(_, b)| b.start < line.start)].last(),
            false => found.blocks.get(found.blocks.partition_point(|(_, b)| b.start < line.end)),
        };
        let next_line = self.text.get(whole.end..).unwrap_or_default().lines().next().unwrap_or_default();
        let touches = |b: &Range<usize>| match follows {
            true => self.text[..b.end.min(line.start)].trim_end().len() == content_end,
            false => !next_line.trim().is_empty() && self.line_start(b.start) <= whole.end,
        };
        let Some((kind, block)) = near.filter(|(_, b)| touches(b)).cloned() else {
            self.report(line.start, written, "belongs to nothing");
            self.edits.push((whole, String::new()));
            return;
        };
        if attributes.words.iter().any(|word| word == "toc") && kind == BlockKind::List {
            // The page has a table of contents of its own.
            self.count += 1;
            self.edits.push((block.start.min(whole.start)..whole.end.max(block.end), String::new()));
            return;
        }
        let nested =
            follows && self.text[line.clone()].starts_with([' ', '\t', '>']) && kind != BlockKind::Heading;
        if nested || kind == BlockKind::Html {
            self.report(line.start, written, "stands within another block");
            self.edits.push((whole, String::new()));
            return;
        }
        if kind == BlockKind::List {
            self.start(&mut attributes, block.start);
        }
        let (html, lost) = attributes.html(kind != BlockKind::Heading);
        if kind == BlockKind::Heading && !attributes.id.is_empty() {
            // The heading's own line, also of one that is underlined.
            let end = line_end(self.text, block.start);
            if !self.text[block.start..end].trim_end().ends_with('}') {
                self.edits.push((end..end, format!(" {{#{}}}", attributes.id)));
            }
        }
        for name in &lost {
            self.tell_lost(line.start, name);
        }
        self.count += 1;
        if html.is_empty() {
            self.edits.push((whole, String::new()));
            return;
        }
        let open = format!("<div{html}>\n");
        let start = self.line_start(block.start);
        if follows {
            self.edits.push((start..start, open + "\n"));
            self.edits.push((line.clone(), "\n</div>\n".to_owned()));
        } else {
            let end = self.text[..block.end].trim_end().len();
            self.edits.push((line.clone(), open));
            self.edits.push((end..end, "\n\n</div>\n".to_owned()));
        }
    }

    /// `{:start="3"}`: the number of the first item.
    fn start(&mut self, attributes: &mut Attributes, block: usize) {
        let Some(at) = attributes.others.iter().position(|(name, _)| name == "start") else { return };
        let digits = self.text[block..].bytes().take_while(u8::is_ascii_digit).count();
        let value = attributes.others[at].1.trim();
        if digits == 0 || value.is_empty() || value.len() > 9 || !value.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        // What belongs to the item stays indented as deep as it was.
        let number = format!("{value:0>digits$}");
        let below = self.text[line_end(self.text, block)..].trim_start_matches('\n');
        if number.len() == digits || !below.starts_with([' ', '\t']) {
            self.edits.push((block..block + digits, number));
            attributes.others.remove(at);
        }
    }
}
