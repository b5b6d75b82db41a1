//! Markdown within HTML.

use super::inline;
use super::state::{Kramdown, LONGEST, SEARCHES};
use super::structure::Structure;
use crate::translate::scan::{blank_line_so_far, ends_line, line_end};

/// Elements that kramdown reads spans alone in, unless it is told otherwise.
const OF_SPANS: [&str; 12] =
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "caption", "dt", "th", "legend"];

impl Kramdown<'_> {
    /// `<div markdown="1">`: a blank line behind the tag and one before its end make Markdown of what is between.
    pub(super) fn markdown_in_html(&mut self, found: &Structure) {
        let (mut from, mut searches) = (0, 0);
        while let Some(at) =
            self.text[from..].find("markdown=").map(|i| from + i).filter(|_| searches < SEARCHES)
        {
            searches += 1;
            let value = &self.text[at + 9..];
            let Some((quoted, means)) = value_of(value) else {
                from = at + 9;
                continue;
            };
            from = at + 9;
            let Some(open) = self.text[..at].rfind('<').filter(|open| !self.text[*open..at].contains('>'))
            else {
                continue;
            };
            let Some(close) = self.text[at..].find('>').map(|i| at + i + 1) else { continue };
            if found.is_code(at) {
                continue;
            }
            let name: String =
                self.text[open + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
            let space = self.text[..at].trim_end_matches(' ').len();
            self.count += 1;
            self.edits.push((space..at + 9 + quoted, String::new()));
            if means == "0" {
                continue;
            }
            let of_spans = means == "span" || means != "block" && OF_SPANS.contains(&name.as_str());
            if of_spans && !name.is_empty() && found.is_html(open) {
                let inside = self.closing(&name, close).map(|end| &self.text[close..end]);
                let html = inside
                    .filter(|inside| inside.len() < LONGEST && !inside.trim().is_empty())
                    .and_then(|inside| Some((inside.len(), inline::html(inside, self.flavour)?)));
                if let Some((length, html)) = html {
                    self.edits.push((close..close + length, html));
                    from = close + length;
                    continue;
                }
            }
            // What stands on one line within a block is Markdown between blank lines.
            let line = &self.text[close..line_end(self.text, close)];
            let holds_text = matches!(name.as_str(), "summary" | "td" | "th" | "li" | "dt" | "dd" | "div");
            if let Some(length) = line.find(&format!("</{name}>")).filter(|_| holds_text)
                && !line[..length].trim().is_empty()
            {
                self.edits.push((close..close, "\n\n".to_owned()));
                self.edits.push((close + length..close + length, "\n\n".to_owned()));
                continue;
            }
            // `<details markdown="1"><summary>…</summary>`
            let close =
                match line.trim_start().starts_with("<summary").then(|| line.find("</summary>")).flatten() {
                    Some(summary) if name == "details" => close + summary + "</summary>".len(),
                    _ => close,
                };
            let block = !matches!(name.as_str(), "span" | "a" | "em" | "strong" | "small" | "p" | "summary");
            if !block || !ends_line(&self.text[close..]) {
                continue;
            }
            let end = line_end(self.text, close);
            self.edits.push((end..end, "\n".to_owned()));
            if let Some(last) = self.closing(&name, close) {
                let start = self.line_start(last);
                if blank_line_so_far(&self.text[..last]) {
                    self.edits.push((start..start, "\n".to_owned()));
                }
            }
        }
    }

    /// Where the end tag of an element stands that was opened before an offset.
    fn closing(&self, name: &str, from: usize) -> Option<usize> {
        let (open, close) = (format!("<{name}"), format!("</{name}>"));
        let (mut depth, mut at) = (0_usize, from);
        while let Some(next) = self.text[at..].find('<').map(|i| at + i) {
            let rest = &self.text[next..];
            if rest.starts_with(&close) {
                if depth == 0 {
                    return Some(next);
                }
                depth -= 1;
            } else if rest.starts_with(&open) {
                depth += 1;
            }
            at = next + 1;
        }
        None
    }
}

/// The length and the meaning of what stands behind `markdown=`.
fn value_of(text: &str) -> Option<(usize, &'static str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let bare = text.trim_start_matches(['"', '\'']);
    let length = bare.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let means = ["1", "block", "span", "0"]
        .into_iter()
        .find(|known| bare[..length].eq_ignore_ascii_case(known))
        .or_else(|| bare[..length].eq_ignore_ascii_case("true").then_some("1"))?;
    let closed = quote.is_none_or(|quote| bare[length..].starts_with(quote));
    closed.then_some((length + if quote.is_some() { 2 } else { 0 }, means))
}
