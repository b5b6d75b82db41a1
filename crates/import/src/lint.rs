//! Finds slips in Markdown: markup that readers see although the author did not mean it.

use lamplight_markdown::Flavour;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::diagnostic::{Diagnostic, Fix, Position};

/// Most reported slips of one post.
const MOST: usize = 100;

/// Finds the slips of a body. `text` is the whole file, `body` the byte offset of the Markdown in it; places are those of the
/// file.
#[must_use]
pub fn lint(text: &str, body: usize, flavour: Flavour) -> Vec<Diagnostic> {
    let markdown = &text[body..];
    let mut diagnostics = Vec::new();
    let mut in_code = false;
    for (event, range) in Parser::new_ext(markdown, flavour.extensions()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            // The parser ends a text at each bracket, so a bracket that is text begins or ends one.
            // A place costs a look through the text, so a text of nothing but slips has only some of them reported.
            Event::Text(_)
                if diagnostics.len() < MOST && !in_code && markdown[range.clone()].ends_with(']') =>
            {
                if let Some(found) = parted_link(markdown, range.end - 1) {
                    let at = Position::of(text, body + found.open);
                    let close = Position::of(text, body + range.end - 1);
                    let fix =
                        Fix { line: close.line, column: close.column, old: found.gap, new: "](".to_owned() };
                    diagnostics.push(
                        Diagnostic::warning(
                            "parted-link",
                            at,
                            "this is not a link: white space stands between `]` and `(`, so readers see the brackets",
                            format!(
                                "write `[{}]({})` without the space; `lamplight check --fix` does",
                                lamplight_markdown::text::shorten(found.label, 30),
                                found.start_of_url
                            ),
                        )
                        .with_fix(fix),
                    );
                }
            }
            _ => {}
        }
    }
    diagnostics
}

struct PartedLink<'a> {
    open: usize,
    label: &'a str,
    start_of_url: String,
    /// The range from bracket to parenthesis.
    gap: String,
}

/// `[label] (url)`, given the offset of its `]`.
fn parted_link(markdown: &str, close: usize) -> Option<PartedLink<'_>> {
    let after = &markdown[close + 1..];
    let gap = after.len() - after.trim_start_matches([' ', '\t']).len();
    let inner = after[gap..].strip_prefix('(').filter(|_| gap > 0)?;
    let url = &inner[..inner.find(')')?];
    let like_url =
        ["http://", "https://", "mailto:", "/", "#", "www."].iter().any(|start| url.starts_with(start));
    if !like_url || url.contains(char::is_whitespace) {
        return None;
    }
    let paragraph = markdown[..close].rfind("\n\n").map_or(0, |i| i + 2);
    let open = paragraph + markdown[paragraph..close].rfind('[')?;
    let start_of_url = lamplight_markdown::text::shorten(url, 24);
    Some(PartedLink {
        open,
        label: &markdown[open + 1..close],
        start_of_url,
        gap: markdown[close..close + gap + 2].to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parted_links_are_found_where_they_stand() {
        let text = "---\na: b\n---\nOne.\n\nTwo [“three” x] (https://a.example/b) four.\n";
        let found = lint(text, 13, Flavour::Blog { smart: true });
        assert_eq!(
            found.iter().map(|d| (d.code, d.at.line, d.at.column)).collect::<Vec<_>>(),
            [("parted-link", 6, 5)]
        );
        for fine in [
            "[a](https://a.example)",
            "see [1] (a note)",
            "`[a] (https://b.example)`",
            "\\[a\\] (b)",
            "    [a] (/b)",
        ] {
            assert_eq!(lint(fine, 0, Flavour::Blog { smart: true }), [], "{fine}");
        }
    }
}
