//! From a question to the posts that answer it. Works on the files that are there, and tells which others it needs.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::directory::{Entry, Node};
use crate::fuzzy;
use crate::matched::{Matched, Posts};
use crate::query::{Clause, Query};
use crate::results::{self, Answer};
use crate::shard::{self, Word};
use crate::store::Hash;
use crate::wire::{Reader, VERSION};

/// Files that the beginning of a word may take, and words that it may become.
const SHARDS: usize = 2;
const WORDS: usize = 40;
/// The same for words that might have been meant.
const NEAR_SHARDS: usize = 6;
const NEAR_WORDS: usize = 8;

/// An index, as far as it is here.
pub struct Engine {
    posts: u32,
    words: Node,
    reversed: Node,
    texts: Node,
    files: BTreeMap<Hash, Vec<u8>>,
    missing: RefCell<Vec<Hash>>,
}

/// Posts in which a phrase has begun, by their number, as postings come: what each is worth, and where it may begin, if that is known.
type Begun = Vec<(u32, (f32, Option<Vec<u32>>))>;

impl Engine {
    /// Reads the root file; `None` if it is of another version, or none at all.
    #[must_use]
    pub fn new(root: &[u8]) -> Option<Self> {
        let mut reader = Reader(root);
        if reader.number()? != VERSION {
            return None;
        }
        Some(Self {
            posts: reader.number()?,
            words: Node::read(&mut reader)?,
            reversed: Node::read(&mut reader)?,
            texts: Node::read(&mut reader)?,
            files: BTreeMap::new(),
            missing: RefCell::default(),
        })
    }

    /// Takes a file in. Whoever brings it has checked that the name is its SHA-256.
    pub fn add(&mut self, name: Hash, bytes: Vec<u8>) {
        self.files.insert(name, bytes);
    }

    /// Answers a question with the best `limit` posts.
    ///
    /// # Errors
    /// The files that are missing. Once they are there, ask again: they may lead to further ones.
    pub fn ask(&self, question: &str, limit: usize) -> Result<Answer, Vec<Hash>> {
        self.missing.borrow_mut().clear();
        let query = Query::parse(question);
        let filters: Vec<Posts> = query.filters.iter().map(|key| self.filter(key)).collect();
        let clauses: Vec<Matched> = query.clauses.iter().map(|clause| self.clause(clause)).collect();
        self.whole()?;
        let ranked = rank(&clauses, &filters);
        let total = ranked.len();
        let shown: Vec<_> = best(ranked, limit).into_iter().filter_map(|post| self.text(post)).collect();
        self.whole()?;
        let results = shown.into_iter().filter_map(|text| results::show(text, &clauses)).collect();
        Ok(Answer { total, results })
    }

    fn whole(&self) -> Result<(), Vec<Hash>> {
        let missing: Vec<Hash> = std::mem::take(&mut *self.missing.borrow_mut());
        if missing.is_empty() { Ok(()) } else { Err(missing) }
    }

    /// A file, or a note that it is missing.
    fn file(&self, name: &Hash) -> Option<&[u8]> {
        let found = self.files.get(name);
        let mut missing = self.missing.borrow_mut();
        if found.is_none() && !missing.contains(name) {
            missing.push(*name);
        }
        found.map(Vec::as_slice)
    }

    /// The files of a directory that may hold keys between two.
    fn leaves(&self, top: &Node, low: &[u8], high: &[u8], most: usize) -> Vec<Entry> {
        let mut found: Vec<Entry> = top.between(low, high).iter().take(most).cloned().collect();
        for _ in 0..top.level {
            let nodes = found.iter().filter_map(|entry| Node::read(&mut Reader(self.file(&entry.file)?)));
            found = nodes.flat_map(|node| node.between(low, high).to_vec()).collect();
            found.truncate(most);
        }
        found
    }

    /// The words of a directory that begin so and satisfy a condition.
    fn beginning(
        &self,
        directory: &Node,
        start: &str,
        most: usize,
        wanted: impl Fn(&str) -> bool,
    ) -> Vec<(Entry, Word<'_>)> {
        let high = [start, "\u{10ffff}"].concat();
        let mut all = Vec::new();
        for entry in self.leaves(directory, start.as_bytes(), high.as_bytes(), most) {
            if let Some(shard) = self.file(&entry.file) {
                let words = shard::words(shard, |word| word.starts_with(start) && wanted(word));
                all.extend(words.into_iter().map(|word| (entry.clone(), word)));
            }
        }
        all
    }

    fn exact(&self, text: &str) -> Option<(Entry, Word<'_>)> {
        let entry = self.leaves(&self.words, text.as_bytes(), text.as_bytes(), 1).into_iter().next()?;
        let word = shard::words(self.file(&entry.file)?, |word| word == text).into_iter().next()?;
        Some((entry, word))
    }

    fn filter(&self, key: &str) -> Posts {
        // What is still being typed stands for all that it may become.
        let mut found = self.beginning(&self.words, key, SHARDS, |_| true);
        if found.iter().any(|(_, word)| word.text == key) {
            found.retain(|(_, word)| word.text == key);
        }
        let mut posts = Posts::new();
        for posting in found.into_iter().flat_map(|(_, word)| word.postings()) {
            posts.insert(posting.post, 0.0);
        }
        posts
    }

    fn clause(&self, clause: &Clause) -> Matched {
        match clause {
            Clause::Word { text, open } => self.word(text, *open),
            Clause::Phrase(words) => self.phrase(words),
        }
    }

    /// How much a word that so many posts have tells of each.
    fn rarity(&self, count: usize) -> f32 {
        let count = count as f32;
        (1.0 + (self.posts as f32 - count + 0.5).max(0.0) / (count + 0.5)).ln()
    }

    fn word(&self, text: &str, open: bool) -> Matched {
        let letters = text.chars().count();
        // A word may go on: `post` finds `posts`, and what is being typed finds what it may become.
        let further = if open {
            usize::MAX
        } else if letters > 2 {
            2
        } else {
            0
        };
        let found =
            self.beginning(&self.words, text, SHARDS, |word| word.chars().count() - letters <= further);
        let candidates = found.into_iter().map(|(_, word)| {
            let more = word.text.chars().count() - letters;
            let likeness = if more == 0 { 1.0 } else { 0.8 * letters as f32 / (letters + more) as f32 };
            let first = if more == 0 { f32::MAX } else { word.count as f32 };
            (first, (likeness, word))
        });
        let mut found = best(candidates.collect(), WORDS);
        if found.is_empty() && letters >= 4 {
            found = self.near(text);
        }
        let mut matched = Matched { words: Vec::new(), weight: 0.0, posts: Posts::new(), required: false };
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

    /// Words that are one slip away. A slip leaves the beginning or the end of a word as it is: the dictionary is looked
    /// up by the one, and the dictionary read backwards by the other.
    fn near(&self, text: &str) -> Vec<(f32, Word<'_>)> {
        let typed: Vec<char> = text.chars().collect();
        let backwards: Vec<char> = typed.iter().rev().copied().collect();
        let keep = fuzzy::intact(typed.len());
        let start: String = typed[..keep].iter().collect();
        let end: String = backwards[..keep].iter().collect();
        let mut found: Vec<(u8, Word<'_>)> = Vec::new();
        for (_, word) in
            self.beginning(&self.words, &start, NEAR_SHARDS, |word| fuzzy::is_near(&typed, word).is_some())
        {
            if let Some(distance) = fuzzy::is_near(&typed, &word.text) {
                found.push((distance, word));
            }
        }
        for (_, word) in self
            .beginning(&self.reversed, &end, NEAR_SHARDS, |word| fuzzy::is_near(&backwards, word).is_some())
        {
            let text: String = word.text.chars().rev().collect();
            if found.iter().any(|(_, known)| known.text == text) {
                continue;
            }
            if let (Some((_, word)), Some(distance)) = (self.exact(&text), fuzzy::is_near(&typed, &text)) {
                found.push((distance, word));
            }
        }
        // Two slips are not believed where one explains it.
        let least = found.iter().map(|(distance, _)| *distance).min().unwrap_or_default();
        found.retain(|(distance, _)| *distance == least);
        let likeness = if least == 1 { 0.6 } else { 0.4 };
        let candidates = found.into_iter().map(|(_, word)| (word.count as f32, (likeness, word)));
        best(candidates.collect(), NEAR_WORDS)
    }

    fn phrase(&self, words: &[(String, u32)]) -> Matched {
        let found: Vec<_> = words.iter().map(|(text, offset)| (self.exact(text), *offset)).collect();
        let mut matched = Matched { words: Vec::new(), weight: 0.0, posts: Posts::new(), required: true };
        matched.words.extend(words.iter().map(|(text, _)| text.clone()));
        // Of the words so far: post → what it is worth, and where the phrase may begin; `None` as long as all words are so
        // common that their places are not kept.
        let mut known: Option<Begun> = None;
        for (word, offset) in found {
            let Some((entry, word)) = word else { return matched };
            let stream = entry.second.and_then(|file| self.file(&file)).unwrap_or_default();
            let mut places = shard::places(stream, word.index).into_iter();
            let rarity = self.rarity(word.count as usize);
            let mut next = Begun::new();
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

    /// What a post is shown from.
    fn text(&self, post: u32) -> Option<&[u8]> {
        let key = post.to_be_bytes();
        let entry = self.leaves(&self.texts, &key, &key, 1).into_iter().next()?;
        let first = u32::from_be_bytes(entry.key.try_into().ok()?);
        let mut reader = Reader(self.file(&entry.file)?);
        for _ in first..post {
            reader.bytes()?;
        }
        reader.bytes()
    }
}

/// The posts that answer, in no order, each with what it is worth.
fn rank(clauses: &[Matched], filters: &[Posts]) -> Vec<(f32, u32)> {
    let passes = |post: &u32| {
        filters.iter().all(|posts| posts.contains_key(post))
            && clauses.iter().all(|clause| !clause.required || clause.posts.contains_key(post))
    };
    if clauses.is_empty() {
        // The newest are the best.
        let all = filters.first().into_iter().flat_map(Posts::keys);
        return all.filter(|post| passes(post)).map(|post| (0.0, *post)).collect();
    }
    let total: f32 = clauses.iter().filter(|c| !c.posts.is_empty()).map(|c| c.weight).sum();
    // Two maps of a kind that is there already are less code than one of another kind.
    let (mut scores, mut weights) = (Posts::new(), Posts::new());
    for clause in clauses {
        for (post, score) in clause.posts.iter().filter(|(post, _)| passes(post)) {
            *scores.entry(*post).or_default() += score;
            *weights.entry(*post).or_default() += clause.weight;
        }
    }
    let share = |weight: f32| if total > 0.0 { weight / total } else { 1.0 };
    let most = weights.values().map(|weight| share(*weight)).fold(0.0, f32::max);
    // Who asks for three words wants all three; a post with only the rarest may still be the one. Both maps have the same posts.
    let sums = scores.iter().zip(weights.values());
    let enough = sums.filter(|(_, weight)| share(**weight) >= most * 0.5);
    enough.map(|((post, score), weight)| (score * share(*weight) * share(*weight), *post)).collect()
}

/// The best few, the best first; of equals the last comes first. For a handful of many that is faster than to sort, and a
/// tenth of the bytes.
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
