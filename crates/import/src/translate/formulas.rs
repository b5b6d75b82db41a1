//! Formulas between marks: `$$ … $$` as kramdown has it, `\\( … \\)` and `\\[ … \\]` as MathJax has it, and GitHub's
//! `` $`…`$ `` and ```` ```math ````. Each becomes `<math tex="…">`, which is drawn where raw HTML is made safe.
//!
//! A single dollar is money, but for [`single`].

mod markup;
mod single;

use std::ops::Range;

use lamplight_markdown::Flavour;
use lamplight_markdown::fence::Fence;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use super::context::{Context, Translated};
use super::diagnostics::DiagnosticList;
use super::html::attribute;
use super::out::edited;
use super::scan::{alone, ends_line, within};
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};

/// The marks that are read here.
pub(super) const ROWS: &[Mark] = &[
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "$$x$$, \\\\(x\\\\), \\\\[x\\\\], $`x`$, ```math",
        becomes: "a formula",
        code: "math-syntax",
        example: "a $$x|y$$ and $`z`$",
        result: "a <math tex=\"x&#124;y\"> and <math tex=\"z\">",
    },
    Mark {
        engines: &Engine::ALL,
        scope: Scope::Everywhere,
        syntax: "$x$, \\(x\\), \\[x\\]",
        becomes: "a formula with `dollar_math = true`; else itself, and reported where it looks like TeX",
        code: "math-dollars",
        example: "$x_1$ costs $5 or $10, \\[a\\], \\(b_1\\)",
        result: "$x_1$ costs $5 or $10, \\[a\\], \\\\\\(b\\_1\\\\\\)",
    },
];

const MARKS: [(&str, &str, bool); 3] =
    [("$$", "$$", true), ("\\\\[", "\\\\]", true), ("\\\\(", "\\\\)", false)];

/// The translator of posts in Markdown.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    let first = markup(text, context);
    let second = formulas(&first.markdown, context);
    Translated { lines: first.lines.then(&second.lines), ..second }
}

/// Takes formulas in MathML together.
fn markup(text: &str, context: &Context<'_>) -> Translated {
    match text.contains("<math") || text.contains("<MATH") {
        true => markup::taken_together(text, &super::scan::code(text, context.flavour)),
        false => Translated::unchanged(text),
    }
}

/// The translator of posts in HTML.
pub(super) fn of_html(text: &str, _: &Context<'_>) -> Translated {
    markup::taken_together(text, &[])
}

fn formulas(text: &str, context: &Context<'_>) -> Translated {
    // Posts of engines without Liquid have formulas, too.
    match context.liquid.is_some() || !context.engines.is_empty() || context.dollar_math {
        true => translate(text, context.flavour, context.dollar_math),
        false => Translated::unchanged(text),
    }
}

fn translate(text: &str, flavour: Flavour, dollars: bool) -> Translated {
    if !text.contains(['$', '\\']) && !text.contains("math") {
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
            found.push((start..end, tex, block && is_block(text, &(start..end))));
        }
    }
    found.sort_by_key(|(range, ..)| range.start);
    found.dedup_by(|(next, ..), (kept, ..)| next.start < kept.end);
    let mut diagnostics = DiagnosticList::of(text);
    let taken: Vec<Range<usize>> = found.iter().map(|(range, ..)| range.clone()).collect();
    let singles = single::find(text, flavour, &code, &taken, dollars, &mut diagnostics);
    for (range, tex, block) in singles.formulas {
        let block = block && is_block(text, &range);
        found.push((range, tex, block));
    }
    let count = found.len();
    let verbatim = singles.verbatim.into_iter().map(|range| {
        let with = escaped(&text[range.clone()]);
        (range, with)
    });
    let edits = found.into_iter().map(|(range, tex, block)| {
        let mut html = "<math".to_owned();
        let is_quoted = quoted(text, &range);
        let tex: Vec<&str> = tex.split_whitespace().filter(|part| !(is_quoted && *part == ">")).collect();
        let before = html.len();
        attribute(&mut html, "tex", &tex.join(" "));
        // A cell of a table ends at its first bar, wherever that stands.
        let written = html.split_off(before).replace('|', "&#124;");
        html.push_str(&written);
        html.push_str(if block { " display=\"block\">" } else { ">" });
        if block
            && alone(text, &range)
            && !text[range.end..].split('\n').nth(1).is_none_or(|next| next.trim().is_empty())
        {
            // A block of HTML goes on to the next blank line.
            html.push('\n');
        }
        (range, html)
    });
    let (markdown, lines) = edited(text, edits.chain(verbatim).collect());
    let counts = (count > 0).then(|| ("formula".to_owned(), count)).into_iter().collect();
    Translated { markdown, lines, diagnostics: diagnostics.finish(), counts }
}

/// Whether a formula has its lines for itself, but for marks of quotations and lists.
fn is_block(text: &str, range: &Range<usize>) -> bool {
    let before = &text.as_bytes()[..range.start];
    let length = before.iter().rev().take(100).take_while(|byte| **byte != b'\n').count();
    let before = text.get(range.start - length..range.start).unwrap_or("x");
    ends_line(&text[range.end..])
        && before.len() < 100
        && before.chars().all(|c| {
            c.is_whitespace() || c.is_ascii_digit() || matches!(c, '>' | '-' | '+' | '*' | '.' | ')')
        })
        && (before.trim().is_empty() || before.ends_with([' ', '>']))
}

/// Whether a formula of several lines begins in a quotation, whose mark then begins each of its lines.
fn quoted(text: &str, range: &Range<usize>) -> bool {
    text[range.clone()].contains('\n') && {
        let start = text[..range.start].rfind('\n').map_or(0, |i| i + 1);
        text[start..].trim_start().starts_with('>')
    }
}

/// Text of which Markdown takes no sign.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
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
            assert_eq!(translate(text, Flavour::Blog { smart: false }, false).markdown, want, "{text}");
        }
    }

    #[test]
    fn dollars_are_formulas_by_a_setting() {
        for (text, want) in [
            ("a $x_1$, $*a*$ b", "a <math tex=\"x_1\">, <math tex=\"*a*\"> b"),
            ("$a<b>c$.", "<math tex=\"a&lt;b&gt;c\">."),
            ("\\( a_b \\) and \\[ x\\,dx \\] c", "<math tex=\"a_b\"> and <math tex=\"x\\,dx\"> c"),
            ("a\n\n\\[\nx\n\\]\n", "a\n\n<math tex=\"x\" display=\"block\">\n"),
            ("| $|x|$ | cost $3 |\n|---|---|\n", "| <math tex=\"&#124;x&#124;\"> | cost $3 |\n|---|---|\n"),
            ("- $$\n  x\n  $$\n", "- <math tex=\"x\" display=\"block\">\n"),
            ("> $$\n> x\n> $$\n", "> <math tex=\"x\" display=\"block\">\n"),
            ("$5 or $10, US$15–$20, $HOME and $PATH, $HOME/$USER, \\$5 and \\$6", ""),
            ("from $5 to $x$ and 6$", "from $5 to <math tex=\"x\"> and 6$"),
            ("`$x$` [a](b$c$) $ x $ $y\n\nz$", ""),
        ] {
            let want = if want.is_empty() { text } else { want };
            let done = translate(text, Flavour::Blog { smart: false }, true);
            assert_eq!((done.markdown.as_str(), done.diagnostics.len()), (want, 0), "{text}");
        }
    }

    #[test]
    fn what_looks_like_tex_is_told_and_money_is_not() {
        for (text, want, diagnostics) in [
            ("$X_{1}$, $*a* \\cdot *b*$, $a<b>c$, $x$, $|x|$", "", 5),
            ("\\[ \\int_0^1 x\\,dx \\]", "\\\\\\[ \\\\int\\_0\\^1 x\\\\\\,dx \\\\\\]", 1),
            ("Lunch was $5, dinner $10; in all US$15–$20. `$HOME`, and $PATH stays.", "", 0),
            ("$A=$B $foo and $bar, a $5 note$ \\$5 \\[1\\] \\[a b\\](c) \\(see there\\)", "", 0),
        ] {
            let want = if want.is_empty() { text } else { want };
            let done = translate(text, Flavour::Blog { smart: false }, false);
            assert_eq!((done.markdown.as_str(), done.diagnostics.len()), (want, diagnostics), "{text}");
        }
    }
}
