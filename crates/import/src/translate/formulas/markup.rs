//! Formulas that authors wrote in MathML. Each becomes one tag that holds it, `<math mathml="…">`, so that no Markdown is
//! read in it; it is written anew where raw HTML is made safe.

use std::ops::Range;

use crate::translate::context::Translated;
use crate::translate::html::attribute;
use crate::translate::out::edited;
use crate::translate::scan::within;

/// Bytes of one formula.
const LONGEST: usize = 100_000;

/// Takes each `<math>…</math>` together.
pub(super) fn taken_together(text: &str, code: &[Range<usize>]) -> Translated {
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('<').map(|i| at + i) {
        at = open + 1;
        let begins =
            |rest: &str, name: &str| rest.get(..name.len()).is_some_and(|s| s.eq_ignore_ascii_case(name));
        let rest = &text[open..];
        if !begins(rest, "<math")
            || !rest[5..].starts_with([' ', '>', '\n', '\t'])
            || within(code, open).is_some()
        {
            continue;
        }
        // A formula that Markdown was made of has no end.
        let tag = &rest[..rest.find('>').map_or(rest.len(), |i| i + 1)];
        if tag.contains(" tex=") || tag.contains(" mathml=") {
            continue;
        }
        let mut limit = rest.len().min(LONGEST);
        while !rest.is_char_boundary(limit) {
            limit -= 1;
        }
        // Without one end there is no other: a second `<math` before it is within the first.
        let Some(close) = rest[..limit].match_indices("</").find(|(i, _)| begins(&rest[*i..], "</math>"))
        else {
            break;
        };
        let end = open + close.0 + "</math>".len();
        let mut html = "<math".to_owned();
        attribute(&mut html, "mathml", &text[open..end]);
        edits.push((open..end, html.replace('|', "&#124;") + ">"));
        at = end;
    }
    let (markdown, lines) = edited(text, edits);
    Translated { markdown, lines, ..Translated::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_in_mathml_are_one_tag() {
        for (text, want) in [
            (
                "a <math><mi>x</mi></math> b",
                "a <math mathml=\"&lt;math&gt;&lt;mi&gt;x&lt;/mi&gt;&lt;/math&gt;\"> b",
            ),
            ("<math>\n\n*a*</MATH>", "<math mathml=\"&lt;math&gt;  *a*&lt;/MATH&gt;\">"),
            ("<math tex=\"x\"> <mathx></mathx> <math>", ""),
        ] {
            let want = if want.is_empty() { text } else { want };
            assert_eq!(taken_together(text, &[]).markdown, want, "{text}");
        }
    }
}
