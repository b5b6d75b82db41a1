//! Marks within lines that MkDocs' extensions and Pandoc have: snippets, keys, critic marks, icons, sub- and superscript,
//! spans with attributes, line blocks, citations.

use std::collections::BTreeMap;
use std::ops::Range;

use lamplight_markdown::Flavour;
use lamplight_markdown::text::shorten;
use pulldown_cmark::{Event, Parser, Tag};

use super::context::{Context, Translated};
use super::html::attribute;
use super::out::edited;
use super::scan::{line_end, within};
use super::told::Told;
use crate::diagnostic::Severity;
use crate::engine::Engine;
use crate::opens;
use crate::translate::mark::{Mark, Scope};

const MKDOCS: &[Engine] = &[Engine::MkDocs];
const PANDOC: &[Engine] = &[Engine::Pandoc];
const BOTH: &[Engine] = &[Engine::MkDocs, Engine::Pandoc];

pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: MKDOCS,
        scope: Scope::Everywhere,
        syntax: "--8<-- \"file\"",
        becomes: "nothing, and told",
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
        becomes: "nothing, and told",
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

/// Bytes of one mark with what is in it.
const LONGEST: usize = 500;

const ICONS: [&str; 4] = [":material-", ":fontawesome-", ":octicons-", ":simple-"];

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
        told: Told::of(text),
    };
    marks.snippets();
    marks.icons();
    marks.pairs();
    marks.scripts();
    marks.attributes();
    marks.lines();
    let count = marks.edits.len();
    let (markdown, lines) = edited(text, marks.edits);
    let mut told = marks.told.finish();
    for told in told.iter_mut().filter(|told| matches!(told.code, "include-lost" | "critic-shown")) {
        told.severity = Severity::Error;
    }
    let counts: BTreeMap<_, _> = (count > 0).then(|| ("extension".to_owned(), count)).into_iter().collect();
    Translated { markdown, lines, told, counts }
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

struct Marks<'a> {
    text: &'a str,
    inert: Vec<Range<usize>>,
    mkdocs: bool,
    pandoc: bool,
    edits: Vec<(Range<usize>, String)>,
    told: Told<'a>,
}

impl<'a> Marks<'a> {
    fn is_inert(&self, at: usize) -> bool {
        within(&self.inert, at).is_some() || self.text[..at].ends_with('\\')
    }

    /// What follows on an offset, as far as a mark goes: within its paragraph.
    fn near(&self, at: usize) -> &'a str {
        let near = &self.text[at..self.text.floor_char_boundary((at + LONGEST).min(self.text.len()))];
        near.find("\n\n").map_or(near, |end| &near[..end])
    }

    /// What stands before an offset on its line, as far as a mark goes back.
    fn before(&self, at: usize) -> &'a str {
        let near = &self.text[self.text.floor_char_boundary(at.saturating_sub(LONGEST))..at];
        near.rfind('\n').map_or(near, |end| &near[end..])
    }

    fn shown(&mut self, at: usize, end: usize, code: &'static str, engine: &str) {
        let written = shorten(&self.text[at..end], 40);
        self.told.warn(
            at,
            code,
            format!("`{written}` is a mark of {engine}, and is shown as it is written"),
            format!("write it in Markdown or HTML, or set `engines = [\"{}\"]`", engine.to_lowercase()),
        );
    }

    /// `--8<-- "file"`, and blocks of such names.
    fn snippets(&mut self) {
        let text = self.text;
        if !text.contains("8<--") {
            return;
        }
        let (mut at, mut open) = (0, None);
        for line in text.split_inclusive('\n') {
            let (start, bare) = (at, line.trim());
            at += line.len();
            let Some(rest) = bare.strip_prefix("--8<--") else { continue };
            if self.is_inert(at - line.trim_start().len()) {
                continue;
            }
            let end = start + line.trim_end().len();
            match (rest.trim().is_empty(), open.take()) {
                (true, None) => open = Some(start),
                (true, Some(begun)) => self.snippet(begun..end),
                (false, _) if rest.trim().starts_with(['"', '\'']) => self.snippet(start..end),
                _ => {}
            }
        }
    }

    fn snippet(&mut self, range: Range<usize>) {
        let written = shorten(&self.text[range.clone()], 60);
        self.told.warn(
            range.start,
            "include-lost",
            format!("what `{written}` takes in is not known to the build; it is left out"),
            "write the text of that file in its place",
        );
        self.edits.push((range, String::new()));
    }

    fn icons(&mut self) {
        let text = self.text;
        for sign in ICONS {
            for (at, _) in text.match_indices(sign) {
                let near = self.near(at + sign.len());
                let length = near
                    .bytes()
                    .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
                    .count();
                if length == 0 || !near[length..].starts_with(':') || self.is_inert(at) {
                    continue;
                }
                let end = at + sign.len() + length + 1;
                if !self.mkdocs {
                    self.shown(at, end, "icon-lost", "MkDocs");
                    continue;
                }
                let written = &text[at..end];
                self.told.warn(
                    at,
                    "icon-lost",
                    format!("the icon `{written}` is not known here; it is left out"),
                    "write a word in its place",
                );
                let behind = attributes(&text[end..]).map_or(0, |(length, _)| length);
                self.edits.push((at..end + behind, String::new()));
            }
        }
    }

    fn pairs(&mut self) {
        let marks = [
            ("{++", "++}", "ins"),
            ("{--", "--}", "del"),
            ("{~~", "~~}", "both"),
            ("{<mark>", "</mark>}", "mark"),
            ("^^", "^^", "ins"),
            ("++", "++", "kbd"),
        ];
        let text = self.text;
        for (open, close, name) in marks {
            let mut at = 0;
            while let Some(start) = text[at..].find(open).map(|i| at + i) {
                at = start + open.len();
                let near = self.near(at);
                let Some(length) = near.find(close) else { continue };
                let inside = &near[..length];
                let end = at + length + close.len();
                let before = text[..start].chars().next_back();
                let tight = !inside.is_empty() && inside.trim() == inside;
                let alone = !before.is_some_and(|c| c.is_alphanumeric() || c == '{' || open.starts_with(c));
                let is_key = |key: &str| {
                    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                };
                let fits = match name {
                    "kbd" => {
                        alone
                            && inside.split('+').all(is_key)
                            && inside.bytes().any(|b| b.is_ascii_alphabetic())
                    }
                    "both" => inside.contains("~>"),
                    _ if open == "^^" => alone && tight && !text[end..].starts_with('^'),
                    _ => !inside.trim().is_empty(),
                };
                if !fits || self.is_inert(start) || within(&self.inert, end - 1).is_some() && name != "mark" {
                    continue;
                }
                if !self.mkdocs {
                    if name != "mark" {
                        let code = if open.starts_with('{') { "critic-shown" } else { "mark-of-engine" };
                        self.shown(start, end, code, "MkDocs");
                    }
                    at = end;
                    continue;
                }
                match name {
                    "kbd" => {
                        let keys: Vec<String> =
                            inside.split('+').map(|key| format!("<kbd>{key}</kbd>")).collect();
                        self.edits.push((start..end, keys.join("+")));
                    }
                    "both" => {
                        let middle = at + inside.find("~>").unwrap_or_default();
                        self.edits.push((start..start + 3, "<del>".to_owned()));
                        self.edits.push((middle..middle + 2, "</del><ins>".to_owned()));
                        self.edits.push((end - 3..end, "</ins>".to_owned()));
                    }
                    _ => {
                        self.edits.push((start..at, format!("<{name}>")));
                        self.edits.push((end - close.len()..end, format!("</{name}>")));
                    }
                }
                at = end;
            }
        }
    }

    /// `H~2~O` and `x^2^`.
    fn scripts(&mut self) {
        let text = self.text;
        for (sign, name) in [('~', "sub"), ('^', "sup")] {
            let mut at = 0;
            while let Some(start) = text[at..].find(sign).map(|i| at + i) {
                at = start + 1;
                let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-');
                let length = text.as_bytes()[at..].iter().take(20).take_while(|b| plain(b)).count();
                let end = at + length + 1;
                let before = text[..start].chars().next_back();
                let closes =
                    length > 0 && text[at + length..].starts_with(sign) && !text[end..].starts_with(sign);
                let attached = before.is_some_and(|c| c.is_alphanumeric() || c == ')');
                if !closes || !attached || self.is_inert(start) {
                    continue;
                }
                at = end;
                if self.mkdocs || self.pandoc {
                    self.edits.push((start..end, format!("<{name}>{}</{name}>", &text[start + 1..end - 1])));
                } else {
                    self.shown(start, end, "mark-of-engine", "Pandoc");
                }
            }
        }
    }

    /// `[text]{.class}` and `![a](b){width=5}`.
    fn attributes(&mut self) {
        let text = self.text;
        for (sign, is_span) in [("]{", true), ("){", false)] {
            for (at, _) in text.match_indices(sign) {
                let Some((length, said)) = attributes(&text[at + 1..]).filter(|_| !self.is_inert(at)) else {
                    continue;
                };
                let end = at + 1 + length;
                let reads = self.pandoc || self.mkdocs && !is_span;
                let open =
                    if is_span { opening(text, at) } else { self.before(at).contains("](").then_some(at) };
                let Some(open) = open else { continue };
                if !reads {
                    self.shown(at + 1, end, "mark-of-engine", "Pandoc");
                    continue;
                }
                for word in &said {
                    let (name, value) = word.split_once('=').unwrap_or((*word, ""));
                    let value = value.trim_matches(['"', '\'']);
                    if opens::is_told(name, value) {
                        let (message, help) = opens::told(&opens::written(name, value), "");
                        self.told.warn(at + 1, opens::CODE, message, help);
                    }
                }
                if !is_span {
                    self.edits.push((at + 1..end, String::new()));
                    continue;
                }
                let mut html = "<span".to_owned();
                let classes: Vec<&str> = said.iter().filter_map(|word| word.strip_prefix('.')).collect();
                if !classes.is_empty() {
                    attribute(&mut html, "class", &classes.join(" "));
                }
                if let Some(id) = said.iter().find_map(|word| word.strip_prefix('#')) {
                    attribute(&mut html, "id", id);
                }
                self.edits.push((open..open + 1, html + ">"));
                self.edits.push((at..end, "</span>".to_owned()));
            }
        }
    }

    /// Line blocks and citations of Pandoc, and tables that are drawn with signs.
    fn lines(&mut self) {
        let text = self.text;
        let is_line = |line: &str| line.starts_with("| ") && !line.trim_end().ends_with('|');
        let (mut at, mut in_grid) = (0, false);
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let bare = line.trim();
            let is_rule = bare.len() > 4
                && bare.starts_with('+')
                && bare.ends_with('+')
                && bare.contains("--")
                && bare.bytes().all(|b| matches!(b, b'+' | b'-' | b':' | b'='));
            if is_rule && !in_grid && !self.is_inert(start) {
                self.told.warn(
                    start,
                    "grid-table",
                    "this is a table that is drawn with signs, and is shown as it is written",
                    "write it as a table of Markdown, or put it into a block of code",
                );
            }
            in_grid = is_rule || in_grid && bare.starts_with(['|', '+']);
            if self.pandoc && is_line(line) && !in_grid && !self.is_inert(start) {
                self.edits.push((start..start + 2, String::new()));
                if is_line(&text[at..line_end(text, at)]) {
                    let end = start + line.trim_end().len();
                    self.edits.push((end..end, "\\".to_owned()));
                }
            }
        }
        if self.pandoc {
            for (at, _) in text.match_indices('@').filter(|(at, _)| text[..*at].ends_with(['[', ' ', '-'])) {
                let from = at - self.before(at).len();
                let before = text[from..at].rfind(['[', '\n', ']']).map(|i| from + i);
                let before = before.filter(|open| text[*open..].starts_with('['));
                let named = text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
                let Some(open) = before.filter(|_| named && !self.is_inert(at)) else {
                    continue;
                };
                let near = self.near(at);
                if near.find(']').is_some_and(|end| !near[end + 1..].starts_with('(')) {
                    self.told.warn(
                        open,
                        "citation",
                        "a citation of Pandoc is shown as it is written: nothing here reads its sources",
                        "write a link, or a footnote",
                    );
                }
            }
        }
    }
}

/// `{.class #id key=value}` at the beginning of a text: its length, and its words.
fn attributes(text: &str) -> Option<(usize, Vec<&str>)> {
    let near = &text[..text.floor_char_boundary(LONGEST.min(text.len()))];
    let inside = near.strip_prefix('{')?;
    let end = inside.find(['}', '\n']).filter(|end| inside[*end..].starts_with('}'))?;
    let words: Vec<&str> = inside[..end].trim_start_matches(':').split_whitespace().collect();
    let is_one = |word: &&str| {
        let name = word.strip_prefix(['.', '#']).unwrap_or(word);
        let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
        named && (name.len() < word.len() || word.contains('=')) || word.ends_with(['"', '\''])
    };
    (!words.is_empty() && words.iter().all(is_one)).then_some((end + 2, words))
}

/// The bracket that one at an offset closes, on its line.
fn opening(text: &str, close: usize) -> Option<usize> {
    let from = text.floor_char_boundary(close.saturating_sub(LONGEST));
    let mut depth = 0_usize;
    for (at, c) in text[from..close].char_indices().rev() {
        match c {
            '\n' => return None,
            ']' => depth += 1,
            '[' if depth == 0 => return (!text[..from + at].ends_with('!')).then_some(from + at),
            '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engines;

    fn read(text: &str, engine: Option<Engine>) -> (String, Vec<&'static str>) {
        let engines: Engines = engine.into_iter().collect();
        let done = step(text, &Context { engines, ..Context::plain(Flavour::Blog { smart: false }) });
        (done.markdown, done.told.iter().map(|told| told.code).collect())
    }

    #[test]
    fn marks_within_lines_are_translated() {
        for (engine, text, want, told) in [
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
            assert_eq!(read(text, Some(engine)), (want.to_owned(), told.to_vec()), "{text}");
        }
    }

    #[test]
    fn elsewhere_they_are_text_and_told_where_they_look_meant() {
        for (text, told) in [
            ("C++ and C++, a++b++, x ^ y ^ z, 2^10, ~5~ of them", &[][..]),
            ("f(x){return} [a]{b} {- x -} {{a}} `{++a++}`", &[]),
            ("| a |\n|---|\n| ^^ |", &[]),
            ("+---+---+\n| a | b |\n+---+---+\n", &["grid-table"]),
            ("a {--gone--} b", &["critic-shown"]),
            ("    --8<-- \"x\"\n\n`--8<-- \"x\"`", &[]),
        ] {
            assert_eq!(read(text, None), (text.to_owned(), told.to_vec()), "{text}");
        }
    }
}
