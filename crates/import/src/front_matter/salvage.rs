//! Repairs broken front matter where the meaning is clear.

use super::names::{self, Meaning};
use super::tree::{Key, Node, Value};
use super::values::normal;
use crate::diagnostic::Position;

/// Chunks of a block, each with the line of a key and the lines that belong to it. The number is that of the lines before the chunk.
pub(super) fn top_level_chunks(block: &str) -> Vec<(usize, &str)> {
    let mut starts = Vec::new();
    let mut offset = 0;
    for (number, line) in block.split_inclusive('\n').enumerate() {
        let key = line.split_once(':').map(|(key, _)| key);
        let begins = key.is_some_and(|k| {
            !k.is_empty()
                && k.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\''))
        });
        if begins && !line.starts_with('-') {
            starts.push((number, offset));
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).map(|(_, offset)| *offset).chain([block.len()]);
    starts.iter().zip(ends).map(|((number, start), end)| (*number, &block[*start..end])).collect()
}

/// A key whose line is not valid YAML, such as `title: One: two`: the value is the text after the first colon.
pub(super) fn one_line(chunk: &str, line: usize) -> Option<(Key, Node)> {
    let (name, rest) = chunk.split_once(':')?;
    let mut lines = rest.lines();
    let value = lines.next().unwrap_or_default().trim();
    if lines.any(|more| !more.trim().is_empty())
        || value.is_empty()
        || value.starts_with(['[', '{', '&', '*', '|', '>'])
    {
        return None;
    }
    // `Sprint #3` is no comment.
    let value = value.split(" # ").next().unwrap_or_default().trim_end();
    let value = value.strip_suffix(" #").unwrap_or(value);
    let bare = [('"', '"'), ('\'', '\'')].into_iter().find_map(|(open, close)| {
        value.strip_prefix(open)?.strip_suffix(close).filter(|inside| !inside.contains(open))
    });
    let column = name.chars().count() + 3;
    let key = Key { at: Position { line, column: 1 }, name: name.trim_matches(['"', '\'']).to_owned() };
    let value = Value::Text(bare.unwrap_or(value).to_owned());
    Some((key, Node { at: Position { line, column }, value, quoted: false }))
}

/// A key with a broken text on several lines, without the lines that are keys themselves: `title: "One` and no second quote.
pub(super) fn first_lines(chunk: &str, line: usize) -> Option<(Key, Node)> {
    let is_key = |text: &str| {
        text.split_once([':', '='])
            .is_some_and(|(name, _)| !name.trim().is_empty() && !name.trim().contains(' '))
    };
    let mut lines = chunk.lines();
    let first = lines.next()?.trim_end();
    let more = lines.take_while(|line| !is_key(line)).map(str::trim);
    let (key, mut node) = one_line(first, line)?;
    let Value::Text(text) = &mut node.value else { return None };
    if let Some(rest) = text.strip_prefix(['"', '\'']) {
        *text = rest.to_owned();
    }
    for line in more.filter(|line| !line.is_empty()) {
        text.push(' ');
        text.push_str(line);
    }
    Some((key, node))
}

/// Lines of a broken block that could hold the post back: `draft: true`, `"draft": true,`,
/// `draft = true`.
pub(super) fn held_lines(block: &str, line: usize) -> Vec<(Key, Node)> {
    let found = block.lines().zip(line..).filter_map(|(text, line)| {
        let bare = text.trim_start_matches([' ', '\t', '-', '{', '?']);
        let (name, value) = bare.split_once([':', '=', '：'])?;
        let name = name.trim().trim_matches(['"', '\'']);
        let meaning = names::meaning(&normal(name))?;
        let holds =
            names::can_only_hold(meaning) || meaning == Meaning::Publication && name != "publish_date";
        if !holds || name.len() > 40 {
            return None;
        }
        let value = value.split(" #").next().unwrap_or_default().trim();
        let value = value.trim_end_matches([',', '}']).trim().trim_matches(['"', '\'']);
        let column = text.chars().count() - bare.chars().count() + 1;
        let at = Position { line, column };
        Some((
            Key { at, name: name.to_owned() },
            Node { at, value: Value::Text(value.to_owned()), quoted: false },
        ))
    });
    found.collect()
}

/// The keys of a block that is a list of maps: `- title: A`. `None` for other blocks.
pub(super) fn entries_within(node: &Node) -> Option<Vec<(Key, Node)>> {
    let Value::List(items) = &node.value else { return None };
    let mut entries = Vec::new();
    for item in items {
        let Value::Map(own) = &item.value else { return None };
        entries.extend(own.iter().cloned());
    }
    Some(entries)
}

/// The lines of broken JSON as lines of YAML: without the braces around them, their indentation and their commas.
pub(super) fn unbraced(block: &str) -> Option<String> {
    let inside = block.trim().strip_prefix('{')?;
    let inside = inside.strip_suffix('}').unwrap_or(inside);
    // The line of the brace stays, so that line numbers are kept.
    let lines = inside.split('\n').map(|line| {
        let text = line.trim();
        text.strip_suffix(',').unwrap_or(text)
    });
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// Repairs lines that YAML would silently read in another way than the author meant: `tags: #one, two` is a comment to YAML,
/// `"\util\file"` holds a line feed, and `draft：true` is no key. `None` if there are no such lines.
pub(super) fn as_meant(block: &str) -> Option<String> {
    if !block.contains(['#', '\\', '：']) {
        return None;
    }
    let mut changed = false;
    let mut in_tags = false;
    let lines = block.split_inclusive('\n').map(|line| {
        let text = line.trim_end();
        let meant = meant(text, &mut in_tags);
        changed |= meant.is_some();
        meant.map_or_else(|| line.to_owned(), |meant| meant + &line[text.len()..])
    });
    let text: String = lines.collect();
    changed.then_some(text)
}

/// Repairs one line. `in_tags` says whether it is within a list of tags.
fn meant(line: &str, in_tags: &mut bool) -> Option<String> {
    if let Some((key, value)) = wide_colon(line) {
        return Some(format!("{key}: {}", value.trim()));
    }
    let between = |inside: &str| format!("'{}'", inside.replace('\'', "''"));
    let is_tag =
        |text: &str| text.strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let item = line.trim_start().strip_prefix("- ");
    let (before, value) = match item {
        Some(item) if !item.contains(": ") => (&line[..line.len() - item.len()], item.trim()),
        _ => {
            let (key, value) = line.split_once(':')?;
            let name = key.trim().trim_start_matches("- ");
            *in_tags = matches!(
                names::meaning(&normal(name)),
                Some(Meaning::Tags | Meaning::Tag | Meaning::Categories | Meaning::Category)
            ) || name == "keywords";
            (&line[..=key.len()], value.trim())
        }
    };
    let pad = if before.ends_with(':') { " " } else { "" };
    if *in_tags && is_tag(value) {
        return Some(format!("{before}{pad}{}", between(value)));
    }
    if *in_tags && value.contains('#') {
        let inside = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(inside) = inside.filter(|inside| inside.split(',').any(|item| is_tag(item.trim()))) {
            let bare = inside.replace(['"', '\''], "");
            return Some(format!("{before}{pad}{}", between(&bare)));
        }
    }
    if value.starts_with('[') && value.contains('\\') {
        // Every second part is between quotes.
        let parts = value.split('"').enumerate().map(|(i, part)| match i % 2 == 1 {
            true if is_path(part) => between(part),
            true => format!("\"{part}\""),
            false => part.to_owned(),
        });
        return Some(format!("{before}{pad}{}", parts.collect::<String>()));
    }
    let inside = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))?;
    (inside.contains('\\') && is_path(inside)).then(|| format!("{before}{pad}{}", between(inside)))
}

/// A key before the colon of a Chinese or Japanese keyboard.
fn wide_colon(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once('：')?;
    let is_name =
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    (is_name && names::meaning(&normal(key)).is_some()).then_some((key, value))
}

/// Whether a text with backslashes is a path, so that these are not escapes.
fn is_path(text: &str) -> bool {
    let mut bytes = text.as_bytes().windows(3);
    let has_drive = bytes.any(|w| w[0].is_ascii_alphabetic() && w[1] == b':' && w[2] == b'\\');
    let name = text.trim_start_matches('.');
    let ends_as_file = || {
        text.rsplit_once('.').is_some_and(|(before, end)| {
            (2..=5).contains(&end.len())
                && end.bytes().all(|b| b.is_ascii_alphanumeric())
                && !before.ends_with(' ')
        })
    };
    let parts = || {
        text.split('\\').skip(1).all(|part| part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    };
    has_drive
        || name.starts_with('/') && !text.contains(' ')
        || name.starts_with('\\') && parts() && ends_as_file()
        || !text.contains(' ') && parts() && ends_as_file()
}

/// Replaces pairs of escapes for one character, which are valid in JSON but not in YAML: `\ud83d\ude00`.
pub(super) fn joined_escapes(block: &str) -> String {
    let mut out = String::with_capacity(block.len());
    let mut rest = block;
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let pair = unit(rest).and_then(|first| Some([first, unit(rest.get(6..)?)?]));
        let one =
            pair.and_then(|pair| char::decode_utf16(pair).next()?.ok().filter(|c| u32::from(*c) > 0xffff));
        let length = match one {
            Some(c) => {
                out.push(c);
                12
            }
            None => {
                let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                out.push_str(&rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}
