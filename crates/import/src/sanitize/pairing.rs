//! Start and end tags of a whole post, paired.

use std::collections::BTreeMap;

use lamplight_format::model::Known;
use lamplight_markdown::links::LinkContext;

use super::tokens::{self, Token};
use super::verdict::Verdict;
use super::{html, rules};
use crate::diagnostic::{Diagnostic, Position};

/// Elements and Markdown blocks that may be open at a time. Browsers end at 512, and parsers look through all of them for
/// each tag.
pub(super) const DEEPEST: usize = 200;

/// A start tag that waits for its end, or a Markdown block around.
enum Frame {
    Container,
    Element {
        name: String,
        piece: usize,
        part: usize,
        /// What takes its place if no end comes.
        instead: String,
    },
}

pub(super) struct Pairing<'a> {
    place: &'a LinkContext<'a>,
    pictures: &'a [Known],
    frames: &'a [String],
    /// Each piece as parts of finished HTML. A start tag whose end never comes is emptied again.
    pieces: Vec<Vec<String>>,
    stack: Vec<Frame>,
    /// What was taken out and where first, to tell the author once for each kind.
    dropped: BTreeMap<(&'static str, String), (usize, usize)>,
    /// Offset in the file of the piece being read.
    pub(super) at: usize,
    /// Names of tags that are shown as text and wait for their ends.
    prose: Vec<String>,
    /// The picture that was written last, if nothing has followed: its address, and whether it waited for a script.
    shown: Option<(String, bool)>,
    /// Whether a `<noscript>` is open that shows that picture a second time.
    twice: bool,
}

impl<'a> Pairing<'a> {
    pub(super) fn new(place: &'a LinkContext<'a>, pictures: &'a [Known], frames: &'a [String]) -> Self {
        Self {
            place,
            pictures,
            frames,
            pieces: Vec::new(),
            stack: Vec::new(),
            dropped: BTreeMap::new(),
            at: 0,
            prose: Vec::new(),
            shown: None,
            twice: false,
        }
    }

    pub(super) fn piece(&mut self, written: &str, inline: bool) {
        self.pieces.push(Vec::new());
        for token in tokens::tokens(written) {
            if self.is_second(&token) {
                continue;
            }
            match token {
                Token::Text(text) => self.put(html::escape(&text)),
                Token::Start(tag) if tag.name == "a" && self.is_in_far_link() => {
                    self.drop("html-link-in-link", tag.name);
                }
                Token::Start(tag) => {
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
                Token::End(name) => match self.prose.iter().rposition(|one| *one == name) {
                    Some(place) => {
                        self.prose.truncate(place);
                        self.put(html::escape(&format!("</{name}>")));
                    }
                    None => self.end(&name),
                },
                Token::Hidden(name) => self.drop("html-tag-dropped", name),
            }
        }
    }

    /// Whether a picture is the one that stands before the `<noscript>` that it is in.
    fn is_second(&mut self, token: &Token) -> bool {
        match token {
            Token::Text(text) if text.trim().is_empty() => false,
            Token::Start(tag) if tag.name == "noscript" => {
                self.twice = self.shown.is_some();
                false
            }
            Token::End(name) if name == "noscript" => {
                (self.twice, self.shown) = (false, None);
                false
            }
            Token::Start(tag) if tag.name == "img" => {
                let src = tag.get("src").unwrap_or_default();
                if self.twice {
                    return self.shown.as_ref().is_some_and(|(shown, waited)| *waited || shown == src);
                }
                let waited = tokens::LAZY.iter().any(|lazy| tag.get(lazy) == Some(src));
                self.shown = Some((src.to_owned(), waited));
                false
            }
            // The end of a link or a figure around the picture.
            Token::End(_) => false,
            _ if self.twice => false,
            _ => {
                self.shown = None;
                false
            }
        }
    }

    /// Within a `<picture>` its author has chosen the forms.
    fn pictures_here(&self) -> (&[Known], bool) {
        let chosen = self.stack.iter().any(|f| matches!(f, Frame::Element { name, .. } if name == "picture"));
        (self.pictures, !chosen)
    }

    /// Whether a link is open around the element that is being written: browsers would take the two apart.
    fn is_in_far_link(&self) -> bool {
        let around = self.stack.split_last().map_or(&[][..], |(_, around)| around);
        around.iter().any(|f| matches!(f, Frame::Element { name, .. } if name == "a"))
    }

    fn put(&mut self, html: String) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.push(html);
        }
    }

    fn drop(&mut self, code: &'static str, name: String) {
        let entry = self.dropped.entry((code, name)).or_insert((self.at, 0));
        entry.1 += 1;
    }

    fn start(&mut self, name: &str, html: String, void: bool, instead: String) {
        // `<li>a<li>b`: the second begins where the first ends.
        while let Some(Frame::Element { name: open, .. }) = self.stack.last()
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
            let piece = self.pieces.len() - 1;
            let part = self.pieces[piece].len() - 1;
            self.stack.push(Frame::Element { name: name.to_owned(), piece, part, instead });
        }
    }

    fn end(&mut self, name: &str) {
        let within = self.stack.iter().rev().take_while(|f| matches!(f, Frame::Element { .. }));
        let depth =
            within.into_iter().position(|f| matches!(f, Frame::Element { name: open, .. } if open == name));
        let Some(depth) = depth else { return };
        for _ in 0..=depth {
            if let Some(Frame::Element { name, .. }) = self.stack.pop() {
                self.put(format!("</{name}>"));
            }
        }
    }

    pub(super) fn begin_container(&mut self) {
        self.shown = None;
        self.prose.clear();
        self.stack.push(Frame::Container);
    }

    /// A Markdown block ends: what is still open inside it can't be closed by anything that follows.
    pub(super) fn end_container(&mut self) {
        while let Some(Frame::Element { name, piece, part, instead }) = self.stack.pop() {
            self.drop(if instead.is_empty() { "html-unclosed" } else { "html-named" }, name);
            self.pieces[piece][part] = instead;
        }
    }

    pub(super) fn finish(mut self, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
        let mut tail = String::new();
        while let Some(frame) = self.stack.pop() {
            if let Frame::Element { name, .. } = frame {
                tail.push_str(&format!("</{name}>"));
                if !rules::may_stay_open(&name) {
                    self.drop("html-unclosed", name);
                }
            }
        }
        for ((code, name), (at, count)) in self.dropped {
            diagnostics.push(rules::report(code, &name, Position::of(text, at), count));
        }
        let mut pieces: Vec<String> = self.pieces.into_iter().map(|parts| parts.concat()).collect();
        if !tail.is_empty() {
            pieces.push(tail);
        }
        pieces
    }
}
