//! Turns the events of pulldown-cmark into HTML.

mod blocks;
mod code;
mod footnotes;
mod links;
pub(super) mod state;
mod text;

use std::ops::Range;

use lamplight_format::decimal;
use lamplight_format::messages::{self, Message};
use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag, TagEnd};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::flavour::Flavour;
use super::options::{RawHtml, RenderOptions, Rendered};
use state::{CarriedState, HtmlWriter, OpenCodeBlock, TableState, put};

/// Opening tag of inline code. The direction is an attribute and not in the style sheet, because `dir="auto"` of an element around it
/// looks at attributes only, and because feed readers have no style sheet.
const CODE: &str = "<code dir=\"ltr\" translate=\"no\">";

impl CarriedState {
    pub(super) fn none(options: &RenderOptions<'_>) -> Self {
        Self { leads: options.leads, ..Self::default() }
    }
}

impl<'a> HtmlWriter<'a> {
    pub(super) fn new(source: &'a str, options: &'a RenderOptions<'a>, before: CarriedState) -> Self {
        Self {
            source,
            options,
            blog: matches!(options.flavour, Flavour::Blog { .. }),
            out: String::with_capacity(source.len() + source.len() / 4),
            run: Vec::new(),
            links: 0,
            in_code: false,
            code: OpenCodeBlock::default(),
            images: 0,
            image_title: CowStr::Borrowed(""),
            variants: None,
            raw: None,
            depth: 0,
            unclosed: 0,
            breaks: Vec::new(),
            before,
            table: TableState::default(),
            heading: None,
            level_digits: Vec::new(),
            outline: Vec::new(),
            interrupted: Vec::new(),
        }
    }

    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth -= 1,
            _ => {}
        }
        let ends = matches!(event, Event::End(_) | Event::Rule);
        self.write(event, range);
        if ends && self.between_blocks() {
            self.breaks.push(self.out.len());
        }
    }

    fn write(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Event::Text(text) = event {
            match &mut self.raw {
                Some(raw) => raw.push_str(&text),
                None if self.in_code => self.code.text.push_str(&text),
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
                self.out.push_str(if self.blog { CODE } else { "<code>" });
                put(escape_html_body_text(&mut self.out, &code));
                self.out.push_str("</code>");
            }
            Event::Html(html) => match &mut self.raw {
                Some(raw) => raw.push_str(&html),
                None => self.raw_fragment(&html),
            },
            Event::InlineHtml(html) => {
                // Raw `<a>` is a link, too: no autolink may begin inside.
                if self.blog && html.get(..2).is_some_and(|t| t.eq_ignore_ascii_case("<a")) {
                    self.links += usize::from(html[2..].starts_with([' ', '>', '\n', '\t']));
                } else if self.blog && html.get(..3).is_some_and(|t| t.eq_ignore_ascii_case("</a")) {
                    self.links = self.links.saturating_sub(1);
                }
                self.raw_fragment(&html);
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
            // Math is not enabled.
            Event::Text(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// The rendered HTML, and the state for the next part. `shift` says whether all headings move down a level; `None` decides by the
    /// text. After the last part come the footnotes, and tags for elements that raw HTML has left open.
    pub(super) fn finish(mut self, shift: Option<bool>, last: bool) -> (Rendered, CarriedState) {
        self.flush();
        if let RawHtml::Fragments(fragments) = self.options.raw_html
            && let Some(tail) = fragments.get(self.before.fragments).filter(|_| last)
        {
            // The sanitiser adds one more element, with end tags for what is still open.
            self.out.push_str(tail);
        }
        self.shift_headings(shift);
        if last {
            self.footnotes_section();
        }
        (Rendered { html: self.out, outline: self.outline, breaks: self.breaks }, self.before)
    }

    /// Whether no block and no element of raw HTML is open.
    pub(super) fn between_blocks(&self) -> bool {
        self.depth == 0 && self.unclosed == 0
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Paragraph => self.open("<p>"),
            Tag::Heading { level, .. } => self.heading_start(level as u8),
            Tag::BlockQuote(kind) => self.quote_start(kind),
            Tag::CodeBlock(kind) => self.code_start(kind),
            Tag::HtmlBlock => self.raw = Some(String::new()),
            Tag::List(start) => {
                self.open(if start.is_some() { "<ol" } else { "<ul" });
                if let Some(start) = start.filter(|start| *start != 1) {
                    self.attribute("start", &decimal(u32::try_from(start).unwrap_or(u32::MAX)));
                }
                // Bullets and numbers follow the direction of the items, not of the page.
                self.out.push_str(if self.blog { " dir=\"auto\">\n" } else { ">\n" });
            }
            Tag::Item => self.open("<li>"),
            Tag::FootnoteDefinition(name) => {
                let outer = std::mem::take(&mut self.out);
                self.interrupted.push((name, outer));
            }
            Tag::DefinitionList => self.open("<dl>\n"),
            Tag::DefinitionListTitle => self.open("<dt>"),
            Tag::DefinitionListDefinition => self.open("<dd>"),
            Tag::Table(columns) => {
                self.table = TableState { columns, ..TableState::default() };
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
                let bare = self.blog && matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.link_start(&[mail, &dest_url].concat(), &title, bare);
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
            TagEnd::CodeBlock => self.code_end(),
            TagEnd::HtmlBlock => {
                let raw = self.raw.take().unwrap_or_default();
                self.line();
                self.raw_fragment(&raw);
            }
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((name, outer)) = self.interrupted.pop() {
                    let body = std::mem::replace(&mut self.out, outer);
                    match self.before.stubs {
                        0 => self.before.footnotes.bodies.push((name.into_string(), body)),
                        _ => self.before.stubs -= 1,
                    }
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

    /// Writes a message in the language of the page.
    fn message(&mut self, message: Message) {
        put(escape_html(&mut self.out, messages::message_of(self.options.messages, message)));
    }
}

pub(super) fn write(
    markdown: &str,
    options: &RenderOptions<'_>,
    before: CarriedState,
    shift: Option<bool>,
    last: bool,
) -> (Rendered, CarriedState) {
    let parser = Parser::new_ext(markdown, options.flavour.extensions());
    let mut writer = HtmlWriter::new(markdown, options, before);
    for (event, range) in parser.into_offset_iter() {
        writer.event(event, range);
    }
    writer.finish(shift, last)
}
