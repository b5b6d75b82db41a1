//! Zola's shortcodes: `{{ youtube(id="abc") }}` and `{% quote(author="A") %} … {% end %}`.

use super::context::{Context, Translated};
use super::shortcodes::{answer, is_raw, laid};
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};
use crate::translate::shortcodes::call::{Call, ShortcodeToken, ShortcodeTokenKind};
use crate::translate::shortcodes::regions::TextRegions;
use crate::translate::shortcodes::text::inert;

/// Bytes of a tag. What is longer is text that begins like one.
const LONGEST: usize = 8_000;

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    let calls = text.contains("{{") && text.contains(")");
    let bodies = text.contains("{%");
    if !calls && !bodies {
        return Translated::unchanged(text);
    }
    let is_zola = context.engines.has(Engine::Zola);
    let mut regions = None;
    let mut tokens = Vec::new();
    // Without its end a tag is another engine's.
    let last_end = bodies.then(|| last_end(text)).flatten();
    let (mut at, mut raw_end) = (0, 0);
    while let Some(begin) = next(text, at) {
        let Some((end, kind)) = read(text, begin, is_zola) else {
            at = begin + 2;
            continue;
        };
        let regions = regions.get_or_insert_with(|| TextRegions::of(text, context.flavour));
        let in_code = regions.is_code(begin) || regions.is_indented(begin);
        let kind = match kind {
            ZolaTag::Escaped(tag) => ShortcodeTokenKind::Text(if in_code { tag } else { inert(&tag) }),
            _ if in_code => {
                at = begin + 2;
                continue;
            }
            ZolaTag::Call(name, given) => {
                ShortcodeTokenKind::Single(Call::new(&name, given, context.flavour))
            }
            ZolaTag::Open(name, given) if last_end.is_some_and(|last| last >= end) => {
                let mut call = Call::new(&name, given, context.flavour);
                let close = (is_raw(&call.name, &call.given) && begin >= raw_end)
                    .then(|| end_tag(text, end))
                    .flatten();
                match close {
                    Some((from, to)) => {
                        call.paired = true;
                        call.body = Some(&text[end..from]);
                        regions.pass(text, &(begin..to), context.flavour);
                        tokens.push(ShortcodeToken {
                            range: begin..to,
                            kind: ShortcodeTokenKind::Raw(call, end..from),
                        });
                        (at, raw_end) = (to, to);
                        continue;
                    }
                    None => ShortcodeTokenKind::Open(call),
                }
            }
            ZolaTag::End if !tokens.is_empty() => ShortcodeTokenKind::Close(String::new()),
            ZolaTag::Open(..) | ZolaTag::End => {
                at = begin + 2;
                continue;
            }
        };
        tokens.push(ShortcodeToken { range: begin..end, kind });
        at = end;
    }
    match regions {
        Some(regions) if !tokens.is_empty() => laid(text, &tokens, &regions, &answer),
        _ => Translated::unchanged(text),
    }
}

enum ZolaTag {
    Call(String, Vec<(String, String)>),
    Open(String, Vec<(String, String)>),
    End,
    Escaped(String),
}

fn next(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len().saturating_sub(1)).find(|&i| bytes[i] == b'{' && matches!(bytes[i + 1], b'{' | b'%'))
}

/// `{% end %}` from an offset on.
fn end_tag(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    while let Some(begin) = text[at..].find("{%").map(|i| at + i) {
        if let Some(end) = is_end(text, begin) {
            return Some((begin, end));
        }
        at = begin + 2;
    }
    None
}

fn last_end(text: &str) -> Option<usize> {
    let mut at = text.len();
    while let Some(begin) = text[..at].rfind("{%") {
        if is_end(text, begin).is_some() {
            return Some(begin);
        }
        at = begin;
    }
    None
}

fn is_end(text: &str, at: usize) -> Option<usize> {
    let rest = text[at + 2..].strip_prefix('-').unwrap_or(&text[at + 2..]);
    let rest = rest.trim_start_matches([' ', '\t']).strip_prefix("end")?.trim_start_matches([' ', '\t']);
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(text.len() - rest.len())
}

/// Reads what begins at an offset. What is no call with named values is another engine's.
fn read(text: &str, at: usize, is_zola: bool) -> Option<(usize, ZolaTag)> {
    let mut limit = text.len().min(at + LONGEST);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let text_so_far = &text[..limit];
    let output = text[at..].starts_with("{{");
    let (mark, close) = if output { ("{{", "}}") } else { ("{%", "%}") };
    let all = &text_so_far[at + 2..];
    let offset = |rest: &str| limit - rest.len();
    if let Some(inside) = all.strip_prefix("/*") {
        let star = inside.find("*/")?;
        let rest = inside[star + 2..].strip_prefix(close)?;
        let shown = inside[..star].trim();
        // Hugo has remarks that look so.
        let is_call = shown == "end" || shown.ends_with(')') && shown.contains('(');
        return (is_call && (is_zola || !output))
            .then(|| (offset(rest), ZolaTag::Escaped([mark, &inside[..star], close].concat())));
    }
    if !output && let Some(end) = is_end(text_so_far, at) {
        return Some((end, ZolaTag::End));
    }
    let rest = all.strip_prefix('-').unwrap_or(all).trim_start();
    let length =
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | ':'))).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(length);
    let name = name.rsplit("::").next().unwrap_or_default();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return None;
    }
    let (given, rest) = arguments(rest.strip_prefix('(')?)?;
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix(close)?;
    if output && given.is_empty() && !is_zola {
        return None;
    }
    let name = name.to_owned();
    Some((offset(rest), if output { ZolaTag::Call(name, given) } else { ZolaTag::Open(name, given) }))
}

/// What stands between parentheses, and what follows on them.
fn arguments(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut given = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', ',']);
        if let Some(after) = rest.strip_prefix(')') {
            return Some((given, after));
        }
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
        let (key, after) = rest.split_at(length);
        let after = after.trim_start().strip_prefix('=').filter(|_| !key.is_empty())?.trim_start();
        let (value, after) = value(after)?;
        given.push((key.to_ascii_lowercase(), value));
        rest = after;
    }
}

fn value(text: &str) -> Option<(String, &str)> {
    let first = text.chars().next()?;
    if matches!(first, '"' | '\'' | '`') {
        let end = text[1..].find(first)? + 1;
        return Some((text[1..end].to_owned(), &text[end + 1..]));
    }
    if let Some(mut rest) = text.strip_prefix('[') {
        let mut items = Vec::new();
        loop {
            rest = rest.trim_start_matches([' ', '\t', '\n', '\r', ',']);
            if let Some(after) = rest.strip_prefix(']') {
                return Some((items.join(","), after));
            }
            // Lists hold no lists.
            let (item, after) = if rest.starts_with('[') { return None } else { value(rest)? };
            items.push(item);
            rest = after;
        }
    }
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_')))?;
    (end > 0).then(|| (text[..end].to_owned(), &text[end..]))
}

/// The rows of [`crate::marks`].
pub(super) const MARKS: &[Mark] = &[
    row(
        "{{ youtube(id=\"abc\") }}, vimeo, image, figure … as Hugo's",
        "as Hugo's shortcode of that name",
        "",
        "{{ youtube(id=\"abc\") }}",
        "<iframe src=\"https://www.youtube-nocookie.com/embed/abc\"></iframe>",
    ),
    row(
        "{% quote(author=\"A\") %} … {% end %}, note, details … as Hugo's",
        "as Hugo's shortcode of that name",
        "",
        "{% quote(author=\"A\") %}\nx\n{% end %}",
        "\n> x\n>\n> — A",
    ),
    row(
        "{% any_other(a=1) %} … {% end %}",
        "what stands between its tags",
        "shortcode-unknown",
        "{% any_other(a=1) %}\nx\n{% end %}",
        "\nx\n",
    ),
    row("{%/* x() */%}", "`{% x() %}` as text, in code too", "", "`{%/* x() */%}`", "`{% x() %}`"),
];

const fn row(
    syntax: &'static str,
    becomes: &'static str,
    code: &'static str,
    example: &'static str,
    result: &'static str,
) -> Mark {
    Mark { engines: &[Engine::Zola], scope: Scope::Everywhere, syntax, becomes, code, example, result }
}
