//! Ranges in which nothing is Liquid: `{% raw %}` and `{% comment %}`.

use std::ops::Range;

use super::state::Liquid;
use super::tag::{LiquidTag, find};
use crate::translate::scan::code;

/// Times that the text is parsed anew because a block within it could have been mistaken for the end of another.
const PARSES: usize = 32;

impl<'a> Liquid<'a> {
    /// The end of a tag that has one; reported if there is none.
    pub(super) fn end_of(&mut self, tag: &LiquidTag<'a>) -> Option<LiquidTag<'a>> {
        let end = format!("end{}", tag.name);
        let known = self.missing.get(&end).is_some_and(|from| tag.range.end >= *from);
        let found = if known { None } else { find(self.text, tag.range.end, &end) };
        if found.is_none() {
            self.missing.entry(end.clone()).or_insert(tag.range.end);
            let message = format!("`{{% {} %}}` begins and never ends; the tag is left out", tag.name);
            self.report(
                tag.range.start,
                "liquid-unclosed",
                message,
                &format!("put `{{% {end} %}}` where it ends"),
            );
        }
        found
    }

    /// What stands between two tags is Markdown and no more Liquid.
    pub(super) fn raw(&mut self, tag: &LiquidTag<'a>, in_code: Option<Range<usize>>) -> usize {
        // Code that shows the tag alone: "put it between `{% raw %}` and `{% endraw %}`".
        if let Some(code) = &in_code {
            let inside = self.text.get(tag.range.end..code.end).unwrap_or_default();
            let shown =
                self.text[code.start..].starts_with('`') && !self.text[code.start..].starts_with("```");
            if shown && find(inside, 0, "endraw").is_none() {
                self.out.push(&self.text[tag.range.clone()]);
                return tag.range.end;
            }
        }
        let Some(end) = self.end_of(tag) else { return self.leave_out(&tag.range) };
        self.count("raw");
        let from = self.leave_out(&tag.range);
        let inside = &self.text[from..end.range.start.max(from)];
        self.out.push(inside);
        if in_code.is_none() {
            self.parse_again(end.range.end, inside);
        }
        self.leave_out(&end.range)
    }

    /// A remark. One within another ends before it does.
    pub(super) fn comment(&mut self, tag: &LiquidTag<'a>) -> usize {
        let parts = self.pairs.get(&tag.range.start).cloned();
        let Some(end) = parts.as_deref().and_then(<[_]>::last).map(|part| part.range.end) else {
            self.tell_loss(
                tag.range.start,
                "remark-unclosed",
                "`{% comment %}` begins and never ends; all that follows is left out".to_owned(),
                "put `{% endcomment %}` where it ends",
            );
            return self.leave_out(&(tag.range.start..self.text.len()));
        };
        self.count("comment");
        self.parse_again(end, &self.text[tag.range.end..end]);
        self.leave_out(&(tag.range.start..end))
    }

    /// After a stretch that Markdown would have read otherwise, what follows may be code or not be code.
    pub(super) fn parse_again(&mut self, at: usize, passed: &str) {
        let matters = ["`", "~~~", "    ", "\t"].iter().any(|mark| passed.contains(mark));
        if let Some(flavour) = self.flavour.filter(|_| matters && self.parses < PARSES) {
            self.parses += 1;
            self.code = code(&self.text[at..], flavour)
                .into_iter()
                .map(|range| range.start + at..range.end + at)
                .collect();
        }
    }
}
