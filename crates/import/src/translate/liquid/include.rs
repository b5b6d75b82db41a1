//! `{% include %}`: files of the project, with parameters.

use std::collections::BTreeMap;

use lamplight_markdown::text::shorten;
use liquid_core::model::{Value, ValueView};

use super::answer::{Evaluation, answer};
use super::blocks::DEEPEST;
use super::state::Liquid;
use super::tag::LiquidTag;
use super::telling::MOST;
use crate::translate::embeds::{EmbedHtml, embedded};
use crate::translate::values::{arguments, unquoted};

/// Files of themes that post no text: a page has its own, or does without.
const DECORATION: [&str; 24] = [
    "toc",
    "mathjax",
    "katex",
    "analytics",
    "disqus",
    "comment",
    "share",
    "sharing",
    "social",
    "adsense",
    "ads",
    "head",
    "css",
    "style",
    "script",
    "js",
    "nav",
    "footer",
    "sidebar",
    "related",
    "pagination",
    "breadcrumb",
    "subscribe",
    "newsletter",
];

impl<'a> Liquid<'a> {
    /// Writes what a file says. Returns where to go on.
    pub(super) fn include(&mut self, tag: &LiquidTag<'a>) -> usize {
        let words = arguments(tag.rest);
        let written = words.first().map(String::as_str).unwrap_or_default();
        let file = self.filled(unquoted(written));
        let folder = if tag.name == "include_relative" { "." } else { "_includes" };
        let path = format!("{folder}/{}", file.as_deref().unwrap_or_default());
        let is_inside = !path.split('/').any(|part| part == "..");
        let text =
            file.filter(|file| is_inside && !file.is_empty()).and_then(|_| (self.context.files)(&path));
        let Some(text) = text else {
            if let Some(EmbedHtml { html, whole }) = embedded(tag, self.context.values) {
                return self.show(tag, &html, whole);
            }
            return self.not_there(tag, &path);
        };
        if self.depth >= DEEPEST || self.budget < text.len() {
            return self.cut(tag);
        }
        self.count(tag.name);
        let given: BTreeMap<String, Option<Value>> = words[1..]
            .iter()
            .filter_map(|word| word.split_once('='))
            .map(|(key, value)| {
                let value = match answer(value, &self.names, self.sources) {
                    Evaluation::Known(value) => Some(value),
                    Evaluation::Filter(..) | Evaluation::Unknown => None,
                };
                (key.to_owned(), value)
            })
            .collect();
        let is_markdown = [".md", ".markdown", ".mkd"].iter().any(|end| path.ends_with(end));
        let rendered = self.render_file(tag, &path, &text, is_markdown, given);
        if rendered.trim().is_empty() {
            return self.leave_out(&tag.range);
        }
        let is_html = rendered.trim_start().starts_with('<')
            && !rendered.contains("```")
            && !rendered.contains("markdown=");
        if is_html {
            let html = one_block(&rendered);
            self.budget = self.budget.saturating_sub(html.len());
            let begins = html.get(1..).is_some_and(|rest| !rest.starts_with(is_span));
            return self.show(tag, &html, begins);
        }
        self.value(tag, &rendered, is_markdown)
    }

    /// What a file says with what it is given. What is reported of it stands where the tag does.
    fn render_file(
        &mut self,
        tag: &LiquidTag<'a>,
        path: &str,
        text: &str,
        is_markdown: bool,
        given: BTreeMap<String, Option<Value>>,
    ) -> String {
        let mut names = std::mem::take(&mut self.names);
        let outer = names.include.replace(given);
        let flavour = self.flavour.filter(|_| is_markdown);
        let mut inner = Liquid::new(text, flavour, self.context, self.sources, names);
        inner.depth = self.depth + 1;
        inner.budget = self.budget - text.len();
        inner.run(0, text.len());
        let Liquid { names, budget, diagnostics, unreported, counts, out, .. } = inner;
        self.names = names;
        self.names.include = outer;
        self.budget = budget;
        self.unreported += unreported;
        for (name, count) in counts {
            *self.counts.entry(name).or_default() += count;
        }
        let at = crate::diagnostic::Position::of(self.text, tag.range.start);
        for mut diagnostic in diagnostics {
            diagnostic.message = format!("{} (line {} of `{path}`)", diagnostic.message, diagnostic.at.line);
            diagnostic.at = at;
            if self.diagnostics.len() < 2 * MOST {
                self.diagnostics.push(diagnostic);
            } else {
                self.unreported += 1;
            }
        }
        out.finish().0
    }

    fn not_there(&mut self, tag: &LiquidTag<'a>, path: &str) -> usize {
        let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let mut parts = name.split(|c: char| !c.is_alphanumeric());
        if parts.any(|part| DECORATION.contains(&part.trim_end_matches('s')) || DECORATION.contains(&part)) {
            return self.unknown_tag(tag);
        }
        let source = shorten(&self.text[tag.range.clone()], 60);
        self.tell_loss(
            tag.range.start,
            "liquid-include",
            format!("`{source}` asks for `{path}`, which is not there; what it says is lost"),
            "put the file there, or write what it said",
        );
        self.no_value(tag)
    }

    /// A text with the values of each `{{ … }}` in it; `None` if one is not known.
    fn filled(&self, text: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (inside, after) = after.split_once("}}")?;
            let Evaluation::Known(value) = answer(inside.trim(), &self.names, self.sources) else {
                return None;
            };
            out.push_str(before);
            out.push_str(&value.to_kstr());
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }
}

fn is_span(c: char) -> bool {
    !c.is_ascii_alphabetic()
}

/// HTML without blank lines and indentation, which would end its block or make code of it; what is preformatted stays.
fn one_block(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut preformatted = false;
    for line in html.trim().lines() {
        let lower = line.to_ascii_lowercase();
        if preformatted {
            out.push_str(if line.trim().is_empty() { "<!---->" } else { line });
            out.push('\n');
        } else if !line.trim().is_empty() {
            out.push_str(line.trim());
            out.push('\n');
        }
        let last = |mark: &str| lower.rfind(mark);
        preformatted = match (last("<pre"), last("</pre")) {
            (Some(open), close) => close.is_none_or(|close| close < open),
            (None, Some(_)) => false,
            (None, None) => preformatted,
        };
    }
    out.trim_end().to_owned()
}
