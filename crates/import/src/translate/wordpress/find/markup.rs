//! HTML in a text with shortcodes: tags and remarks are passed over, and so is code that is not marked as such twice.

use super::{LONGEST, WordPressFinder};
use crate::translate::scan::ends_line;
use crate::translate::shortcodes::call::{Shape, ShortcodeToken, ShortcodeTokenKind};
use crate::translate::shortcodes::regions::TextRegions;
use crate::translate::wordpress::names::{Is, known};
use crate::translate::wordpress::source;
use crate::translate::wordpress::tag::read;

/// Elements in which nothing is a shortcode.
const CODE: [&str; 5] = ["pre", "code", "script", "style", "textarea"];

impl WordPressFinder<'_, '_> {
    /// Passes over a tag of HTML, a remark or an element that holds code. Returns where to go on.
    pub(super) fn markup(&mut self, at: usize, regions: &mut TextRegions) -> usize {
        let rest = &self.text[at..];
        if rest.starts_with("<!--") {
            return self.pass(at + 4, "-->");
        }
        let name = &rest[1..];
        let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            return at + 1;
        }
        let end = self.tag_end(at);
        let Some(element) = CODE.iter().find(|known| name[..length].eq_ignore_ascii_case(known)) else {
            return end;
        };
        if *element == "pre"
            && let Some(end) = self.dressed(at, end, regions).or_else(|| self.brushed(at, end))
        {
            return end;
        }
        let last = match *element {
            "pre" => "</pre>",
            "code" => "</code>",
            "script" => "</script>",
            "style" => "</style>",
            _ => "</textarea>",
        };
        self.pass(end, last).max(end)
    }

    /// Where something ends that begins at an offset; the offset if it has no end.
    fn pass(&mut self, at: usize, end: &'static str) -> usize {
        if self.missing.contains(end) {
            return at;
        }
        match self.text.get(at..).and_then(|rest| rest.find(end)) {
            Some(found) => at + found + end.len(),
            None => {
                self.missing.insert(end);
                at
            }
        }
    }

    /// Where a tag of HTML ends; the next byte if it is none.
    fn tag_end(&self, at: usize) -> usize {
        let mut quote = None;
        for (i, b) in self.text.as_bytes()[at + 1..].iter().take(LONGEST).enumerate() {
            match quote {
                Some(open) if *b == open => quote = None,
                Some(_) => {}
                None if matches!(b, b'"' | b'\'') => quote = Some(*b),
                None if *b == b'>' => return at + i + 2,
                None if *b == b'<' => break,
                None => {}
            }
        }
        at + 1
    }

    /// `<pre>[code] … [/code]</pre>`: code that is marked as such twice. Returns where it ends.
    fn dressed(&mut self, at: usize, inside: usize, regions: &mut TextRegions) -> Option<usize> {
        let rest = &self.text[inside..];
        let begin = inside + rest.len() - rest.trim_start().len();
        let tag = self.text[begin..].starts_with('[').then(|| read(self.text, begin)).flatten()?;
        let is = known(&tag.name).filter(|is| matches!(is, Is::Code(_)))?;
        let end = self.end_of(&tag.name, tag.range.end)?;
        let after = &self.text[end.end..];
        let last = end.end + after.len() - after.trim_start().len();
        let closes = self.text[last..].starts_with("</pre>");
        if !closes || !self.of_wordpress && !tag.quoted || tag.doubled {
            return None;
        }
        let range = at..last + "</pre>".len();
        let body = tag.range.end..end.start;
        self.is(&tag, is, range.clone(), Some(body), regions);
        Some(range.end)
    }

    /// `<pre class="brush: php">…</pre>`: code whose language its element says. Returns where it ends.
    fn brushed(&mut self, at: usize, inside: usize) -> Option<usize> {
        let text = self.text;
        let language = source::brush(&text[at..inside]).filter(|_| self.of_wordpress)?;
        let end = self.pass(inside, "</pre>");
        let body = text.get(inside..end.saturating_sub("</pre>".len()))?;
        if end == inside || body.contains('<') || !self.head(at).trim().is_empty() || !ends_line(&text[end..])
        {
            return None;
        }
        let code = source::code(body, false, 0, false);
        let shape = Shape::Block(source::fenced(language, &code), String::new());
        self.tokens.push(ShortcodeToken {
            range: at..end,
            kind: ShortcodeTokenKind::Is("pre".to_owned(), (shape, None)),
        });
        Some(end)
    }
}
