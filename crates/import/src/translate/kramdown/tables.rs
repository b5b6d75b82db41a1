//! kramdown's tables, abbreviations and `{::nomarkdown}`, in folders of Jekyll.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::engine::Engine;
use crate::translate::context::{Context, Translated};
use crate::translate::html::attribute;
use crate::translate::out::edited;
use crate::translate::scan::{code, within};

/// Abbreviations of a post, and places where they are explained, at most.
const MOST: usize = 200;
const PLACES: usize = 5_000;

/// The translator of posts in Markdown.
pub(in crate::translate) fn step(text: &str, context: &Context<'_>) -> Translated {
    let is_jekyll = context.liquid.is_some() && context.engines.has(Engine::Jekyll);
    if !is_jekyll || !(text.contains('|') || text.contains("*[") || text.contains("{::")) {
        return Translated::unchanged(text);
    }
    let code = code(text, context.flavour);
    let mut edits = Vec::new();
    tables(text, &code, &mut edits);
    raw(text, &code, &mut edits);
    abbreviations(text, &code, context, &mut edits);
    let count = edits.len();
    let (markdown, lines) = edited(text, edits);
    let counts = (count > 0).then(|| ("kramdown".to_owned(), count)).into_iter().collect();
    Translated { markdown, lines, counts, diagnostics: Vec::new() }
}

type Edits = Vec<(Range<usize>, String)>;

/// Whether a line parts the head, bodies and foot of a table.
fn parts_rows(line: &str) -> bool {
    let line = line.trim();
    line.contains('|')
        && line.contains(['-', '='])
        && line.bytes().all(|b| matches!(b, b'|' | b'-' | b'=' | b':' | b'+' | b' ' | b'\t'))
}

/// The cells of a row. A bar in code or behind a backslash is none.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let (mut found, mut cell, mut rest) = (Vec::new(), String::new(), line);
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            '\\' => length += rest[length..].chars().next().map_or(0, char::len_utf8),
            '`' => {
                let run = rest.len() - rest.trim_start_matches('`').len();
                let ticks = &rest[..run];
                length = rest[run..].find(ticks).map_or(run, |end| run + end + run);
                cell.push_str(&rest[..length].replace("\\|", "|").replace('|', "\\|"));
                rest = &rest[length..];
                continue;
            }
            '|' => {
                found.push(std::mem::take(&mut cell).trim().to_owned());
                rest = &rest[1..];
                continue;
            }
            _ => {}
        }
        cell.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    if !cell.trim().is_empty() {
        found.push(cell.trim().to_owned());
    }
    found
}

/// Tables that GitHub's Markdown reads otherwise.
fn tables(text: &str, code: &[Range<usize>], edits: &mut Edits) {
    let mut at = 0;
    let mut run: Vec<Range<usize>> = Vec::new();
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let start = range.start + line.len() - line.trim_start().len();
        let indent = start - range.start;
        let block = within(code, start)
            .is_some_and(|code| code.start <= range.start || text[code.start..].starts_with("```"));
        let is_row = line.contains('|') && indent < 4 && !block && !line.trim_start().starts_with("{:");
        if is_row {
            run.push(range);
        } else {
            table(text, &std::mem::take(&mut run), edits);
        }
    }
    table(text, &run, edits);
}

fn table(text: &str, lines: &[Range<usize>], edits: &mut Edits) {
    let lines: Vec<&Range<usize>> = lines.iter().collect();
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    let is_parting: Vec<bool> = lines.iter().map(|line| parts_rows(&text[(*line).clone()])).collect();
    let partings = is_parting.iter().filter(|is| **is).count();
    // Rows that nothing parts are a table if each of them says so itself, and no text stands around them.
    let framed = |line: &&&Range<usize>| {
        let line = text[(**line).clone()].trim();
        line.len() > 2 && line.starts_with('|') && line.ends_with('|')
    };
    let alone = text[..first.start].trim_end_matches([' ', '\t', '\r']).ends_with("\n\n") || first.start == 0;
    let below = text[last.end..].trim_start_matches([' ', '\t', '\r']);
    let below = below.strip_prefix('\n').unwrap_or(below).trim_start_matches([' ', '\t', '\r']);
    let alone = alone && (below.is_empty() || below.starts_with(['\n']) || below.starts_with("{:"));
    let bare = partings == 0 && alone && lines.iter().all(|line| framed(&line));
    let headless = bare || is_parting[0] && lines.len() > 1;
    if partings == 0 && !bare || !(headless || is_parting.get(1) == Some(&true)) {
        return;
    }
    let rows: Vec<Vec<String>> = lines
        .iter()
        .zip(&is_parting)
        .filter(|(_, is)| !**is)
        .map(|(line, _)| cells(&text[(*line).clone()]))
        .collect();
    let has_bar = lines.iter().any(|line| {
        let line = &text[(*line).clone()];
        line.contains('`') && line.contains('|')
    });
    if partings == 1 && !headless && !has_bar || rows.is_empty() {
        return;
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
    let looks: Vec<String> = lines
        .iter()
        .zip(&is_parting)
        .filter(|(_, is)| **is)
        .map(|(line, _)| cells(&text[(*line).clone()]))
        .find(|cells| cells.iter().any(|cell| cell.contains(':')))
        .unwrap_or_default();
    let row = |cells: &[String]| {
        let mut out = String::from("|");
        for i in 0..columns {
            out.push_str(&format!(" {} |", cells.get(i).map_or("", String::as_str)));
        }
        out
    };
    let look =
        |i: usize| match looks.get(i).map_or((false, false), |l| (l.starts_with(':'), l.ends_with(':'))) {
            (true, true) => ":-:",
            (true, false) => ":--",
            (false, true) => "--:",
            (false, false) => "---",
        };
    let mut out: Vec<String> = Vec::new();
    let (head, body) = if headless { (&[][..], &rows[..]) } else { (&rows[0][..], &rows[1..]) };
    out.push(row(head));
    out.push(format!("|{}|", (0..columns).map(look).collect::<Vec<_>>().join("|")));
    out.extend(body.iter().map(|cells| row(cells)));
    edits.push((first.start..last.end, out.join("\n")));
}

/// `{::nomarkdown}…{:/}`: HTML in which nothing is Markdown.
fn raw(text: &str, code: &[Range<usize>], edits: &mut Edits) {
    let mut at = 0;
    let mark = "{::nomarkdown}";
    while let Some(start) = text[at..].find(mark).map(|i| at + i) {
        at = start + mark.len();
        if within(code, start).is_some() {
            continue;
        }
        let end = ["{:/nomarkdown}", "{:/}"]
            .into_iter()
            .filter_map(|end| text[at..].find(end).map(|i| (at + i, at + i + end.len())))
            .min();
        let Some((inside, end)) = end else { return };
        let mut html = String::new();
        let mut in_tag = false;
        for c in text[at..inside].chars() {
            in_tag = match c {
                '<' => true,
                '>' => false,
                _ => in_tag,
            };
            if !in_tag && matches!(c, '*' | '_' | '`' | '[' | ']' | '~' | '$') {
                html.push_str(&format!("&#{};", u32::from(c)));
            } else {
                html.push(c);
            }
        }
        edits.push((start..end, html));
        at = end;
    }
}

/// `*[HTML]: Hyper Text` explains each `HTML`.
fn abbreviations(text: &str, code: &[Range<usize>], context: &Context<'_>, edits: &mut Edits) {
    if !text.contains("*[") {
        return;
    }
    let mut known: HashMap<&str, &str> = HashMap::new();
    let mut defined = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at += line.len();
        let Some((name, meaning)) = line.strip_prefix("*[").and_then(|rest| rest.split_once("]:")) else {
            continue;
        };
        if within(code, range.start).is_none() && !name.trim().is_empty() && known.len() < MOST {
            known.insert(name.trim(), meaning.trim());
            edits.push((range.clone(), String::new()));
            defined.push(range);
        }
    }
    if known.is_empty() {
        return;
    }
    let mut plain = 0_usize;
    for (event, range) in Parser::new_ext(text, context.flavour.extensions()).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { .. } | Tag::Heading { .. } | Tag::CodeBlock(_)) => plain += 1,
            Event::End(TagEnd::Image | TagEnd::Heading(_) | TagEnd::CodeBlock) => {
                plain = plain.saturating_sub(1)
            }
            Event::Text(prose) if plain == 0 && text.get(range.clone()) == Some(&prose) => {
                if within(&defined, range.start).is_some() || edits.len() > PLACES {
                    continue;
                }
                let mut from = 0;
                for word in
                    prose.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '.' | '&' | '+')))
                {
                    let here = range.start + from;
                    from += word.len() + prose[from + word.len()..].chars().next().map_or(0, char::len_utf8);
                    let bare = word.trim_end_matches(['.', '-']);
                    let Some((found, meaning)) =
                        [word, bare].iter().find_map(|w| known.get(w).map(|m| (*w, m)))
                    else {
                        continue;
                    };
                    let mut html = "<abbr".to_owned();
                    if !meaning.is_empty() {
                        attribute(&mut html, "title", meaning);
                    }
                    html.push_str(&format!(">{found}</abbr>"));
                    edits.push((here..here + found.len(), html));
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engines;
    use lamplight_markdown::Flavour;

    #[test]
    fn tables_of_kramdown_are_tables() {
        let context = Context {
            engines: Engines::NONE.with(Engine::Jekyll),
            ..Context::plain(Flavour::Blog { smart: false })
        };
        for (text, want) in [
            (
                "|----\n| no | header\n| row | here\n|====\n| foot | er\n{: .t}\n",
                "|  |  |\n|---|---|\n| no | header |\n| row | here |\n| foot | er |\n{: .t}\n",
            ),
            (
                "| a | b\n|-|:-:|\n| 1 | `x|y`\n|---\n| 2 | c \\| d\n",
                "| a | b |\n|---|:-:|\n| 1 | `x\\|y` |\n| 2 | c \\| d |\n",
            ),
            ("First | a\n|-|:-|\nx | y\n", "First | a\n|-|:-|\nx | y\n"),
            ("If you | have\n\n* [x](a) | [y](b)\n", "If you | have\n\n* [x](a) | [y](b)\n"),
            ("a\n\n| b | c |\n| d | e |\n", "a\n\n|  |  |\n|---|---|\n| b | c |\n| d | e |\n"),
            ("a\n| b | c |\n", "a\n| b | c |\n"),
            ("| b | c\n", "| b | c\n"),
            ("```\n|---\n| a | b\n```\n", "```\n|---\n| a | b\n```\n"),
            ("{::nomarkdown}<b>*raw*</b>{:/}", "<b>&#42;raw&#42;</b>"),
            (
                "*[HTML]: Hyper \"T\"\nHTML is XHTML, `HTML`.\n",
                "<abbr title=\"Hyper &quot;T&quot;\">HTML</abbr> is XHTML, `HTML`.\n",
            ),
        ] {
            assert_eq!(step(text, &context).markdown, want, "{text}");
        }
    }
}
