//! Reads one tag of Hugo.

/// Most bytes of a tag. Longer text only begins like a tag.
const LONGEST: usize = 8_000;

/// The tag at an offset.
pub(super) enum HugoTag {
    /// End, name, arguments and kind.
    Tag(usize, String, Vec<(String, String)>, HugoTagKind),
    /// End, and the text that it shows.
    Escaped(usize, String),
    /// An unreadable tag: the end of its name.
    Broken(usize),
    /// Not a tag.
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum HugoTagKind {
    Open,
    Close,
    Single,
}

pub(super) fn next(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len().saturating_sub(2))
        .find(|&i| bytes[i] == b'{' && bytes[i + 1] == b'{' && matches!(bytes[i + 2], b'<' | b'%'))
}

/// Reads what begins at an offset.
pub(super) fn read(text: &str, at: usize) -> HugoTag {
    let mut end = text.len().min(at + LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let (mark, close) = if text[at..].starts_with("{{<") { ("{{<", ">}}") } else { ("{{%", "%}}") };
    let all = &text[at + 3..end];
    if let Some(inside) = all.trim_start_matches([' ', '\t', '-']).strip_prefix("/*") {
        let Some(star) = inside.find("*/") else { return HugoTag::Nothing };
        let rest = inside[star + 2..].trim_start_matches([' ', '\t', '-']);
        if !rest.starts_with(close) {
            return HugoTag::Nothing;
        }
        let end = at + 3 + (all.len() - rest.len()) + 3;
        return HugoTag::Escaped(end, [mark, &inside[..star], close].concat());
    }
    let mut rest = all.trim_start();
    let is_end = rest.starts_with('/');
    if is_end {
        rest = rest[1..].trim_start();
    }
    let length = rest
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/')))
        .unwrap_or(rest.len());
    let mut name = &rest[..length];
    if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return HugoTag::Nothing;
    }
    // `{{< x/>}}`
    let slash = name.len() - name.trim_end_matches('/').len();
    name = &name[..name.len() - slash];
    let after_name = &rest[name.len()..];
    let offset = |rest: &str| at + 3 + (all.len() - rest.len());
    match arguments(after_name, close) {
        Some((given, single, after)) => {
            let kind = match (is_end, single) {
                (true, _) => HugoTagKind::Close,
                (_, true) => HugoTagKind::Single,
                _ => HugoTagKind::Open,
            };
            HugoTag::Tag(offset(after), name.to_ascii_lowercase(), given, kind)
        }
        None => HugoTag::Broken(offset(after_name)),
    }
}

/// What a tag is given, whether it has no end of its own, and what follows on it.
type HugoArguments<'t> = (Vec<(String, String)>, bool, &'t str);

fn arguments<'t>(text: &'t str, close: &str) -> Option<HugoArguments<'t>> {
    let mut given = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(close) {
            return Some((given, false, after));
        }
        if let Some(after) = rest.strip_prefix('/').and_then(|r| r.trim_start().strip_prefix(close)) {
            return Some((given, true, after));
        }
        if rest.is_empty() || rest.starts_with("{{<") || rest.starts_with("{{%") {
            return None;
        }
        let (word, quoted, after) = value(rest, close)?;
        if let Some(behind) = after.strip_prefix('=').filter(|_| !quoted) {
            let (value, _, after) = value(behind.trim_start_matches([' ', '\t']), close)?;
            given.push((word.to_ascii_lowercase(), value));
            rest = after;
        } else {
            given.push((String::new(), word));
            // A sign that begins no word must not be read again and again.
            rest = if after.len() == rest.len() { after.get(1..)? } else { after };
        }
    }
}

/// A word or what is between quotes; whether it is the latter; and what follows.
fn value<'t>(text: &'t str, close: &str) -> Option<(String, bool, &'t str)> {
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let last = match first {
        '"' | '`' | '\'' => Some(first),
        '“' => Some('”'),
        _ => None,
    };
    if let Some(last) = last {
        let mut word = String::new();
        let mut escaped = false;
        for (i, c) in chars {
            match c {
                _ if escaped => {
                    if !matches!(c, '"' | '\\' | '\'') {
                        word.push('\\');
                    }
                    word.push(c);
                    escaped = false;
                }
                '\\' if first == '"' => escaped = true,
                c if c == last => return Some((word, true, &text[i + c.len_utf8()..])),
                c => word.push(c),
            }
        }
        return None;
    }
    let end = text
        .char_indices()
        .find(|(i, c)| {
            let rest = &text[*i..];
            c.is_whitespace()
                || *c == '='
                || rest.starts_with(close)
                || rest.strip_prefix('/').is_some_and(|rest| rest.starts_with(close))
                || rest.starts_with("{{<")
        })
        .map_or(text.len(), |(i, _)| i);
    // Addresses have signs of equality: `https://a.example/?v=1`.
    let word = &text[..end];
    if word.contains(['?', '/']) && text[end..].starts_with('=') {
        let (more, _, after) = value(&text[end + 1..], close)?;
        return Some(([word, "=", &more].concat(), true, after));
    }
    Some((word.to_owned(), false, &text[end..]))
}
