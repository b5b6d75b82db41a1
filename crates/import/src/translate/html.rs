//! Turns posts in HTML into Markdown: one HTML block, except for code that Liquid's tags highlighted.

use lamplight_markdown::text::escape;

use super::out::{LineMap, OutputText};

/// Replaces a blank line, which would end the HTML block. It is invisible, also within `<pre>`.
const BLANK: &str = "<!---->";

/// Begins an HTML block with any continuation, and is invisible.
const BEGIN: &str = "</p>";

/// Turns HTML with fenced code blocks into Markdown.
pub(super) fn as_markdown(html: &str) -> (String, LineMap) {
    let mut out = OutputText::with_capacity(html.len() + html.len() / 16);
    let (mut in_block, mut fence) = (false, None::<OpeningFence>);
    for (i, line) in html.split('\n').enumerate() {
        if i > 0 {
            out.push("\n");
        }
        if let Some(open) = &fence {
            let line = open.without_indent(line);
            out.push(line);
            if line.trim() == open.ticks {
                fence = None;
            }
            continue;
        }
        let text = line.trim();
        fence = OpeningFence::begin(line);
        if let Some(open) = &fence {
            if std::mem::take(&mut in_block) {
                out.new_line();
            }
            out.push(open.without_indent(line));
        } else if text.is_empty() {
            out.push(if in_block { BLANK } else { "" });
        } else if std::mem::replace(&mut in_block, true) {
            out.push(line);
        } else {
            out.push(BEGIN);
            out.push(line.trim_start());
        }
    }
    out.finish()
}

/// The opening fence of a code block.
struct OpeningFence<'a> {
    indent: &'a str,
    ticks: &'a str,
}

impl<'a> OpeningFence<'a> {
    fn begin(line: &'a str) -> Option<Self> {
        let text = line.trim_start();
        let (indent, _) = line.split_at(line.len() - text.len());
        let ticks = &text[..text.len() - text.trim_start_matches('`').len()];
        (ticks.len() >= 3).then_some(Self { indent, ticks })
    }

    fn without_indent<'l>(&self, line: &'l str) -> &'l str {
        line.strip_prefix(self.indent).unwrap_or(line)
    }
}

/// Writes an attribute of a tag.
pub(super) fn attribute(html: &mut String, name: &str, value: &str) {
    html.push_str(&format!(" {name}=\""));
    escape(html, &value.replace('\n', " "));
    html.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_one_block_but_for_code() {
        for (html, markdown) in [
            ("<p>a</p>\n\n<p>b</p>\n", "</p><p>a</p>\n<!---->\n<p>b</p>\n<!---->"),
            ("\n    Words *b*\n\n\n    c", "\n</p>Words *b*\n<!---->\n<!---->\n    c"),
            (
                "<p>a</p>\n  ```c\n  x\n\n   y\n  ```\n<p>b</p>",
                "</p><p>a</p>\n\n```c\nx\n\n y\n```\n</p><p>b</p>",
            ),
        ] {
            assert_eq!(as_markdown(html).0, markdown);
        }
        let (_, lines) = as_markdown("<p>a</p>\n```c\nx\n```\n<p>b</p>");
        assert_eq!([1, 3, 4, 6].map(|line| lines.source(line)), [1, 2, 3, 5]);
    }
}
