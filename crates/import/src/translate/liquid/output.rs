//! Writes values and addresses instead of tags.

use lamplight_markdown::text::shorten;
use liquid_core::model::{Value as Liquor, ValueView};

use super::answer::{Evaluation, answer};
use super::state::Liquid;
use super::tag::LiquidTag;
use crate::translate::context::{FILE, POST, Unknown};
use crate::translate::embeds::{embedded_value, frame};
use crate::translate::scan::split;
use crate::translate::values::{EvaluatedOutput, evaluate, unquoted, words};

impl<'a> Liquid<'a> {
    /// Posts and files are known later: see [`POST`] and [`FILE`].
    pub(super) fn link(&mut self, tag: &LiquidTag<'a>) -> usize {
        self.count(tag.name);
        let target = words(unquoted(tag.rest), self.context.values).replace(' ', "%20");
        let (kind, target) = match tag.name {
            "post_url" => (POST, target),
            _ => (FILE, target.trim_start_matches('/').to_owned()),
        };
        if self.in_address() {
            self.out.push(&[kind, &target].concat());
        } else {
            // An address in the text: a link that says where it leads.
            let name = target.rsplit('/').next().unwrap_or_default();
            self.out.push(&["[", name, "](", kind, &target, ")"].concat());
        }
        tag.range.end
    }

    pub(super) fn output(&mut self, tag: &LiquidTag<'a>) -> usize {
        let after = &self.text[tag.range.end..];
        if matches!(tag.rest, "site.baseurl" | "site.url" | "site.github.url") {
            self.count("site address");
            // The base of the site is put in front of its links when they are resolved.
            if self.in_address() && after.starts_with(['/', '{']) {
                return tag.range.end;
            }
            let value = (self.context.values)(tag.rest).unwrap_or_default();
            let is_whole = self.in_address() && after.starts_with(['"', '\'', ')', '>']);
            self.out.push(if is_whole && value.is_empty() { "/" } else { &value });
            return tag.range.end;
        }
        if let Some((url, title)) = embedded_value(tag.rest) {
            return self.show(tag, &frame(&url, &title), true);
        }
        let known = match evaluate(tag.rest, self.context.values) {
            Some(EvaluatedOutput { text, unknown: None }) => Some(Evaluation::Known(Liquor::scalar(text))),
            _ => None,
        };
        match known.unwrap_or_else(|| answer(tag.rest, &self.names, self.sources)) {
            Evaluation::Known(value)
                if value.is_nil() && !tag.rest.contains('|') && tag.rest.starts_with("page.") =>
            {
                self.no_output(tag)
            }
            Evaluation::Known(value) => {
                self.count("value");
                let is_markdown = split(tag.rest, '|').iter().any(|filter| filter.trim() == "markdownify");
                self.value(tag, &value.to_kstr(), is_markdown)
            }
            Evaluation::Filter(filter, value) => {
                let text = value.to_kstr();
                let message =
                    format!("the filter `{filter}` is not known; “{}” is shown as it is", shorten(&text, 40));
                self.report(
                    tag.range.start,
                    "liquid-filter",
                    message,
                    "write what it made of it, in Markdown",
                );
                self.value(tag, &text, false)
            }
            Evaluation::Unknown => self.no_output(tag),
        }
    }

    /// Writes a value. In a line it is one piece of it; on a line of its own it keeps its lines.
    pub(super) fn value(&mut self, tag: &LiquidTag<'a>, value: &str, is_markdown: bool) -> usize {
        let value = value.trim_matches('\n');
        if self.budget < value.len() {
            return self.cut(tag);
        }
        self.budget -= value.len();
        let alone = self.alone(&tag.range);
        if value.trim().is_empty() && alone {
            return self.leave_out(&tag.range);
        }
        if !(value.contains('\n') || is_markdown && alone) {
            self.out.push(value);
            return tag.range.end;
        }
        if !alone {
            let is_one = !value.contains("\n\n") && !value.contains("```");
            let line = value.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
            self.out.insert(if is_one { &line } else { value });
            return tag.range.end;
        }
        self.out.insert(&if is_markdown { format!("\n{value}\n") } else { value.to_owned() });
        tag.range.end
    }

    pub(super) fn no_value(&mut self, tag: &LiquidTag<'a>) -> usize {
        if self.unknown == Unknown::Nothing {
            return self.leave_out(&tag.range);
        }
        // An underscore or a backslash in it is no markup.
        for c in self.text[tag.range.clone()].chars() {
            if c.is_ascii_punctuation() {
                self.out.push("\\");
            }
            self.out.push(c.encode_utf8(&mut [0; 4]));
        }
        tag.range.end
    }
}
