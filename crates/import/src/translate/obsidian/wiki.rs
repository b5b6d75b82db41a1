//! `[[links]]` and `![[embeds]]`.

use std::ops::Range;

use lamplight_markdown::text::{escape, shorten};

use super::target::{WikiTarget, literal, size};
use super::{LONGEST, NoteTranslator};
use crate::diagnostic::Severity;
use crate::translate::embeds::frame;
use crate::translate::html::attribute;
use crate::translate::scan::{alone, line_end, within};

const PICTURES: [&str; 11] =
    ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp", "jxl", "tif", "tiff"];
const SOUNDS: [&str; 9] = ["mp3", "wav", "m4a", "ogg", "oga", "flac", "opus", "3gp", "aac"];
const FILMS: [&str; 5] = ["mp4", "webm", "ogv", "mov", "mkv"];
/// Files that only Obsidian and its plugins can draw.
const DRAWN: [&str; 3] = ["excalidraw", "canvas", "base"];

/// A `[[…]]` in a text.
pub(super) struct WikiLink<'a> {
    /// With the `!` of an embed.
    pub range: Range<usize>,
    pub inside: &'a str,
    pub embeds: bool,
}

impl<'a> NoteTranslator<'a> {
    /// All `[[…]]` that are neither in code nor links of Markdown.
    pub(super) fn wiki(&self) -> Vec<WikiLink<'a>> {
        let text = self.text;
        let (mut from, mut found) = (0, Vec::new());
        while let Some(at) = text[from..].find("[[").map(|i| from + i) {
            from = at + 1;
            let start = at + 2;
            let length = text[start..].bytes().take(LONGEST).position(|b| matches!(b, b'[' | b']' | b'\n'));
            let Some(length) = length.filter(|length| text[start + length..].starts_with("]]")) else {
                continue;
            };
            let (inside, end) = (&text[start..start + length], start + length + 2);
            from = end;
            let rest = &text[end..];
            // `[[1]](#note)` is a link with brackets around its text.
            let is_markdown = rest.starts_with('(')
                || rest.starts_with('[') && !rest.starts_with("[[")
                || self.layout.links_in(&(at..end));
            let escaped = |at: usize| text[..at].ends_with('\\') && !text[..at].ends_with("\\\\");
            if is_markdown || inside.trim().is_empty() || self.layout.is_literal(at) || escaped(at) {
                continue;
            }
            let embeds = text[..at].ends_with('!') && !escaped(at - 1);
            found.push(WikiLink { range: at - usize::from(embeds)..end, inside, embeds });
        }
        found
    }

    pub(super) fn links(&mut self) {
        for found in self.wiki() {
            let target = WikiTarget::read(found.inside);
            if target.name.is_empty() && target.place.is_empty() {
                continue;
            }
            if found.embeds {
                self.embed(&found.range, &target);
            } else if DRAWN.contains(&target.ending().as_str()) {
                self.report(
                    found.range.start,
                    Severity::Warning,
                    "embed-lost",
                    format!(
                        "nothing here can draw `{}`; its name is shown, and leads nowhere",
                        shorten(target.name, 80)
                    ),
                    "export it as a picture, and link to that",
                );
                let shown = literal(&target.shown());
                self.replace(found.range, shown);
            } else {
                let link = self.link(found.range.start, &target, &target.shown());
                self.replace(found.range, link);
            }
        }
    }

    /// A link in Markdown, or in HTML where no Markdown is read.
    fn link(&self, at: usize, target: &WikiTarget<'_>, shown: &str) -> String {
        if within(&self.layout.html, at).is_none() {
            return format!("[{}]({})", literal(shown), target.destination());
        }
        let mut html = "<a".to_owned();
        attribute(&mut html, "href", &target.destination());
        html.push('>');
        escape(&mut html, shown);
        html.push_str("</a>");
        html
    }

    fn embed(&mut self, range: &Range<usize>, target: &WikiTarget<'_>) {
        let ending = target.ending();
        let ending = ending.as_str();
        let html = if PICTURES.contains(&ending) {
            sized_picture(&target.destination(), &target.aliases)
        } else if SOUNDS.contains(&ending) || FILMS.contains(&ending) {
            let name = if SOUNDS.contains(&ending) { "audio" } else { "video" };
            let mut html = format!("<{name} controls");
            attribute(&mut html, "src", &target.destination());
            if let ("video", Some((width, _))) = (name, target.aliases.iter().find_map(|a| size(a))) {
                attribute(&mut html, "width", &width.to_string());
            }
            html + &format!("></{name}>")
        } else if DRAWN.contains(&ending) || target.name.ends_with(".excalidraw.md") {
            self.report(
                range.start,
                Severity::Error,
                "embed-lost",
                format!("nothing here can draw `{}`; it is left out", shorten(target.name, 80)),
                "export it as a picture, and show that",
            );
            String::new()
        } else if !ending.is_empty() && ending.len() <= 4 && ending.bytes().all(|b| b.is_ascii_alphanumeric())
        {
            // A file to be read elsewhere, such as a PDF.
            self.link(range.start, target, &target.shown())
        } else {
            return self.embed_note(range, target);
        };
        self.replace(range.clone(), html);
    }

    /// A note within a note becomes a link: what that note says is on its own page.
    fn embed_note(&mut self, range: &Range<usize>, target: &WikiTarget<'_>) {
        let shown = target.shown();
        self.report(
            range.start,
            Severity::Warning,
            "embed-note",
            format!("the text of the note `{}` is not shown here; a link to it is", shorten(&shown, 80)),
            "copy what readers should see here into this note",
        );
        let link = self.link(range.start, target, &shown);
        let text = self.text;
        let line_start = range.start;
        let quoted = (line_start == 0 || text[..line_start].ends_with('\n')) && alone(text, range);
        if !quoted || within(&self.layout.html, range.start).is_some() {
            return self.replace(range.clone(), format!("→ {link}"));
        }
        // A quotation goes on with the text behind it, but for a blank line.
        let before = text[..line_start].lines().next_back().is_some_and(|line| !line.trim().is_empty());
        let end = line_end(text, range.end);
        let next = text.get(end + 1..).unwrap_or_default().lines().next().unwrap_or_default();
        let mut box_of = format!("{}> → {link}", if before { "\n" } else { "" });
        if !next.trim().is_empty() {
            box_of.push('\n');
        }
        self.replace(range.start..end, box_of);
    }

    /// Pictures of Markdown that say a size behind their text, and films that are written as pictures.
    pub(super) fn pictures(&mut self) {
        let layout = self.layout;
        for picture in &layout.pictures {
            let written = &self.text[picture.range.clone()];
            let inner = written.strip_prefix("![").and_then(|rest| rest.rsplit_once("]("));
            let Some((alt, _)) = inner else { continue };
            let url = &picture.destination;
            let host = url.strip_prefix("https://").unwrap_or_default();
            let host = host.strip_prefix("www.").unwrap_or(host);
            if ["youtube.com/", "youtu.be/", "vimeo.com/", "twitter.com/", "x.com/"]
                .iter()
                .any(|known| host.starts_with(known))
            {
                let title = if size(alt).is_some() { "" } else { alt };
                self.replace(picture.range.clone(), frame(url, title));
                continue;
            }
            let aliases: Vec<&str> =
                alt.split('|').map(|part| part.strip_suffix('\\').unwrap_or(part).trim()).collect();
            let is_sized = aliases.iter().skip(usize::from(aliases.len() > 1)).any(|a| size(a).is_some());
            if is_sized {
                self.replace(picture.range.clone(), sized_picture(url, &aliases));
            }
        }
    }
}

/// A picture, with a size if one of its aliases is one.
fn sized_picture(destination: &str, aliases: &[&str]) -> String {
    let alt = aliases.iter().find(|alias| !alias.is_empty() && size(alias).is_none());
    let Some((width, height)) = aliases.iter().find_map(|alias| size(alias)) else {
        return format!("![{}]({destination})", literal(alt.unwrap_or(&"")));
    };
    // The element around it keeps Markdown beside it from being taken for HTML.
    let mut html = "<span><img".to_owned();
    attribute(&mut html, "src", destination);
    if let Some(alt) = alt {
        attribute(&mut html, "alt", alt);
    }
    attribute(&mut html, "width", &width.to_string());
    if let Some(height) = height {
        attribute(&mut html, "height", &height.to_string());
    }
    html + "></span>"
}
