//! Diagnostics for Liquid that cannot be evaluated, and what is shown instead.

use lamplight_markdown::text::shorten;

use super::state::Liquid;
use super::tag::LiquidTag;
use crate::diagnostic::{Diagnostic, Position};
use crate::translate::context::Unknown;
use crate::translate::shortcodes::is_picture;

/// Findings of one post; of the rest only the number is reported. Finding a place costs a look through the text.
pub(super) const MOST: usize = 100;

impl<'a> Liquid<'a> {
    pub(super) fn count(&mut self, name: &str) {
        *self.counts.entry(name.to_owned()).or_default() += 1;
    }

    pub(super) fn report(&mut self, at: usize, code: &'static str, message: String, help: &str) {
        if self.diagnostics.len() < MOST {
            self.diagnostics.push(Diagnostic::warning(code, Position::of(self.text, at), message, help));
        } else {
            self.unreported += 1;
        }
    }

    /// Tells that something of the post is lost.
    pub(super) fn tell_loss(&mut self, at: usize, code: &'static str, message: String, help: &str) {
        if self.diagnostics.len() < 2 * MOST {
            self.diagnostics.push(Diagnostic::error(code, Position::of(self.text, at), message, help));
        } else {
            self.unreported += 1;
        }
    }

    pub(super) fn fate(&self) -> &'static str {
        match self.unknown {
            Unknown::Nothing => "left out",
            Unknown::Text => "shown as text",
        }
    }

    pub(super) fn no_output(&mut self, tag: &LiquidTag<'a>) -> usize {
        let source = shorten(&self.text[tag.range.clone()], 60);
        let message = format!("nothing here knows the value of `{source}`; it is {}", self.fate());
        self.report(
            tag.range.start,
            "liquid-value",
            message,
            "write what it stood for; code about templates belongs between backticks",
        );
        self.no_value(tag)
    }

    pub(super) fn unknown_tag(&mut self, tag: &LiquidTag<'a>) -> usize {
        let source = shorten(&self.text[tag.range.clone()], 60);
        let help =
            "write what it stood for in Markdown; `liquid = \"text\"` in lamplight.toml shows such tags";
        // A picture is a part of the post, which would be lost.
        let mut words = tag.rest.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ','));
        if self.unknown == Unknown::Nothing && words.any(is_picture) {
            let message = format!("`{source}` is a tag that nothing here can say; its picture is left out");
            self.tell_loss(tag.range.start, "liquid-tag", message, help);
        } else {
            let message = format!("`{source}` is a tag that nothing here can say; it is {}", self.fate());
            self.report(tag.range.start, "liquid-tag", message, help);
        }
        self.no_value(tag)
    }
}
