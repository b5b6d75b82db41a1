//! Links, pictures, headings and code blocks in the text of a post.

use std::collections::HashSet;

use lamplight_import::sanitize;
use lamplight_markdown::Flavour;
use lamplight_markdown::fence::Fence;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::Destination;

/// What a text holds that checks and other posts need.
#[derive(Default)]
pub(super) struct TextContents {
    /// Each destination once, pictures excepted.
    pub links: Vec<Destination>,
    /// Destinations of pictures, each once.
    pub pictures: Vec<String>,
    /// Sources of sounds and films, as written.
    pub recordings: Vec<String>,
    /// Where pictures without a text alternative stand.
    pub without_alt: Vec<usize>,
    /// Level of each heading, and where it stands.
    pub headings: Vec<(u8, usize)>,
    /// Language of each block of code that names one, and where it stands.
    pub languages: Vec<(String, usize)>,
    pub has_html: bool,
}

impl TextContents {
    /// Reads the Markdown of a post, and the HTML in it.
    pub(super) fn of(markdown: &str, flavour: Flavour) -> Self {
        let mut found = Self::of_markdown(markdown, flavour);
        if found.has_html {
            let in_html = sanitize::sources(markdown, flavour);
            let mut seen: HashSet<String> = found.pictures.iter().cloned().collect();
            found.pictures.extend(in_html.pictures.into_iter().filter(|src| seen.insert(src.clone())));
            found.recordings = in_html.recordings;
            let mut seen: HashSet<String> = found.links.iter().map(|link| link.written.clone()).collect();
            let new = in_html.links.into_iter().filter(|(written, _)| seen.insert(written.clone()));
            found.links.extend(new.map(|(written, at)| Destination { written, at }));
            found.without_alt.extend(in_html.without_alt);
        }
        found
    }

    fn of_markdown(markdown: &str, flavour: Flavour) -> Self {
        let mut found = Self::default();
        let mut seen = HashSet::new();
        // Where the picture being read stands, until a text alternative is seen.
        let mut picture = None;
        for (event, range) in Parser::new_ext(markdown, flavour.extensions()).into_offset_iter() {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) if seen.insert((false, dest_url.to_string())) => {
                    found.links.push(Destination { written: dest_url.into_string(), at: range.start });
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    picture = Some(range.start);
                    if seen.insert((true, dest_url.to_string())) {
                        found.pictures.push(dest_url.into_string());
                    }
                }
                Event::End(TagEnd::Image) => found.without_alt.extend(picture.take()),
                Event::Start(Tag::Heading { level, .. }) => found.headings.push((level as u8, range.start)),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    let language = Fence::read(&info).language;
                    if !language.is_empty() {
                        found.languages.push((language.to_owned(), range.start));
                    }
                }
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => found.has_html = true,
                Event::Text(text) | Event::Code(text) if !text.trim().is_empty() => picture = None,
                _ => {}
            }
        }
        found
    }
}
