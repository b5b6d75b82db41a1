//! Calls of templates (shortcodes), their tags and their results.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;

use lamplight_markdown::Flavour;

/// A call of a template.
#[derive(Clone, Debug)]
pub(in crate::translate) struct Call<'a> {
    /// Dialect of the text around it.
    pub flavour: Flavour,
    /// In lower case.
    pub name: String,
    /// Arguments: names in lower case, and values. Positional arguments have an empty name.
    pub given: Vec<(String, String)>,
    /// The text between its two tags, if there is no other call in it.
    pub body: Option<&'a str>,
    /// Whether it has a closing tag.
    pub paired: bool,
    /// Whether it is in HTML, where Markdown is not read.
    pub html: bool,
    /// Whether the result contains the body.
    pub taken: Cell<bool>,
}

impl<'a> Call<'a> {
    pub(in crate::translate) fn new(name: &str, given: Vec<(String, String)>, flavour: Flavour) -> Self {
        let name = name.to_ascii_lowercase();
        Self { flavour, name, given, body: None, paired: false, html: false, taken: Cell::new(false) }
    }

    /// The first non-empty argument with one of these names.
    pub(in crate::translate) fn get(&self, names: &[&str]) -> &str {
        let one = |name: &&str| self.given.iter().find(|(key, value)| key == *name && !value.is_empty());
        names.iter().find_map(one).map_or("", |(_, value)| value)
    }

    /// The positional argument at an index.
    pub(in crate::translate) fn at(&self, place: usize) -> &str {
        self.unnamed().nth(place).unwrap_or_default()
    }

    /// The first non-empty argument with one of these names, or else the positional argument.
    pub(in crate::translate) fn at_or(&self, place: usize, names: &[&str]) -> &str {
        let named = self.get(names);
        if named.is_empty() { self.at(place) } else { named }
    }

    pub(in crate::translate) fn unnamed(&self) -> impl Iterator<Item = &str> {
        self.given.iter().filter(|(key, _)| key.is_empty()).map(|(_, value)| value.as_str())
    }

    /// The body, which the caller writes into the result.
    pub(in crate::translate) fn take_body(&self) -> Option<&'a str> {
        let body = self.body.filter(|body| !body.trim().is_empty())?;
        self.taken.set(true);
        Some(body)
    }
}

/// The result of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::translate) enum Shape {
    /// Its tags are removed, the text between them stays.
    Nothing,
    /// All of it is removed.
    Hidden,
    /// Within a line.
    Inline(String),
    /// A block, and the replacement if the call is within a line.
    Block(String, String),
    /// Two blocks around the body, which is Markdown.
    Around(String, String),
    /// Text before and after the body, within a line.
    Within(&'static str, &'static str),
    /// A quotation: its first lines and its last, without `>`.
    Quote(String, String),
    /// A code block with this info string.
    Fence(String),
    /// A formula on lines of its own.
    Formula,
}

/// The diagnostic for a call. It is an error if something of the post is lost or exposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::translate) struct CallDiagnostic {
    pub error: bool,
    pub code: &'static str,
    /// The message after "`{{< x >}}` ".
    pub message: String,
    pub help: &'static str,
}

/// The result of a call, and a diagnostic.
pub(in crate::translate) type CallResult = (Shape, Option<CallDiagnostic>);

/// A tag in a text.
#[derive(Clone, Debug)]
pub(in crate::translate) struct ShortcodeToken<'a> {
    pub range: Range<usize>,
    pub kind: ShortcodeTokenKind<'a>,
}

#[derive(Clone, Debug)]
pub(in crate::translate) enum ShortcodeTokenKind<'a> {
    /// An opening tag, or a call without a body.
    Open(Call<'a>),
    /// A tag that closes itself.
    Single(Call<'a>),
    /// The closing tag of a name; of the innermost call if the name is empty.
    Close(String),
    /// A call whose body contains no calls, with the range of the body. The range of the token includes both tags.
    Raw(Call<'a>, Range<usize>),
    /// A complete call: its name and its result.
    Is(String, CallResult),
    /// Text that replaces it.
    Text(String),
    /// An unreadable tag, which stays as text; with the reason.
    Broken(String),
}

/// For each token the index of its closing tag; and the closing tags without opening tag.
pub(super) fn pairs(tokens: &[ShortcodeToken<'_>]) -> (Vec<Option<usize>>, Vec<usize>) {
    let mut ends = vec![None; tokens.len()];
    let mut stray = Vec::new();
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut names: HashMap<&str, usize> = HashMap::new();
    for (at, token) in tokens.iter().enumerate() {
        match &token.kind {
            ShortcodeTokenKind::Open(call) => {
                open.push((at, &call.name));
                *names.entry(&call.name).or_default() += 1;
            }
            ShortcodeTokenKind::Close(name)
                if name.is_empty() || names.get(name.as_str()).is_some_and(|n| *n > 0) =>
            {
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
            ShortcodeTokenKind::Close(_) => stray.push(at),
            _ => {}
        }
    }
    (ends, stray)
}
