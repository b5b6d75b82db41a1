//! Calls of templates within a text, as Hugo, Zola and Hexo have them: `{{< figure src="a.png" >}}`. Each engine finds its
//! own calls; what they become is one table for all ([`table`]), since the same names mean the same everywhere.

mod frames;
mod guess;
mod lay;
mod notices;
mod page;
mod pictures;
mod table;

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag as Mark};

use super::within;
use crate::markdown::{Flavour, Options, RawHtml, render};
pub(super) use lay::laid;
pub(super) use pictures::is_picture;
pub(super) use table::{answer, is_raw};

/// Times that the text is parsed anew because code within a call could have been mistaken for the end of other code.
const PARSES: usize = 32;

/// Bytes of a paragraph that are looked at.
const NEAR: usize = 2_000;

/// A call of a template.
#[derive(Clone, Debug)]
pub(super) struct Call<'a> {
    /// Which Markdown it stands in.
    pub flavour: Flavour,
    /// In lower case.
    pub name: String,
    /// What it is given: names, in lower case, and values. Those that are known by their place have no name.
    pub given: Vec<(String, String)>,
    /// What stands between its two tags, if no further call does.
    pub body: Option<&'a str>,
    /// Whether it has an end, whatever stands before that.
    pub paired: bool,
    /// Whether it stands in HTML, where Markdown is text.
    pub html: bool,
    /// Whether what becomes of it says what the body says.
    pub taken: Cell<bool>,
}

impl<'a> Call<'a> {
    pub(super) fn new(name: &str, given: Vec<(String, String)>, flavour: Flavour) -> Self {
        let name = name.to_ascii_lowercase();
        Self { flavour, name, given, body: None, paired: false, html: false, taken: Cell::new(false) }
    }

    /// The first value that is given by one of some names and is not empty.
    pub(super) fn get(&self, names: &[&str]) -> &str {
        let one = |name: &&str| self.given.iter().find(|(key, value)| key == *name && !value.is_empty());
        names.iter().find_map(one).map_or("", |(_, value)| value)
    }

    /// The value that is given without a name at a place.
    pub(super) fn at(&self, place: usize) -> &str {
        self.unnamed().nth(place).unwrap_or_default()
    }

    /// The value at a place, or the first that is given by one of some names.
    pub(super) fn at_or(&self, place: usize, names: &[&str]) -> &str {
        let named = self.get(names);
        if named.is_empty() { self.at(place) } else { named }
    }

    pub(super) fn unnamed(&self) -> impl Iterator<Item = &str> {
        self.given.iter().filter(|(key, _)| key.is_empty()).map(|(_, value)| value.as_str())
    }

    /// The body, which is then said by what becomes of the call.
    pub(super) fn take_body(&self) -> Option<&'a str> {
        let body = self.body.filter(|body| !body.trim().is_empty())?;
        self.taken.set(true);
        Some(body)
    }
}

/// What becomes of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Its tags go, what is between them stays.
    Nothing,
    /// All of it goes.
    Hidden,
    /// Within a line.
    Inline(String),
    /// A block, and what is shown instead where it stands within a line.
    Block(String, String),
    /// Two blocks around the body, which is Markdown.
    Around(String, String),
    /// What stands before and behind the body, within a line.
    Within(&'static str, &'static str),
    /// A quotation: its first lines and its last, without `>`.
    Quote(String, String),
    /// A block of code: what stands behind its fence.
    Fence(String),
    /// A formula on lines of its own.
    Formula,
}

/// What is told of a call: severity is an error if something of the post is lost or exposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub error: bool,
    pub code: &'static str,
    /// Behind "`{{< x >}}` ".
    pub message: String,
    pub help: &'static str,
}

/// What becomes of a call, and what is told of it.
pub(super) type Answer = (Shape, Option<Told>);

/// A piece of a text that is a tag.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub range: Range<usize>,
    pub what: What<'a>,
}

#[derive(Clone, Debug)]
pub(super) enum What<'a> {
    /// The begin of a call, or all of it.
    Open(Call<'a>),
    /// A call without a body, by how it is written.
    Single(Call<'a>),
    /// The end of the call of that name; of the innermost if it has none.
    Close(String),
    /// A call and its body, in which nothing is a call. The range is that of both tags and the body.
    Raw(Call<'a>, Range<usize>),
    /// All of a call, by its name, of which is known what becomes of it.
    Is(String, Answer),
    /// Text in its place.
    Text(String),
    /// No call, although it begins like one: it stays as text. What is wrong with it.
    Broken(String),
}

/// For each token the one that ends its call.
fn pairs(tokens: &[Token<'_>]) -> (Vec<Option<usize>>, Vec<usize>) {
    let mut ends = vec![None; tokens.len()];
    let mut stray = Vec::new();
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut names: HashMap<&str, usize> = HashMap::new();
    for (at, token) in tokens.iter().enumerate() {
        match &token.what {
            What::Open(call) => {
                open.push((at, &call.name));
                *names.entry(&call.name).or_default() += 1;
            }
            What::Close(name) if name.is_empty() || names.get(name.as_str()).is_some_and(|n| *n > 0) => {
                let mut closed = false;
                while let Some((begin, its)) = open.pop().filter(|_| !closed) {
                    *names.entry(its).or_default() -= 1;
                    closed = name.is_empty() || its == name;
                    if closed {
                        ends[begin] = Some(at);
                        break;
                    }
                }
                if !closed {
                    stray.push(at);
                }
            }
            What::Close(_) => stray.push(at),
            _ => {}
        }
    }
    (ends, stray)
}

/// Where a text is code and where it is a list.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Fenced and within lines.
    pub code: Vec<Range<usize>>,
    /// Code by its indentation alone.
    pub indented: Vec<Range<usize>>,
    pub lists: Vec<Range<usize>>,
    parses: usize,
}

impl Survey {
    pub(super) fn of(text: &str, flavour: Flavour) -> Self {
        let mut found = Self::default();
        found.read(text, 0, flavour);
        found
    }

    fn read(&mut self, text: &str, from: usize, flavour: Flavour) {
        self.code.clear();
        self.indented.clear();
        self.lists.retain(|list| list.start < from);
        for (event, range) in Parser::new_ext(&text[from..], flavour.extensions()).into_offset_iter() {
            let range = range.start + from..range.end + from;
            match event {
                Event::Start(Mark::CodeBlock(CodeBlockKind::Indented)) => self.indented.push(range),
                Event::Start(Mark::CodeBlock(_)) | Event::Code(_) => self.code.push(range),
                Event::Start(Mark::List(_)) if self.lists.last().is_none_or(|l| l.end <= range.start) => {
                    self.lists.push(range);
                }
                _ => {}
            }
        }
    }

    /// After a stretch that Markdown would have read otherwise, what follows may be code or not be code.
    pub(super) fn pass(&mut self, text: &str, passed: &Range<usize>, flavour: Flavour) {
        let inside = &text[passed.clone()];
        let rest = &text[passed.end..];
        // A tick in what is left of the paragraph may belong to one that was passed.
        let near = &rest.as_bytes()[..rest.len().min(NEAR)];
        let paragraph = near.windows(2).position(|pair| pair == b"\n\n").unwrap_or(near.len());
        let ticks = || inside.contains('`') && near[..paragraph].contains(&b'`');
        if self.parses < PARSES && (inside.contains("```") || inside.contains("~~~") || ticks()) {
            self.parses += 1;
            self.read(text, passed.end, flavour);
        }
    }

    pub(super) fn is_code(&self, at: usize) -> bool {
        within(&self.code, at).is_some()
    }

    pub(super) fn is_indented(&self, at: usize) -> bool {
        within(&self.indented, at).is_some()
    }

    pub(super) fn is_list(&self, at: usize) -> bool {
        within(&self.lists, at).is_some()
    }
}

/// Markdown of one paragraph as HTML within a line. It is made safe with all that the author wrote.
pub(super) fn prose(markdown: &str, flavour: Flavour) -> String {
    let options = Options {
        flavour,
        raw_html: RawHtml::Trusted,
        anchors: &[],
        pictures: &[],
        leads: false,
        place: None,
        tokens: &[],
        words: &[],
    };
    let html = render(markdown.trim(), &options).html;
    let html = html.trim();
    let inner = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    inner.filter(|inner| !inner.contains("<p>")).unwrap_or(html).replace('\n', " ")
}

/// A text in which nothing is markup, wherever in Markdown or HTML it stands.
pub(super) fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    for c in text.chars() {
        out.push_str(match c {
            '{' => "&lbrace;",
            '}' => "&rbrace;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&apos;",
            '&' => "&amp;",
            '*' => "&ast;",
            '_' => "&lowbar;",
            '`' => "&grave;",
            '[' => "&lbrack;",
            ']' => "&rbrack;",
            '\\' => "&bsol;",
            '%' => "&percnt;",
            '|' => "&vert;",
            '$' => "&dollar;",
            '~' => "&#126;",
            '=' => "&equals;",
            ':' => "&colon;",
            other => {
                out.push(other);
                continue;
            }
        });
    }
    out
}
