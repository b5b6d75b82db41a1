//! What can go wrong with an answer.

use serde::Deserialize;

/// A fault, for every request whose path it matches. Without any of the optional parts it does nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Fault {
    /// A path as requested, base included; `*` stands for anything.
    pub path: String,
    /// How often it strikes; without a number it strikes always.
    pub times: Option<u32>,
    /// How many requests it lets pass first.
    pub after: u32,
    /// Milliseconds before the answer begins.
    pub delay: u64,
    /// Where the answer sends the browser.
    pub redirect: Option<String>,
    /// Another status.
    pub status: Option<u16>,
    /// Another media type; empty sends none.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Another body.
    pub body: Option<String>,
    /// Text before the body.
    pub prepend: Option<String>,
    /// The byte at this place gets another value.
    pub flip: Option<usize>,
    /// The body is only so long, and the answer says so.
    pub truncate: Option<usize>,
    /// The connection ends after so many bytes of the body; the answer has promised all.
    pub cut: Option<usize>,
    /// Nothing more comes after so many bytes of the body, and the connection stays.
    pub stall: Option<usize>,
}

impl Fault {
    /// Counts a request: whether the fault strikes it.
    pub(crate) fn strikes(&mut self, path: &str) -> bool {
        if !matches(&self.path, path) || self.times == Some(0) {
            return false;
        }
        if self.after > 0 {
            self.after -= 1;
            return false;
        }
        self.times = self.times.map(|times| times - 1);
        true
    }
}

/// Whether a text is as a pattern says, in which `*` stands for anything.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len()).filter(|i| rest.is_char_boundary(*i)).any(|i| matches(after, &rest[i..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, text, want) in [
            ("/a", "/a", true),
            ("/a", "/ab", false),
            ("*", "", true),
            ("/a/*.json", "/a/b/c.json", true),
            ("/a/*.json", "/a/b.html", false),
            ("*b*b", "abcb", true),
        ] {
            assert_eq!(matches(pattern, text), want, "{pattern} {text}");
        }
    }

    #[test]
    fn a_fault_strikes_when_and_as_often_as_it_should() {
        let mut fault = Fault { path: "/a".into(), times: Some(2), after: 1, ..Fault::default() };
        assert_eq!(
            ["/a", "/b", "/a", "/a", "/a"].map(|path| fault.strikes(path)),
            [false, false, true, true, false]
        );
    }
}
