//! Markdown within one line of raw HTML, as HTML.

use lamplight_markdown::Flavour;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use pulldown_cmark_escape::escape_html_body_text;

use crate::translate::html::attribute;

/// What a text is in HTML if it is one paragraph of plain spans; `None` if it holds more, or names what stands elsewhere.
pub(super) fn html(text: &str, flavour: Flavour) -> Option<String> {
    let mut out = String::new();
    let mut pictures: Vec<(String, String, String)> = Vec::new();
    let mut paragraphs = 0;
    for event in Parser::new_ext(text.trim(), flavour.extensions()) {
        if let Some((_, alt, _)) = pictures.last_mut() {
            match event {
                Event::Text(part) | Event::Code(part) => alt.push_str(&part),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                Event::End(TagEnd::Image) => {
                    let (src, alt, title) = pictures.pop()?;
                    out.push_str("<img");
                    attribute(&mut out, "src", &src);
                    attribute(&mut out, "alt", &alt);
                    if !title.is_empty() {
                        attribute(&mut out, "title", &title);
                    }
                    out.push('>');
                }
                Event::Start(Tag::Image { .. }) => return None,
                _ => {}
            }
            continue;
        }
        match event {
            Event::Start(Tag::Paragraph) if paragraphs == 0 => paragraphs = 1,
            Event::End(TagEnd::Paragraph) => {}
            Event::Text(part) => escape_html_body_text(&mut out, &part).ok()?,
            Event::Code(part) => {
                out.push_str("<code>");
                escape_html_body_text(&mut out, &part).ok()?;
                out.push_str("</code>");
            }
            Event::InlineHtml(part) => out.push_str(&part),
            Event::SoftBreak => out.push('\n'),
            Event::HardBreak => out.push_str("<br>\n"),
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                out.push_str("<a");
                attribute(&mut out, "href", &dest_url);
                if !title.is_empty() {
                    attribute(&mut out, "title", &title);
                }
                out.push('>');
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                pictures.push((dest_url.into_string(), String::new(), title.into_string()));
            }
            Event::Start(tag) => out.push_str(&format!("<{}>", name(&tag.to_end())?)),
            Event::End(TagEnd::Link) => out.push_str("</a>"),
            Event::End(tag) => out.push_str(&format!("</{}>", name(&tag)?)),
            _ => return None,
        }
    }
    // A link by reference is explained elsewhere, and formulas and notes are read later.
    (!["][", "[^", "$$", "{:"].iter().any(|sign| text.contains(sign))).then_some(out)
}

fn name(tag: &TagEnd) -> Option<&'static str> {
    match tag {
        TagEnd::Emphasis => Some("em"),
        TagEnd::Strong => Some("strong"),
        TagEnd::Strikethrough => Some("del"),
        _ => None,
    }
}
