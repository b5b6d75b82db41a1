//! Marks with something between them: keys, critic marks, sub- and superscript.

use super::state::Marks;
use crate::translate::scan::within;

impl Marks<'_> {
    pub(super) fn pairs(&mut self) {
        let marks = [
            ("{++", "++}", "ins"),
            ("{--", "--}", "del"),
            ("{~~", "~~}", "both"),
            ("{<mark>", "</mark>}", "mark"),
            ("^^", "^^", "ins"),
            ("++", "++", "kbd"),
        ];
        let text = self.text;
        for (open, close, name) in marks {
            let mut at = 0;
            while let Some(start) = text[at..].find(open).map(|i| at + i) {
                at = start + open.len();
                let near = self.near(at);
                let Some(length) = near.find(close) else { continue };
                let inside = &near[..length];
                let end = at + length + close.len();
                let before = text[..start].chars().next_back();
                let tight = !inside.is_empty() && inside.trim() == inside;
                let alone = !before.is_some_and(|c| c.is_alphanumeric() || c == '{' || open.starts_with(c));
                let is_key = |key: &str| {
                    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                };
                let fits = match name {
                    "kbd" => {
                        alone
                            && inside.split('+').all(is_key)
                            && inside.bytes().any(|b| b.is_ascii_alphabetic())
                    }
                    "both" => inside.contains("~>"),
                    _ if open == "^^" => alone && tight && !text[end..].starts_with('^'),
                    _ => !inside.trim().is_empty(),
                };
                if !fits || self.is_inert(start) || within(&self.inert, end - 1).is_some() && name != "mark" {
                    continue;
                }
                if !self.mkdocs {
                    if name != "mark" {
                        let code = if open.starts_with('{') { "critic-shown" } else { "mark-of-engine" };
                        self.shown(start, end, code, "MkDocs");
                    }
                    at = end;
                    continue;
                }
                match name {
                    "kbd" => {
                        let keys: Vec<String> =
                            inside.split('+').map(|key| format!("<kbd>{key}</kbd>")).collect();
                        self.edits.push((start..end, keys.join("+")));
                    }
                    "both" => {
                        let middle = at + inside.find("~>").unwrap_or_default();
                        self.edits.push((start..start + 3, "<del>".to_owned()));
                        self.edits.push((middle..middle + 2, "</del><ins>".to_owned()));
                        self.edits.push((end - 3..end, "</ins>".to_owned()));
                    }
                    _ => {
                        self.edits.push((start..at, format!("<{name}>")));
                        self.edits.push((end - close.len()..end, format!("</{name}>")));
                    }
                }
                at = end;
            }
        }
    }

    /// `H~2~O` and `x^2^`.
    pub(super) fn scripts(&mut self) {
        let text = self.text;
        for (sign, name) in [('~', "sub"), ('^', "sup")] {
            let mut at = 0;
            while let Some(start) = text[at..].find(sign).map(|i| at + i) {
                at = start + 1;
                let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-');
                let length = text.as_bytes()[at..].iter().take(20).take_while(|b| plain(b)).count();
                let end = at + length + 1;
                let before = text[..start].chars().next_back();
                let closes =
                    length > 0 && text[at + length..].starts_with(sign) && !text[end..].starts_with(sign);
                let attached = before.is_some_and(|c| c.is_alphanumeric() || c == ')');
                if !closes || !attached || self.is_inert(start) {
                    continue;
                }
                at = end;
                if self.mkdocs || self.pandoc {
                    self.edits.push((start..end, format!("<{name}>{}</{name}>", &text[start + 1..end - 1])));
                } else {
                    self.shown(start, end, "mark-of-engine", "Pandoc");
                }
            }
        }
    }
}
