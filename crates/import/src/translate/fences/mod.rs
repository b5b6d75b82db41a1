//! Translates info strings of code blocks of other engines to our own ([`lamplight_markdown::fence`]), which are the only ones that
//! the browser reads.

mod words;

use std::ops::Range;

use lamplight_markdown::fence::Fence;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use super::context::{Context, Translated};
use super::out::edited;
use super::scan::line_end;
use crate::diagnostic::{Diagnostic, Position};
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};
use words::FenceInfo;

/// Findings of one post: each costs a look through the text.
const MOST: usize = 100;

/// What stands behind a fence, in our own words.
pub(super) fn own_words(info: &str) -> String {
    let words = FenceInfo::read(info);
    if is_same(info, &words) { info.trim().replace(['`', '\n'], "") } else { words.written() }
}

fn is_same(info: &str, words: &FenceInfo) -> bool {
    let fence = Fence::read(info);
    let Fence { language, title, marked, numbered, diff } = &fence;
    *language == words.language
        && *title == words.title
        && *marked == words.marked
        && *numbered == words.numbered
        && *diff == words.diff
}

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    if !text.contains("```") && !text.contains("~~~") {
        return Translated::unchanged(text);
    }
    let mut fences = Fences { text, edits: Vec::new(), diagnostics: Vec::new(), count: 0 };
    for (event, range) in Parser::new_ext(text, context.flavour.extensions()).into_offset_iter() {
        if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = event {
            fences.fence(&range);
        }
    }
    let Fences { edits, diagnostics, count, .. } = fences;
    if edits.is_empty() {
        return Translated { diagnostics, ..Translated::unchanged(text) };
    }
    let (markdown, lines) = edited(text, edits);
    Translated { markdown, lines, diagnostics, counts: [("fence".to_owned(), count)].into() }
}

struct Fences<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
    diagnostics: Vec<Diagnostic>,
    count: usize,
}

impl Fences<'_> {
    /// A block of code with all of its lines.
    fn fence(&mut self, block: &Range<usize>) {
        let text = self.text;
        let end = line_end(text, block.start).min(block.end);
        let first = &text[block.start..end];
        let mark = first.chars().next().unwrap_or('`');
        let from = block.start + first.len() - first.trim_start_matches(mark).len();
        let info = text[from..end].trim_end();
        let mut words = FenceInfo::read(info);
        if words.runs {
            self.options(end, block.end, &mut words);
        }
        if let Some(unshown) = words.unshown.take() {
            self.report(
                block.start,
                true,
                "fence-hidden",
                format!("`{unshown}` hides this code behind what it makes, but nothing here runs code; it is shown"),
                "put the result in its place, or delete the block",
            );
        }
        if words.start.is_some() && words.numbered {
            let message = "the lines of this code would not be counted from 1; here they are".to_owned();
            self.report(block.start, false, "fence-start", message, "delete the number of the first line");
        }
        if !words.hidden.is_empty() {
            self.hide(end, block.end, &words.hidden);
            words = words.without_hidden();
        }
        if !is_same(info, &words) {
            self.edits.push((from..from + info.len(), words.written()));
            self.count += 1;
        }
    }

    /// `#| echo: false`: Quarto's options, in the first lines of a chunk.
    fn options(&mut self, first: usize, end: usize, words: &mut FenceInfo) {
        let mut at = first + 1;
        let start = at;
        while at < end {
            let next = line_end(self.text, at);
            let line = self.text[at..next].trim_start_matches([' ', '\t', '>']);
            let Some(option) = ["#|", "//|", "--|", "%%|"].iter().find_map(|mark| line.strip_prefix(mark))
            else {
                break;
            };
            if let Some((key, value)) = option.split_once(':') {
                words.chunk_option(key.trim(), value.trim().trim_matches(['"', '\'']));
            }
            at = (next + 1).min(end);
        }
        if at > start {
            self.edits.push((start..at, String::new()));
        }
    }

    /// Takes lines out of a block.
    fn hide(&mut self, first: usize, end: usize, hidden: &[(u32, u32)]) {
        let (mut at, mut line) = (first + 1, 1);
        while at < end {
            let next = (line_end(self.text, at) + 1).min(end);
            if hidden.iter().any(|(from, to)| (*from..=*to).contains(&line)) && next < end {
                self.edits.push((at..next, String::new()));
            }
            (at, line) = (next, line + 1);
        }
    }

    fn report(&mut self, at: usize, error: bool, code: &'static str, message: String, help: &str) {
        if self.diagnostics.len() < MOST {
            let at = Position::of(self.text, at);
            self.diagnostics.push(match error {
                true => Diagnostic::error(code, at, message, help),
                false => Diagnostic::warning(code, at, message, help),
            });
        }
    }
}

/// The rows of [`crate::marks`].
pub(super) const MARKS: &[Mark] = &[
    row(
        &[Engine::Hugo],
        "```go {linenos=table,hl_lines=[1,\"2-3\"]}",
        "```go {linenos=table,hl_lines=[1,\"2-3\"]}\na\n```",
        "```go lines {1,2-3}\na\n```",
    ),
    row(
        &[Engine::Zola],
        "```rust,linenos,hl_lines=1-2,name=x.rs,hide_lines=3",
        "```rust,linenos,hl_lines=1-2,name=x.rs,hide_lines=3\na\nb\nc\n```",
        "```rust lines {1-2} title=\"x.rs\"\na\nb\n```",
    ),
    row(
        &[Engine::Pandoc],
        "``` {.python .numberLines}",
        "``` {.python .numberLines}\na\n```",
        "```python lines\na\n```",
    ),
    row(&[Engine::Pandoc], "```{r, fig.cap=\"A\"}", "```{r, fig.cap=\"A\"}\na\n```", "```r\na\n```"),
    row(
        &[Engine::MkDocs],
        "```py hl_lines=\"1 2\" linenums=\"1\"",
        "```py hl_lines=\"1 2\" linenums=\"1\"\na\n```",
        "```py lines {1,2}\na\n```",
    ),
    row(
        &[Engine::VitePress],
        "```js{1,3-5}:line-numbers [config.js]",
        "```js{1,3-5}:line-numbers [config.js]\na\n```",
        "```js lines {1,3-5} title=\"config.js\"\na\n```",
    ),
    row(
        &[Engine::Astro, Engine::Docusaurus],
        "```js showLineNumbers{5} /word/",
        "```js showLineNumbers{1} /word/\na\n```",
        "```js lines\na\n```",
    ),
];

const fn row(
    engines: &'static [Engine],
    syntax: &'static str,
    example: &'static str,
    result: &'static str,
) -> Mark {
    Mark {
        engines,
        scope: Scope::Everywhere,
        syntax,
        becomes: "language, marked lines, numbers and title of the block",
        code: "",
        example,
        result,
    }
}
