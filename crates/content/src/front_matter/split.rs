//! From bytes to a front matter block and a body.

use crate::diagnostic::{Diagnostic, Position};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    None,
    Yaml,
    Toml,
}

pub(super) struct Parts<'a> {
    pub format: Format,
    /// Between the marks.
    pub front: &'a str,
    /// Line of the file that `front` begins on, from 1.
    pub line: usize,
    /// Offset of the body in the text.
    pub body: usize,
}

/// UTF-8 with `\n` line ends, whatever came in. What is no UTF-8 becomes U+FFFD and is told.
pub(super) fn decode(bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
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

/// Finds the block by Jekyll's rule: a first line of three marks, up to the next line of the same marks or, in
/// YAML, of three dots. Blanks behind the marks are allowed.
pub(super) fn split<'a>(text: &'a str, diagnostics: &mut Vec<Diagnostic>) -> Parts<'a> {
    let none = Parts { format: Format::None, front: "", line: 1, body: 0 };
    let first_end = text.find('\n').unwrap_or(text.len());
    let (format, closers): (_, &[&str]) = match text[..first_end].trim_end() {
        "---" => (Format::Yaml, &["---", "..."]),
        "+++" => (Format::Toml, &["+++"]),
        _ => return none,
    };
    let start = (first_end + 1).min(text.len());
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if closers.contains(&line.trim_end()) {
            return Parts { format, front: &text[start..at], line: 2, body: at + line.len() };
        }
        at += line.len();
    }
    // A first line of dashes may be a thematic break of a text without front matter.
    let next = text[start..].lines().next().unwrap_or_default();
    let like_key = next
        .split_once([':', '='])
        .is_some_and(|(key, _)| !key.is_empty() && !key.contains(char::is_whitespace));
    if like_key {
        diagnostics.push(Diagnostic::error(
            "front-matter-unclosed",
            Position { line: 1, column: 1 },
            "the front matter has no end; the whole file is taken as text",
            format!("put a line `{}` behind the last key", closers[0]),
        ));
    }
    none
}
