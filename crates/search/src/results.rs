//! A post as an answer shows it: the place that answers best, and the words in it that do.

use std::ops::Range;

use crate::matched::Matched;
use crate::token::tokenize;
use crate::wire::Reader;

/// Bytes of a text that is shown, about.
const LONG: usize = 190;
/// Of these before the first word that was looked for.
const BEFORE: usize = 50;

/// What a question led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Posts in all.
    pub total: usize,
    /// The best of them.
    pub results: Vec<Found>,
}

/// Text, part after part; `true` for those that answer the question.
pub type Marked = Vec<(String, bool)>;

/// A post that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Path of the site, with leading slash, without the base.
    pub path: String,
    /// Its title.
    pub title: Marked,
    /// `2026-11-24`; empty if unknown.
    pub date: String,
    /// Id and title of the heading above the text that is shown; empty above the first.
    pub section: (String, Marked),
    /// A little of the text.
    pub text: Marked,
}

/// Reads what [`crate::analyze`] wrote.
pub(crate) fn show(post: &[u8], clauses: &[Matched]) -> Option<Found> {
    let mut reader = Reader(post);
    let (path, title, date) = (reader.text()?, reader.text()?, reader.text()?);
    let mut best: (f32, [&str; 4]) = (-1.0, ["", "", "", ""]);
    for _ in 0..reader.number()? {
        let section = [reader.text()?, reader.text()?, reader.text()?, reader.text()?];
        let score =
            worth(section[1], clauses) * 1.5 + worth(section[2], clauses) + worth(section[3], clauses) * 0.8;
        // The first of equals; if nothing stands out, the beginning.
        if score > best.0 + 0.01 {
            best = (score, section);
        }
    }
    let [id, heading, prose, code] = best.1;
    let text = if worth(prose, clauses) > 0.0 || worth(code, clauses) == 0.0 { prose } else { code };
    Some(Found {
        path: path.to_owned(),
        title: marked(title, 0..title.len(), clauses),
        date: date.to_owned(),
        section: (id.to_owned(), marked(heading, 0..heading.len(), clauses)),
        text: excerpt(text, clauses),
    })
}

/// Places of words that answer, with the number of the clause.
fn hits(text: &str, clauses: &[Matched]) -> Vec<(Range<usize>, usize)> {
    let clause =
        |word: &str| clauses.iter().position(|clause| clause.words.iter().any(|known| known == word));
    tokenize(text).into_iter().filter_map(|token| Some((token.range, clause(&token.text)?))).collect()
}

fn worth(text: &str, clauses: &[Matched]) -> f32 {
    let mut times = vec![0_u8; clauses.len()];
    for (_, clause) in hits(text, clauses) {
        times[clause] = times[clause].saturating_add(1);
    }
    let each = clauses.iter().zip(times).filter(|(_, times)| *times > 0);
    each.map(|(clause, times)| (clause.weight + 0.1) * (1.0 + 0.1 * f32::from(times.min(5)))).sum()
}

/// The stretch of a text where most of the question is answered.
fn excerpt(text: &str, clauses: &[Matched]) -> Marked {
    let hits = hits(text, clauses);
    let within = |start: usize| {
        let inside =
            hits.iter().filter(|(range, _)| range.start >= start && range.end <= start + LONG - BEFORE);
        let mut seen = vec![false; clauses.len()];
        let all = inside.map(|(_, clause)| seen[*clause] = true).count();
        (seen.into_iter().filter(|seen| *seen).count(), all)
    };
    let mut best = ((0, 0), 0);
    for (range, _) in &hits {
        let worth = within(range.start);
        if worth > best.0 {
            best = (worth, range.start);
        }
    }
    let start = if best.1 <= BEFORE { 0 } else { word_after(text, best.1 - BEFORE, best.1) };
    let end = if text.len() - start <= LONG + 20 { text.len() } else { word_before(text, start + LONG) };
    let mut parts = marked(text, start..end, clauses);
    if start > 0 {
        parts.insert(0, ("… ".to_owned(), false));
    }
    if end < text.len() {
        parts.push((" …".to_owned(), false));
    }
    parts
}

/// The beginning of a word at or after a byte, at most at `last`.
fn word_after(text: &str, at: usize, last: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    let blank = text[at..last].find(char::is_whitespace);
    blank.map_or(at, |blank| at + blank + 1)
}

/// The end of a word at or before a byte.
fn word_before(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    let from = text.floor_char_boundary(at.saturating_sub(24));
    text[from..at].rfind(char::is_whitespace).map_or(at, |blank| from + blank)
}

fn marked(text: &str, shown: Range<usize>, clauses: &[Matched]) -> Marked {
    let mut parts: Marked = Vec::new();
    let mut at = shown.start;
    let mut marks: Vec<Range<usize>> = Vec::new();
    for (range, _) in hits(text, clauses) {
        if range.start < shown.start || range.end > shown.end {
            continue;
        }
        // Pairs of characters overlap.
        match marks.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => marks.push(range),
        }
    }
    for mark in marks {
        if mark.start > at {
            parts.push((text[at..mark.start].to_owned(), false));
        }
        parts.push((text[mark.clone()].to_owned(), true));
        at = mark.end;
    }
    if at < shown.end {
        parts.push((text[at..shown.end].to_owned(), false));
    }
    parts
}
