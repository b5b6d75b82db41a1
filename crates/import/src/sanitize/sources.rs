//! Finds pictures, recordings and links in raw HTML.

use lamplight_markdown::Flavour;
use pulldown_cmark::{Event, Parser};

use super::tokens::{self, HtmlToken};

/// Addresses in the raw HTML of a post, as written.
#[derive(Debug, Default)]
pub struct RawHtmlSources {
    /// Addresses of `<img>`.
    pub pictures: Vec<String>,
    /// Addresses of `<audio>`, `<video>` and elements within them.
    pub recordings: Vec<String>,
    /// Addresses of `<a>`, each with the offset of its fragment in the text.
    pub links: Vec<(String, usize)>,
    /// Pictures without `alt`: offsets of their fragments.
    pub without_alt: Vec<usize>,
}

/// Finds the addresses in the raw HTML of a text.
#[must_use]
pub fn sources(markdown: &str, flavour: Flavour) -> RawHtmlSources {
    let mut found = RawHtmlSources::default();
    let mut html = String::new();
    // Where a line of HTML begins, in `html` and in the Markdown.
    let mut lines: Vec<(usize, usize)> = Vec::new();
    for (event, range) in Parser::new_ext(markdown, flavour.extensions()).into_offset_iter() {
        match event {
            Event::Html(part) | Event::InlineHtml(part) => {
                lines.push((html.len(), range.start));
                html.push_str(&part);
            }
            _ if html.is_empty() => {}
            _ => {
                let tokens = tokens::tokens(&html);
                let lower = std::mem::take(&mut html).to_ascii_lowercase();
                let lines = std::mem::take(&mut lines);
                let mut from = 0;
                for token in &tokens {
                    let HtmlToken::Start(tag) = token else { continue };
                    if !matches!(tag.name.as_str(), "a" | "img" | "audio" | "video" | "source" | "track") {
                        continue;
                    }
                    let at = start_of(&tag.name, &lower, &mut from);
                    let line = lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
                    let at = lines.get(line).map_or(0, |(start, within)| within + (at - start));
                    if let (Some(href), "a") = (tag.get("href"), tag.name.as_str()) {
                        found.links.push((href.to_owned(), at));
                    }
                    let Some(src) = tag.get("src").map(str::to_owned) else { continue };
                    if tag.name == "img" && tag.get("alt").is_none() {
                        found.without_alt.push(at);
                    }
                    match tag.name.as_str() {
                        "img" => found.pictures.push(src),
                        "audio" | "video" | "source" | "track" => found.recordings.push(src),
                        _ => {}
                    }
                }
            }
        }
    }
    found
}

/// Offset of the next start tag with a name in lower-case HTML. `from` moves past it.
fn start_of(name: &str, lower: &str, from: &mut usize) -> usize {
    while let Some(found) = lower.get(*from..).and_then(|rest| rest.find('<')) {
        let at = *from + found;
        let rest = &lower[at + 1..];
        if rest.starts_with("!--") {
            *from = rest.find("-->").map_or(lower.len(), |end| at + 1 + end);
            continue;
        }
        *from = at + 1;
        let is_it = rest.strip_prefix(name).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
        });
        if is_it {
            return at;
        }
    }
    0
}
