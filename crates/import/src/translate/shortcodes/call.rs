//! A call of a template, what becomes of it, and the tags that it is written with.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;

use lamplight_markdown::Flavour;

/// A call of a template.
#[derive(Clone, Debug)]
pub(in crate::translate) struct Call<'a> {
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
    pub(in crate::translate) fn new(name: &str, given: Vec<(String, String)>, flavour: Flavour) -> Self {
        let name = name.to_ascii_lowercase();
        Self { flavour, name, given, body: None, paired: false, html: false, taken: Cell::new(false) }
    }

    /// The first value that is given by one of some names and is not empty.
    pub(in crate::translate) fn get(&self, names: &[&str]) -> &str {
        let one = |name: &&str| self.given.iter().find(|(key, value)| key == *name && !value.is_empty());
        names.iter().find_map(one).map_or("", |(_, value)| value)
    }

    /// The value that is given without a name at a place.
    pub(in crate::translate) fn at(&self, place: usize) -> &str {
        self.unnamed().nth(place).unwrap_or_default()
    }

    /// The value at a place, or the first that is given by one of some names.
    pub(in crate::translate) fn at_or(&self, place: usize, names: &[&str]) -> &str {
        let named = self.get(names);
        if named.is_empty() { self.at(place) } else { named }
    }

    pub(in crate::translate) fn unnamed(&self) -> impl Iterator<Item = &str> {
        self.given.iter().filter(|(key, _)| key.is_empty()).map(|(_, value)| value.as_str())
    }

    /// The body, which is then said by what becomes of the call.
    pub(in crate::translate) fn take_body(&self) -> Option<&'a str> {
        let body = self.body.filter(|body| !body.trim().is_empty())?;
        self.taken.set(true);
        Some(body)
    }
}

/// What becomes of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::translate) enum Shape {
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
pub(in crate::translate) struct Told {
    pub error: bool,
    pub code: &'static str,
    /// Behind "`{{< x >}}` ".
    pub message: String,
    pub help: &'static str,
}

/// What becomes of a call, and what is told of it.
pub(in crate::translate) type Answer = (Shape, Option<Told>);

/// A piece of a text that is a tag.
#[derive(Clone, Debug)]
pub(in crate::translate) struct Token<'a> {
    pub range: Range<usize>,
    pub what: What<'a>,
}

#[derive(Clone, Debug)]
pub(in crate::translate) enum What<'a> {
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
pub(super) fn pairs(tokens: &[Token<'_>]) -> (Vec<Option<usize>>, Vec<usize>) {
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
