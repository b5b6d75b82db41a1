//! Texts, lists and flags, as people write them.

use super::tree::{Key, Node, Value};
use crate::diagnostic::Position;

/// Normalises the name of a key; these become equal: `publish_date`, `publishDate`, `Publish-Date`.
pub(super) fn normal(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Reads `true` and `false` in all spellings, also within typographic quotes.
pub(super) fn truth(text: &str) -> Option<bool> {
    match unquoted(text).to_ascii_lowercase().as_str() {
        // YAML 1.1 had `yes` and `on`, and old posts still do.
        "true" | "yes" | "on" | "1" | "y" | "t" => Some(true),
        "false" | "no" | "off" | "0" | "n" | "f" => Some(false),
        _ => None,
    }
}

/// A text without the curly quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    let marks: &[char] = &['“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '「', '」', '"', '\''];
    text.trim().trim_matches(marks).trim()
}

/// A text without a pair of curly quotes around all of it.
pub(super) fn without_curly(text: &str) -> &str {
    const PAIRS: [(char, &[char]); 3] = [('“', &['”', '“']), ('„', &['“', '”']), ('‘', &['’'])];
    let inside = PAIRS.iter().find_map(|(open, closers)| {
        let inside = text.trim().strip_prefix(*open)?.strip_suffix(*closers)?;
        (!inside.contains([*open, '”', '“'])).then_some(inside)
    });
    inside.unwrap_or(text)
}

/// One text, trimmed.
pub(super) fn text(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

/// Whether a value is empty.
pub(super) fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Text(text) => unquoted(text).is_empty(),
        Value::List(items) => items.iter().all(is_empty),
        Value::Map(entries) => entries.is_empty(),
    }
}

/// A key and its value, for people.
pub(super) fn written(key: &Key, node: &Node) -> String {
    let value = match &node.value {
        Value::Text(text) => lamplight_markdown::text::shorten(text, 40),
        Value::Null => String::new(),
        Value::List(_) | Value::Map(_) => "…".to_owned(),
    };
    format!("{}: {value}", key.name)
}

/// All texts of a value, lists of lists flattened.
pub(super) fn scalars(node: &Node) -> Vec<(String, Position)> {
    match &node.value {
        Value::Text(text) => vec![(text.trim().to_owned(), node.at)],
        Value::List(items) => items.iter().flat_map(scalars).collect(),
        Value::Null | Value::Map(_) => Vec::new(),
    }
}

/// The entry of a map with the first of these names that it has.
pub(super) fn entry<'n>(entries: &'n [(Key, Node)], names: &[&str]) -> Option<&'n Node> {
    let find = |name: &&str| entries.iter().find(|(key, _)| normal(&key.name) == **name);
    names.iter().find_map(find).map(|(_, node)| node)
}

/// Adds items that are not yet in a list.
pub(super) fn gather(into: &mut Vec<String>, values: Vec<String>) {
    for value in values {
        if !into.contains(&value) {
            into.push(value);
        }
    }
}

/// The values of a singular key: a text is one value, with its spaces.
pub(super) fn whole(node: &Node) -> Vec<String> {
    clean(scalars(node).iter().map(|(text, _)| text.as_str()))
}

/// The values of a plural key: a text is split at commas if it has any, otherwise at spaces, as in Jekyll. A quoted part is one
/// value.
pub(super) fn words(node: &Node) -> Vec<String> {
    let Value::Text(text) = &node.value else { return whole(node) };
    let mark = |c: char| {
        if text.contains([',', '，', '、']) { matches!(c, ',' | '，' | '、') } else { c.is_whitespace() }
    };
    let (mut parts, mut part, mut quoted) = (Vec::new(), String::new(), false);
    let even = text.matches('"').count().is_multiple_of(2);
    for c in text.chars() {
        match c {
            // An unclosed quote is an ordinary character.
            '"' if even => quoted = !quoted,
            c if !quoted && mark(c) => parts.push(std::mem::take(&mut part)),
            c => part.push(c),
        }
    }
    parts.push(part);
    clean(parts.iter().map(String::as_str))
}

fn clean<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    texts.map(|text| decoded(without_curly(text.trim()))).filter(|text| !text.is_empty()).collect()
}

/// Names of tags, without the `#` that Obsidian allows before them.
pub(super) fn tags(names: Vec<String>) -> Vec<String> {
    let bare = |name: String| match name.strip_prefix('#') {
        Some(bare) if bare.starts_with(char::is_alphanumeric) => bare.to_owned(),
        _ => name,
    };
    names.into_iter().map(bare).collect()
}

/// A name without an e-mail address: `Jo Writer <jo@example.org>`, `jo@example.org (Jo Writer)`.
pub(super) fn person(name: &str) -> String {
    let is_mail = |text: &str| text.contains('@') && !text.trim().contains(' ');
    let behind = name.split_once('<').and_then(|(name, rest)| {
        let (mail, after) = rest.split_once('>')?;
        (is_mail(mail) && after.trim().is_empty()).then_some(name)
    });
    let before = || {
        let (mail, rest) = name.split_once('(')?;
        is_mail(mail.trim()).then(|| rest.trim_end().strip_suffix(')')).flatten()
    };
    behind.or_else(before).unwrap_or(name).trim().to_owned()
}

/// A BCP 47 tag: `de_DE` is `de-DE`, `English` is `en`. `None` if it is not a language tag.
pub(super) fn language(text: &str) -> Option<String> {
    const NAMES: [(&str, &str); 20] = [
        ("english", "en"),
        ("german", "de"),
        ("deutsch", "de"),
        ("french", "fr"),
        ("français", "fr"),
        ("spanish", "es"),
        ("español", "es"),
        ("italian", "it"),
        ("italiano", "it"),
        ("portuguese", "pt"),
        ("português", "pt"),
        ("dutch", "nl"),
        ("nederlands", "nl"),
        ("russian", "ru"),
        ("русский", "ru"),
        ("chinese", "zh"),
        ("中文", "zh"),
        ("japanese", "ja"),
        ("日本語", "ja"),
        ("korean", "ko"),
    ];
    let text = unquoted(text);
    let lower = text.to_lowercase();
    if let Some((_, tag)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return Some((*tag).to_owned());
    }
    let tag = text.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next()?;
    let ok = (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    // The usual case of such tags: `zh-Hant-TW`.
    let cased = |(i, part): (usize, &str)| match (i, part.len()) {
        (0, _) => part.to_ascii_lowercase(),
        (_, 2) => part.to_ascii_uppercase(),
        (_, 4) => part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase(),
        _ => part.to_owned(),
    };
    ok.then(|| tag.split('-').enumerate().map(cased).collect::<Vec<_>>().join("-"))
}

/// The longest entity, in bytes: `&CounterClockwiseContourIntegral;`.
const ENTITY: usize = 34;

/// Decodes entities and folds white space: exporters write `Hello &#8211; it&#8217;s me`.
pub(super) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let end = rest.as_bytes()[at..].iter().take(ENTITY).position(|b| *b == b';').map(|end| at + end + 1);
        out.push_str(&rest[..at]);
        let Some(end) = end else {
            out.push('&');
            rest = &rest[at + 1..];
            continue;
        };
        // The Markdown parser knows all entities.
        let decoded = pulldown_cmark::Parser::new(&rest[at..end]).filter_map(|event| match event {
            pulldown_cmark::Event::Text(text) => Some(text.into_string()),
            _ => None,
        });
        let decoded: String = decoded.collect();
        match decoded.starts_with('&') {
            true => {
                // Not an entity, or an ampersand: continue after it, as in `&& &#8217;`.
                out.push('&');
                rest = if decoded == "&" { &rest[end..] } else { &rest[at + 1..] };
            }
            false => {
                out.push_str(&decoded);
                rest = &rest[end..];
            }
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_their_characters() {
        for (text, want) in [
            ("Hello &#8211; It&#8217;s me", "Hello – It’s me"),
            ("A &amp; B && C &amp;#39;", "A & B && C &#39;"),
            ("R&D; &nope; &amp", "R&D; &nope; &amp"),
            ("&lt;b&gt; &hellip;&nbsp;", "<b> …"),
            ("&& &#x2019;é&", "&& ’é&"),
        ] {
            assert_eq!(decoded(text), want, "{text}");
        }
    }

    #[test]
    fn languages_are_tags() {
        for (text, want) in [
            ("de_DE", Some("de-DE")),
            ("zh-hant-tw", Some("zh-Hant-TW")),
            ("pt-br", Some("pt-BR")),
            ("en_US.UTF-8", Some("en-US")),
            ("Deutsch", Some("de")),
            ("“fr”", Some("fr")),
            ("python", None),
            ("", None),
            ("d", None),
            ("de-", None),
        ] {
            assert_eq!(language(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn nobody_is_known_by_an_address_of_mail() {
        for (text, want) in [
            ("Jo Writer <jo@example.org>", "Jo Writer"),
            ("jo@example.org (Jo Writer)", "Jo Writer"),
            ("Jo (he) Writer", "Jo (he) Writer"),
            ("Jo <b>", "Jo <b>"),
        ] {
            assert_eq!(person(text), want);
        }
    }
}
