//! What kramdown adds to Markdown: `{: .class #id}`, `{:toc}`, `{::comment}`, `markdown="1"`.

mod attributes;
mod structure;

use std::ops::Range;

use attributes::Attributes;
use structure::{Kind, Structure};

use super::out::edited;
use super::{Context, Translated, alone, attribute, blank_line_so_far, code, ends_line, line_end, within};
use crate::diagnostic::{Diagnostic, Position};
use crate::markdown::Flavour;
use crate::prose::shorten;

/// Attributes that are told, at most: each costs a look through the text.
const MOST: usize = 100;

/// Bytes of one `{: … }`.
const LONGEST: usize = 1_000;

/// Things of one kind whose end is looked for in a post; the look may go through all of it.
const SEARCHES: usize = 200;

/// The translator of posts in Markdown.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    match context.liquid {
        Some(_) => translate(text, context.flavour),
        None => Translated::unchanged(text),
    }
}

fn translate(text: &str, flavour: Flavour) -> Translated {
    if !text.contains("{:") && !text.contains("markdown=") {
        return Translated::unchanged(text);
    }
    let lines = marked_lines(text, flavour);
    // Without them, their neighbours are blocks as kramdown sees them.
    let mut bare = text.to_owned();
    for line in lines.iter().rev() {
        bare.replace_range(line.clone(), &" ".repeat(line.len()));
    }
    let mut kramdown = Kramdown { text, edits: Vec::new(), told: Vec::new(), count: 0, after: 0 };
    let found = Structure::of(&bare, flavour);
    for line in &lines {
        kramdown.block(line, &found);
        kramdown.after = (line.end + 1).min(text.len());
    }
    kramdown.spans(&found);
    kramdown.markdown_in_html(&found);
    kramdown.finish()
}

/// Lines outside of code that hold nothing but `{:…}`, without their ends.
fn marked_lines(text: &str, flavour: Flavour) -> Vec<Range<usize>> {
    let code = code(text, flavour);
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end_matches('\n').len();
        at += line.len();
        let bare = line.trim();
        let inside = bare.strip_prefix("{:").and_then(|rest| rest.strip_suffix('}'));
        // A fence that holds such a line is code; a line that only looks indented below a list is not.
        if inside.is_some_and(|inside| !inside.contains(['{', '}']))
            && within(&code, range.start + line.len() - line.trim_start().len()).is_none()
        {
            found.push(range);
        }
    }
    found
}

struct Kramdown<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
    told: Vec<Diagnostic>,
    count: usize,
    /// Where the last line of attributes ended: no block of code reaches over it.
    after: usize,
}

impl Kramdown<'_> {
    fn tell(&mut self, at: usize, what: &str, message: &str) {
        if self.told.len() < MOST {
            self.told.push(Diagnostic::warning(
                "kramdown-attribute",
                Position::of(self.text, at),
                format!("`{}` {message}; it is left out", shorten(what, 60)),
                "delete it, or write HTML with that attribute",
            ));
        }
    }

    /// A range that takes the end of its line with it.
    fn with_end(&self, range: &Range<usize>) -> Range<usize> {
        range.start..(range.end + 1).min(self.text.len())
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |i| i + 1)
    }

    /// A line of its own.
    fn block(&mut self, line: &Range<usize>, found: &Structure) {
        let written = self.text[line.clone()].trim();
        let inside = written[2..written.len() - 1].trim();
        let whole = self.with_end(line);
        if let Some(extension) = inside.strip_prefix([':', '/']) {
            return self.extension(line, extension);
        }
        let attributes = Attributes::read(inside);
        let is_definition = attributes.words.first().is_some_and(|word| word.ends_with(':'));
        if is_definition {
            self.tell(line.start, written, "names attributes for later, which nothing here can");
            self.edits.push((whole, String::new()));
            return;
        }
        let before = self.text[..line.start].trim_end_matches(' ');
        let follows =
            before.ends_with('\n') && !before.trim_end_matches('\n').is_empty() && !before.ends_with("\n\n");
        let content_end = before.trim_end().len();
        if let Some(language) = attributes.language()
            && self.language(language, line, content_end, follows, found)
        {
            self.count += 1;
            return;
        }
        let near = match follows {
            true => found.blocks[..found.blocks.partition_point(|(_, b)| b.start < line.start)].last(),
            false => found.blocks.get(found.blocks.partition_point(|(_, b)| b.start < line.end)),
        };
        let next_line = self.text.get(whole.end..).unwrap_or_default().lines().next().unwrap_or_default();
        let touches = |b: &Range<usize>| match follows {
            true => self.text[..b.end.min(line.start)].trim_end().len() == content_end,
            false => !next_line.trim().is_empty() && self.line_start(b.start) <= whole.end,
        };
        let Some((kind, block)) = near.filter(|(_, b)| touches(b)).cloned() else {
            self.tell(line.start, written, "belongs to nothing");
            self.edits.push((whole, String::new()));
            return;
        };
        if attributes.words.iter().any(|word| word == "toc") && kind == Kind::List {
            // The page has a table of contents of its own.
            self.count += 1;
            self.edits.push((block.start.min(whole.start)..whole.end.max(block.end), String::new()));
            return;
        }
        let nested =
            follows && self.text[line.clone()].starts_with([' ', '\t', '>']) && kind != Kind::Heading;
        if nested || kind == Kind::Html {
            self.tell(line.start, written, "stands within another block");
            self.edits.push((whole, String::new()));
            return;
        }
        let (html, lost) = attributes.html(kind != Kind::Heading);
        if kind == Kind::Heading && !attributes.id.is_empty() {
            // The heading's own line, also of one that is underlined.
            let end = line_end(self.text, block.start);
            if !self.text[block.start..end].trim_end().ends_with('}') {
                self.edits.push((end..end, format!(" {{#{}}}", attributes.id)));
            }
        }
        for name in &lost {
            self.tell(line.start, name, "is no attribute that posts can have");
        }
        self.count += 1;
        if html.is_empty() {
            self.edits.push((whole, String::new()));
            return;
        }
        let open = format!("<div{html}>\n");
        let start = self.line_start(block.start);
        if follows {
            self.edits.push((start..start, open + "\n"));
            self.edits.push((line.clone(), "\n</div>\n".to_owned()));
        } else {
            let end = self.text[..block.end].trim_end().len();
            self.edits.push((line.clone(), open));
            self.edits.push((end..end, "\n\n</div>\n".to_owned()));
        }
    }

    /// `{::comment}` and its kin.
    fn extension(&mut self, line: &Range<usize>, extension: &str) {
        self.count += 1;
        let name = extension.split([' ', '/', '}']).next().unwrap_or_default();
        let mut range = self.with_end(line);
        if name == "comment" && !extension.ends_with('/') && self.count < SEARCHES {
            let rest = &self.text[range.end..];
            let end =
                ["{:/comment}", "{:/}"].iter().filter_map(|end| Some((rest.find(end)?, end.len()))).min();
            if let Some((at, length)) = end {
                let end = range.end + at + length;
                range.end = (line_end(self.text, end) + 1).min(self.text.len());
            }
        }
        self.edits.push((range, String::new()));
    }

    /// Gives a block of code its language, if the line belongs to one that has none.
    fn language(
        &mut self,
        language: &str,
        line: &Range<usize>,
        content_end: usize,
        follows: bool,
        found: &Structure,
    ) -> bool {
        let language = language.replace(['`', ' '], "");
        let touches = |range: &&Range<usize>| match follows {
            true => {
                range.start < line.start
                    && self.text[..range.end.min(line.start)].trim_end().len() == content_end
            }
            false => range.start >= line.end && self.line_start(range.start) <= line.end + 1,
        };
        let near = |blocks: &[Range<usize>]| {
            let next = blocks.partition_point(|block| block.start < line.start);
            let near =
                if follows { next.checked_sub(1).and_then(|i| blocks.get(i)) } else { blocks.get(next) };
            near.filter(touches).cloned()
        };
        if let Some(fence) = near(&found.fenced) {
            let end = line_end(self.text, fence.start);
            let bare = self.text[fence.start..end].trim_end();
            if bare.trim_start_matches(['`', '~']).is_empty() {
                self.edits.push((end..end, language));
            }
            self.edits.push((self.with_end(line), String::new()));
            return true;
        }
        let Some(block) = near(&found.indented) else { return false };
        let first = self.line_start(block.start).max(self.after);
        let body = &self.text[first..if follows { line.start } else { block.end }];
        let start = first + body.len() - body.trim_start_matches('\n').len();
        let body = self.text[start..first + body.len()].trim_end();
        if body.contains("```")
            || body.lines().any(|l| !l.trim().is_empty() && !l.starts_with("    ") && !l.starts_with('\t'))
        {
            return false;
        }
        let end = start + body.len();
        let lines: Vec<&str> =
            body.lines().map(|l| l.strip_prefix("    ").or(l.strip_prefix('\t')).unwrap_or("")).collect();
        let fenced = format!("```{language}\n{}\n```", lines.join("\n"));
        self.edits.push((start..end, fenced));
        self.edits.push((self.with_end(line), String::new()));
        true
    }

    /// `{: …}` behind a picture, a link, a stress or code.
    fn spans(&mut self, found: &Structure) {
        let mut from = 0;
        while let Some(at) = self.text[from..].find("{:").map(|i| from + i) {
            from = at + 2;
            let ahead = self.text[at..].bytes().take(LONGEST).position(|b| matches!(b, b'}' | b'\n'));
            let Some(close) = ahead.map(|i| at + i + 1).filter(|end| self.text[..*end].ends_with('}')) else {
                continue;
            };
            let inside = &self.text[at + 2..close - 1];
            if inside.contains('{')
                || inside.starts_with(':')
                || found.is_code(at)
                || alone(self.text, &(at..close))
            {
                continue;
            }
            let Some((start, shown)) = found.spans.get(&at).cloned() else { continue };
            let attributes = Attributes::read(inside);
            let (mut html, lost) = attributes.html(true);
            self.count += 1;
            let side = |name: &&String| matches!(name.as_str(), "width" | "height");
            let sized = shown.filter(|_| lost.iter().any(|name| side(&name)));
            for name in lost.iter().filter(|name| sized.is_none() || !side(name)) {
                self.tell(at, name, "is no attribute that posts can have");
            }
            if let Some(picture) = sized {
                for (name, value) in [("src", &picture.src), ("alt", &picture.alt)]
                    .into_iter()
                    .chain(attributes.others.iter().filter(|(n, _)| side(&n)).map(|(n, v)| (n.as_str(), v)))
                {
                    attribute(&mut html, name, value);
                }
                self.edits.push((start..close, format!("<img{html}>")));
            } else if html.is_empty() {
                self.edits.push((at..close, String::new()));
            } else {
                self.edits.push((start..start, format!("<span{html}>")));
                self.edits.push((at..close, "</span>".to_owned()));
            }
        }
    }

    /// `<div markdown="1">`: a blank line behind the tag and one before its end make Markdown of what is between.
    fn markdown_in_html(&mut self, found: &Structure) {
        let (mut from, mut searches) = (0, 0);
        while let Some(at) =
            self.text[from..].find("markdown=").map(|i| from + i).filter(|_| searches < SEARCHES)
        {
            searches += 1;
            let value = &self.text[at + 9..];
            let quoted = ["\"1\"", "'1'", "\"block\"", "\"span\"", "\"true\"", "1"]
                .into_iter()
                .find(|q| value.starts_with(q));
            from = at + 9;
            let Some(quoted) = quoted else { continue };
            let Some(open) = self.text[..at].rfind('<').filter(|open| !self.text[*open..at].contains('>'))
            else {
                continue;
            };
            let Some(close) = self.text[at..].find('>').map(|i| at + i + 1) else { continue };
            if found.is_code(at) {
                continue;
            }
            let name: String =
                self.text[open + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
            let space = self.text[..at].trim_end_matches(' ').len();
            self.count += 1;
            self.edits.push((space..at + 9 + quoted.len(), String::new()));
            let block = !matches!(name.as_str(), "span" | "a" | "em" | "strong" | "small" | "p" | "summary");
            if !block || !ends_line(&self.text[close..]) {
                continue;
            }
            let end = line_end(self.text, close);
            self.edits.push((end..end, "\n".to_owned()));
            if let Some(last) = self.closing(&name, close) {
                let start = self.line_start(last);
                if blank_line_so_far(&self.text[..last]) {
                    self.edits.push((start..start, "\n".to_owned()));
                }
            }
        }
    }

    /// Where the end tag of an element stands that was opened before an offset.
    fn closing(&self, name: &str, from: usize) -> Option<usize> {
        let (open, close) = (format!("<{name}"), format!("</{name}>"));
        let (mut depth, mut at) = (0_usize, from);
        while let Some(next) = self.text[at..].find('<').map(|i| at + i) {
            let rest = &self.text[next..];
            if rest.starts_with(&close) {
                if depth == 0 {
                    return Some(next);
                }
                depth -= 1;
            } else if rest.starts_with(&open) {
                depth += 1;
            }
            at = next + 1;
        }
        None
    }

    fn finish(self) -> Translated {
        let (markdown, lines) = edited(self.text, self.edits);
        let counts = (self.count > 0).then(|| ("kramdown".to_owned(), self.count)).into_iter().collect();
        Translated { markdown, lines, told: self.told, counts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kramdown_is_said_in_markdown_and_html() {
        for (text, want) in [
            ("## A\n{: #b}\n\nc", "## A {#b}\n\nc"),
            ("A\n===\n{: #b .no_toc}\n", "A {#b}\n===\n"),
            ("{: #b}\n## A", "## A {#b}"),
            ("A *b*\nc.\n{: .lead}\n\nd", "<div class=\"lead\">\n\nA *b*\nc.\n\n</div>\n\n\nd"),
            ("* TOC\n{:toc}\n\na", "a"),
            ("1. a\n{: .steps #s}\n", "<div id=\"s\" class=\"steps\">\n\n1. a\n\n</div>\n\n"),
            ("```\nx\n```\n{: .language-ruby}\n", "```ruby\nx\n```\n"),
            ("a\n\n    x\n\n    y\n{:.language-ruby}\n", "a\n\n```ruby\nx\n\ny\n```\n"),
            ("    x\n{:.language-a}\n\n    y\n{:.language-b}\n", "```a\nx\n```\n\n```b\ny\n```\n"),
            ("![a](b.png){: .left}", "<span class=\"left\">![a](b.png)</span>"),
            ("![a](b.png){: width=\"30\"}", "<img src=\"b.png\" alt=\"a\" width=\"30\">"),
            ("[a](b){:target=\"_blank\"}.", "[a](b)."),
            ("`{: .a}` and\n\n```\n{: .b}\n```", "`{: .a}` and\n\n```\n{: .b}\n```"),
            ("{::comment}\na\n{:/comment}\nb", "b"),
            ("<div class=\"x\" markdown=\"1\">\n*a*\n</div>", "<div class=\"x\">\n\n*a*\n\n</div>"),
            ("{: is prose", "{: is prose"),
        ] {
            let done = translate(text, Flavour::Blog { smart: false });
            assert_eq!(done.markdown, want, "{text}");
            assert_eq!(done.told, [], "{text}");
        }
    }

    #[test]
    fn attributes_that_are_lost_are_told() {
        for (text, want, line) in [
            ("a\n{: style=\"x\"}\n", "a\n", 2),
            ("a\n\n{: .b}\n\nc", "a\n\n\nc", 3),
            ("{:ref: .b}\na", "a", 1),
            ("- a\n  {: .b}\n", "- a\n", 2),
        ] {
            let done = translate(text, Flavour::Blog { smart: false });
            assert_eq!(done.markdown, want, "{text}");
            let told: Vec<_> = done.told.iter().map(|d| (d.code, d.at.line)).collect();
            assert_eq!(told, [("kramdown-attribute", line)], "{text}");
        }
    }

    #[test]
    fn lines_keep_their_places() {
        let done = translate("a\n{: .b}\n\nc\n{: .d}\n\ne", Flavour::Blog { smart: false });
        let line = done.markdown.lines().position(|line| line == "e").map(|i| i + 1).unwrap_or_default();
        assert_eq!(done.lines.source(line), 7);
    }
}
