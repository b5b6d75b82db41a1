//! Renders texts within the results of calls.

use lamplight_markdown::{Flavour, RawHtml, RenderOptions, render};

/// Markdown of one paragraph as HTML within a line. It is made safe with all that the author wrote.
pub(in crate::translate) fn prose(markdown: &str, flavour: Flavour) -> String {
    let html = render(markdown.trim(), &RenderOptions::bare(flavour, RawHtml::Trusted)).html;
    let html = html.trim();
    let inner = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    inner.filter(|inner| !inner.contains("<p>")).unwrap_or(html).replace('\n', " ")
}

/// A text in which nothing is markup, wherever in Markdown or HTML it stands.
pub(in crate::translate) fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    for c in text.chars() {
        out.push_str(match c {
            '{' => "&lbrace;",
            '}' => "&rbrace;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&apos;",
            '&' => "&amp;",
            '*' => "&ast;",
            '_' => "&lowbar;",
            '`' => "&grave;",
            '[' => "&lbrack;",
            ']' => "&rbrack;",
            '\\' => "&bsol;",
            '%' => "&percnt;",
            '|' => "&vert;",
            '$' => "&dollar;",
            '~' => "&#126;",
            '=' => "&equals;",
            ':' => "&colon;",
            other => {
                out.push(other);
                continue;
            }
        });
    }
    out
}
