//! A search hit: the section of a post that answers best, with the matching words marked.

use std::ops::Range;

use crate::matched::ClauseMatch;
use crate::token::tokenize;
use crate::wire::ByteReader;

/// Length of an excerpt in bytes, about.
const LONG: usize = 190;
/// Bytes of an excerpt before the first matching word.
const BEFORE: usize = 50;

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchResults {
    /// Number of posts that answer.
    pub total: usize,
    /// The best of them.
    pub hits: Vec<SearchHit>,
}

/// Text in parts; `true` for parts that match the question.
pub type MarkedText = Vec<(String, bool)>;

/// A post that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// Path of the site, with leading slash, without the base.
    pub path: String,
    /// Its title.
    pub title: MarkedText,
    /// `2026-11-24`; empty if unknown.
    pub date: String,
    /// Id and title of the heading above the text that is shown; empty above the first.
    pub section: (String, MarkedText),
    /// A little of the text.
    pub text: MarkedText,
}

/// Makes a hit of the text of a post, as [`crate::analyze`] wrote it.
pub(crate) fn hit(post: &[u8], clauses: &[ClauseMatch]) -> Option<SearchHit> {
    let mut reader = ByteReader(post);
    let (path, title, date) = (reader.text()?, reader.text()?, reader.text()?);
    let mut best: (f32, [&str; 4]) = (-1.0, ["", "", "", ""]);
    for _ in 0..reader.number()? {
        let section = [reader.text()?, reader.text()?, reader.text()?, reader.text()?];
        let score =
            score(section[1], clauses) * 1.5 + score(section[2], clauses) + score(section[3], clauses) * 0.8;
        // Of equal sections the first; if none matches, the first of all.
        if score > best.0 + 0.01 {
            best = (score, section);
        }
    }
    let [id, heading, prose, code] = best.1;
    let text = if score(prose, clauses) > 0.0 || score(code, clauses) == 0.0 { prose } else { code };
    Some(SearchHit {
        path: path.to_owned(),
        title: mark_matches(title, 0..title.len(), clauses),
        date: date.to_owned(),
        section: (id.to_owned(), mark_matches(heading, 0..heading.len(), clauses)),
        text: excerpt(text, clauses),
    })
}

/// Byte ranges of matching words, each with the number of the clause.
fn matches(text: &str, clauses: &[ClauseMatch]) -> Vec<(Range<usize>, usize)> {
    let clause =
        |word: &str| clauses.iter().position(|clause| clause.words.iter().any(|known| known == word));
    tokenize(text).into_iter().filter_map(|token| Some((token.range, clause(&token.text)?))).collect()
}

fn score(text: &str, clauses: &[ClauseMatch]) -> f32 {
    let mut times = vec![0_u8; clauses.len()];
    for (_, clause) in matches(text, clauses) {
        times[clause] = times[clause].saturating_add(1);
    }
    let each = clauses.iter().zip(times).filter(|(_, times)| *times > 0);
    each.map(|(clause, times)| (clause.weight + 0.1) * (1.0 + 0.1 * f32::from(times.min(5)))).sum()
}

/// The part of a text that matches most clauses.
fn excerpt(text: &str, clauses: &[ClauseMatch]) -> MarkedText {
    let hits = matches(text, clauses);
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
    let mut parts = mark_matches(text, start..end, clauses);
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

fn mark_matches(text: &str, shown: Range<usize>, clauses: &[ClauseMatch]) -> MarkedText {
    let mut parts: MarkedText = Vec::new();
    let mut at = shown.start;
    let mut marks: Vec<Range<usize>> = Vec::new();
    for (range, _) in matches(text, clauses) {
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
