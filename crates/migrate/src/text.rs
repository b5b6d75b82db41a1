//! Small things that all readers need.

use percent_encoding::percent_decode_str;

/// What a text says without its tags, on one line. Entities stay.
pub(crate) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = &rest[at..];
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        match tag.find('>').filter(|_| is_tag) {
            Some(end) => {
                text.push(' ');
                rest = &tag[end + 1..];
            }
            None => {
                text.push('<');
                rest = &tag[1..];
            }
        }
    }
    text.push_str(rest);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without the characters that no file should hold: control characters.
pub(crate) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
}

/// A text between tags or quotes of HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A text of HTML without tags: the entities that stand for its signs are these signs.
pub(crate) fn unescaped(html: &str) -> String {
    let text = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#039;", "'");
    text.replace("&#038;", "&").replace("&amp;", "&")
}

/// The path of an address, decoded, without query and fragment; `None` if it has neither host nor slash.
pub(crate) fn path_of(address: &str) -> Option<String> {
    let is_path = address.starts_with('/') && !address.starts_with("//");
    let rest = if is_path { Some(address) } else { None };
    let rest =
        rest.or_else(|| address.strip_prefix("https://")).or_else(|| address.strip_prefix("http://"))?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let path = rest.find('/').map_or("/", |at| &rest[at..]);
    Some(percent_decode_str(path).decode_utf8_lossy().into_owned())
}

/// The host of an absolute address in lower case, without `www.`; empty if there is none.
pub(crate) fn host_of(address: &str) -> String {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
}

/// A date of an export, as `2019-07-15 18:14:00`, or as RFC 3339 has it, in the form of front matter. `None` if it is none, such as
/// WordPress' `0000-00-00 00:00:00`.
pub(crate) fn date(text: &str) -> Option<String> {
    let text = text.trim();
    let shape = |at: usize, want: u8| text.as_bytes().get(at) == Some(&want);
    let is_day = text.is_ascii() && text.len() >= 10 && shape(4, b'-') && shape(7, b'-');
    if !is_day || text.starts_with("0000") {
        return None;
    }
    let (day, rest) = text.split_at(10);
    if !day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return None;
    }
    let rest = rest.trim_start_matches(['T', ' ']);
    let time = rest.get(..8).filter(|time| time.bytes().all(|byte| byte.is_ascii_digit() || byte == b':'));
    let time = time.unwrap_or("00:00:00");
    let zone = rest.rfind(['+', '-']).map(|at| rest[at..].replace(':', ""));
    let zone = zone.filter(|zone| zone.len() == 5).unwrap_or_else(|| "+0000".to_owned());
    Some(format!("{day} {time} {zone}"))
}

/// A date of front matter in the form of RFC 3339.
pub(crate) fn rfc3339(date: &str) -> String {
    let mut parts = date.split(' ');
    let (Some(day), Some(time), Some(zone)) = (parts.next(), parts.next(), parts.next()) else {
        return String::new();
    };
    match zone.split_at_checked(3) {
        Some((hours, minutes)) if zone != "+0000" => format!("{day}T{time}{hours}:{minutes}"),
        _ => format!("{day}T{time}Z"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_exports_become_those_of_front_matter() {
        for (text, want) in [
            ("2019-07-15 18:14:00", Some("2019-07-15 18:14:00 +0000")),
            ("2019-07-15T18:14:00.000Z", Some("2019-07-15 18:14:00 +0000")),
            ("2019-07-15T18:14:00+05:30", Some("2019-07-15 18:14:00 +0530")),
            ("2019-07-15", Some("2019-07-15 00:00:00 +0000")),
            ("0000-00-00 00:00:00", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(date(text).as_deref(), want, "{text}");
        }
        assert_eq!(rfc3339("2019-07-15 18:14:00 +0530"), "2019-07-15T18:14:00+05:30");
        assert_eq!(rfc3339("2019-07-15 18:14:00 +0000"), "2019-07-15T18:14:00Z");
        assert_eq!(rfc3339(""), "");
    }

    #[test]
    fn tags_go_and_signs_stay() {
        assert_eq!(without_tags("a <b>c</b>d\n 1 < 2 <"), "a c d 1 < 2 <");
    }

    #[test]
    fn addresses_have_hosts_and_paths() {
        assert_eq!(path_of("https://a.example/caf%C3%A9/?p=1").as_deref(), Some("/café/"));
        assert_eq!(path_of("https://a.example").as_deref(), Some("/"));
        assert_eq!(path_of("/a/?b").as_deref(), Some("/a/"));
        assert_eq!(path_of("//a.example/"), None);
        assert_eq!(host_of("https://WWW.a.example/b"), "a.example");
    }
}
