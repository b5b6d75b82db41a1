//! The HTML writer: pulldown-cmark's events in, one string out.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use super::{Flavour, Heading, Options, RawHtml, Rendered, autolink};
use crate::links::{Target, Use};
use crate::text::decimal;

pub(super) struct Writer<'a> {
    source: &'a str,
    options: &'a Options<'a>,
    blog: bool,
    out: String,
    /// Text waiting to be joined: the parser splits it at each special character, links do not.
    run: Vec<(CowStr<'a>, Range<usize>)>,
    /// How many links we are in, in Markdown and as raw `<a>`.
    links: usize,
    in_code: bool,
    /// Depth of images; inside one, only text counts, for `alt`.
    images: usize,
    image_title: CowStr<'a>,
    /// The raw HTML block being read, and how many pieces came before.
    raw: Option<String>,
    pieces: usize,
    table: Table,
    heading: Option<OpenHeading<'a>>,
    /// Offsets of the level digits in `out`, to shift all of them if the text used level 1.
    level_digits: Vec<usize>,
    outline: Vec<Heading>,
    headings: usize,
    footnotes: Footnotes<'a>,
}

#[derive(Default)]
struct Table {
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
}

struct OpenHeading<'a> {
    level: u8,
    id: &'a str,
    text: String,
}

/// Footnotes are written where the author put them and shown at the end, in the order of their first mention.
#[derive(Default)]
struct Footnotes<'a> {
    /// Name → number from 1.
    numbers: BTreeMap<String, u32>,
    /// Mentions of each number; that of number 1 is the first.
    mentions: Vec<u32>,
    /// Bodies as HTML, by name.
    bodies: Vec<(CowStr<'a>, String)>,
    /// The output that a definition interrupts.
    outer: Vec<(CowStr<'a>, String)>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(source: &'a str, options: &'a Options<'a>) -> Self {
        Self {
            source,
            options,
            blog: matches!(options.flavour, Flavour::Blog { .. }),
            out: String::with_capacity(source.len() + source.len() / 4),
            run: Vec::new(),
            links: 0,
            in_code: false,
            images: 0,
            image_title: CowStr::Borrowed(""),
            raw: None,
            pieces: 0,
            table: Table::default(),
            heading: None,
            level_digits: Vec::new(),
            outline: Vec::new(),
            headings: 0,
            footnotes: Footnotes::default(),
        }
    }

    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Event::Text(text) = event {
            match &mut self.raw {
                Some(raw) => raw.push_str(&text),
                None if self.in_code => self.text(&text),
                None => self.run.push((text, range)),
            }
            return;
        }
        self.flush();
        if self.images > 0 {
            self.alt(event);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => {
                self.note(&code);
                self.tagged("code", &code);
            }
            Event::Html(html) => match &mut self.raw {
                Some(raw) => raw.push_str(&html),
                None => self.piece(&html),
            },
            Event::InlineHtml(html) => {
                // An author's own `<a>` is a link too: no other may begin inside.
                if self.blog && html.get(..2).is_some_and(|t| t.eq_ignore_ascii_case("<a")) {
                    self.links += usize::from(html[2..].starts_with([' ', '>', '\n', '\t']));
                } else if self.blog && html.get(..3).is_some_and(|t| t.eq_ignore_ascii_case("</a")) {
                    self.links = self.links.saturating_sub(1);
                }
                self.piece(&html);
            }
            Event::SoftBreak => {
                self.note(" ");
                self.out.push('\n');
            }
            Event::HardBreak => {
                self.note(" ");
                self.out.push_str("<br />\n");
            }
            Event::Rule => {
                self.line();
                self.out.push_str("<hr />\n");
            }
            Event::FootnoteReference(name) => self.footnote_mention(name),
            Event::TaskListMarker(done) => self.task(done),
            // Math is not switched on.
            Event::Text(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    pub(super) fn finish(mut self) -> Rendered {
        self.flush();
        if let RawHtml::Pieces(pieces) = self.options.raw_html
            && let Some(tail) = pieces.get(self.pieces)
        {
            // One more element than there are pieces: what the sanitiser needs to close at the end.
            self.out.push_str(tail);
        }
        self.shift_headings();
        self.footnotes_section();
        Rendered { html: self.out, outline: self.outline }
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Paragraph => self.open("<p>"),
            Tag::Heading { level, .. } => self.heading_start(level as u8),
            Tag::BlockQuote(kind) => self.quote_start(kind),
            Tag::CodeBlock(kind) => self.code_start(&kind),
            Tag::HtmlBlock => self.raw = Some(String::new()),
            Tag::List(None) => self.open("<ul>\n"),
            Tag::List(Some(1)) => self.open("<ol>\n"),
            Tag::List(Some(start)) => {
                self.open("<ol start=\"");
                self.out.push_str(&decimal(u32::try_from(start).unwrap_or(u32::MAX)));
                self.out.push_str("\">\n");
            }
            Tag::Item => self.open("<li>"),
            Tag::FootnoteDefinition(name) => {
                let outer = std::mem::take(&mut self.out);
                self.footnotes.outer.push((name, outer));
            }
            Tag::DefinitionList => self.open("<dl>\n"),
            Tag::DefinitionListTitle => self.open("<dt>"),
            Tag::DefinitionListDefinition => self.open("<dd>"),
            Tag::Table(columns) => {
                self.table = Table { columns, ..Table::default() };
                let wrap = if self.blog { "<div class=\"table\" role=\"group\" tabindex=\"0\">" } else { "" };
                self.open(wrap);
                self.out.push_str("<table>\n");
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.out.push_str("<thead>\n<tr>\n");
            }
            Tag::TableRow => {
                self.table.column = 0;
                if !std::mem::replace(&mut self.table.has_body, true) {
                    self.out.push_str("<tbody>\n");
                }
                self.out.push_str("<tr>\n");
            }
            Tag::TableCell => self.cell_start(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.links += 1;
                let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
                self.link_start(&[mail, &dest_url].concat(), &title);
            }
            Tag::Image { dest_url, title, .. } => self.image_start(&dest_url, title),
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.heading_end(level as u8),
            TagEnd::BlockQuote(kind) => {
                self.line();
                self.out.push_str(if self.blog && kind.is_some() { "</div>\n" } else { "</blockquote>\n" });
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.out.push_str("</code></pre>\n");
            }
            TagEnd::HtmlBlock => {
                let raw = self.raw.take().unwrap_or_default();
                self.line();
                self.piece(&raw);
            }
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((name, outer)) = self.footnotes.outer.pop() {
                    let body = std::mem::replace(&mut self.out, outer);
                    self.footnotes.bodies.push((name, body));
                }
            }
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => {
                self.out.push_str(if self.table.has_body { "</tbody>\n</table>" } else { "</table>" });
                self.out.push_str(if self.blog { "</div>\n" } else { "\n" });
            }
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.out.push_str("</tr>\n</thead>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.out.push_str(if self.table.in_head { "</th>\n" } else { "</td>\n" });
                self.table.column += 1;
            }
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link => {
                self.links = self.links.saturating_sub(1);
                self.out.push_str("</a>");
            }
            TagEnd::Image | TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => {}
        }
    }

    // Text

    fn text(&mut self, text: &str) {
        self.note(text);
        put(escape_html_body_text(&mut self.out, text));
    }

    /// Remembers text for the outline while a heading is open.
    fn note(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }

    /// Writes the text that has gathered, with its bare URLs as links.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        let Some((_, first)) = run.first() else { return };
        let linked = self.options.flavour != Flavour::CommonMark && self.links == 0 && self.images == 0;
        if !linked || !run.iter().any(|(text, _)| text.contains([':', '@', '.'])) {
            for (text, _) in &run {
                if self.images > 0 { put(escape_html(&mut self.out, text)) } else { self.text(text) }
            }
            return;
        }
        // Smart punctuation has turned `--` and quotes inside URLs into something else: links are looked for in
        // what the author typed, and text outside of links is written as the parser made it.
        let before = self.source[..first.start].chars().next_back();
        let typed: Vec<&str> = run.iter().map(|(text, range)| self.typed(text, range)).collect();
        let whole = typed.concat();
        let found = autolink::find(&whole, before);
        let (mut start, mut links) = (0, found.iter().peekable());
        for ((shown, _), typed) in run.iter().zip(&typed) {
            let end = start + typed.len();
            let mut at = start;
            while let Some(link) = links.peek().filter(|l| l.range.start < end) {
                if at < link.range.start {
                    self.part(shown, typed, at - start..link.range.start - start);
                }
                if link.range.start >= start {
                    self.bare_link(&whole[link.range.clone()], link.prefix);
                }
                at = link.range.end.min(end);
                if link.range.end > end {
                    break;
                }
                links.next();
            }
            if at < end {
                self.part(shown, typed, at - start..typed.len());
            }
            start = end;
        }
    }

    /// Writes a part of a piece of text, counted in typed bytes.
    fn part(&mut self, shown: &str, typed: &str, range: Range<usize>) {
        if range.len() == typed.len() {
            self.text(shown);
        } else if let Some(part) = typed.get(range) {
            self.text(part);
        }
    }

    /// What stood in the source for a smart quote, dash or ellipsis; any other text as it is.
    fn typed<'t>(&self, text: &'t str, range: &Range<usize>) -> &'t str
    where
        'a: 't,
    {
        let source: &'a str = self.source;
        match source.get(range.clone()) {
            Some(typed) if typed != text && typed.starts_with(['"', '\'', '-', '.']) => typed,
            _ => text,
        }
    }

    fn bare_link(&mut self, text: &str, prefix: &str) {
        self.link_start(&[prefix, text].concat(), "");
        self.text(text);
        self.out.push_str("</a>");
    }

    fn tagged(&mut self, tag: &str, text: &str) {
        self.out.push('<');
        self.out.push_str(tag);
        self.out.push('>');
        put(escape_html_body_text(&mut self.out, text));
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn open(&mut self, tag: &str) {
        self.line();
        self.out.push_str(tag);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        put(escape_html(&mut self.out, value));
        self.out.push('"');
    }

    fn piece(&mut self, raw: &str) {
        let number = self.pieces;
        self.pieces += 1;
        match self.options.raw_html {
            RawHtml::Trusted => self.out.push_str(raw),
            RawHtml::Pieces(pieces) => {
                if let Some(piece) = pieces.get(number) {
                    self.out.push_str(piece);
                }
            }
        }
    }

    // Links and images

    fn resolve(&self, written: &str, usage: Use) -> Target {
        match &self.options.place {
            Some(place) => place.resolve(written, usage),
            None => Target::Page(written.to_owned()),
        }
    }

    fn link_start(&mut self, written: &str, title: &str) {
        let target = self.resolve(written, Use::Link);
        self.out.push_str("<a");
        if let Some(url) = target.url() {
            self.out.push_str(" href=\"");
            put(escape_href(&mut self.out, url));
            self.out.push('"');
        }
        if !title.is_empty() {
            self.attribute("title", title);
        }
        if matches!(target, Target::File(_)) {
            // The router leaves links marked so to the browser.
            self.out.push_str(" rel=\"external\"");
        }
        self.out.push('>');
    }

    fn image_start(&mut self, written: &str, title: CowStr<'a>) {
        self.images = 1;
        let target = self.resolve(written, Use::Image);
        self.out.push_str("<img src=\"");
        put(escape_href(&mut self.out, target.url().unwrap_or_default()));
        self.out.push('"');
        if self.blog {
            self.out.push_str(" loading=\"lazy\" decoding=\"async\"");
            if let Some((_, width, height)) = self.options.sizes.iter().find(|(of, ..)| of == written) {
                self.attribute("width", &decimal(*width));
                self.attribute("height", &decimal(*height));
            }
        }
        // The title comes after `alt`, which is complete only when the image ends.
        self.out.push_str(" alt=\"");
        self.image_title = title;
    }

    /// Inside an image only its text alternative is wanted.
    fn alt(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => {
                self.images -= 1;
                if self.images == 0 {
                    self.out.push('"');
                    let title = std::mem::replace(&mut self.image_title, CowStr::Borrowed(""));
                    if !title.is_empty() {
                        self.attribute("title", &title);
                    }
                    self.out.push_str(" />");
                }
            }
            Event::Code(text) => put(escape_html(&mut self.out, &text)),
            Event::SoftBreak | Event::HardBreak => self.out.push(' '),
            // Pieces count even where they do not show.
            Event::InlineHtml(_) | Event::Html(_) => self.pieces += 1,
            _ => {}
        }
    }

    // Blocks

    fn heading_start(&mut self, level: u8) {
        self.open("<h");
        self.level_digit(level);
        let anchors: &'a [String] = self.options.anchors;
        if let Some(id) = anchors.get(self.headings) {
            self.attribute("id", id);
            self.heading = Some(OpenHeading { level, id, text: String::new() });
        }
        self.headings += 1;
        self.out.push('>');
    }

    fn heading_end(&mut self, level: u8) {
        if let Some(OpenHeading { level, id, text }) = self.heading.take() {
            self.out.push_str("<a class=\"anchor\" href=\"#");
            put(escape_href(&mut self.out, id));
            self.out.push_str("\" aria-hidden=\"true\" tabindex=\"-1\"></a>");
            self.outline.push(Heading { level, id: id.to_owned(), text: text.trim().to_owned() });
        }
        self.out.push_str("</h");
        self.level_digit(level);
        self.out.push_str(">\n");
    }

    fn level_digit(&mut self, level: u8) {
        if self.footnotes.outer.is_empty() {
            self.level_digits.push(self.out.len());
        }
        self.out.push(char::from(b'0' + level));
    }

    /// The page's title is its only h1: a post that uses level 1 for its sections has all levels moved down.
    fn shift_headings(&mut self) {
        if !self.blog || !self.outline.iter().any(|h| h.level == 1) {
            return;
        }
        let mut bytes = std::mem::take(&mut self.out).into_bytes();
        for &at in &self.level_digits {
            if let Some(digit) = bytes.get_mut(at) {
                *digit = (*digit + 1).min(b'6');
            }
        }
        self.out = String::from_utf8(bytes).unwrap_or_default();
        for heading in &mut self.outline {
            heading.level = (heading.level + 1).min(6);
        }
    }

    fn quote_start(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, title) = match kind {
            _ if !self.blog => return self.open("<blockquote>\n"),
            None => return self.open("<blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("note", "Note"),
            Some(BlockQuoteKind::Tip) => ("tip", "Tip"),
            Some(BlockQuoteKind::Important) => ("important", "Important"),
            Some(BlockQuoteKind::Warning) => ("warning", "Warning"),
            Some(BlockQuoteKind::Caution) => ("caution", "Caution"),
        };
        self.open("<div class=\"alert ");
        self.out.push_str(class);
        self.out.push_str("\" role=\"note\">\n<p class=\"alert-title\">");
        self.out.push_str(title);
        self.out.push_str("</p>\n");
    }

    fn code_start(&mut self, kind: &CodeBlockKind<'a>) {
        self.in_code = true;
        self.line();
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split(' ').next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        // Long lines scroll, and what scrolls must be reachable by keyboard.
        self.out.push_str(if self.blog { "<pre tabindex=\"0\"><code" } else { "<pre><code" });
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            put(escape_html(&mut self.out, language));
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn cell_start(&mut self) {
        self.out.push_str(if self.table.in_head { "<th" } else { "<td" });
        let align = match self.table.columns.get(self.table.column) {
            Some(Alignment::Left) => Some("left"),
            Some(Alignment::Center) => Some("center"),
            Some(Alignment::Right) => Some("right"),
            Some(Alignment::None) | None => None,
        };
        if let Some(align) = align {
            // A class on the page: the policy of the site forbids style attributes, and `align` is obsolete.
            self.attribute(if self.blog { "class" } else { "align" }, align);
        }
        self.out.push('>');
    }

    fn task(&mut self, done: bool) {
        self.out.push_str(match (self.blog, done) {
            (false, true) => "<input checked=\"\" disabled=\"\" type=\"checkbox\"> ",
            (false, false) => "<input disabled=\"\" type=\"checkbox\"> ",
            (true, true) => "<input checked=\"\" disabled=\"\" type=\"checkbox\" aria-label=\"Done\"> ",
            (true, false) => "<input disabled=\"\" type=\"checkbox\" aria-label=\"To do\"> ",
        });
    }

    // Footnotes

    fn footnote_mention(&mut self, name: CowStr<'a>) {
        let next = self.footnotes.mentions.len() as u32 + 1;
        let number = *self.footnotes.numbers.entry(name.into_string()).or_insert(next);
        if number == next {
            self.footnotes.mentions.push(0);
        }
        let mentions = &mut self.footnotes.mentions[number as usize - 1];
        *mentions += 1;
        let (n, suffix) = (decimal(number), mention_suffix(*mentions));
        let html = [
            "<sup class=\"footnote-ref\"><a id=\"fnref:",
            &n,
            &suffix,
            "\" href=\"#fn:",
            &n,
            "\" role=\"doc-noteref\">",
            &n,
            "</a></sup>",
        ];
        self.out.push_str(&html.concat());
    }

    fn footnotes_section(&mut self) {
        let Footnotes { numbers, mentions, bodies, .. } = std::mem::take(&mut self.footnotes);
        if bodies.is_empty() {
            return;
        }
        let mut ordered: Vec<Option<String>> = mentions.iter().map(|_| None).collect();
        let mut unmentioned = Vec::new();
        for (name, body) in bodies {
            match numbers.get(name.as_ref()).and_then(|n| ordered.get_mut(*n as usize - 1)) {
                Some(place @ None) => *place = Some(body),
                _ => unmentioned.push(body),
            }
        }
        self.line();
        self.out
            .push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        for ((body, mentions), number) in ordered.into_iter().zip(mentions).zip(1..) {
            let Some(body) = body else { continue };
            let n = decimal(number);
            let (text, end) = match body.strip_suffix("</p>\n") {
                Some(text) => (text, "</p>\n"),
                None => (body.as_str(), ""),
            };
            self.out.push_str(&["<li id=\"fn:", &n, "\">", text].concat());
            for mention in 1..=mentions {
                let suffix = mention_suffix(mention);
                let parts = [
                    " <a class=\"footnote-back\" href=\"#fnref:",
                    &n,
                    &suffix,
                    "\" role=\"doc-backlink\" aria-label=\"Back to mention ",
                    &n,
                    &suffix,
                    "\">↩</a>",
                ];
                self.out.push_str(&parts.concat());
            }
            self.out.push_str(end);
            self.out.push_str("</li>\n");
        }
        // What nobody mentions comes last: nothing that was written is lost.
        for body in unmentioned {
            self.out.push_str(&["<li>", &body, "</li>\n"].concat());
        }
        self.out.push_str("</ol>\n</section>\n");
    }
}

/// The second and later mentions of a footnote have ids of their own.
fn mention_suffix(mention: u32) -> String {
    if mention < 2 { String::new() } else { ["-", &decimal(mention)].concat() }
}

/// Writing into a `String` cannot fail; the escape functions return a `Result` because they also write to files.
fn put(result: Result<(), std::fmt::Error>) {
    debug_assert!(result.is_ok(), "a String takes every write");
}
