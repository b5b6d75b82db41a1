//! A page without the bytes that a minifier can spare, and with a line of its own at the end.

use super::html::{Piece, attributes, name, pieces};

/// Elements in whose presence a paragraph ends by itself.
const BLOCKS: [&str; 24] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
];

pub(super) fn minified(page: &str) -> String {
    let kept: Vec<Piece<'_>> = pieces(page).filter(|piece| !matches!(piece, Piece::Comment(_))).collect();
    let mut out = String::with_capacity(page.len());
    let mut pre = false;
    for (i, piece) in kept.iter().enumerate() {
        match piece {
            Piece::Tag(tag) => {
                pre = matches!(name(tag), "pre" | "textarea")
                    || (pre && !matches!(name(tag), "/pre" | "/textarea"));
                let next = kept[i + 1..].iter().find(|piece| !piece.text().trim().is_empty());
                let next = match next {
                    Some(Piece::Tag(next)) => Some(name(next)),
                    None => Some(""),
                    Some(_) => None,
                };
                if !is_spare(tag, next) {
                    out.push_str(&without_quotes(tag));
                }
            }
            Piece::Text(text) if !pre => out.push_str(&collapsed(text)),
            other => out.push_str(other.text()),
        }
    }
    out + "<!-- made smaller by the host -->"
}

/// Whether browsers know of a tag without it. `next` is what follows: the name of a tag, nothing at the end, or `None` for text.
fn is_spare(tag: &str, next: Option<&str>) -> bool {
    let Some(next) = next else { return false };
    match name(tag) {
        "/html" | "/body" | "/head" => true,
        "head" => attributes(tag).next().is_none(),
        "/li" => matches!(next, "li" | "/ul" | "/ol"),
        "/dt" | "/dd" => matches!(next, "dt" | "dd" | "/dl"),
        "/p" => {
            BLOCKS.contains(&next)
                || matches!(next, "ul" | "/article" | "/section" | "/div" | "/main" | "/li")
        }
        _ => false,
    }
}

fn without_quotes(tag: &str) -> String {
    if tag.starts_with("<!") || tag.starts_with("</") {
        return tag.to_owned();
    }
    let mut out = format!("<{}", name(tag));
    for (name, value) in attributes(tag) {
        out.push(' ');
        out.push_str(name);
        match value {
            None | Some("") => {}
            Some(value) if value.contains(|c: char| c.is_whitespace() || "\"'`=<>".contains(c)) => {
                out.push_str(&format!("=\"{value}\""));
            }
            // A slash before the end would be taken for that of an element without content.
            Some(value) => out.push_str(&format!("={value}{}", if value.ends_with('/') { " " } else { "" })),
        }
    }
    out + ">"
}

fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_ascii_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_spared_is_gone_and_code_stays() {
        let page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<link rel=\"icon\" href=\"/a/\">\n</head>\n<body>\n<!-- c -->\
                    <ul>\n<li class=\"a b\">x\n\ny</li>\n<li>z</li>\n</ul><p>a</p>\n<p>b</p>c<pre>a\n  b</pre></body></html>\n";
        let want = "<!doctype html> <html lang=en>  <link rel=icon href=/a/ >  <body> \
                    <ul> <li class=\"a b\">x y <li>z </ul><p>a <p>b</p>c<pre>a\n  b</pre> <!-- made smaller by the host -->";
        assert_eq!(minified(page), want);
    }
}
