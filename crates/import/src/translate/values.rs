//! Evaluates simple `{{ … }}`.

use std::borrow::Cow;

use super::context::LiquidValues;
use super::scan::split;
use crate::translate::liquid::tag::tag;

/// `{{ … }}` in a text that is no Markdown, such as an address in front matter.
#[must_use]
pub fn words<'t>(text: &'t str, values: LiquidValues<'_>) -> Cow<'t, str> {
    if !text.contains("{{") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(next) = text[at..].find("{{").map(|i| at + i) {
        out.push_str(&text[at..next]);
        let found = tag(text, next).and_then(|tag| Some((tag.range.end, evaluate(tag.rest, values)?.text)));
        let (end, value) = found.unwrap_or((next + 2, "{{".to_owned()));
        out.push_str(&value);
        at = end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

pub(super) struct EvaluatedOutput {
    pub text: String,
    /// The first unknown filter.
    pub unknown: Option<String>,
}

/// Evaluates the content of `{{ … }}`; `None` if it begins with an unknown name.
pub(super) fn evaluate(inside: &str, values: LiquidValues<'_>) -> Option<EvaluatedOutput> {
    let value_of = |word: &str| match literal(word) {
        Some(text) => Some(text.to_owned()),
        None => values(word),
    };
    let mut parts = split(inside, '|').into_iter();
    let first = parts.next().unwrap_or_default().trim();
    let mut text = value_of(first);
    let mut unknown = None;
    for part in parts {
        let (name, given) = part.split_once(':').unwrap_or((part, ""));
        let name = name.trim();
        let given: Vec<String> =
            split(given, ',').iter().map(|word| value_of(word.trim()).unwrap_or_default()).collect();
        let given = |i: usize| given.get(i).map(String::as_str).unwrap_or_default();
        if name == "default" {
            text = text.filter(|t| !t.is_empty()).or_else(|| Some(given(0).to_owned()));
            continue;
        }
        let now = text?;
        text = Some(match name {
            "relative_url" | "absolute_url" if !now.contains("://") && !now.starts_with('/') => {
                format!("/{now}")
            }
            "prepend"
                if matches!(
                    part.split_once(':').map(|(_, g)| g.trim()),
                    Some("site.baseurl" | "site.url")
                ) =>
            {
                now
            }
            "relative_url" | "absolute_url" | "escape" | "escape_once" | "xml_escape" | "markdownify"
            | "smartify" => now,
            "prepend" => [given(0), &now].concat(),
            "append" => [&now, given(0)].concat(),
            "remove" => now.replace(given(0), ""),
            "replace" if !given(0).is_empty() => now.replace(given(0), given(1)),
            "strip" => now.trim().to_owned(),
            "upcase" => now.to_uppercase(),
            "downcase" => now.to_lowercase(),
            "capitalize" => {
                let mut letters = now.chars();
                letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
            }
            other => {
                unknown.get_or_insert_with(|| other.to_owned());
                now
            }
        });
    }
    // A value is one piece of a line.
    text.map(|text| EvaluatedOutput { text: text.split_whitespace().collect::<Vec<_>>().join(" "), unknown })
}

pub(super) fn literal(word: &str) -> Option<&str> {
    let inner = word.strip_prefix('"').and_then(|w| w.strip_suffix('"'));
    inner.or_else(|| word.strip_prefix('\'').and_then(|w| w.strip_suffix('\''))).or_else(|| {
        (!word.is_empty() && word.bytes().all(|b| b.is_ascii_digit() || b == b'.')).then_some(word)
    })
}

pub(super) fn unquoted(word: &str) -> &str {
    literal(word).unwrap_or(word)
}

/// The words of a tag; what is between quotes is part of one.
pub(super) fn arguments(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in text.chars() {
        match quote {
            None if c.is_whitespace() => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                continue;
            }
            // An apostrophe within a word is none.
            None if c == '"' || (c == '\'' && (word.is_empty() || word.ends_with('='))) => quote = Some(c),
            Some(open) if c == open => quote = None,
            _ => {}
        }
        word.push(c);
    }
    words.extend(Some(word).filter(|w| !w.is_empty()));
    words
}
