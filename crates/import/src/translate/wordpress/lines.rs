//! Lines that WordPress reads by themselves: an address of a film, and what its editor writes in remarks.

use std::ops::Range;

use super::frames::{address, of_line};
use super::tag::decoded;
use crate::diagnostic::{Diagnostic, Position};
use crate::engine::Engine;
use crate::translate::context::{Context, Translated};
use crate::translate::out::edited;
use crate::translate::scan::{code, within};

/// Findings of one post.
const MOST: usize = 20;

/// Bytes of a line with an address, or of a remark of the editor's.
const LONGEST: usize = 2_000;

/// The editor's blocks that hold no words of the post's.
const EMPTY: [&str; 12] = [
    "separator",
    "spacer",
    "more",
    "nextpage",
    "site-logo",
    "site-title",
    "social-link",
    "page-break",
    "post-title",
    "post-date",
    "post-author",
    "post-featured-image",
];

/// Those that WordPress makes lists of.
const LISTS: [&str; 14] = [
    "latest-posts",
    "latest-comments",
    "archives",
    "categories",
    "tag-cloud",
    "calendar",
    "rss",
    "search",
    "loginout",
    "page-list",
    "navigation",
    "query",
    "post-comments",
    "comments",
];

/// The translator.
pub(in crate::translate) fn step(text: &str, context: &Context<'_>) -> Translated {
    let has_remarks = text.contains("<!--more ") || text.contains("<!-- more ") || text.contains("<!-- wp:");
    let is_wordpress = context.engines.has(Engine::WordPress);
    let has_formulas = is_wordpress && text.contains("$latex ");
    if !(has_remarks || has_formulas || is_wordpress && text.lines().any(|line| shown(line).is_some())) {
        return Translated::unchanged(text);
    }
    let code = code(text, context.flavour);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut diagnostics = Vec::new();
    if has_remarks {
        remarks(text, &code, &mut edits, &mut diagnostics);
    }
    if has_formulas {
        formulas(text, &code, &mut edits);
    }
    if is_wordpress {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let mut at = 0;
        for (i, line) in lines.iter().enumerate() {
            let start = at;
            at += line.len();
            let parted = |line: Option<&&str>, last: bool| {
                line.map(|line| line.trim()).is_none_or(|line| {
                    line.is_empty()
                        || if last { line.starts_with('<') } else { line.ends_with('>') }
                        || shown(line).is_some()
                })
            };
            let Some(html) = shown(line) else { continue };
            if within(&code, start + line.len() - line.trim_start().len()).is_none()
                && parted(i.checked_sub(1).and_then(|i| lines.get(i)), false)
                && parted(lines.get(i + 1), true)
            {
                let end = start + line.trim_end().len();
                edits.push((start + line.len() - line.trim_start().len()..end, html));
            }
        }
    }
    if edits.is_empty() {
        return Translated { diagnostics, ..Translated::unchanged(text) };
    }
    let counts = [("embed".to_owned(), edits.len())].into();
    let (markdown, lines) = edited(text, edits);
    Translated { markdown, lines, diagnostics, counts }
}

/// What a line shows that is nothing but an address.
fn shown(line: &str) -> Option<String> {
    let line = line.trim();
    if line.len() > LONGEST || !line.contains("://") {
        return None;
    }
    let inner = line.strip_prefix("<p>").and_then(|line| line.strip_suffix("</p>")).unwrap_or(line).trim();
    let url = address(inner)?;
    // Nothing but the address: words around it are a link's.
    let is_bare =
        inner.starts_with("http") && !inner.contains(char::is_whitespace) && !inner.contains(['<', '>']);
    let says_it =
        ["<", ">", "](", "[", ")"].iter().fold(inner.to_owned(), |rest, mark| rest.replace(mark, " "));
    let mut words = says_it.split_whitespace();
    let is_link = inner.starts_with(['<', '['])
        && words
            .all(|word| word.starts_with("http") || word.starts_with("href=") || matches!(word, "a" | "/a"));
    let html = (is_bare || is_link).then(|| of_line(&url)).flatten()?;
    Some(if line.starts_with("<p>") { ["<p>", &html, "</p>"].concat() } else { html })
}

/// `$latex x^2$`, as blogs at WordPress.com have formulas.
fn formulas(text: &str, code: &[Range<usize>], edits: &mut Vec<(Range<usize>, String)>) {
    const OPEN: &str = "$latex ";
    for (at, _) in text.match_indices(OPEN) {
        let inside = &text[at + OPEN.len()..];
        let near = inside.bytes().take(LONGEST).position(|b| b == b'$' || b == b'\n');
        let Some(end) = near.filter(|end| inside[*end..].starts_with('$')) else { continue };
        // What follows says how large and in which colour.
        let formula =
            inside[..end].split("&s=").next().unwrap_or_default().split("&bg=").next().unwrap_or_default();
        if within(code, at).is_none() && !formula.trim().is_empty() {
            let whole = at..at + OPEN.len() + end + 1;
            edits.push((whole, ["$$", &decoded(formula.trim()), "$$"].concat()));
        }
    }
}

/// `<!--more Words-->`, and blocks of the editor that hold nothing: `<!-- wp:block {"ref":1} /-->`.
fn remarks(
    text: &str,
    code: &[Range<usize>],
    edits: &mut Vec<(Range<usize>, String)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (at, _) in text.match_indices("<!--") {
        let mut limit = text.len().min(at + LONGEST);
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        let Some((inside, _)) = text[at + 4..limit].split_once("-->") else { continue };
        let range = at..at + 4 + inside.len() + 3;
        let inside = inside.trim();
        if within(code, at).is_some() {
            continue;
        }
        if inside.strip_prefix("more ").is_some_and(|words| !words.trim().is_empty()) {
            edits.push((range, "<!--more-->".to_owned()));
            continue;
        }
        let Some(block) = inside.strip_prefix("wp:").and_then(|block| block.strip_suffix('/')) else {
            continue;
        };
        let (name, given) = block.split_once(char::is_whitespace).unwrap_or((block, ""));
        let name = name.strip_prefix("core/").unwrap_or(name);
        if EMPTY.contains(&name) {
            continue;
        }
        if name.starts_with("embed") || name.starts_with("core-embed") {
            let url = given.split_once("\"url\":\"").and_then(|(_, rest)| rest.split('"').next());
            if let Some(html) =
                url.and_then(|url| of_line(&decoded(&url.replace("\\/", "/").replace("\\u0026", "&"))))
            {
                edits.push((range, html));
                continue;
            }
        }
        if diagnostics.len() < MOST {
            let at = Position::of(text, at);
            let name = lamplight_markdown::text::shorten(name, 40);
            diagnostics.push(match LISTS.iter().any(|list| name.starts_with(list)) {
                true => Diagnostic::warning(
                    "shortcode-lost",
                    at,
                    format!("`wp:{name}` is a list that WordPress makes; it is left out"),
                    "delete it, or write what readers need of it",
                ),
                false => Diagnostic::error(
                    "shortcode-lost",
                    at,
                    format!("what `wp:{name}` shows is kept in WordPress alone; it is left out"),
                    "write it in its place",
                ),
            });
        }
    }
}
