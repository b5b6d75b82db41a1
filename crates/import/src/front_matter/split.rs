//! Decodes a file, and splits it into front matter and body.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Position};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrontMatterFormat {
    None,
    Yaml,
    Toml,
    /// Hexo's JSON without braces.
    Bare,
    /// `key: value` lines of plain text, as Pelican and MultiMarkdown have them.
    Lines,
}

pub(super) struct SplitFile<'a> {
    pub format: FrontMatterFormat,
    /// The text between the delimiters.
    pub front: Cow<'a, str>,
    /// Line of the file that `front` begins on, from 1.
    pub line: usize,
    /// Offset of the body in the text.
    pub body: usize,
    /// Whether the closing delimiter is missing: then the block is text, but its keys still hold the post back.
    pub is_unclosed: bool,
}

/// Decodes UTF-8 and UTF-16, with `\n` line ends. Invalid bytes become U+FFFD and are reported.
pub(super) fn decode(bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> String {
    // UTF-16 without a byte order mark is recognised by zeros beside the first characters, which UTF-8 text does not have.
    let from = if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) { 2 } else { 0 };
    let wide = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[from..].chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    let bytes = match bytes {
        [0xff, 0xfe, ..] => Cow::Owned(wide(u16::from_le_bytes).into_bytes()),
        [0xfe, 0xff, ..] => Cow::Owned(wide(u16::from_be_bytes).into_bytes()),
        [1..0x80, 0, 1..0x80, 0, 1..0x80, 0, ..] => Cow::Owned(wide(u16::from_le_bytes).into_bytes()),
        [0, 1..0x80, 0, 1..0x80, 0, 1..0x80, ..] => Cow::Owned(wide(u16::from_be_bytes).into_bytes()),
        _ => {
            let mut bytes = bytes;
            // Editors that each add a mark leave several.
            while let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
                bytes = rest;
            }
            Cow::Borrowed(bytes)
        }
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

/// Most lines of a block without an opening delimiter.
const MOST_LINES: usize = 60;

/// An opening delimiter, and the closing delimiters that fit it.
struct Delimiter<'a> {
    format: FrontMatterFormat,
    closers: Vec<&'a str>,
}

/// The delimiter in a line: three or more dashes, pluses or semicolons; `---json`; long dashes of a word processor.
fn mark(line: &str) -> Option<Delimiter<'_>> {
    let of = |format, closers: &[&'static str]| Some(Delimiter { format, closers: closers.to_vec() });
    match line {
        "---" => return of(FrontMatterFormat::Yaml, &["---", "..."]),
        "+++" => return of(FrontMatterFormat::Toml, &["+++"]),
        ";;;" => return of(FrontMatterFormat::Bare, &[";;;"]),
        _ => {}
    }
    if line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '–' | '—')) {
        return Some(Delimiter { format: FrontMatterFormat::Yaml, closers: vec![line] });
    }
    match line.strip_prefix("---")?.trim().to_ascii_lowercase().as_str() {
        "toml" => of(FrontMatterFormat::Toml, &["---"]),
        "yaml" | "yml" | "json" | "json5" | "js" | "javascript" => of(FrontMatterFormat::Yaml, &["---"]),
        _ => None,
    }
}

/// Finds the block by Jekyll's rule: a first line of three marks, up to the next line of the same marks or, in
/// YAML, of three dots. Blanks around the marks are allowed, and blank lines before them. Then by the rules of others: JSON
/// between braces, Hexo's block without a first mark, Pelican's lines.
pub(super) fn split<'a>(text: &'a str, diagnostics: &mut Vec<Diagnostic>) -> SplitFile<'a> {
    let none = || SplitFile {
        format: FrontMatterFormat::None,
        front: Cow::Borrowed(""),
        line: 1,
        body: 0,
        is_unclosed: false,
    };
    let indented = text.len() - text.trim_start_matches(['\n', ' ', '\t', '\u{feff}', '\u{a0}']).len();
    let begin = text[..indented].rfind('\n').map_or(0, |i| i + 1);
    let before = text[..begin].matches('\n').count();
    let first_end = text[indented..].find('\n').map_or(text.len(), |i| indented + i);
    let first = text[indented..first_end].trim_end();
    let Some(Delimiter { format, closers }) = mark(first) else {
        return unmarked(text, indented, before, diagnostics).unwrap_or_else(none);
    };
    let start = (first_end + 1).min(text.len());
    // A first line of dashes may be a thematic break of a text without front matter.
    let next = text[start..].lines().next().unwrap_or_default();
    let like_key = next.split_once([':', '=', '：']).is_some_and(|(key, _)| {
        let key = key.trim_matches([' ', '\t', '"', '\'']);
        !key.is_empty() && !key.contains(char::is_whitespace)
    });
    let is_usual = matches!(first, "---" | "+++");
    if !like_key && (before > 0 || indented > begin || !is_usual && !next.trim_start().starts_with('{')) {
        return none();
    }
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        // The end may be indented as the beginning is, and no further.
        let bare = if indented > begin { line.trim() } else { line.trim_end() };
        if closers.contains(&bare) {
            let front = match format {
                FrontMatterFormat::Bare => braced(&text[start..at]),
                _ => Cow::Borrowed(&text[start..at]),
            };
            let format = if format == FrontMatterFormat::Bare { FrontMatterFormat::Yaml } else { format };
            return SplitFile { format, front, line: before + 2, body: at + line.len(), is_unclosed: false };
        }
        at += line.len();
    }
    if !like_key {
        return none();
    }
    diagnostics.push(unclosed(before + 1, &format!("put a line `{}` behind the last key", closers[0])));
    let end = text[start..].find("\n\n").map_or(text.len(), |i| start + i);
    SplitFile { front: Cow::Borrowed(&text[start..end]), line: before + 2, is_unclosed: true, ..none() }
}

fn unclosed(line: usize, help: &str) -> Diagnostic {
    Diagnostic::error(
        "front-matter-unclosed",
        Position { line, column: 1 },
        "the front matter has no end; the whole file is taken as text",
        help,
    )
}

/// A block of Hexo's JSON, which has no braces, and whose lines end in commas.
fn braced(block: &str) -> Cow<'_, str> {
    if block.trim_start().starts_with('{') {
        return Cow::Borrowed(block);
    }
    Cow::Owned(format!("{{{}}}", block.trim_end()))
}

/// A block that does not begin with a mark.
fn unmarked<'a>(
    text: &'a str,
    begin: usize,
    before: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<SplitFile<'a>> {
    let rest = &text[begin..];
    let of = |format, front: Cow<'a, str>, body| {
        Some(SplitFile { format, front, line: before + 1, body, is_unclosed: false })
    };
    match json(rest) {
        Json::Block(length) => {
            let mut body = begin + length;
            let after = text[body..].trim_start_matches([' ', '\t']);
            body = text.len() - after.len();
            body += usize::from(after.starts_with('\n'));
            return of(FrontMatterFormat::Yaml, Cow::Borrowed(&rest[..length]), body);
        }
        Json::Unclosed => {
            diagnostics.push(unclosed(before + 1, "put the last brace `}` on a line behind the last key"));
            let end = rest.find("\n\n").unwrap_or(rest.len());
            let front = Cow::Borrowed(&rest[..end]);
            return Some(SplitFile {
                format: FrontMatterFormat::None,
                front,
                line: before + 1,
                body: 0,
                is_unclosed: true,
            });
        }
        Json::None => {}
    }
    let mut at = begin;
    let mut names = Vec::new();
    // Where the first blank line is.
    let mut first_blank = None;
    for line in rest.split_inclusive('\n').take(MOST_LINES) {
        let bare = line.trim_end();
        let is_end = bare.len() >= 3 && (bare.bytes().all(|b| b == b'-') || bare.bytes().all(|b| b == b';'));
        if is_end {
            // A line of a text and dashes below is a heading.
            let known =
                names.iter().any(|(name, _)| matches!(*name, "title" | "date" | "layout" | "post_title"));
            let block = &text[begin..at];
            let front = if bare.starts_with(';') { braced(block) } else { Cow::Borrowed(block) };
            return known.then(|| of(FrontMatterFormat::Yaml, front, at + line.len()))?;
        }
        match key(bare) {
            _ if bare.is_empty() => first_blank = first_blank.or(Some(at)),
            Some(name) => names.push((name, first_blank.is_none())),
            // What goes on from the line before.
            None if line.starts_with([' ', '\t', '-', '#']) && !names.is_empty() => {}
            None if first_blank.is_some() => break,
            None => return None,
        }
        at += line.len();
    }
    let end = first_blank.unwrap_or(at);
    let names: Vec<&str> = names.into_iter().filter(|(_, early)| *early).map(|(name, _)| name).collect();
    is_header(&names).then(|| of(FrontMatterFormat::Lines, Cow::Borrowed(&text[begin..end]), end))?
}

/// Whether lines of `Name: value` at the head of a text are Pelican's: a title and something that no text begins with.
fn is_header(names: &[&str]) -> bool {
    let is = |name: &str, of: &[&str]| of.iter().any(|known| name.eq_ignore_ascii_case(known));
    let known = names
        .iter()
        .filter(|name| is(name, &["title", "date", "slug", "status", "tags", "category", "modified"]));
    names.first().is_some_and(|first| {
        is(first, &["title", "date", "slug", "status", "author", "authors", "category", "tags"])
    }) && names.iter().any(|name| is(name, &["title", "slug"]))
        && known.count() >= 2
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

/// What a text begins with that may be an object in JSON.
enum Json {
    /// One of so many bytes.
    Block(usize),
    /// One without an end.
    Unclosed,
    None,
}

fn json(text: &str) -> Json {
    let Some(inside) = text.strip_prefix('{') else { return Json::None };
    let first = inside.trim_start();
    let has_key = first
        .strip_prefix('"')
        .and_then(|rest| rest.split_once('"'))
        .is_some_and(|(name, rest)| name.len() <= 40 && rest.trim_start().starts_with(':'));
    if !has_key && !first.starts_with('}') {
        return Json::None;
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
                    let line = text[i + 1..].lines().next().unwrap_or_default();
                    return if has_key || line.trim().is_empty() { Json::Block(i + 1) } else { Json::None };
                }
            }
            _ => {}
        }
    }
    if has_key { Json::Unclosed } else { Json::None }
}
