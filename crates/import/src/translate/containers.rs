//! Containers between lines of colons: `:::note … :::` as Docusaurus, VitePress, Astro, HackMD and Pandoc have them.
//!
//! No prose begins a line with three colons and a name, so they are read in every folder. The lines between them stay where
//! they are, so that diagnostics have the right lines.

mod head;
mod lines;

use std::ops::Range;

use lamplight_markdown::text::shorten;

use self::head::{ContainerHead, ContainerKind};
pub(super) use self::lines::{SourceLine, lines};
use self::lines::{continued, quoted};
use super::boxes::BoxMarkup;
use super::context::{Context, Translated};
use super::diagnostics::DiagnosticList;
use super::out::edited;
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};

/// The marks that are read here.
pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: &[Engine::Docusaurus, Engine::VitePress, Engine::Astro, Engine::Hexo, Engine::Pandoc],
        scope: Scope::Everywhere,
        syntax: ":::note … :::",
        becomes: "a box; an unclosed one is plain text, and reported",
        code: "container-unclosed",
        example: "a\n:::note\nb\n:::\nc",
        result: "a\n\n> [!NOTE]\n> b\n\nc",
    },
    Mark {
        engines: &[Engine::Docusaurus, Engine::VitePress, Engine::Astro],
        scope: Scope::Everywhere,
        syntax: "::: tip Title, :::tip[Title]{.cls}",
        becomes: "a box with a title",
        code: "",
        example: ":::tip[A *b*]\nc\n:::",
        result: "<div box=\"tip\">\n\n<strong box=\"title\">A *b*</strong>\n\nc\n\n</div>",
    },
    Mark {
        engines: &[Engine::VitePress],
        scope: Scope::Everywhere,
        syntax: "::: details Title",
        becomes: "a box that readers unfold",
        code: "",
        example: "::: details More\na\n:::",
        result: "<details>\n<summary>\n\n<strong box=\"title\">More</strong>\n\n</summary>\n\na\n\n</details>",
    },
    Mark {
        engines: &[Engine::VitePress],
        scope: Scope::Everywhere,
        syntax: "::: code-group, ::: raw, ::: v-pre",
        becomes: "what is between the marks, one after the other",
        code: "",
        example: "::: code-group\n```js\na\n```\n:::",
        result: "\n```js\na\n```\n",
    },
    Mark {
        engines: &[Engine::Pandoc],
        scope: Scope::Everywhere,
        syntax: "::: {.name #id}, ::: name",
        becomes: "an element with that class and id; a box if the class is the name of one",
        code: "",
        example: "::: {#a .b}\nc\n:::",
        result: "<div id=\"a\" class=\"b\">\n\nc\n\n</div>",
    },
    Mark {
        engines: &[Engine::Docusaurus, Engine::VitePress, Engine::Astro],
        scope: Scope::Everywhere,
        syntax: ":::name … :::",
        becomes: "a container of an unknown name is what is between its marks, and reported",
        code: "container-unknown",
        example: ":::weather\na\n:::",
        result: "\na\n",
    },
];

/// Containers within each other that are boxes. Each level adds a mark to each line.
const DEEPEST: usize = 12;

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    if !text.contains(":::") {
        return Translated::unchanged(text);
    }
    let mut scanned =
        ContainerScan { text, diagnostics: DiagnosticList::of(text), found: Vec::new(), pandoc: false };
    scanned.pandoc = context.engines.has(Engine::Pandoc);
    let lines = lines(text, context);
    scanned.pair(&lines);
    scanned.write(&lines)
}

/// A container.
struct Container {
    opens: usize,
    closes: Option<usize>,
    colons: usize,
    quotes: usize,
    head: ContainerHead,
}

struct ContainerScan<'a> {
    text: &'a str,
    diagnostics: DiagnosticList<'a>,
    found: Vec<Container>,
    pandoc: bool,
}

impl ContainerScan<'_> {
    /// Finds where each container begins and ends.
    fn pair(&mut self, lines: &[SourceLine<'_>]) {
        let mut open: Vec<usize> = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let quotes = line.quotes();
            while open.last().is_some_and(|last| self.found[*last].quotes > quotes) {
                open.pop();
            }
            if line.inert || !line.rest.starts_with(":::") {
                continue;
            }
            let after = line.rest.trim_start_matches(':');
            let colons = line.rest.len() - after.len();
            if !after.trim().is_empty() {
                if let Some(head) = ContainerHead::read(after) {
                    open.push(self.found.len());
                    self.found.push(Container { opens: number, closes: None, colons, quotes, head });
                }
                continue;
            }
            // An end of as many colons as an outer container's beginning is that one's.
            let last = open.last().map(|last| self.found[*last].colons);
            if last.is_some_and(|last| last < colons) {
                let own = open.iter().rev().take(DEEPEST).position(|one| self.found[*one].colons == colons);
                open.truncate(open.len() - own.unwrap_or(0));
            }
            match open.pop() {
                Some(last) => self.found[last].closes = Some(number),
                None => self.diagnostics.warn(
                    line.rest_at(),
                    "container-unclosed",
                    "this ends a container that nothing began; it is shown as it is written",
                    "delete it, or put `:::note` before what it should close",
                ),
            }
        }
        for container in self.found.iter_mut().filter(|container| container.closes.is_none()) {
            let at = lines[container.opens].rest_at();
            let written = shorten(lines[container.opens].rest, 40);
            let (done, help) = match container.head.kind {
                ContainerKind::Unknown => {
                    ("it is shown as it is written", "if it is code, put it between backticks")
                }
                _ => ("what follows is no box", "write `:::` on a line of its own where it ends"),
            };
            let message = format!("the container `{written}` has no end; {done}");
            self.diagnostics.warn(at, "container-unclosed", message, help);
        }
    }

    fn write(mut self, lines: &[SourceLine<'_>]) -> Translated {
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        let (mut next, mut stack): (usize, Vec<(usize, BoxMarkup)>) = (0, Vec::new());
        let mut count = 0;
        for (number, line) in lines.iter().enumerate() {
            let ends = stack.last().and_then(|(last, _)| self.found[*last].closes) == Some(number);
            let ended = if ends { stack.pop() } else { None };
            // Each quotation that the line is in puts its mark behind what its own first line began with.
            let quotes = stack.iter().filter(|(_, frame)| matches!(frame, BoxMarkup::Quote(_)));
            let openings: Vec<&str> =
                quotes.map(|(outer, _)| lines[self.found[*outer].opens].prefix).collect();
            let own = quoted(line, &openings);
            let before = number.checked_sub(1).map(|before| &lines[before]);
            let prefix = continued(&own);
            let begins = self.found.get(next).filter(|container| container.opens == number);
            let mut with = None;
            if let Some(container) = begins {
                let deep = stack.len() >= DEEPEST;
                let frame = match container.closes {
                    Some(_) if deep => BoxMarkup::Plain,
                    Some(_) => container.head.frame(self.pandoc),
                    None => BoxMarkup::Plain,
                };
                if container.closes.is_some() {
                    count += 1;
                    if matches!(container.head.kind, ContainerKind::Unknown) && !self.pandoc {
                        self.diagnostics.warn(
                            line.rest_at(),
                            "container-unknown",
                            format!(
                                "`{}` is no container that is known here; what it holds is shown without it",
                                shorten(line.rest, 40)
                            ),
                            "use `:::note`, `:::tip`, `:::important`, `:::warning`, `:::caution` or `:::details`",
                        );
                    }
                }
                let text = match (&frame, &container.head.kind, container.closes) {
                    (_, ContainerKind::Unknown, None) => None,
                    (BoxMarkup::Plain, ..) if container.head.title.is_empty() => Some(String::new()),
                    (BoxMarkup::Plain, ..) => Some(format!("<strong>{}</strong>\n", container.head.title)),
                    (frame, ..) => Some(frame.begin()),
                };
                if let Some(text) = text {
                    let paragraph = before.is_some_and(|before| !before.is_blank());
                    if paragraph
                        && !text.is_empty()
                        && line.prefix.trim_start_matches([' ', '\t', '>']).is_empty()
                    {
                        edits.push((line.range.start..line.range.start, format!("{}\n", prefix.trim_end())));
                    }
                    with = Some(joined(&text, &prefix));
                }
                if container.closes.is_some() {
                    stack.push((next, frame));
                }
                next += 1;
            } else if let Some((_, frame)) = ended {
                let end = frame.end();
                let goes_on = lines.get(number + 1).is_some_and(|after| !after.is_blank());
                let text = match end {
                    "" => String::new(),
                    end => format!("\n{end}{}", if goes_on { "\n" } else { "" }),
                };
                with = Some(joined(&text, &prefix));
            }
            let empty = with.as_ref().map_or(line.is_blank(), String::is_empty);
            if !openings.is_empty() || with.is_some() {
                let own = if empty { own.trim_end().to_owned() } else { own };
                edits.push((line.range.start..line.rest_at(), own));
            }
            if let Some(with) = with {
                edits.push((line.rest_at()..line.range.end, with));
            }
        }
        let (markdown, map) = edited(self.text, edits);
        let counts = (count > 0).then(|| ("container".to_owned(), count)).into_iter().collect();
        Translated { markdown, lines: map, diagnostics: self.diagnostics.finish(), counts }
    }
}

/// Lines, of which all but the first begin with a prefix.
pub(super) fn joined(text: &str, prefix: &str) -> String {
    let mut out = String::new();
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
            out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        }
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use lamplight_markdown::Flavour;

    fn done(text: &str) -> (String, Vec<(&'static str, usize)>) {
        let done = step(text, &Context::plain(Flavour::Blog { smart: false }));
        (done.markdown, done.diagnostics.iter().map(|d| (d.code, d.at.line)).collect())
    }

    #[test]
    fn containers_become_boxes_wherever_they_stand() {
        for (text, want) in [
            ("a\n:::note\nb\n:::\n", "a\n\n> [!NOTE]\n> b\n\n"),
            ("::::danger\na\n::: tip\nb\n:::\n::::", "> [!CAUTION]\n> a\n>\n> > [!TIP]\n> > b\n>\n"),
            ("- a\n\n  :::note\n  b\n\n  c\n  :::\n", "- a\n\n  > [!NOTE]\n  > b\n  >\n  > c\n\n"),
            ("> :::note\n> a\n> :::\n", "> > [!NOTE]\n> > a\n>\n"),
            (":::tip\n\tcode\n\n```\n\tx\n```\n:::", "> [!TIP]\n>     code\n>\n> ```\n> \tx\n> ```\n"),
            ("::: warning :::\na\n::::::", "> [!WARNING]\n> a\n"),
            (":::note\r\na\r\n:::\r\n", "> [!NOTE]\n> a\r\n\n"),
            ("::: {.callout-note}\na\n:::", "> [!NOTE]\n> a\n"),
            (
                "```\n:::note\n:::\n```\n\n    :::note\n\n`:::note`",
                "```\n:::note\n:::\n```\n\n    :::note\n\n`:::note`",
            ),
            ("<pre>\n:::note\n:::\n</pre>", "<pre>\n:::note\n:::\n</pre>"),
            ("a :::note b\npkg:::fun", "a :::note b\npkg:::fun"),
        ] {
            assert_eq!(done(text), (want.to_owned(), Vec::new()), "{text}");
        }
        let folded = "::: details A {open}\nb\n:::\nc";
        assert!(
            done(folded).0.starts_with("<details open>\n<summary>\n\n<strong box=\"title\">A</strong>\n\n")
        );
        assert!(done(folded).0.ends_with("\n\nb\n\n</details>\n\nc"));
    }

    #[test]
    fn what_is_no_whole_container_is_told() {
        for (text, want, diagnostics) in [
            (":::note\na\n", "\na\n", ("container-unclosed", 1)),
            ("a\n\n:::tip Title\nb", "a\n\n<strong>Title</strong>\n\nb", ("container-unclosed", 3)),
            ("a\n\n:::\n", "a\n\n:::\n", ("container-unclosed", 3)),
            (":::internal is for R\n", ":::internal is for R\n", ("container-unclosed", 1)),
            ("> :::note\n> a\n\n:::\n", ">\n> a\n\n:::\n", ("container-unclosed", 4)),
            ("x\n\n:::weather Sun\na\n:::", "x\n\n<strong>Sun</strong>\n\na\n", ("container-unknown", 3)),
        ] {
            let (got, codes) = done(text);
            assert_eq!(got, want, "{text}");
            assert!(codes.contains(&diagnostics), "{text}: {codes:?}");
        }
    }

    #[test]
    fn lines_keep_their_places() {
        let found = step("a\n:::tip T\nb\n:::\nend", &Context::plain(Flavour::Blog { smart: false }));
        let line = found.markdown.lines().position(|line| line == "end").map(|i| i + 1).unwrap_or_default();
        assert_eq!(found.lines.source(line), 5);
    }
}
