//! The text of raw HTML.

use super::tokens::{self, HtmlToken};

/// The text of a fragment of raw HTML, each block on a line of its own. With `prose`, only prose: for an excerpt.
#[must_use]
pub fn text(html: &str, prose: bool) -> String {
    const INLINE: [&str; 21] = [
        "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small",
        "span", "strong", "sub", "sup", "u", "wbr",
    ];
    const NO_PROSE: [&str; 10] = ["h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "figure", "svg"];
    let (mut text, mut passed_over) = (String::new(), 0_usize);
    for token in tokens::tokens(html) {
        let (name, opens) = match &token {
            HtmlToken::Text(part) => {
                text.push_str(if passed_over == 0 { part } else { "" });
                continue;
            }
            HtmlToken::Start(tag) => (&tag.name, true),
            HtmlToken::End(name) => (name, false),
            HtmlToken::Hidden(_) => continue,
        };
        if prose && NO_PROSE.contains(&name.as_str()) {
            passed_over = if opens { passed_over + 1 } else { passed_over.saturating_sub(1) };
        }
        if !INLINE.contains(&name.as_str()) {
            text.push('\n');
        }
    }
    text
}
