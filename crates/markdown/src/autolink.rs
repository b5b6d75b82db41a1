//! Bare URLs and e-mail addresses become links, by the rules of GFM 0.29 section 6.9.

use std::ops::Range;

/// A link found in text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Autolink {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Prefix that makes the text a URL: nothing, `http://` or `mailto:`.
    pub prefix: &'static str,
}

/// Schemes before `://`.
const SCHEMES: [&str; 3] = ["http", "https", "ftp"];

/// Finds the links in a run of text, in order and without overlap. `before` is the character before the run.
pub(super) fn find(text: &str, before: Option<char>) -> Vec<Autolink> {
    let mut found: Vec<Autolink> = Vec::new();
    // Each kind of link has a character that is rare in prose. Searching for these keeps this linear.
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|b| matches!(b, b':' | b'.' | b'@')) {
        let i = at + step;
        at = i + 1;
        let floor = found.last().map_or(0, |f| f.range.end);
        let ends_in = |mark: &str| {
            let start = i.checked_sub(mark.len()).filter(|start| *start >= floor)?;
            bytes[start..i].eq_ignore_ascii_case(mark.as_bytes()).then_some(start)
        };
        let link = match bytes[i] {
            b'@' => email(text, i, floor),
            b'.' => ends_in("www").and_then(|start| url(text, start, i + 1, "http://", before)),
            _ if bytes[at..].starts_with(b"//") => {
                let start = SCHEMES.iter().find_map(|scheme| ends_in(scheme));
                start.and_then(|start| url(text, start, i + 3, "", before))
            }
            _ => None,
        };
        if let Some(link) = link {
            at = link.range.end.max(at);
            found.push(link);
        }
    }
    found
}

/// The link from `start`, whose scheme or `www.` ends at `mark_end`.
fn url(
    text: &str,
    start: usize,
    mark_end: usize,
    prefix: &'static str,
    before: Option<char>,
) -> Option<Autolink> {
    let (rest, mark) = (&text[start..], mark_end - start);
    let previous = text[..start].chars().next_back().or(before);
    if !previous.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '*' | '_' | '~' | '(' | '[' | '"' | '\'' | '>' | '“' | '‘')
    }) {
        return None;
    }
    let host_from = if prefix.is_empty() { mark } else { 0 };
    let host = rest[host_from..].find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_')));
    let host = &rest[host_from..host.map_or(rest.len(), |n| n + host_from)];
    if !is_domain(host.trim_end_matches(['.', '-', '_'])) {
        return None;
    }
    let end = rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len());
    let link = trim(&rest[..end]);
    (link.len() > mark).then(|| Autolink { range: start..start + link.len(), prefix })
}

/// Removes punctuation at the end that belongs to the sentence.
fn trim(mut link: &str) -> &str {
    // Counted once and kept up to date: `)))…` must not make this quadratic.
    let mut surplus = link.matches(')').count() as isize - link.matches('(').count() as isize;
    loop {
        let Some(last) = link.chars().next_back() else { return link };
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '”' | '’' | ']' | '…' => {}
            ')' if surplus > 0 => surplus -= 1,
            ';' => {
                let body = &link[..link.len() - 1];
                let name = body.rfind('&').map(|i| &body[i + 1..]);
                let entity =
                    name.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_alphanumeric()));
                if !entity {
                    return link;
                }
                link = &body[..body.rfind('&').unwrap_or(body.len())];
                continue;
            }
            _ => return link,
        }
        link = &link[..link.len() - last.len_utf8()];
    }
}

/// At least one dot, no empty label, no underscore in the last two labels.
fn is_domain(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|l| !l.is_empty())
        && labels.iter().rev().take(2).all(|l| !l.contains('_'))
}

fn email(text: &str, at: usize, floor: usize) -> Option<Autolink> {
    let bytes = text.as_bytes();
    let is_local = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+');
    let start = at - bytes[floor..at].iter().rev().take(256).take_while(|b| is_local(b)).count();
    let is_host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    let mut end = at + 1 + bytes[at + 1..].iter().take_while(|b| is_host(b)).count();
    if bytes.get(end) == Some(&b'+') || bytes.get(end) == Some(&b'@') {
        return None;
    }
    while bytes[at + 1..end].last() == Some(&b'.') {
        end -= 1;
    }
    let host = &text[at + 1..end];
    let fits = start < at && is_domain(host) && !host.ends_with(['-', '_']);
    fits.then_some(Autolink { range: start..end, prefix: "mailto:" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_end_where_the_sentence_goes_on() {
        for (text, want) in [
            ("see http://a.example/b_c_(d)).", "http://a.example/b_c_(d)"),
            ("“https://a.example/x”", "https://a.example/x"),
            ("HTTPS://A.EXAMPLE", "HTTPS://A.EXAMPLE"),
            ("http://münchen.example/ä?", "http://münchen.example/ä"),
        ] {
            let found = find(text, None);
            assert_eq!(found.iter().map(|f| &text[f.range.clone()]).collect::<Vec<_>>(), [want], "{text}");
        }
        for text in
            ["xhttp://a.example", "http://", "http://localhost/", "www.", "@x", "a@b", "http://a_b.c_d"]
        {
            assert_eq!(find(text, None), [], "{text}");
        }
    }

    #[test]
    fn a_megabyte_of_marks_is_no_trouble() {
        for unit in ["h", "@", "a@", "www.", "http://a.b)", "&;"] {
            let text = unit.repeat(1_000_000 / unit.len());
            assert!(find(&text, None).len() <= text.len());
        }
    }
}
