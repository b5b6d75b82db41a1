//! Emphasis beside wide letters.
//!
//! CommonMark asks what stands around a run of asterisks, and takes `。` for punctuation as any other: `**重要。**所以` does
//! not end. Here wide signs count as letters, and beside a wide letter a run may begin and end. What then is paired
//! otherwise than by the parser is written in HTML; a paragraph without such a pair stays as it is.

use std::collections::BTreeSet;
use std::ops::Range;

use lamplight_markdown::Flavour;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::wide::{is_hangul, is_wide};
use crate::translate::context::Translated;
use crate::translate::out::edited;
use crate::translate::scan::within;

/// Runs that an end looks back at. CommonMark looks at all of them; nobody has so many open.
const FURTHEST: usize = 32;

/// Two marks that belong together: where each begins, and how many signs each has.
type DelimiterPair = (usize, usize, usize);

/// Rewrites the emphasis of paragraphs with wide letters beside their marks.
pub(super) fn step(text: &str, flavour: Flavour) -> Translated {
    if !text.contains('*') && !text.contains("~~") {
        return Translated::unchanged(text);
    }
    let mut edits = Vec::new();
    for leaf in leaves(text, flavour) {
        let mut pairs = Vec::new();
        for runs in &leaf.groups {
            pairs.extend(paired(text, runs.clone()));
        }
        let ours: BTreeSet<DelimiterPair> = pairs.iter().copied().collect();
        let differs = ours.symmetric_difference(&leaf.parsed).any(|(open, close, length)| {
            [(*open, *length), (*close, *length)].into_iter().any(|(at, length)| is_beside(text, at, length))
        });
        if !differs || ours.is_empty() {
            continue;
        }
        for (open, close, length) in pairs {
            let name = match (text.as_bytes()[open], length) {
                (b'~', _) => "del",
                (_, 2) => "strong",
                _ => "em",
            };
            edits.push((open..open + length, format!("<{name}>")));
            edits.push((close..close + length, format!("</{name}>")));
        }
    }
    let (markdown, lines) = edited(text, edits);
    Translated { markdown, lines, ..Translated::default() }
}

/// A paragraph, a heading, a cell.
struct InlineBlock {
    /// Runs of signs, those of each link for themselves.
    groups: Vec<Vec<DelimiterRun>>,
    /// What the parser paired.
    parsed: BTreeSet<DelimiterPair>,
}

/// A run of asterisks or of two tildes.
#[derive(Clone, Debug)]
struct DelimiterRun {
    at: usize,
    length: usize,
    whole: usize,
    opens: bool,
    closes: bool,
    sign: u8,
}

/// The paragraphs of a text that have marks.
fn leaves(text: &str, flavour: Flavour) -> Vec<InlineBlock> {
    let mut found: Vec<InlineBlock> = Vec::new();
    // Stretches of the paragraph being read where no mark is one, and its links.
    let (mut inert, mut links, mut parsed): (Vec<Range<usize>>, Vec<Range<usize>>, BTreeSet<DelimiterPair>) =
        Default::default();
    let mut whole: Option<Range<usize>> = None;
    // Where the text of the links that are open has ended so far.
    let mut open: Vec<usize> = Vec::new();
    let mut finish = |whole: &mut Option<Range<usize>>,
                      inert: &mut Vec<Range<usize>>,
                      links: &mut Vec<Range<usize>>,
                      parsed: &mut BTreeSet<DelimiterPair>| {
        let inert = std::mem::take(inert);
        let links = std::mem::take(links);
        let parsed = std::mem::take(parsed);
        if let Some(whole) = whole.take() {
            let groups = runs(text, &whole, inert, links);
            if !groups.is_empty() {
                found.push(InlineBlock { groups, parsed });
            }
        }
    };
    for (event, range) in Parser::new_ext(text, flavour.extensions()).into_offset_iter() {
        let inline = matches!(
            event,
            Event::Text(_)
                | Event::Code(_)
                | Event::InlineHtml(_)
                | Event::SoftBreak
                | Event::HardBreak
                | Event::FootnoteReference(_)
                | Event::TaskListMarker(_)
                | Event::Start(
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
                )
                | Event::End(
                    TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
                )
        );
        if !inline {
            finish(&mut whole, &mut inert, &mut links, &mut parsed);
            continue;
        }
        match &mut whole {
            Some(whole) => whole.end = whole.end.max(range.end),
            None => whole = Some(range.clone()),
        }
        if let Some(last) = open.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            *last = (*last).max(range.end);
        }
        match event {
            Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => inert.push(range),
            Event::Start(Tag::Strong) => {
                parsed.insert((range.start, range.end - 2, 2));
            }
            Event::Start(Tag::Emphasis) => {
                parsed.insert((range.start, range.end - 1, 1));
            }
            Event::Start(Tag::Strikethrough) if text[range.clone()].starts_with("~~") => {
                parsed.insert((range.start, range.end - 2, 2));
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                links.push(range.clone());
                open.push(range.start);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(end) = open.pop() {
                    // Behind its text stands an address, which is none.
                    inert.push(end.min(range.end)..range.end);
                    if let Some(last) = open.last_mut() {
                        *last = (*last).max(range.end);
                    }
                }
            }
            _ => {}
        }
    }
    finish(&mut whole, &mut inert, &mut links, &mut parsed);
    found
}

/// The runs of a paragraph, by the link that they are in.
fn runs(
    text: &str,
    whole: &Range<usize>,
    mut inert: Vec<Range<usize>>,
    mut links: Vec<Range<usize>>,
) -> Vec<Vec<DelimiterRun>> {
    inert.sort_by_key(|range| range.start);
    // Of links within links (pictures in links) the outer one counts.
    links.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    links.dedup_by(|inner, outer| inner.start < outer.end);
    let mut groups: Vec<(Option<usize>, Vec<DelimiterRun>)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = whole.start;
    let mut beside = false;
    while at < whole.end {
        if let Some(range) = within(&inert, at) {
            at = range.end.max(at + 1);
            continue;
        }
        let sign = bytes[at];
        if sign == b'\\' {
            at += 2;
            continue;
        }
        if !matches!(sign, b'*' | b'~') {
            at += 1;
            continue;
        }
        let length = bytes[at..whole.end].iter().take_while(|byte| **byte == sign).count();
        let (before, after) = (
            text[..at].chars().next_back().unwrap_or(' '),
            text[at + length..].chars().next().unwrap_or(' '),
        );
        beside |= is_east(before) || is_east(after);
        let left = !after.is_whitespace() && (!is_punctuation(after) || is_free(before));
        let right = !before.is_whitespace() && (!is_punctuation(before) || is_free(after));
        if sign == b'*' || length == 2 {
            let link = within(&links, at).map(|link| link.start);
            let run = DelimiterRun { at, length, whole: length, opens: left, closes: right, sign };
            match groups.iter_mut().rev().take(2).find(|(of, _)| *of == link) {
                Some((_, runs)) => runs.push(run),
                None => groups.push((link, vec![run])),
            }
        }
        at += length;
    }
    if beside { groups.into_iter().map(|(_, runs)| runs).collect() } else { Vec::new() }
}

/// Pairs runs as CommonMark does.
fn paired(text: &str, mut runs: Vec<DelimiterRun>) -> Vec<DelimiterPair> {
    let mut pairs = Vec::new();
    // Those that may still begin something.
    let mut open: Vec<usize> = Vec::new();
    for this in 0..runs.len() {
        while runs[this].closes && runs[this].length > 0 {
            let DelimiterRun { length, whole, sign, opens, .. } = runs[this];
            let fits = |other: &DelimiterRun| {
                // Three in all would be no pair of two and no pair of one.
                let odd = (other.closes || opens)
                    && (other.whole + whole).is_multiple_of(3)
                    && !(other.whole.is_multiple_of(3) && whole.is_multiple_of(3));
                other.sign == sign && other.length > 0 && (sign == b'~' || !odd)
            };
            let Some(place) = open.iter().rev().take(FURTHEST).position(|other| fits(&runs[*other])) else {
                break;
            };
            open.truncate(open.len() - place);
            let Some(&other) = open.last() else { break };
            let used = if length >= 2 && runs[other].length >= 2 { 2 } else { 1 };
            runs[other].length -= used;
            pairs.push((runs[other].at + runs[other].length, runs[this].at, used));
            runs[this].at += used;
            runs[this].length -= used;
            if runs[other].length == 0 {
                open.pop();
            }
        }
        if runs[this].opens && runs[this].length > 0 {
            open.push(this);
        }
    }
    debug_assert!(pairs.iter().all(|(open, close, length)| text.get(*open..close + length).is_some()));
    pairs
}

/// Whether a wide letter stands beside a mark.
fn is_beside(text: &str, at: usize, length: usize) -> bool {
    let around = text[..at].chars().next_back().into_iter().chain(text[at + length..].chars().next());
    // Marks of other pairs may stand between.
    let further = text[..at].trim_end_matches(['*', '~']).chars().next_back();
    let after = text[at + length..].trim_start_matches(['*', '~']).chars().next();
    around.chain(further).chain(after).any(is_east)
}

fn is_east(c: char) -> bool {
    is_wide(c) || is_hangul(c)
}

/// Punctuation and signs of other scripts.
fn is_punctuation(c: char) -> bool {
    !is_east(c)
        && (c.is_ascii_punctuation()
            || !c.is_ascii()
                && !c.is_alphanumeric()
                && !c.is_whitespace()
                && !matches!(u32::from(c), 0x300..=0x36f | 0xfe00..=0xfe0f))
}

/// Whether a mark may begin behind or end before it, whatever stands on its other side.
fn is_free(c: char) -> bool {
    c.is_whitespace() || is_punctuation(c) || is_east(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emphasis_is_what_readers_mean() {
        for (text, want) in [
            ("**重要。**所以", "<strong>重要。</strong>所以"),
            ("する**「強調」**する", "する<strong>「強調」</strong>する"),
            ("*「x」*と", "<em>「x」</em>と"),
            ("**重要。**所以**这样**走", "<strong>重要。</strong>所以<strong>这样</strong>走"),
            ("这是**“重要”**的", "这是<strong>“重要”</strong>的"),
            ("**강조(예)**는", "<strong>강조(예)</strong>는"),
            ("***重要。***所以", "<em><strong>重要。</strong></em>所以"),
            ("~~删除。~~所以", "<del>删除。</del>所以"),
            ("[**「a」**b](c*d) **日。**本", "[<strong>「a」</strong>b](c*d) <strong>日。</strong>本"),
            ("- **日。**本\n- ok", "- <strong>日。</strong>本\n- ok"),
            ("| **日。**本 |\n|---|\n", "| <strong>日。</strong>本 |\n|---|\n"),
            ("**日`*`。**本", "<strong>日`*`。</strong>本"),
            ("**日本**語", ""),
            ("* 日本\n* 語", ""),
            ("3 * 4 * 5 日本", ""),
            ("\\*\\*日。\\*\\*本", ""),
            ("`**日。**本`", ""),
            ("日本 **b** *c* **d**", ""),
            ("日本 a*b_c", ""),
            ("a **b.**c", ""),
        ] {
            let want = if want.is_empty() { text } else { want };
            assert_eq!(step(text, Flavour::Blog { smart: true }).markdown, want, "{text}");
        }
    }
}
