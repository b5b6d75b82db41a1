//! Finds and reads tags of Liquid.

use std::ops::Range;

use crate::translate::scan::split;

/// Most bytes of a tag. Longer text only has two braces in it.
const LONGEST: usize = 4_000;

/// `{{ … }}` or `{% … %}`.
#[derive(Clone, Debug)]
pub(in crate::translate) struct LiquidTag<'a> {
    /// Whether it is `{{ … }}`.
    pub output: bool,
    /// The first word of `{% … %}`.
    pub name: &'a str,
    /// The text after the name, or the content of `{{ … }}`.
    pub rest: &'a str,
    pub range: Range<usize>,
    /// Whether white space before it and behind it goes.
    pub trims: (bool, bool),
}

/// The tag that begins at an offset. What Liquid would not take for one is none: `{{#each}}`, `{{{ x }}}`, `{%`.
pub(in crate::translate) fn tag(text: &str, at: usize) -> Option<LiquidTag<'_>> {
    let output = text[at..].starts_with("{{");
    let mut end = text.len().min(at + LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let body = text.get(at + 2..end)?;
    // No tag holds another of its kind: what is never closed need not be looked for behind the next.
    let (opening, closing) = if output { (b"{{", b"}}") } else { (b"{%", b"%}") };
    let close = body.as_bytes().windows(2).position(|pair| pair == opening || pair == closing)?;
    if body.as_bytes()[close..].starts_with(opening) {
        return None;
    }
    let inside = &body[..close];
    let trims = (inside.starts_with('-'), inside.ends_with('-') && inside.len() > 1);
    let inside = inside.strip_prefix('-').unwrap_or(inside);
    let inside = inside.strip_suffix('-').unwrap_or(inside).trim();
    // A file's name may hold a value: `{% include {{ page.part }}.md %}`.
    if inside.contains("{%") || inside.contains("{{") && (output || !inside.starts_with("include")) {
        return None;
    }
    let range = at..at + 2 + close + 2;
    if output {
        let first = inside.chars().next()?;
        let like_value = first.is_ascii_alphanumeric() || matches!(first, '_' | '"' | '\'');
        let head = split(inside, '|').into_iter().next().unwrap_or_default().trim();
        let one_word = head.starts_with(['"', '\'']) || !head.contains(char::is_whitespace);
        return (like_value && one_word).then_some(LiquidTag {
            output,
            name: "",
            rest: inside,
            range,
            trims,
        });
    }
    if inside.starts_with('#') {
        return Some(LiquidTag { output, name: "#", rest: "", range, trims });
    }
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(inside.len());
    let (name, rest) = inside.split_at(end);
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| LiquidTag {
        output,
        name,
        rest: rest.trim(),
        range,
        trims,
    })
}

/// The next `{% name %}` from an offset on.
pub(in crate::translate) fn find<'a>(text: &'a str, from: usize, name: &str) -> Option<LiquidTag<'a>> {
    let mut at = from;
    while let Some(next) = text[at..].find("{%").map(|i| at + i) {
        match tag(text, next) {
            Some(found) if found.name == name => return Some(found),
            _ => at = next + 2,
        }
    }
    None
}

pub(in crate::translate) fn next(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len().saturating_sub(1)).find(|&i| bytes[i] == b'{' && matches!(bytes[i + 1], b'{' | b'%'))
}
