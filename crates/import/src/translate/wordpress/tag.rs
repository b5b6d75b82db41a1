//! Reads one shortcode of WordPress: `[name key="value" word]`, `[/name]`, `[name=value]`.

use std::borrow::Cow;
use std::ops::Range;

/// Most bytes of a tag. Longer text only begins like a tag.
const LONGEST: usize = 2_000;

/// Most bytes of a name.
const LONGEST_NAME: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordPressTagKind {
    Open,
    Close,
    /// `[name /]`
    Single,
}

#[derive(Clone, Debug)]
pub(super) struct WordPressTag {
    /// With its brackets, and with the backslashes before them that exporters write.
    pub range: Range<usize>,
    /// In lower case.
    pub name: String,
    pub given: Vec<(String, String)>,
    pub kind: WordPressTagKind,
    /// Whether two brackets open it, which shows it. Its second pair may end behind the tag that closes it.
    pub doubled: bool,
    /// Whether backslashes are written before what Markdown could mistake for its own.
    pub escaped: bool,
    /// Whether a value stands between quotes, behind its key.
    pub quoted: bool,
}

/// Quotes, as written by hand, by typographers and by exporters.
const DOUBLE: [&str; 9] = ["\"", "\\\"", "“", "”", "″", "&quot;", "&#8220;", "&#8221;", "&#8243;"];
const SINGLE: [&str; 6] = ["'", "‘", "’", "&#039;", "&#8216;", "&#8217;"];

/// Reads the tag whose bracket stands at an offset.
pub(super) fn read(text: &str, at: usize) -> Option<WordPressTag> {
    let escaped = text[..at].bytes().rev().take_while(|b| *b == b'\\').take(8).count() % 2 == 1;
    let mut limit = text.len().min(at + LONGEST);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let all = &text[at + 1..limit];
    let mut rest = all;
    let second = rest.strip_prefix('[').or_else(|| rest.strip_prefix("\\[").filter(|_| escaped));
    let doubled = second.is_some();
    rest = second.unwrap_or(rest);
    let closes = rest.strip_prefix('/');
    rest = closes.unwrap_or(rest);
    let (name, after) = name(rest, escaped)?;
    let offset = |rest: &str| limit - rest.len();
    let start = at - usize::from(escaped);
    let tag = |given, kind, quoted, rest: &str| {
        let rest = if doubled { end(rest).unwrap_or(rest) } else { rest };
        WordPressTag {
            range: start..offset(rest),
            name: name.to_lowercase(),
            given,
            kind,
            doubled,
            escaped,
            quoted,
        }
    };
    if closes.is_some() {
        let rest = end(after.trim_start_matches([' ', '\t']))?;
        return Some(tag(Vec::new(), WordPressTagKind::Close, false, rest));
    }
    let mut given = Vec::new();
    // `[youtube=https://…]`, `[audio:https://…]`
    if let Some(value) = after.strip_prefix('=').or_else(|| after.strip_prefix(':')) {
        let is_url = value.trim_start_matches(['"', '\'']).starts_with("http");
        if after.starts_with(':') && !is_url {
            return None;
        }
        let (value, rest) = value_of(value)?;
        given.push((String::new(), clean(&value, escaped)));
        let (mut more, kind, quoted, rest) = arguments(rest, escaped)?;
        given.append(&mut more);
        return Some(tag(given, kind, quoted, rest));
    }
    if !after.starts_with(char::is_whitespace) && !after.starts_with("&nbsp;") {
        let (kind, after) = match after.strip_prefix('/') {
            Some(after) => (WordPressTagKind::Single, after),
            None => (WordPressTagKind::Open, after),
        };
        return Some(tag(given, kind, false, end(after)?));
    }
    let (given, kind, quoted, rest) = arguments(after, escaped)?;
    Some(tag(given, kind, quoted, rest))
}

/// A name, and what follows on it.
fn name(text: &str, escaped: bool) -> Option<(Cow<'_, str>, &str)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '#' | '+');
    let end = text
        .char_indices()
        .find(|(i, c)| !(is_name(*c) || escaped && *c == '\\' && text[i + 1..].starts_with(['_', '-'])))
        .map_or(text.len(), |(i, _)| i);
    let (name, rest) = text.split_at(end);
    let fits = name.starts_with(|c: char| c.is_ascii_alphabetic()) && end <= LONGEST_NAME;
    fits.then(|| (if escaped { Cow::Owned(name.replace('\\', "")) } else { Cow::Borrowed(name) }, rest))
}

/// What follows on the bracket that ends a tag.
fn end(text: &str) -> Option<&str> {
    text.strip_prefix(']').or_else(|| text.strip_prefix("\\]"))
}

type WordPressArguments<'t> = (Vec<(String, String)>, WordPressTagKind, bool, &'t str);

/// What a tag is given, and what follows on it.
fn arguments(text: &str, escaped: bool) -> Option<WordPressArguments<'_>> {
    let (mut given, mut quoted, mut rest) = (Vec::new(), false, text);
    loop {
        rest = blanks(rest)?;
        if let Some(after) = end(rest) {
            return Some((given, WordPressTagKind::Open, quoted, after));
        }
        if let Some(after) = rest.strip_prefix('/').and_then(end) {
            return Some((given, WordPressTagKind::Single, quoted, after));
        }
        if rest.is_empty() || rest.starts_with('[') || rest.starts_with("\\[") {
            return None;
        }
        let length = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '\\')))
            .unwrap_or(rest.len());
        let (key, after) = rest.split_at(length);
        let value = after.trim_start_matches([' ', '\t']).strip_prefix('=');
        if let Some(value) = value.filter(|_| !key.is_empty() && !key.starts_with("http")) {
            let value = value.trim_start_matches([' ', '\t']);
            quoted |= DOUBLE.iter().chain(&SINGLE).any(|quote| value.starts_with(quote));
            let (value, after) = value_of(value)?;
            given.push((key.replace('\\', "").to_ascii_lowercase(), clean(&value, escaped)));
            rest = after;
        } else {
            let (value, after) = value_of(rest)?;
            given.push((String::new(), clean(&value, escaped)));
            // A sign that begins no value must not be read again and again.
            rest = if after.len() == rest.len() { return None } else { after };
        }
    }
}

/// White space between two values. A blank line is in no tag.
fn blanks(text: &str) -> Option<&str> {
    let (mut rest, mut lines) = (text, 0);
    loop {
        let Some(c) = rest.chars().next().filter(|c| c.is_whitespace()) else {
            match rest.strip_prefix("&nbsp;") {
                Some(after) => rest = after,
                None => return Some(rest),
            }
            continue;
        };
        lines += usize::from(c == '\n');
        rest = &rest[c.len_utf8()..];
        if lines > 1 {
            return None;
        }
    }
}

/// A value, and what follows on it.
fn value_of(text: &str) -> Option<(Cow<'_, str>, &str)> {
    for quotes in [&DOUBLE[..], &SINGLE] {
        let Some(open) = quotes.iter().find(|quote| text.starts_with(**quote)) else { continue };
        let inside = &text[open.len()..];
        // A plain quote ends with a plain one, so that curly ones may stand within.
        let ends: &[&str] = if open.len() == 1 { &quotes[..1] } else { quotes };
        let (end, length) = ends
            .iter()
            .filter_map(|quote| Some((inside.find(quote)?, quote.len())))
            .min_by_key(|(at, _)| *at)?;
        return Some((Cow::Borrowed(&inside[..end]), &inside[end + length..]));
    }
    let end = text
        .char_indices()
        .find(|(i, c)| c.is_whitespace() || *c == ']' || *c == '[' || text[*i..].starts_with("\\]"))
        .map_or(text.len(), |(i, _)| i);
    let word = &text[..end];
    // `[gallery link=file/]`
    let word = word.strip_suffix('/').filter(|_| text[end..].starts_with(']') && !word.contains("://"));
    let word = word.unwrap_or(&text[..end]);
    Some((Cow::Borrowed(word), &text[word.len()..]))
}

/// A value without what exporters write into it.
fn clean(value: &str, escaped: bool) -> String {
    let value = if escaped { unescaped(value) } else { Cow::Borrowed(value) };
    decoded(value.trim()).into_owned()
}

/// A text without the backslashes that an exporter wrote before its signs.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => {
                out.push(*next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

const ENTITIES: [(&str, char); 9] = [
    ("lt", '<'),
    ("gt", '>'),
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("lbrack", '['),
    ("rbrack", ']'),
    ("hellip", '…'),
];

/// A text with its entities as characters; its lines stay.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let inside = &rest[at + 1..];
        let length = inside.bytes().take(10).position(|b| b == b';');
        let Some((c, length)) = length.and_then(|n| Some((entity(&inside[..n])?, n))) else {
            out.push('&');
            rest = inside;
            continue;
        };
        out.push(c);
        rest = &inside[length + 1..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    match code {
        160 => Some(' '),
        _ => char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\n' | '\t')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read() {
        for (text, name, given) in [
            ("[gallery]", "gallery", &[][..]),
            (
                "[gallery ids=\"1,2\" link='file' columns=3]",
                "gallery",
                &[("ids", "1,2"), ("link", "file"), ("columns", "3")],
            ),
            ("[youtube=http://a.example/?v=1&w=2]", "youtube", &[("", "http://a.example/?v=1&w=2")]),
            ("[youtube http://a.example/?v=1]", "youtube", &[("", "http://a.example/?v=1")]),
            ("[audio:http://a.example/b.mp3]", "audio", &[("", "http://a.example/b.mp3")]),
            ("[caption id=&#8221;a_1&#8243; x=“y”]", "caption", &[("id", "a_1"), ("x", "y")]),
            ("[Caption caption=\"a [b] <i>c</i>\"]", "caption", &[("caption", "a [b] <i>c</i>")]),
            ("[a.b-c_d  x /]", "a.b-c_d", &[("", "x")]),
            ("[a x = \"y\"\n z=\"&lt;\"]", "a", &[("x", "y"), ("z", "<")]),
        ] {
            let tag = read(text, 0).unwrap();
            let given: Vec<(String, String)> =
                given.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
            assert_eq!((tag.name.as_str(), tag.given, tag.range), (name, given, 0..text.len()), "{text}");
        }
        let tag = read("\\[wp\\_caption id=\"a\\_1\"\\]", 1).unwrap();
        assert_eq!((tag.range, tag.name.as_str(), tag.escaped), (0..25, "wp_caption", true));
        assert_eq!(tag.given, [("id".to_owned(), "a_1".to_owned())]);
        assert!(read("[[caption id=1]]", 0).unwrap().doubled);
        assert_eq!(read("[/a ]", 0).unwrap().kind, WordPressTagKind::Close);
        assert_eq!(read("[a/]", 0).unwrap().kind, WordPressTagKind::Single);
    }

    #[test]
    fn what_is_no_tag_is_none() {
        for text in
            ["[", "[1]", "[^a]", "[a b", "[a\n\nb]", "[a \"b]", "[a [b]]", "[a:b]", "[ a]", "[é]", "[a\\"]
        {
            assert!(read(text, 0).is_none(), "{text}");
        }
    }
}
