//! From bytes to a front matter block and a body.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Position};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    None,
    Yaml,
    Toml,
    /// `key: value` lines of plain text, as Pelican and MultiMarkdown have them.
    Lines,
}

pub(super) struct Parts<'a> {
    pub format: Format,
    /// Between the marks.
    pub front: Cow<'a, str>,
    /// Line of the file that `front` begins on, from 1.
    pub line: usize,
    /// Offset of the body in the text.
    pub body: usize,
}

/// UTF-8 with `\n` line ends, whatever came in. What is neither UTF-8 nor UTF-16 with its mark becomes U+FFFD and is told.
pub(super) fn decode(bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> String {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    let bytes = match bytes {
        [0xff, 0xfe, ..] => Cow::Owned(wide(u16::from_le_bytes).into_bytes()),
        [0xfe, 0xff, ..] => Cow::Owned(wide(u16::from_be_bytes).into_bytes()),
        _ => Cow::Borrowed(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
    };
    let bytes = &*bytes;
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = std::str::from_utf8(bytes) {
        let at = Position::of(&text, error.valid_up_to());
        let broken = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        diagnostics.push(Diagnostic::error(
            "invalid-utf8",
            at,
            format!("byte 0x{broken:02x} is not valid UTF-8 here; it shows as \u{fffd}"),
            "save the file as UTF-8; if it was written in Windows-1252, convert it with `iconv -f WINDOWS-1252 -t UTF-8`",
        ));
    }
    if text.contains('\0') {
        let at = Position::of(&text, text.find('\0').unwrap_or_default());
        diagnostics.push(Diagnostic::warning(
            "nul-character",
            at,
            "the text holds a NUL character; it is left out",
            "delete it; a file that holds many is probably not a text file",
        ));
    }
    text.replace('\0', "").replace("\r\n", "\n").replace('\r', "\n")
}

/// Lines of a block that begins with no mark, at most.
const MOST_LINES: usize = 60;

/// Finds the block by Jekyll's rule: a first line of three marks, up to the next line of the same marks or, in
/// YAML, of three dots. Blanks behind the marks are allowed, and blank lines before them. Then by the rules of others: JSON
/// between braces, Hexo's block without a first mark, Pelican's lines.
pub(super) fn split<'a>(text: &'a str, diagnostics: &mut Vec<Diagnostic>) -> Parts<'a> {
    let none = || Parts { format: Format::None, front: Cow::Borrowed(""), line: 1, body: 0 };
    let begin = text.len() - text.trim_start_matches(['\n', ' ', '\t']).len();
    let begin = text[..begin].rfind('\n').map_or(0, |i| i + 1);
    let before = text[..begin].matches('\n').count();
    let first_end = text[begin..].find('\n').map_or(text.len(), |i| begin + i);
    let first = text[begin..first_end].trim_end();
    let (format, closers): (_, &[&str]) = match first {
        "---" => (Format::Yaml, &["---", "..."]),
        "+++" => (Format::Toml, &["+++"]),
        _ => return unmarked(text, begin, before).unwrap_or_else(none),
    };
    let start = (first_end + 1).min(text.len());
    // A first line of dashes may be a thematic break of a text without front matter.
    let next = text[start..].lines().next().unwrap_or_default();
    let like_key = next
        .split_once([':', '='])
        .is_some_and(|(key, _)| !key.is_empty() && !key.trim_end().contains(char::is_whitespace));
    if before > 0 && !like_key {
        return none();
    }
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if closers.contains(&line.trim_end()) {
            let front = Cow::Borrowed(&text[start..at]);
            return Parts { format, front, line: before + 2, body: at + line.len() };
        }
        at += line.len();
    }
    if like_key {
        diagnostics.push(Diagnostic::error(
            "front-matter-unclosed",
            Position { line: before + 1, column: 1 },
            "the front matter has no end; the whole file is taken as text",
            format!("put a line `{}` behind the last key", closers[0]),
        ));
    }
    none()
}

/// A block that does not begin with a mark.
fn unmarked(text: &str, begin: usize, before: usize) -> Option<Parts<'_>> {
    let rest = &text[begin..];
    if let Some(length) = json(rest) {
        let front = Cow::Borrowed(&rest[..length]);
        let body = begin + length;
        let body = body + text[body..].find('\n').map_or(text.len() - body, |i| i + 1);
        return Some(Parts { format: Format::Yaml, front, line: before + 1, body });
    }
    let mut at = begin;
    let mut names = Vec::new();
    for line in rest.split_inclusive('\n').take(MOST_LINES) {
        let bare = line.trim_end();
        if matches!(bare, "---" | ";;;") {
            let known = names.iter().any(|name| matches!(*name, "title" | "date" | "layout" | "post_title"));
            let block = &text[begin..at];
            let front = match bare {
                // Its lines end in commas, and it has no braces.
                ";;;" => Cow::Owned(format!("{{{}}}", block.trim_end())),
                _ => Cow::Borrowed(block),
            };
            return known.then_some(Parts {
                format: Format::Yaml,
                front,
                line: before + 1,
                body: at + line.len(),
            });
        }
        if bare.is_empty() {
            break;
        }
        match key(bare) {
            Some(name) => names.push(name),
            // What goes on from the line before.
            None if line.starts_with([' ', '\t', '-', '#']) && !names.is_empty() => {}
            None => return None,
        }
        at += line.len();
    }
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    let first = names.first()?;
    let is_header = first.eq_ignore_ascii_case("title") && has("date") && !rest[..at - begin].contains("\n-");
    is_header.then(|| Parts {
        format: Format::Lines,
        front: Cow::Borrowed(&text[begin..at]),
        line: before + 1,
        body: at,
    })
}

/// The name of the key that a line begins with.
fn key(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once(':')?;
    let name = name.trim_matches('"');
    let ok = (1..=40).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    (ok && (rest.is_empty() || rest.starts_with([' ', '\t']))).then_some(name)
}

/// The length of an object in JSON that a text begins with.
fn json(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('{')?.trim_start();
    if !inside.starts_with(['"', '}']) {
        return None;
    }
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (i, byte) in text.bytes().enumerate() {
        match byte {
            _ if std::mem::take(&mut escaped) => {}
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return text[i + 1..]
                        .lines()
                        .next()
                        .unwrap_or_default()
                        .trim()
                        .is_empty()
                        .then_some(i + 1);
                }
            }
            _ => {}
        }
    }
    None
}
