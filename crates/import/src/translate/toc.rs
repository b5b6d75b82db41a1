//! Marks in whose place other engines put a list of the headings. Each page has one of its own, so they go.

use std::ops::Range;

use super::containers::lines;
use super::context::{Context, Translated};
use super::diagnostics::DiagnosticList;
use super::out::edited;
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};

const PYTHON: &[Engine] = &[Engine::MkDocs, Engine::Pelican];
const NODE: &[Engine] = &[Engine::VitePress, Engine::Eleventy, Engine::Hexo];

pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: PYTHON,
        scope: Scope::Engines,
        syntax: "[TOC]",
        becomes: "nothing: the page has its own contents",
        code: "toc-mark",
        example: "a\n\n[TOC]\n\nb",
        result: "a\n\n\n\nb",
    },
    Mark {
        engines: NODE,
        scope: Scope::Engines,
        syntax: "[[toc]]",
        becomes: "nothing: the page has its own contents",
        code: "toc-mark",
        example: "a\n\n[[toc]]\n\nb",
        result: "a\n\n\n\nb",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "[[_TOC_]], {{TOC}}",
        becomes: "nothing: the page has its own contents",
        code: "",
        example: "a\n\n[[_TOC_]]\n\nb",
        result: "a\n\n\n\nb",
    },
];

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    if !["toc", "TOC", "Toc"].iter().any(|name| text.contains(name)) {
        return Translated::unchanged(text);
    }
    let defined = ["[toc]:", "[TOC]:"].iter().any(|link| text.contains(link));
    let lines = lines(text, context);
    let blank = |number: Option<usize>| {
        number.and_then(|n| lines.get(n)).is_none_or(|line| line.rest.trim().is_empty())
    };
    let mut diagnostics = DiagnosticList::of(text);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let written = line.rest.trim();
        if line.inert || written.len() > 10 || !blank(number.checked_sub(1)) || !blank(number.checked_add(1))
        {
            continue;
        }
        let engines = match written.to_ascii_lowercase().as_str() {
            "[[_toc_]]" | "{{toc}}" => &Engine::ALL,
            "[toc]" if !defined => PYTHON,
            "[[toc]]" => NODE,
            _ => continue,
        };
        if engines.len() == Engine::ALL.len() || context.engines.has_any(engines) {
            edits.push((line.rest_at()..line.range.end, String::new()));
        } else {
            diagnostics.warn(
                line.rest_at(),
                "toc-mark",
                format!("`{written}` is shown as it is written"),
                "delete it: the page has its own contents",
            );
        }
    }
    let (markdown, map) = edited(text, edits);
    Translated { markdown, lines: map, diagnostics: diagnostics.finish(), ..Translated::default() }
}
