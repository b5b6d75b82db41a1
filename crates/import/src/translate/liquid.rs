//! Liquid, as far as posts use it.
//!
//! Code, raw text and pairs of tags are found here. Conditions and values are evaluated by the Liquid library ([`question`]).

mod answer;
mod blocks;
mod code_block;
mod condition;
mod filters;
mod include;
mod names;
mod output;
mod pairs;
mod passed;
mod place;
mod question;
mod shown;
pub(super) mod site;
mod state;
pub(super) mod tag;
mod telling;

use std::collections::BTreeMap;

use lamplight_markdown::Flavour;

use super::context::{Context, Translated};
use super::embeds::{EmbedHtml, embedded};
use super::out::OutputText;
use super::scan::{code, within};
use crate::diagnostic::Diagnostic;
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};
use names::{LiquidNames, NameSources};
use pairs::pairs;
pub use site::LiquidSite;
use state::Liquid;
use tag::{LiquidTag, next, tag};

/// Engines whose posts may hold Liquid, or what looks the same.
const ENGINES: &[Engine] = &[Engine::Jekyll, Engine::Eleventy, Engine::Hexo];

pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: ENGINES,
        scope: Scope::Everywhere,
        syntax: "{% if … %}…{% endif %}",
        becomes: "the branch that holds; nothing where that can't be known",
        code: "liquid-condition",
        example: "{% if true %}a{% else %}b{% endif %}",
        result: "a",
    },
    Mark {
        engines: ENGINES,
        scope: Scope::Everywhere,
        syntax: "{% for … %}…{% endfor %}",
        becomes: "what it repeats, once for each; nothing where that can't be known",
        code: "liquid-loop",
        example: "{% for i in (1..3) %}{{ i }} {% endfor %}",
        result: "1 2 3 ",
    },
    Mark {
        engines: ENGINES,
        scope: Scope::Everywhere,
        syntax: "{% include file %}",
        becomes: "the file of `_includes`, with what it is given",
        code: "liquid-include",
        example: "a {% include b.html %} c",
        result: "a  c",
    },
];

/// The translator of posts in Markdown.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    match context.liquid {
        Some(_) => translate(text, Some(context.flavour), context),
        None => shown::with_untranslated(text, context),
    }
}

/// Translates what Liquid says in a text, but not in its code. Without a `flavour` it is HTML, where all of it is Liquid's.
pub(super) fn translate(text: &str, flavour: Option<Flavour>, context: &Context<'_>) -> Translated {
    if !text.contains("{%") && !text.contains("{{") {
        return Translated::unchanged(text);
    }
    let page = context.page.map(site::value_of);
    let sources = NameSources {
        page: page.as_ref(),
        site: context.site,
        values: context.values,
        bare: context.engines.has(Engine::Eleventy),
    };
    let mut liquid = Liquid::new(text, flavour, context, &sources, LiquidNames::default());
    liquid.run(0, text.len());
    if liquid.unreported > 0 {
        let message = format!("and {} more of Liquid that nothing here can say", liquid.unreported);
        let at = liquid.diagnostics.last().map(|d| d.at).unwrap_or_default();
        liquid.diagnostics.push(Diagnostic::warning("liquid-more", at, message, "see the findings above it"));
    }
    let (markdown, lines) = liquid.out.finish();
    Translated { markdown, lines, diagnostics: liquid.diagnostics, counts: liquid.counts }
}

impl<'a> Liquid<'a> {
    fn new(
        text: &'a str,
        flavour: Option<Flavour>,
        context: &'a Context<'a>,
        sources: &'a NameSources<'a>,
        names: LiquidNames,
    ) -> Self {
        let code = flavour.map(|flavour| code(text, flavour)).unwrap_or_default();
        Self {
            text,
            flavour,
            context,
            sources,
            names,
            unknown: context.liquid.unwrap_or_default(),
            out: OutputText::with_capacity(text.len()),
            pairs: pairs(text, &code),
            code,
            parses: 0,
            diagnostics: Vec::new(),
            unreported: 0,
            counts: BTreeMap::new(),
            missing: BTreeMap::new(),
            jumps: BTreeMap::new(),
            interrupt: None,
            budget: state::BUDGET,
            depth: 0,
        }
    }

    /// Goes through a stretch of the text.
    fn run(&mut self, from: usize, to: usize) {
        let text = self.text;
        let mut at = from;
        while let Some(next) = next(text, at).filter(|next| *next < to) {
            self.out.push(&text[at..next]);
            at = self.tag(next);
            if self.interrupt.is_some() || at >= to {
                return;
            }
        }
        self.out.push(&text[at..to]);
    }

    /// Deals with the tag at an offset. Returns the offset to go on from.
    fn tag(&mut self, at: usize) -> usize {
        let text = self.text;
        let Some(tag) = tag(text, at) else {
            let end = at + text[at..].bytes().take_while(|b| *b == b'{').count();
            self.out.push(&text[at..end]);
            return end;
        };
        let in_code = within(&self.code, at).cloned();
        if tag.name == "raw" {
            return self.raw(&tag, in_code);
        }
        if in_code.is_some() {
            self.out.push(&text[tag.range.clone()]);
            return tag.range.end;
        }
        let is_code = matches!(tag.name, "highlight" | "codeblock");
        if tag.trims.0 && !is_code {
            self.out.trim_end();
        }
        let end = self.evaluate(&tag);
        // The tag that this one ends with may trim, too.
        let trims = match &text[..end] {
            _ if is_code => false,
            before if before.ends_with("-%}") || before.ends_with("-}}") => true,
            _ => tag.trims.1 && end == tag.range.end,
        };
        if !trims {
            return end;
        }
        let rest = &text[end..];
        let blank = rest.len() - rest.trim_start().len();
        self.out.lost_lines(rest[..blank].matches('\n').count());
        end + blank
    }

    fn evaluate(&mut self, tag: &LiquidTag<'a>) -> usize {
        if tag.output {
            return self.output(tag);
        }
        if let Some(end) = self.jumps.get(&tag.range.start).copied() {
            return self.leave_out(&(tag.range.start..end));
        }
        if let Some(end) = self.block(tag) {
            return end;
        }
        match tag.name {
            "highlight" | "codeblock" => self.block_of_code(tag),
            "comment" => self.comment(tag),
            // What they write stands in the head of each page.
            "#" | "seo" | "feed_meta" => self.leave_out(&tag.range),
            "post_url" | "link" => self.link(tag),
            "include" | "include_cached" | "include_relative" => self.include(tag),
            _ => match embedded(tag, self.context.values) {
                Some(EmbedHtml { html, whole }) => self.show(tag, &html, whole),
                None => self.unknown_tag(tag),
            },
        }
    }
}

#[cfg(test)]
mod tests;
