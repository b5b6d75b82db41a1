//! Paragraphs of texts that mark them by blank lines, as WordPress keeps its posts and all keep comments.

use std::sync::LazyLock;

use regex::Regex;

const BLOCK: &str = "address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|\
    h[1-6]|header|hr|iframe|li|main|nav|object|ol|p|pre|script|section|style|summary|table|tbody|td|tfoot|th|thead|tr|ul|video|audio";

#[expect(clippy::unwrap_used, reason = "the patterns are fixed")]
static OPENS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)<(?:{BLOCK})(?:[\s/>])")).unwrap());
#[expect(clippy::unwrap_used, reason = "the patterns are fixed")]
static CLOSES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)</(?:{BLOCK})\s*>|<hr\s*/?>")).unwrap());
#[expect(clippy::unwrap_used, reason = "the patterns are fixed")]
static STARTS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)^</?(?:{BLOCK})(?:[\s/>])")).unwrap());
#[expect(clippy::unwrap_used, reason = "the patterns are fixed")]
static KEPT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?is)<pre[\s>].*?</pre\s*>|<script[\s>].*?</script\s*>|<style[\s>].*?</style\s*>").unwrap()
});

/// Marks paragraphs: blank lines divide them, and other line ends are breaks. What stands between `<pre>` and its end stays.
#[must_use]
pub(crate) fn autop(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    let mut from = 0;
    for kept in KEPT.find_iter(text) {
        paragraphs(&text[from..kept.start()], &mut html);
        html.push_str(kept.as_str());
        html.push('\n');
        from = kept.end();
    }
    paragraphs(&text[from..], &mut html);
    html
}

fn paragraphs(text: &str, html: &mut String) {
    let text = CLOSES.replace_all(text, "$0\n\n");
    let text = OPENS.replace_all(&text, "\n\n$0");
    let mut paragraph: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if !line.is_empty() {
            paragraph.push(line);
            continue;
        }
        if let Some(first) = paragraph.first() {
            if STARTS.is_match(first) {
                html.push_str(&paragraph.join("\n"));
            } else {
                html.push_str("<p>");
                html.push_str(&paragraph.join("<br>\n"));
                html.push_str("</p>");
            }
            html.push('\n');
        }
        paragraph.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_divide_paragraphs() {
        for (text, want) in [
            ("a\nb\n\nc", "<p>a<br>\nb</p>\n<p>c</p>\n"),
            ("a <b>b</b>\n<h2>c</h2>\nd", "<p>a <b>b</b></p>\n<h2>c</h2>\n<p>d</p>\n"),
            ("<pre>a\n\nb</pre>c", "<pre>a\n\nb</pre>\n<p>c</p>\n"),
            ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
            ("<blockquote>a\n\nb</blockquote>", "<blockquote>a\n<p>b</blockquote></p>\n"),
            ("<param>", "<p><param></p>\n"),
            ("", ""),
        ] {
            assert_eq!(autop(text), want, "{text}");
        }
    }
}
