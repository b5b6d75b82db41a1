//! Marks within lines that MkDocs' extensions and Pandoc have: snippets, keys, critic marks, icons, sub- and superscript,
//! spans with attributes, line blocks, citations.

mod attributes;
mod left_out;
mod lines;
mod pairs;
mod state;

use std::collections::BTreeMap;
use std::ops::Range;

use lamplight_markdown::Flavour;
use pulldown_cmark::{Event, Parser, Tag};

use super::context::{Context, Translated};
use super::diagnostics::DiagnosticList;
use super::out::edited;
use crate::diagnostic::Severity;
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};
use left_out::ICONS;
use state::Marks;

const MKDOCS: &[Engine] = &[Engine::MkDocs];
const PANDOC: &[Engine] = &[Engine::Pandoc];
const BOTH: &[Engine] = &[Engine::MkDocs, Engine::Pandoc];

pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: MKDOCS,
        scope: Scope::Everywhere,
        syntax: "--8<-- \"file\"",
        becomes: "nothing, and reported",
        code: "include-lost",
        example: "a\n\n--8<-- \"b.md\"\n\nc",
        result: "a\n\n\n\nc",
    },
    Mark {
        engines: MKDOCS,
        scope: Scope::Engines,
        syntax: "++ctrl+c++",
        becomes: "keys",
        code: "mark-of-engine",
        example: "press ++ctrl+c++ now",
        result: "press <kbd>ctrl</kbd>+<kbd>c</kbd> now",
    },
    Mark {
        engines: MKDOCS,
        scope: Scope::Engines,
        syntax: "{++a++} {--a--} {~~a~>b~~}",
        becomes: "inserted and deleted text",
        code: "critic-shown",
        example: "a {++b++} {--c--} {~~d~>e~~}",
        result: "a <ins>b</ins> <del>c</del> <del>d</del><ins>e</ins>",
    },
    Mark {
        engines: MKDOCS,
        scope: Scope::Engines,
        syntax: "^^a^^",
        becomes: "inserted text",
        code: "mark-of-engine",
        example: "a ^^b c^^ d",
        result: "a <ins>b c</ins> d",
    },
    Mark {
        engines: MKDOCS,
        scope: Scope::Engines,
        syntax: ":material-home:, :octicons-…:, :fontawesome-…:, :simple-…:",
        becomes: "nothing, and reported",
        code: "icon-lost",
        example: "a :material-home: b",
        result: "a  b",
    },
    Mark {
        engines: BOTH,
        scope: Scope::Engines,
        syntax: "H~2~O, x^2^",
        becomes: "sub- and superscript",
        code: "mark-of-engine",
        example: "H~2~O and x^2^",
        result: "H<sub>2</sub>O and x<sup>2</sup>",
    },
    Mark {
        engines: PANDOC,
        scope: Scope::Engines,
        syntax: "[text]{.class #id}",
        becomes: "text with that class and id",
        code: "mark-of-engine",
        example: "a [b c]{.x #y} d",
        result: "a <span class=\"x\" id=\"y\">b c</span> d",
    },
    Mark {
        engines: BOTH,
        scope: Scope::Engines,
        syntax: "![a](b.png){width=50%}, [a](b){.c}",
        becomes: "the picture or the link",
        code: "mark-of-engine",
        example: "![a](b.png){width=50%}",
        result: "![a](b.png)",
    },
    Mark {
        engines: PANDOC,
        scope: Scope::Engines,
        syntax: "| a line",
        becomes: "a line that ends where it ends",
        code: "",
        example: "| a\n| b\n",
        result: "a\\\nb\n",
    },
];

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    let signs = ["8<--", "++", "^", "~", "{--", "]{", "){", "@", "\n| ", "+--", "{<mark>"];
    if !signs.iter().chain(&ICONS).any(|sign| text.contains(sign)) && !text.starts_with("| ") {
        return Translated::unchanged(text);
    }
    let mut marks = Marks {
        text,
        inert: inert(text, context.flavour),
        mkdocs: context.engines.has(Engine::MkDocs),
        pandoc: context.engines.has(Engine::Pandoc),
        edits: Vec::new(),
        diagnostics: DiagnosticList::of(text),
    };
    marks.snippets();
    marks.icons();
    marks.pairs();
    marks.scripts();
    marks.attributes();
    marks.lines();
    let count = marks.edits.len();
    let (markdown, lines) = edited(text, marks.edits);
    let mut diagnostics = marks.diagnostics.finish();
    for diagnostic in
        diagnostics.iter_mut().filter(|diagnostic| matches!(diagnostic.code, "include-lost" | "critic-shown"))
    {
        diagnostic.severity = Severity::Error;
    }
    let counts: BTreeMap<_, _> = (count > 0).then(|| ("extension".to_owned(), count)).into_iter().collect();
    Translated { markdown, lines, diagnostics, counts }
}

/// Code and HTML, in order.
fn inert(text: &str, flavour: Flavour) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, flavour.extensions()).into_offset_iter() {
        let is_inert = matches!(
            event,
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) | Event::Code(_) | Event::InlineHtml(_)
        );
        if is_inert && found.last().is_none_or(|last| last.end <= range.start) {
            found.push(range);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engines;

    fn read(text: &str, engine: Option<Engine>) -> (String, Vec<&'static str>) {
        let engines: Engines = engine.into_iter().collect();
        let done = step(text, &Context { engines, ..Context::plain(Flavour::Blog { smart: false }) });
        (done.markdown, done.diagnostics.iter().map(|diagnostic| diagnostic.code).collect())
    }

    #[test]
    fn marks_within_lines_are_translated() {
        for (engine, text, want, diagnostics) in [
            (
                Engine::MkDocs,
                "++cmd+alt+page-up++ `++a++` C++ and D++",
                "<kbd>cmd</kbd>+<kbd>alt</kbd>+<kbd>page-up</kbd> `++a++` C++ and D++",
                &[][..],
            ),
            (
                Engine::MkDocs,
                "{<mark>a</mark>} :octicons-x-16:{ .big } x",
                "<mark>a</mark>  x",
                &["icon-lost"],
            ),
            (
                Engine::MkDocs,
                "[a](b){ .md-button } [c](d){: target=\"_blank\" }",
                "[a](b) [c](d)",
                &["link-target"],
            ),
            (Engine::MkDocs, "a\n\n--8<--\nx.md\n--8<--\n\nb", "a\n\n\n\nb", &["include-lost"]),
            (Engine::Pandoc, "[*a* [b](c)]{.d .e key=\"f\"}", "<span class=\"d e\">*a* [b](c)</span>", &[]),
            (
                Engine::Pandoc,
                "a [see @b, 3] and [-@c; @d] x@y.z",
                "a [see @b, 3] and [-@c; @d] x@y.z",
                &["citation", "citation", "citation"],
            ),
            (Engine::Pandoc, "| a | b |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| c | d |", &[]),
            (
                Engine::Pandoc,
                "~~a~~ b~c d~e https://a.example/~b/~c",
                "~~a~~ b~c d~e https://a.example/~b/~c",
                &[],
            ),
        ] {
            assert_eq!(read(text, Some(engine)), (want.to_owned(), diagnostics.to_vec()), "{text}");
        }
    }

    #[test]
    fn elsewhere_they_are_text_and_told_where_they_look_meant() {
        for (text, diagnostics) in [
            ("C++ and C++, a++b++, x ^ y ^ z, 2^10, ~5~ of them", &[][..]),
            ("f(x){return} [a]{b} {- x -} {{a}} `{++a++}`", &[]),
            ("| a |\n|---|\n| ^^ |", &[]),
            ("+---+---+\n| a | b |\n+---+---+\n", &["grid-table"]),
            ("a {--gone--} b", &["critic-shown"]),
            ("    --8<-- \"x\"\n\n`--8<-- \"x\"`", &[]),
        ] {
            assert_eq!(read(text, None), (text.to_owned(), diagnostics.to_vec()), "{text}");
        }
    }
}
