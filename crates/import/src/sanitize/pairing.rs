//! Pairs start and end tags over a whole post.

use std::collections::BTreeMap;

use lamplight_format::model::KnownPicture;
use lamplight_markdown::links::LinkContext;

use super::tokens::{self, HtmlToken};
use super::verdict::Verdict;
use super::{html, rules};
use crate::diagnostic::{Diagnostic, Position};

/// Most elements and Markdown blocks that may be open. The limit of browsers is 512, and parsers search all of them for each
/// tag.
pub(super) const DEEPEST: usize = 200;

/// An open element, or an open Markdown block.
enum OpenMarkup {
    Container,
    Element {
        name: String,
        fragment: usize,
        part: usize,
        /// HTML that replaces the start tag if there is no end tag.
        instead: String,
    },
}

pub(super) struct Pairing<'a> {
    place: &'a LinkContext<'a>,
    pictures: &'a [KnownPicture],
    frames: &'a [String],
    /// The sanitised HTML of each fragment, in parts. A start tag without end tag is removed again.
    fragments: Vec<Vec<String>>,
    stack: Vec<OpenMarkup>,
    /// What was left out: first offset and number for each kind, for one diagnostic each.
    dropped: BTreeMap<(&'static str, String), (usize, usize)>,
    /// Offset in the file of the current fragment.
    pub(super) at: usize,
    /// Names of start tags that are shown as text, and whose end tags may follow.
    prose: Vec<String>,
    /// The last picture, if nothing has followed it: its address, and whether it was loaded by a script.
    shown: Option<(String, bool)>,
    /// Whether a `<noscript>` with a copy of that picture is open.
    twice: bool,
}

impl<'a> Pairing<'a> {
    pub(super) fn new(
        place: &'a LinkContext<'a>,
        pictures: &'a [KnownPicture],
        frames: &'a [String],
    ) -> Self {
        Self {
            place,
            pictures,
            frames,
            fragments: Vec::new(),
            stack: Vec::new(),
            dropped: BTreeMap::new(),
            at: 0,
            prose: Vec::new(),
            shown: None,
            twice: false,
        }
    }

    pub(super) fn fragment(&mut self, written: &str, inline: bool) {
        self.fragments.push(Vec::new());
        for token in tokens::tokens(written) {
            if self.is_second(&token) {
                continue;
            }
            match token {
                HtmlToken::Text(text) => self.put(html::escape(&text)),
                HtmlToken::Start(tag) if tag.name == "a" && self.is_in_far_link() => {
                    self.drop("html-link-in-link", tag.name);
                }
                HtmlToken::Start(tag) => {
                    match rules::judge(&tag, inline, self.place, self.pictures_here(), self.frames) {
                        Verdict::Keep { html, void, dropped } => {
                            for name in dropped {
                                let opens = name.starts_with("target=") || name.starts_with("rel=");
                                self.drop(
                                    if opens { crate::opens::CODE } else { "html-attribute-dropped" },
                                    name,
                                );
                            }
                            let instead = match inline && rules::is_named_in_prose(&tag) {
                                true => html::escape(written),
                                false => String::new(),
                            };
                            self.start(&tag.name, html, void, instead);
                        }
                        Verdict::Replace { html, code, what } => {
                            self.drop(code, what);
                            self.put(html);
                        }
                        Verdict::Gone => {}
                        Verdict::Drop => self.drop("html-tag-dropped", tag.name.clone()),
                        Verdict::Prose => {
                            self.drop("html-unknown-tag", tag.name.clone());
                            if rules::is_unknown(&tag.name) && self.prose.len() < DEEPEST {
                                self.prose.push(tag.name.clone());
                            }
                            let shown = if inline { written.to_owned() } else { tag.written() };
                            self.put(html::escape(&shown));
                        }
                    }
                }
                HtmlToken::End(name) => match self.prose.iter().rposition(|one| *one == name) {
                    Some(place) => {
                        self.prose.truncate(place);
                        self.put(html::escape(&format!("</{name}>")));
                    }
                    None => self.end(&name),
                },
                HtmlToken::Hidden(name) => self.drop("html-tag-dropped", name),
            }
        }
    }

    /// Whether a picture within a `<noscript>` is a copy of the one before it.
    fn is_second(&mut self, token: &HtmlToken) -> bool {
        match token {
            HtmlToken::Text(text) if text.trim().is_empty() => false,
            HtmlToken::Start(tag) if tag.name == "noscript" => {
                self.twice = self.shown.is_some();
                false
            }
            HtmlToken::End(name) if name == "noscript" => {
                (self.twice, self.shown) = (false, None);
                false
            }
            HtmlToken::Start(tag) if tag.name == "img" => {
                let src = tag.get("src").unwrap_or_default();
                if self.twice {
                    return self.shown.as_ref().is_some_and(|(shown, waited)| *waited || shown == src);
                }
                let waited = tokens::DEFERRED_SOURCES.iter().any(|lazy| tag.get(lazy) == Some(src));
                self.shown = Some((src.to_owned(), waited));
                false
            }
            // The end of a link or a figure around the picture.
            HtmlToken::End(_) => false,
            _ if self.twice => false,
            _ => {
                self.shown = None;
                false
            }
        }
    }

    /// Whether a `<picture>` is open, in which the author has written the variants.
    fn pictures_here(&self) -> (&[KnownPicture], bool) {
        let chosen =
            self.stack.iter().any(|f| matches!(f, OpenMarkup::Element { name, .. } if name == "picture"));
        (self.pictures, !chosen)
    }

    /// Whether a link is open: browsers would close it at the start of another.
    fn is_in_far_link(&self) -> bool {
        let around = self.stack.split_last().map_or(&[][..], |(_, around)| around);
        around.iter().any(|f| matches!(f, OpenMarkup::Element { name, .. } if name == "a"))
    }

    fn put(&mut self, html: String) {
        if let Some(fragment) = self.fragments.last_mut() {
            fragment.push(html);
        }
    }

    fn drop(&mut self, code: &'static str, name: String) {
        let entry = self.dropped.entry((code, name)).or_insert((self.at, 0));
        entry.1 += 1;
    }

    fn start(&mut self, name: &str, html: String, void: bool, instead: String) {
        // `<li>a<li>b`: the second begins where the first ends.
        while let Some(OpenMarkup::Element { name: open, .. }) = self.stack.last()
            && rules::ends_before(open, name)
        {
            let end = format!("</{open}>");
            self.stack.pop();
            self.put(end);
        }
        if !void && self.stack.len() >= DEEPEST {
            return self.drop("html-too-deep", name.to_owned());
        }
        self.put(html);
        if !void {
            let fragment = self.fragments.len() - 1;
            let part = self.fragments[fragment].len() - 1;
            self.stack.push(OpenMarkup::Element { name: name.to_owned(), fragment, part, instead });
        }
    }

    fn end(&mut self, name: &str) {
        let within = self.stack.iter().rev().take_while(|f| matches!(f, OpenMarkup::Element { .. }));
        let depth = within
            .into_iter()
            .position(|f| matches!(f, OpenMarkup::Element { name: open, .. } if open == name));
        let Some(depth) = depth else { return };
        for _ in 0..=depth {
            if let Some(OpenMarkup::Element { name, .. }) = self.stack.pop() {
                self.put(format!("</{name}>"));
            }
        }
    }

    pub(super) fn begin_container(&mut self) {
        self.shown = None;
        self.prose.clear();
        self.stack.push(OpenMarkup::Container);
    }

    /// Called at the end of a Markdown block: elements that are open in it are closed.
    pub(super) fn end_container(&mut self) {
        while let Some(OpenMarkup::Element { name, fragment, part, instead }) = self.stack.pop() {
            self.drop(if instead.is_empty() { "html-unclosed" } else { "html-named" }, name);
            self.fragments[fragment][part] = instead;
        }
    }

    pub(super) fn finish(mut self, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
        let mut tail = String::new();
        while let Some(frame) = self.stack.pop() {
            if let OpenMarkup::Element { name, .. } = frame {
                tail.push_str(&format!("</{name}>"));
                if !rules::may_stay_open(&name) {
                    self.drop("html-unclosed", name);
                }
            }
        }
        for ((code, name), (at, count)) in self.dropped {
            diagnostics.push(rules::report(code, &name, Position::of(text, at), count));
        }
        let mut fragments: Vec<String> = self.fragments.into_iter().map(|parts| parts.concat()).collect();
        if !tail.is_empty() {
            fragments.push(tail);
        }
        fragments
    }
}
