//! Finds the posts that answer a question. It works on the files that were added, and returns the names of those that are missing.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::directory::{DirectoryEntry, DirectoryNode};
use crate::fuzzy;
use crate::matched::{ClauseMatch, PostScores};
use crate::query::{Clause, Query};
use crate::results::{self, SearchResults};
use crate::shard::{self, ShardWord};
use crate::store::FileDigest;
use crate::wire::{ByteReader, VERSION};

/// How many shards are read for the beginning of a word, and how many words it may be completed to.
const SHARDS: usize = 2;
const WORDS: usize = 40;
/// The same for words that are one slip away.
const NEAR_SHARDS: usize = 6;
const NEAR_WORDS: usize = 8;

/// An index, with the files of it that were added so far.
pub struct SearchEngine {
    posts: u32,
    words: DirectoryNode,
    reversed: DirectoryNode,
    texts: DirectoryNode,
    files: BTreeMap<FileDigest, Vec<u8>>,
    missing: RefCell<Vec<FileDigest>>,
}

/// Posts that have all words of a phrase so far, in order of their numbers: score of each, and positions where the phrase may
/// begin. `None` if positions are unknown.
type PhraseStarts = Vec<(u32, (f32, Option<Vec<u32>>))>;

impl SearchEngine {
    /// Reads the root file; `None` if it is of another version, or none at all.
    #[must_use]
    pub fn new(root: &[u8]) -> Option<Self> {
        let mut reader = ByteReader(root);
        if reader.number()? != VERSION {
            return None;
        }
        Some(Self {
            posts: reader.number()?,
            words: DirectoryNode::read(&mut reader)?,
            reversed: DirectoryNode::read(&mut reader)?,
            texts: DirectoryNode::read(&mut reader)?,
            files: BTreeMap::new(),
            missing: RefCell::default(),
        })
    }

    /// Adds a file. The caller has checked that `name` is its SHA-256.
    pub fn add(&mut self, name: FileDigest, bytes: Vec<u8>) {
        self.files.insert(name, bytes);
    }

    /// Answers a question with the best `limit` posts.
    ///
    /// # Errors
    /// The files that are missing. Once they are there, ask again: they may lead to further ones.
    pub fn ask(&self, question: &str, limit: usize) -> Result<SearchResults, Vec<FileDigest>> {
        self.missing.borrow_mut().clear();
        let query = Query::parse(question);
        let filters: Vec<PostScores> = query.filters.iter().map(|key| self.filter(key)).collect();
        let clauses: Vec<ClauseMatch> = query.clauses.iter().map(|clause| self.clause(clause)).collect();
        self.check_complete()?;
        let ranked = rank(&clauses, &filters);
        let total = ranked.len();
        let shown: Vec<_> = best(ranked, limit).into_iter().filter_map(|post| self.text(post)).collect();
        self.check_complete()?;
        let hits = shown.into_iter().filter_map(|text| results::hit(text, &clauses)).collect();
        Ok(SearchResults { total, hits })
    }

    /// The files that were missing since this was asked last, as an error.
    fn check_complete(&self) -> Result<(), Vec<FileDigest>> {
        let missing: Vec<FileDigest> = std::mem::take(&mut *self.missing.borrow_mut());
        if missing.is_empty() { Ok(()) } else { Err(missing) }
    }

    /// A file. If it is missing, its name is noted.
    fn file(&self, name: &FileDigest) -> Option<&[u8]> {
        let found = self.files.get(name);
        let mut missing = self.missing.borrow_mut();
        if found.is_none() && !missing.contains(name) {
            missing.push(*name);
        }
        found.map(Vec::as_slice)
    }

    /// The files of a directory that may have keys from `low` to `high`.
    fn files_between(
        &self,
        top: &DirectoryNode,
        low: &[u8],
        high: &[u8],
        most: usize,
    ) -> Vec<DirectoryEntry> {
        let mut found: Vec<DirectoryEntry> = top.between(low, high).iter().take(most).cloned().collect();
        for _ in 0..top.level {
            let nodes = found
                .iter()
                .filter_map(|entry| DirectoryNode::read(&mut ByteReader(self.file(&entry.file)?)));
            found = nodes.flat_map(|node| node.between(low, high).to_vec()).collect();
            found.truncate(most);
        }
        found
    }

    /// The words of a directory that begin with `start` and satisfy a condition.
    fn words_starting_with(
        &self,
        directory: &DirectoryNode,
        start: &str,
        most: usize,
        wanted: impl Fn(&str) -> bool,
    ) -> Vec<(DirectoryEntry, ShardWord<'_>)> {
        let high = [start, "\u{10ffff}"].concat();
        let mut all = Vec::new();
        for entry in self.files_between(directory, start.as_bytes(), high.as_bytes(), most) {
            if let Some(shard) = self.file(&entry.file) {
                let words = shard::words(shard, |word| word.starts_with(start) && wanted(word));
                all.extend(words.into_iter().map(|word| (entry.clone(), word)));
            }
        }
        all
    }

    fn exact_word(&self, text: &str) -> Option<(DirectoryEntry, ShardWord<'_>)> {
        let entry =
            self.files_between(&self.words, text.as_bytes(), text.as_bytes(), 1).into_iter().next()?;
        let word = shard::words(self.file(&entry.file)?, |word| word == text).into_iter().next()?;
        Some((entry, word))
    }

    fn filter(&self, key: &str) -> PostScores {
        // A value that is still being typed stands for all values that begin with it.
        let mut found = self.words_starting_with(&self.words, key, SHARDS, |_| true);
        if found.iter().any(|(_, word)| word.text == key) {
            found.retain(|(_, word)| word.text == key);
        }
        let mut posts = PostScores::new();
        for posting in found.into_iter().flat_map(|(_, word)| word.postings()) {
            posts.insert(posting.post, 0.0);
        }
        posts
    }

    fn clause(&self, clause: &Clause) -> ClauseMatch {
        match clause {
            Clause::Word { text, open } => self.word(text, *open),
            Clause::Phrase(words) => self.phrase(words),
        }
    }

    /// Inverse document frequency of a word that `count` posts have.
    fn rarity(&self, count: usize) -> f32 {
        let count = count as f32;
        (1.0 + (self.posts as f32 - count + 0.5).max(0.0) / (count + 0.5)).ln()
    }

    fn word(&self, text: &str, open: bool) -> ClauseMatch {
        let letters = text.chars().count();
        // Longer words match too: `post` finds `posts`, and an unfinished word finds its completions.
        let further = if open {
            usize::MAX
        } else if letters > 2 {
            2
        } else {
            0
        };
        let found = self
            .words_starting_with(&self.words, text, SHARDS, |word| word.chars().count() - letters <= further);
        let candidates = found.into_iter().map(|(_, word)| {
            let more = word.text.chars().count() - letters;
            let likeness = if more == 0 { 1.0 } else { 0.8 * letters as f32 / (letters + more) as f32 };
            let first = if more == 0 { f32::MAX } else { word.count as f32 };
            (first, (likeness, word))
        });
        let mut found = best(candidates.collect(), WORDS);
        if found.is_empty() && letters >= 4 {
            found = self.similar_words(text);
        }
        let mut matched =
            ClauseMatch { words: Vec::new(), weight: 0.0, posts: PostScores::new(), required: false };
        for (likeness, word) in found {
            let rarity = self.rarity(word.count as usize);
            for posting in word.postings() {
                let score = rarity * likeness * f32::from(posting.impact) / 255.0;
                let known = matched.posts.entry(posting.post).or_default();
                *known = known.max(score);
            }
            matched.words.push(word.text);
        }
        matched.weight = self.rarity(matched.posts.len());
        matched
    }

    /// Words that differ from `text` by a slip. A slip leaves the beginning or the end of a word intact: the dictionary is searched
    /// for the beginning, and the dictionary of reversed words for the end.
    fn similar_words(&self, text: &str) -> Vec<(f32, ShardWord<'_>)> {
        let typed: Vec<char> = text.chars().collect();
        let backwards: Vec<char> = typed.iter().rev().copied().collect();
        let keep = fuzzy::intact(typed.len());
        let start: String = typed[..keep].iter().collect();
        let end: String = backwards[..keep].iter().collect();
        let mut found: Vec<(u8, ShardWord<'_>)> = Vec::new();
        for (_, word) in self.words_starting_with(&self.words, &start, NEAR_SHARDS, |word| {
            fuzzy::slips(&typed, word).is_some()
        }) {
            if let Some(distance) = fuzzy::slips(&typed, &word.text) {
                found.push((distance, word));
            }
        }
        for (_, word) in self.words_starting_with(&self.reversed, &end, NEAR_SHARDS, |word| {
            fuzzy::slips(&backwards, word).is_some()
        }) {
            let text: String = word.text.chars().rev().collect();
            if found.iter().any(|(_, known)| known.text == text) {
                continue;
            }
            if let (Some((_, word)), Some(distance)) = (self.exact_word(&text), fuzzy::slips(&typed, &text)) {
                found.push((distance, word));
            }
        }
        // Words that are two slips away count only if none is one slip away.
        let least = found.iter().map(|(distance, _)| *distance).min().unwrap_or_default();
        found.retain(|(distance, _)| *distance == least);
        let likeness = if least == 1 { 0.6 } else { 0.4 };
        let candidates = found.into_iter().map(|(_, word)| (word.count as f32, (likeness, word)));
        best(candidates.collect(), NEAR_WORDS)
    }

    fn phrase(&self, words: &[(String, u32)]) -> ClauseMatch {
        let found: Vec<_> = words.iter().map(|(text, offset)| (self.exact_word(text), *offset)).collect();
        let mut matched =
            ClauseMatch { words: Vec::new(), weight: 0.0, posts: PostScores::new(), required: true };
        matched.words.extend(words.iter().map(|(text, _)| text.clone()));
        // `None` before the first word.
        let mut known: Option<PhraseStarts> = None;
        for (word, offset) in found {
            let Some((entry, word)) = word else { return matched };
            let stream = entry.second.and_then(|file| self.file(&file)).unwrap_or_default();
            let mut places = shard::places(stream, word.index).into_iter();
            let rarity = self.rarity(word.count as usize);
            let mut next = PhraseStarts::new();
            for posting in word.postings() {
                let starts = places.next().map(|places| {
                    places.into_iter().filter_map(|place| place.checked_sub(offset)).collect::<Vec<u32>>()
                });
                let before = match &known {
                    None => Some(&(0.0, None)),
                    Some(known) => {
                        let at = known.binary_search_by_key(&posting.post, |(post, _)| *post);
                        at.ok().map(|at| &known[at].1)
                    }
                };
                let Some((score, before)) = before else { continue };
                let starts = match (before, starts) {
                    (Some(before), Some(starts)) => {
                        Some(starts.into_iter().filter(|place| before.contains(place)).collect::<Vec<u32>>())
                    }
                    (before, starts) => starts.or_else(|| before.clone()),
                };
                if starts.as_ref().is_none_or(|starts| !starts.is_empty()) {
                    next.push((posting.post, (score + rarity * f32::from(posting.impact) / 255.0, starts)));
                }
            }
            known = Some(next);
        }
        for (post, (score, _)) in known.unwrap_or_default() {
            matched.posts.insert(post, score);
        }
        matched.weight = self.rarity(matched.posts.len());
        matched
    }

    /// The text of a post, as [`results::hit`] reads it.
    fn text(&self, post: u32) -> Option<&[u8]> {
        let key = post.to_be_bytes();
        let entry = self.files_between(&self.texts, &key, &key, 1).into_iter().next()?;
        let first = u32::from_be_bytes(entry.key.try_into().ok()?);
        let mut reader = ByteReader(self.file(&entry.file)?);
        for _ in first..post {
            reader.bytes()?;
        }
        reader.bytes()
    }
}

/// The posts that answer, in no order, each with its score.
fn rank(clauses: &[ClauseMatch], filters: &[PostScores]) -> Vec<(f32, u32)> {
    let passes = |post: &u32| {
        filters.iter().all(|posts| posts.contains_key(post))
            && clauses.iter().all(|clause| !clause.required || clause.posts.contains_key(post))
    };
    if clauses.is_empty() {
        // Without words, newer posts come first.
        let all = filters.first().into_iter().flat_map(PostScores::keys);
        return all.filter(|post| passes(post)).map(|post| (0.0, *post)).collect();
    }
    let total: f32 = clauses.iter().filter(|c| !c.posts.is_empty()).map(|c| c.weight).sum();
    // Two maps of the same type make a smaller module than one map with another type of values.
    let (mut scores, mut weights) = (PostScores::new(), PostScores::new());
    for clause in clauses {
        for (post, score) in clause.posts.iter().filter(|(post, _)| passes(post)) {
            *scores.entry(*post).or_default() += score;
            *weights.entry(*post).or_default() += clause.weight;
        }
    }
    let share = |weight: f32| if total > 0.0 { weight / total } else { 1.0 };
    let most = weights.values().map(|weight| share(*weight)).fold(0.0, f32::max);
    // A post with all words comes before a post with some of them. A post with only the rarest word is still shown. Both maps have the
    // same posts.
    let sums = scores.iter().zip(weights.values());
    let enough = sums.filter(|(_, weight)| share(**weight) >= most * 0.5);
    enough.map(|((post, score), weight)| (score * share(*weight) * share(*weight), *post)).collect()
}

/// The `few` items with the highest scores, best first; of equal ones, the last comes first. For few of many this is faster than
/// sorting, and a tenth of the bytes in the module.
fn best<T>(mut all: Vec<(f32, T)>, few: usize) -> Vec<T> {
    let mut taken = Vec::new();
    while taken.len() < few {
        let mut top: Option<(usize, f32)> = None;
        for (i, (worth, _)) in all.iter().enumerate() {
            if top.is_none_or(|(_, most)| *worth >= most) {
                top = Some((i, *worth));
            }
        }
        let Some((i, _)) = top else { break };
        taken.push(all.remove(i).1);
    }
    taken
}
