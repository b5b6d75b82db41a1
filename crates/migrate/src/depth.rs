//! How deep HTML is nested, before it is read as a tree: a tree of many open elements takes time that grows with their square.

use std::collections::HashMap;

/// Elements open at once in a text that is read, at most. Elements that others of their kind end are not counted.
const MOST_OPEN: usize = 200;

/// Elements without an end, and those that the next of their kind ends.
const ENDLESS: [&str; 27] = [
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr", "html",
];

/// Elements within which nothing is a tag but their own end.
const OF_TEXT: [&str; 8] = ["script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"];

/// Whether too many elements are open at some place.
pub(crate) fn is_too_deep(html: &str) -> bool {
    let html = html.to_ascii_lowercase();
    let mut open: HashMap<&str, usize> = HashMap::new();
    let mut sum = 0;
    let mut rest = html.as_str();
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(inner) = rest.strip_prefix("!--") {
            rest = inner.find("-->").map_or("", |end| &inner[end + 3..]);
            continue;
        }
        let is_end = rest.starts_with('/');
        let inner = rest.strip_prefix('/').unwrap_or(rest);
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let length =
            inner.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(inner.len());
        let name = &inner[..length];
        let end = end_of_tag(&inner[length..]);
        let closes_itself = inner[length..length + end].trim_end_matches('>').ends_with('/');
        rest = &inner[length + end..];
        if ENDLESS.contains(&name) {
            continue;
        }
        let count = open.entry(name).or_default();
        if is_end {
            sum -= usize::from(*count > 0);
            *count = count.saturating_sub(1);
        } else if OF_TEXT.contains(&name) {
            rest = rest.find(&format!("</{name}")).map_or("", |end| &rest[end..]);
            *count += 1;
            sum += 1;
        } else if !(closes_itself && open.get("svg").is_some_and(|count| *count > 0)) {
            *open.entry(name).or_default() += 1;
            sum += 1;
        }
        if sum > MOST_OPEN {
            return true;
        }
    }
    false
}

/// Bytes to the end of a tag, the sign included. Signs between quotes of values are no ends.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '>' => return at + 1,
            // Only behind an equals sign do quotes begin a value.
            None if matches!(c, '"' | '\'') && last == '=' => quote = Some(c),
            None => {}
        }
        if !c.is_ascii_whitespace() {
            last = c;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_elements_are_counted_and_hidden_ends_are_not() {
        for (piece, want) in [
            ("<div>", true),
            ("<div></div>", false),
            ("<DIV></div>", false),
            ("<p>a<br><li>", false),
            ("<div><!--</div>-->", true),
            ("<div a='</div>'>", true),
            ("<div><script></div></script>", true),
            ("<p><b a=1>", true),
            ("</div>", false),
            ("a < b", false),
        ] {
            assert_eq!(is_too_deep(&piece.repeat(1_000)), want, "{piece}");
        }
        assert!(is_too_deep(&["</div>".repeat(1_000), "<div>".repeat(1_000)].concat()));
        assert!(!is_too_deep(&format!("<svg>{}</svg>", "<path d='a'/>".repeat(1_000))));
    }
}
