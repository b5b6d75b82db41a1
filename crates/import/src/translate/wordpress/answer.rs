//! The results of shortcodes.

use std::ops::Range;

use lamplight_markdown::Flavour;

use super::names::{Is, is_secret, language};
use super::tag::WordPressTag;
use super::{caption, frames, source};
use crate::translate::fences;
use crate::translate::shortcodes::answer;
use crate::translate::shortcodes::call::{Call, CallDiagnostic, CallResult, Shape};
use crate::translate::shortcodes::text::prose;

/// The place of a shortcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShortcodePlace {
    /// In Markdown, alone on its lines or not.
    Text { alone: bool },
    /// In a block of HTML; `last` if only the end of a paragraph follows.
    Html { last: bool },
    /// In a post in HTML.
    Post,
}

/// A shortcode with its body.
pub(super) struct WholeShortcode<'a> {
    pub tag: &'a WordPressTag,
    pub body: Option<&'a str>,
    pub place: ShortcodePlace,
    pub flavour: Flavour,
    /// Columns of white space before it, and whether it stands in a quotation.
    pub indent: usize,
    pub quoted: bool,
}

fn diagnostic(error: bool, code: &'static str, message: &str, help: &'static str) -> Option<CallDiagnostic> {
    Some(CallDiagnostic { error, code, message: message.to_owned(), help })
}

fn lost(error: bool, message: &str, help: &'static str) -> CallResult {
    (Shape::Nothing, diagnostic(error, "shortcode-lost", message, help))
}

fn block(html: String) -> CallResult {
    (Shape::Block(html.clone(), html), None)
}

impl WholeShortcode<'_> {
    fn get(&self, name: &str) -> String {
        let found = self.tag.given.iter().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// What becomes of a shortcode that has a meaning of its own.
    pub(super) fn answer(&self, is: Is) -> CallResult {
        match is {
            Is::Caption => self.caption(),
            Is::Code(language) => self.code(language),
            Is::Gallery => match self.shared() {
                (shape, None) => (shape, None),
                _ => lost(
                    true,
                    "shows pictures that WordPress alone knows by number; they are left out",
                    "write `![text](picture.jpg)` in its place for each of them",
                ),
            },
            Is::Playlist => lost(
                true,
                "plays recordings that WordPress alone knows by number; they are left out",
                "write `<audio src=\"…\"></audio>` in its place for each of them",
            ),
            Is::Audio | Is::Video => self.recording(is == Is::Video),
            Is::Frame => {
                match frames::shown(&self.tag.name, &self.tag.given, self.body.unwrap_or_default()) {
                    Some(html) => block(html),
                    None => lost(
                        true,
                        "does not say what of another site it shows; it is left out",
                        "write a link in its place",
                    ),
                }
            }
            Is::Embed => match frames::shown("embed", &self.tag.given, self.body.unwrap_or_default()) {
                Some(html) => block(html),
                None => {
                    lost(true, "has no address of what it shows; it is left out", "write a link in its place")
                }
            },
            Is::More => (Shape::Block("<!--more-->".to_owned(), "<!--more-->".to_owned()), None),
            Is::Gone | Is::Looks => (Shape::Nothing, None),
            Is::Made => lost(
                false,
                "is a form or a list that WordPress makes; it is left out",
                "delete it, or write what readers need of it",
            ),
            Is::Element(_) | Is::Shared => self.shared(),
        }
    }

    fn caption(&self) -> CallResult {
        let Some(body) = self.body else {
            let why = "never ends; its tag is left out";
            return (
                Shape::Nothing,
                diagnostic(false, "shortcode-unclosed", why, "write `[/caption]` where it ends"),
            );
        };
        match caption::figure(&|name| self.get(name), body, self.flavour) {
            Some(html) => match self.place {
                ShortcodePlace::Text { .. } => (Shape::Block(html, String::new()), None),
                _ => block(html),
            },
            None => {
                let words = [self.get("caption").as_str(), " ", body.trim()].concat().trim().to_owned();
                (Shape::Inline(words), None)
            }
        }
    }

    fn code(&self, of_name: &str) -> CallResult {
        let Some(body) = self.body else {
            let why = "never ends; what follows is no code";
            return (
                Shape::Nothing,
                diagnostic(false, "shortcode-unclosed", why, "write where the code ends"),
            );
        };
        // A fence stands in it already.
        if body.trim_start().starts_with("```") {
            return (Shape::Block(body.trim().to_owned(), String::new()), None);
        }
        let first = self.tag.given.iter().find(|(key, _)| key.is_empty()).map(|(_, value)| value.clone());
        let given =
            ["language", "lang", "type"].iter().map(|key| self.get(key)).find(|value| !value.is_empty());
        let given = given.or(first).unwrap_or_default().trim().to_lowercase();
        let language = match given.as_str() {
            "" => of_name,
            given => language(given).unwrap_or(given),
        };
        let is_word = language
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'#' | b'.' | b'_'));
        let language = if is_word { language } else { "" };
        let code = source::code(body, self.tag.escaped, self.indent, self.quoted);
        let piece = !body.trim().contains('\n');
        match self.place {
            ShortcodePlace::Text { alone: false } if piece => (Shape::Inline(source::span(&code)), None),
            ShortcodePlace::Html { last: false } => {
                let html = if piece && !self.tag.quoted {
                    source::span(&code)
                } else {
                    source::element(language, &code)
                };
                (Shape::Inline(html), None)
            }
            _ => (Shape::Block(source::fenced(&self.info(language), &code), String::new()), None),
        }
    }

    /// What stands behind the fence.
    fn info(&self, language: &str) -> String {
        let title = ["title", "filename"].iter().map(|key| self.get(key)).find(|value| !value.is_empty());
        let marked =
            ["highlight", "hl_lines", "mark"].iter().map(|key| self.get(key)).find(|value| !value.is_empty());
        if title.is_none() && marked.is_none() {
            return language.to_owned();
        }
        // A fence that says no language begins with its words.
        let mut info = if language.is_empty() { "text".to_owned() } else { language.to_owned() };
        if let Some(lines) = marked
            .filter(|lines| lines.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'-' | b' ')))
        {
            info.push_str(&format!(" {{{}}}", lines.replace(' ', "")));
        }
        if let Some(title) = title {
            info.push_str(&format!(" title=\"{}\"", title.replace(['"', '`', '\n'], "'")));
        }
        fences::own_words(&info)
    }

    fn recording(&self, film: bool) -> CallResult {
        if film && matches!(self.tag.name.as_str(), "wpvideo" | "videopress") {
            return match frames::shown(&self.tag.name, &self.tag.given, "") {
                Some(html) => block(html),
                None => self.shared(),
            };
        }
        const KEYS: [&str; 14] = [
            "src", "mp3", "m4a", "ogg", "oga", "wav", "mp4", "m4v", "webm", "ogv", "wmv", "flv", "mov", "url",
        ];
        let named = KEYS.iter().map(|key| self.get(key)).find(|value| !value.is_empty());
        let first = self.tag.given.iter().find(|(key, _)| key.is_empty()).map(|(_, value)| value.clone());
        let body = frames::address(self.body.unwrap_or_default());
        let Some(src) = named.or(first).or(body) else {
            return lost(
                true,
                "plays a recording that was attached to the post in WordPress; it is left out",
                "write its address into it: `src=\"…\"`",
            );
        };
        // `[audio:a.mp3|titles=A]`
        let src = src.split('|').next().unwrap_or_default().to_owned();
        // A film of another site has a page there.
        if let Some(html) = frames::of_line(&src) {
            return block(html);
        }
        let mut given = vec![("src".to_owned(), src)];
        given.extend(
            self.tag
                .given
                .iter()
                .filter(|(key, _)| matches!(key.as_str(), "poster" | "width" | "height" | "caption"))
                .cloned(),
        );
        answer(&Call::new(if film { "video" } else { "audio" }, given, self.flavour))
    }

    /// As a call of that name in other engines.
    fn shared(&self) -> CallResult {
        let mut call = Call::new(&self.tag.name, self.tag.given.clone(), self.flavour);
        call.body = self.body;
        call.paired = self.body.is_some();
        call.html = !matches!(self.place, ShortcodePlace::Text { .. });
        paired(&call)
    }
}

/// What becomes of a shortcode whose body is read for further ones.
pub(super) fn paired(call: &Call<'_>) -> CallResult {
    let (shape, diagnostic) = match super::names::known(&call.name) {
        _ if is_secret(&call.name) => hidden(call),
        Some(Is::Looks | Is::Gone) => (Shape::Nothing, None),
        // Pictures stand between its tags.
        Some(Is::Gallery) if call.paired => (Shape::Nothing, None),
        Some(Is::Element(name)) => match name {
            "strong" => (Shape::Within("<strong>", "</strong>"), None),
            "em" => (Shape::Within("<em>", "</em>"), None),
            "u" => (Shape::Within("<u>", "</u>"), None),
            _ => (Shape::Within("<s>", "</s>"), None),
        },
        _ => answer(call),
    };
    (if call.html { in_html(shape, call.flavour) } else { shape }, diagnostic)
}

fn hidden(call: &Call<'_>) -> CallResult {
    let why = if call.paired { "what it holds back is left out" } else { "it is left out" };
    let message = format!("shows something to some readers alone, which nothing here can; {why}");
    let help = "delete its tags if all may read it, or move it to a post with `draft: true`";
    (Shape::Hidden, diagnostic(true, "shortcode-unknown", &message, help))
}

/// A shape in HTML, in which Markdown would be text.
fn in_html(shape: Shape, flavour: Flavour) -> Shape {
    let rendered = |text: &str| prose(text, flavour);
    match shape {
        Shape::Block(block, inline) if inline.is_empty() => {
            let html = rendered(&block);
            Shape::Block(html.clone(), html)
        }
        Shape::Block(block, inline) => Shape::Block(rendered(&block), rendered(&inline)),
        Shape::Inline(text) => Shape::Inline(rendered(&text)),
        Shape::Around(first, last) if first.starts_with("**") => Shape::Around(rendered(&first), last),
        Shape::Quote(first, last) => match first.strip_prefix("[!").and_then(|kind| kind.split(']').next()) {
            Some(kind) => {
                Shape::Around(format!("<div box=\"{}\">", kind.to_lowercase()), "</div>".to_owned())
            }
            None if last.is_empty() => Shape::Within("<blockquote>", "</blockquote>"),
            None => Shape::Around("<blockquote>".to_owned(), [&rendered(&last), "</blockquote>"].concat()),
        },
        other => other,
    }
}

/// What a shortcode in a paragraph of HTML needs around it, and how much of that paragraph's tags it takes: where it begins
/// and ends, what stands before and what behind.
pub(super) fn out_of_paragraph(
    text: &str,
    range: &Range<usize>,
    from: usize,
) -> (Range<usize>, &'static str, &'static str) {
    let mut near = range.start.saturating_sub(1_000).max(from);
    while !text.is_char_boundary(near) {
        near += 1;
    }
    let before = &text[near..range.start];
    let opened = ["<p>", "<p "].iter().filter_map(|tag| before.rfind(tag)).max();
    let Some(open) = opened.filter(|open| !before[*open..].contains("</p>")) else {
        return (range.clone(), "", "");
    };
    let mut range = range.clone();
    let mut first = "</p>";
    let is_first = before[open..].split_once('>').is_some_and(|(_, rest)| rest.trim().is_empty());
    if is_first {
        range.start = near + open;
        first = "";
    }
    let after = &text[range.end..];
    let gap = after.len() - after.trim_start().len();
    if after[gap..].starts_with("</p>") {
        range.end += gap + 4;
        return (range, first, "");
    }
    (range, first, "<p>")
}
