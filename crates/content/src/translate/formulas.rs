//! Formulas between marks: `$$ … $$` as kramdown has it, `\\( … \\)` and `\\[ … \\]` as MathJax has it, and GitHub's
//! `` $`…`$ `` and ```` ```math ````. Each becomes `<math tex="…">`, which is drawn where raw HTML is made safe.
//!
//! A single dollar is money.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use super::out::edited;
use super::{Context, Translated, alone, attribute, within};
use crate::markdown::Flavour;
use crate::markdown::fence::Fence;

const MARKS: [(&str, &str, bool); 3] =
    [("$$", "$$", true), ("\\\\[", "\\\\]", true), ("\\\\(", "\\\\)", false)];

/// The translator of posts in Markdown.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    // Posts of engines without Liquid have formulas, too.
    match context.liquid.is_some() || !context.engines.is_empty() {
        true => translate(text, context.flavour),
        false => Translated::unchanged(text),
    }
}

fn translate(text: &str, flavour: Flavour) -> Translated {
    let has_marks = MARKS.iter().any(|(open, ..)| text.contains(open));
    if !has_marks && !text.contains("$`") && !text.contains("math") {
        return Translated::unchanged(text);
    }
    let mut code: Vec<Range<usize>> = Vec::new();
    let mut found: Vec<(Range<usize>, &str, bool)> = Vec::new();
    for (event, range) in Parser::new_ext(text, flavour.extensions()).into_offset_iter() {
        if matches!(event, Event::Start(Tag::CodeBlock(_)) | Event::Code(_)) {
            code.push(range.clone());
        }
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if Fence::read(&info).language == "math" =>
            {
                let inside = text[range.clone()]
                    .split_once('\n')
                    .and_then(|(_, rest)| rest.trim_end().rsplit_once('\n'));
                found.extend(inside.map(|(tex, _)| (range, tex, true)));
            }
            Event::Code(_) if text[..range.start].ends_with('$') && text[range.end..].starts_with('$') => {
                let tex = text[range.clone()].trim_matches('`');
                found.push((range.start - 1..range.end + 1, tex, false));
            }
            _ => {}
        }
    }
    let (mut at, mut paragraph_end) = (0, 0);
    // Where each mark stands next; `None` once there is none.
    let mut ahead = MARKS.map(|(open, ..)| text.find(open));
    loop {
        for (next, (open, ..)) in ahead.iter_mut().zip(MARKS) {
            if next.is_some_and(|next| next < at) {
                *next = text[at..].find(open).map(|i| at + i);
            }
        }
        let nearest = (0..MARKS.len()).filter_map(|mark| Some((ahead[mark]?, mark))).min();
        let Some((start, mark)) = nearest else { break };
        let (open, close, block) = MARKS[mark];
        at = start + open.len();
        if within(&code, start).is_some() || text[..start].ends_with('\\') {
            continue;
        }
        // A formula ends in the paragraph that it begins in.
        if paragraph_end <= at {
            paragraph_end = text[at..].find("\n\n").map_or(text.len(), |i| at + i);
        }
        let paragraph = &text[at..paragraph_end.max(at)];
        let Some(length) = paragraph.find(close) else {
            // Nor does any other that begins with this mark in what is left of it.
            let rest = paragraph_end.max(at);
            ahead[mark] = text[rest..].find(open).map(|i| rest + i);
            continue;
        };
        let end = at + length + close.len();
        let tex = &paragraph[..length];
        at = end;
        if !tex.trim().is_empty() && within(&code, end - 1).is_none() {
            found.push((start..end, tex, block && alone(text, &(start..end))));
        }
    }
    found.sort_by_key(|(range, ..)| range.start);
    found.dedup_by(|(next, ..), (kept, ..)| next.start < kept.end);
    let count = found.len();
    let edits = found.into_iter().map(|(range, tex, block)| {
        let mut html = "<math".to_owned();
        attribute(&mut html, "tex", &tex.split_whitespace().collect::<Vec<_>>().join(" "));
        html.push_str(if block { " display=\"block\">" } else { ">" });
        if block && !text[range.end..].split('\n').nth(1).is_none_or(|next| next.trim().is_empty()) {
            // A block of HTML goes on to the next blank line.
            html.push('\n');
        }
        (range, html)
    });
    let (markdown, lines) = edited(text, edits.collect());
    let counts = (count > 0).then(|| ("formula".to_owned(), count)).into_iter().collect();
    Translated { markdown, lines, told: Vec::new(), counts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_found_and_money_is_not() {
        for (text, want) in [
            ("a $$x_1 < y$$ b", "a <math tex=\"x_1 &lt; y\"> b"),
            ("a\n\n$$\nx\n= y\n$$\nb", "a\n\n<math tex=\"x = y\" display=\"block\">\n\nb"),
            ("a \\\\(x\\\\) b", "a <math tex=\"x\"> b"),
            ("\\\\[x\\\\]", "<math tex=\"x\" display=\"block\">"),
            ("it is $`x`$.", "it is <math tex=\"x\">."),
            ("```math\nx\n```\n", "<math tex=\"x\" display=\"block\">\n"),
            ("from $5 to $6, `$$x$$`, $$ and\n\nmath $$", "from $5 to $6, `$$x$$`, $$ and\n\nmath $$"),
            ("\\$$x$$", "\\$$x$$"),
        ] {
            assert_eq!(translate(text, Flavour::Blog { smart: false }).markdown, want, "{text}");
        }
    }
}
