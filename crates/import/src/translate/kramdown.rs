//! What kramdown adds to Markdown: `{: .class #id}`, `{:toc}`, `{::comment}`, `markdown="1"`.

mod attributes;
mod inline;
pub(super) mod lines;
mod structure;
pub(super) mod tables;

use std::collections::HashMap;
use std::ops::Range;

use lamplight_markdown::Flavour;
use lamplight_markdown::text::shorten;

use super::context::{Context, Translated};
use super::html::attribute;
use super::out::edited;
use super::scan::{alone, blank_line_so_far, code, ends_line, line_end, within};
use crate::diagnostic::{Diagnostic, Position};
use crate::opens;
pub(super) use attributes::Attributes;
use structure::{Kind, Structure};

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
    let named = named(text, &lines);
    let mut kramdown =
        Kramdown { text, flavour, named, edits: Vec::new(), told: Vec::new(), count: 0, after: 0 };
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

/// Attributes that lines such as `{:name: .class #id}` give a name to, wherever they stand.
fn named(text: &str, lines: &[Range<usize>]) -> HashMap<String, Attributes> {
    let mut found: HashMap<String, Attributes> = HashMap::new();
    for line in lines {
        let inside = text[line.clone()].trim().trim_start_matches("{:").trim_end_matches('}');
        let mut attributes = Attributes::read(inside);
        let Some(name) = attributes.words.first().and_then(|word| word.strip_suffix(':')) else { continue };
        let name = name.to_owned();
        attributes.words.remove(0);
        attributes.take_named(&found);
        found.entry(name).or_default().add(attributes);
    }
    found
}

struct Kramdown<'a> {
    text: &'a str,
    flavour: Flavour,
    named: HashMap<String, Attributes>,
    edits: Vec<(Range<usize>, String)>,
    told: Vec<Diagnostic>,
    count: usize,
    /// Where the last line of attributes ended: no block of code reaches over it.
    after: usize,
}

impl Kramdown<'_> {
    /// An attribute that no page can have.
    fn tell_lost(&mut self, at: usize, name: &str) {
        if name.starts_with("target=") || name.starts_with("rel=") {
            if self.told.len() < MOST {
                let (message, help) = opens::told(name, "");
                self.told.push(Diagnostic::warning(opens::CODE, Position::of(self.text, at), message, help));
            }
        } else {
            self.tell(at, name, "is no attribute that posts can have");
        }
    }

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
        let mut attributes = Attributes::read(inside);
        if attributes.words.first().is_some_and(|word| word.len() > 1 && word.ends_with(':')) {
            self.count += 1;
            self.edits.push((whole, String::new()));
            return;
        }
        attributes.take_named(&self.named);
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
        if kind == Kind::List {
            self.start(&mut attributes, block.start);
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
            self.tell_lost(line.start, name);
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

    /// `{:start="3"}`: the number of the first item.
    fn start(&mut self, attributes: &mut Attributes, block: usize) {
        let Some(at) = attributes.others.iter().position(|(name, _)| name == "start") else { return };
        let digits = self.text[block..].bytes().take_while(u8::is_ascii_digit).count();
        let value = attributes.others[at].1.trim();
        if digits == 0 || value.is_empty() || value.len() > 9 || !value.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        // What belongs to the item stays indented as deep as it was.
        let number = format!("{value:0>digits$}");
        let below = self.text[line_end(self.text, block)..].trim_start_matches('\n');
        if number.len() == digits || !below.starts_with([' ', '\t']) {
            self.edits.push((block..block + digits, number));
            attributes.others.remove(at);
        }
    }

    /// `{::comment}` and its kin.
    fn extension(&mut self, line: &Range<usize>, extension: &str) {
        self.count += 1;
        let name = extension.split([' ', '/', '}']).next().unwrap_or_default();
        let mut range = self.with_end(line);
        if name == "options" {
            let options = Attributes::read(extension.trim_end_matches('/'));
            for (option, _) in options.others.iter().filter(|(option, _)| !is_of_looks(option)) {
                self.tell(line.start, option, "is an option of kramdown that nothing here has");
            }
        }
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
            let mut attributes = Attributes::read(inside);
            attributes.take_named(&self.named);
            let (mut html, lost) = attributes.html(true);
            self.count += 1;
            let side = |name: &&String| matches!(name.as_str(), "width" | "height");
            let sized = shown.filter(|_| lost.iter().any(|name| side(&name)));
            for name in lost.iter().filter(|name| sized.is_none() || !side(name)) {
                self.tell_lost(at, name);
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
            let Some((quoted, means)) = value_of(value) else {
                from = at + 9;
                continue;
            };
            from = at + 9;
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
            self.edits.push((space..at + 9 + quoted, String::new()));
            if means == "0" {
                continue;
            }
            let of_spans = means == "span" || means != "block" && OF_SPANS.contains(&name.as_str());
            if of_spans && !name.is_empty() && found.is_html(open) {
                let inside = self.closing(&name, close).map(|end| &self.text[close..end]);
                let html = inside
                    .filter(|inside| inside.len() < LONGEST && !inside.trim().is_empty())
                    .and_then(|inside| Some((inside.len(), inline::html(inside, self.flavour)?)));
                if let Some((length, html)) = html {
                    self.edits.push((close..close + length, html));
                    from = close + length;
                    continue;
                }
            }
            // What stands on one line within a block is Markdown between blank lines.
            let line = &self.text[close..line_end(self.text, close)];
            let holds_text = matches!(name.as_str(), "summary" | "td" | "th" | "li" | "dt" | "dd" | "div");
            if let Some(length) = line.find(&format!("</{name}>")).filter(|_| holds_text)
                && !line[..length].trim().is_empty()
            {
                self.edits.push((close..close, "\n\n".to_owned()));
                self.edits.push((close + length..close + length, "\n\n".to_owned()));
                continue;
            }
            // `<details markdown="1"><summary>…</summary>`
            let close =
                match line.trim_start().starts_with("<summary").then(|| line.find("</summary>")).flatten() {
                    Some(summary) if name == "details" => close + summary + "</summary>".len(),
                    _ => close,
                };
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

/// Elements that kramdown reads spans alone in, unless it is told otherwise.
const OF_SPANS: [&str; 12] =
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "caption", "dt", "th", "legend"];

/// The length and the meaning of what stands behind `markdown=`.
fn value_of(text: &str) -> Option<(usize, &'static str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let bare = text.trim_start_matches(['"', '\'']);
    let length = bare.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let means = ["1", "block", "span", "0"]
        .into_iter()
        .find(|known| bare[..length].eq_ignore_ascii_case(known))
        .or_else(|| bare[..length].eq_ignore_ascii_case("true").then_some("1"))?;
    let closed = quote.is_none_or(|quote| bare[length..].starts_with(quote));
    closed.then_some((length + if quote.is_some() { 2 } else { 0 }, means))
}

/// Whether an option of kramdown says nothing of what readers read.
fn is_of_looks(option: &str) -> bool {
    let known = ["toc_levels", "auto_ids", "footnote_nr", "entity_output", "line_width", "header_offset"];
    known.contains(&option) || option.starts_with("syntax_highlighter") || option.starts_with("coderay")
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
            ("[a](b){:target=\"_self\" rel=\"noopener\"}.", "[a](b)."),
            ("`{: .a}` and\n\n```\n{: .b}\n```", "`{: .a}` and\n\n```\n{: .b}\n```"),
            ("{::comment}\na\n{:/comment}\nb", "b"),
            ("<div class=\"x\" markdown=\"1\">\n*a*\n</div>", "<div class=\"x\">\n\n*a*\n\n</div>"),
            ("{: is prose", "{: is prose"),
            ("a\n{: r .x}\n\n{:r: .b #c}\n", "<div id=\"c\" class=\"x b\">\n\na\n\n</div>\n\n\n"),
            ("{:r: .b}\n{:s: r .c}\n*a*{: s}", "<span class=\"c b\">*a*</span>"),
            ("{:start=\"3\"}\n1. a\n2. b", "3. a\n2. b"),
            ("1. a\n2. b\n{: start=\"12\"}\n", "12. a\n2. b\n"),
            ("<div markdown='0'>*a*</div>", "<div>*a*</div>"),
            ("<p markdown=\"span\">In *a* & `b`</p>", "<p>In <em>a</em> &amp; <code>b</code></p>"),
            (
                "<details markdown=1><summary markdown=\"span\">*a*</summary>\nb\n</details>",
                "<details><summary><em>a</em></summary>\n\nb\n\n</details>",
            ),
            ("{::options toc_levels=\"2\" /}\na", "a"),
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
            ("- a\n  {: .b}\n", "- a\n", 2),
            ("a\n{: unknown}\n", "a\n", 2),
            ("{::options parse_block_html=\"true\" /}\na", "a", 1),
        ] {
            let done = translate(text, Flavour::Blog { smart: false });
            assert_eq!(done.markdown, want, "{text}");
            let told: Vec<_> = done.told.iter().map(|d| (d.code, d.at.line)).collect();
            assert_eq!(told, [("kramdown-attribute", line)], "{text}");
        }
    }

    #[test]
    fn how_a_link_would_open_is_told() {
        for (text, names) in [
            ("[a](b){:target=\"_blank\"}.", &["_blank"][..]),
            ("[a](b){: target=_new rel=\"opener\" }.", &["_new", "opener"]),
            ("[a](b){: w}\n\n{:w: target=\"_blank\"}", &["_blank"]),
        ] {
            let done = translate(text, Flavour::Blog { smart: false });
            assert!(done.markdown.starts_with("[a](b)"), "{}", done.markdown);
            assert_eq!(done.told.len(), names.len(), "{text}: {:?}", done.told);
            for (told, name) in done.told.iter().zip(names) {
                assert!(told.code == "link-target" && told.message.contains(name), "{text}: {told:?}");
            }
        }
    }

    #[test]
    fn lines_keep_their_places() {
        let done = translate("a\n{: .b}\n\nc\n{: .d}\n\ne", Flavour::Blog { smart: false });
        let line = done.markdown.lines().position(|line| line == "e").map(|i| i + 1).unwrap_or_default();
        assert_eq!(done.lines.source(line), 7);
    }
}
