//! The index: all posts together, as files.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::analyze::Analysis;
use crate::directory::{Entry, Node};
use crate::shard::{Posting, Writer};
use crate::{Hash, wire};

/// Bytes of a shard before the next is begun. Smaller ones cost requests, larger ones bytes that nobody asked for.
const SHARD: usize = 10 * 1024;
/// The same for the words read backwards.
const REVERSED: usize = 8 * 1024;
/// The same for the texts that results are shown from. A post is never parted.
const TEXTS: usize = 9 * 1024;
/// Posts that the entry of one word names at most, the best: with more, no reader would see the others.
const MOST: usize = 20_000;

/// Okapi BM25's constants: how soon a word has been said often enough, and how much length matters.
const K1: f32 = 1.2;
const B: f32 = 0.6;
/// What BM25 gives at most; the rest of 255 is for titles, tags and headings.
const PROSE: f32 = 90.0;

/// Files named by their bytes.
#[derive(Default)]
pub(crate) struct Files(pub(crate) BTreeMap<Hash, Vec<u8>>, Option<fn(&[u8]) -> Hash>);

impl Files {
    pub(crate) fn add(&mut self, bytes: Vec<u8>) -> Hash {
        // An index that stays in memory needs names that differ, and nothing else of them.
        let counted = || {
            let mut name = [0; 32];
            name[..8].copy_from_slice(&(self.0.len() as u64 + 1).to_be_bytes());
            name
        };
        let name = self.1.map_or_else(counted, |hash| hash(&bytes));
        self.0.insert(name, bytes);
        name
    }
}

/// An index.
pub struct Built {
    /// The first file that is needed.
    pub root: Vec<u8>,
    /// All others.
    pub files: BTreeMap<Hash, Vec<u8>>,
}

/// Builds the index of posts in the order that they have in it: of two equally good ones the later is shown first.
/// `hash` gives names to files; without it they are counted, which does for an index that is not stored.
#[must_use]
pub fn build(posts: &[Analysis], hash: Option<fn(&[u8]) -> Hash>) -> Built {
    let mut files = Files(BTreeMap::new(), hash);
    let count = posts.len() as u32;
    let average = posts.iter().map(|post| post.len as f32).sum::<f32>() / posts.len().max(1) as f32;

    let mut dictionary: BTreeMap<&str, Vec<(Posting, &[u32])>> = BTreeMap::new();
    for (post, analysis) in (0..).zip(posts) {
        let length = K1 * (1.0 - B + B * analysis.len as f32 / average.max(1.0));
        for known in analysis.words() {
            let prose = PROSE * known.weight / (known.weight + length);
            let impact = (prose + known.bonus).round().clamp(1.0, 255.0) as u8;
            dictionary.entry(known.text).or_default().push((Posting { post, impact }, known.places));
        }
    }
    // In a word that every other post has, nobody looks for a phrase.
    let common = (count as usize / 2).max(32);
    let mut shards = Shards { limit: SHARD, ..Shards::default() };
    for (word, found) in &mut dictionary {
        if found.len() > MOST {
            keep_best(found);
        }
        let postings: Vec<Posting> = found.iter().map(|(posting, _)| *posting).collect();
        let has_places = found.len() <= common && word.starts_with(|c: char| c.is_alphanumeric());
        let places: Vec<&[u32]> =
            if has_places { found.iter().map(|(_, places)| *places).collect() } else { Vec::new() };
        shards.begin(word.as_bytes(), &mut files);
        shards.writer.add(word, &postings, &places);
    }
    let words = Node::over(shards.end(&mut files), &mut files);

    let mut backwards: BTreeMap<String, ()> = BTreeMap::new();
    for word in dictionary.keys() {
        if word.starts_with(|c: char| c.is_alphabetic()) && word.chars().nth(3).is_some() {
            backwards.insert(word.chars().rev().collect(), ());
        }
    }
    let mut shards = Shards { limit: REVERSED, ..Shards::default() };
    for word in backwards.keys() {
        shards.begin(word.as_bytes(), &mut files);
        shards.writer.add(word, &[], &[]);
    }
    let reversed = Node::over(shards.end(&mut files), &mut files);

    let (mut texts, mut bytes, mut first) = (Vec::new(), Vec::new(), 0_u32);
    for (post, analysis) in (0..).zip(posts) {
        if !bytes.is_empty() && bytes.len() + analysis.shown.len() > TEXTS {
            let file = files.add(std::mem::take(&mut bytes));
            texts.push(Entry { key: first.to_be_bytes().to_vec(), file, second: None });
            first = post;
        }
        wire::bytes(&mut bytes, &analysis.shown);
    }
    if !bytes.is_empty() {
        texts.push(Entry { key: first.to_be_bytes().to_vec(), file: files.add(bytes), second: None });
    }
    let texts = Node::over(texts, &mut files);

    let mut root = Vec::new();
    wire::number(&mut root, crate::engine::VERSION);
    wire::number(&mut root, count);
    for directory in [words, reversed, texts] {
        directory.write(&mut root);
    }
    Built { root, files: files.0 }
}

/// Leaves [`MOST`] postings: those with the most impact, and of equals the newest.
fn keep_best(found: &mut Vec<(Posting, &[u32])>) {
    let mut counts = [0_usize; 256];
    found.iter().for_each(|(posting, _)| counts[usize::from(posting.impact)] += 1);
    let (mut least, mut above) = (255, 0);
    while above + counts[least] <= MOST && least > 0 {
        above += counts[least];
        least -= 1;
    }
    let mut drop = counts[least] - (MOST - above).min(counts[least]);
    found.retain(|(posting, _)| match usize::from(posting.impact).cmp(&least) {
        Ordering::Greater => true,
        Ordering::Less => false,
        Ordering::Equal if drop > 0 => {
            drop -= 1;
            false
        }
        Ordering::Equal => true,
    });
}

/// Cuts a row of words into files.
#[derive(Default)]
struct Shards {
    limit: usize,
    writer: Writer,
    first: Vec<u8>,
    entries: Vec<Entry>,
}

impl Shards {
    /// A word comes; if what is there is enough, it begins a new file.
    fn begin(&mut self, word: &[u8], files: &mut Files) {
        if self.writer.words.len() >= self.limit {
            self.close(files);
        }
        if self.writer.words.is_empty() {
            self.first = word.to_vec();
        }
    }

    fn close(&mut self, files: &mut Files) {
        let writer = std::mem::take(&mut self.writer);
        let second = writer.places.iter().any(|b| *b > 0).then(|| files.add(writer.places));
        let file = files.add(writer.words);
        self.entries.push(Entry { key: std::mem::take(&mut self.first), file, second });
    }

    fn end(mut self, files: &mut Files) -> Vec<Entry> {
        if !self.writer.words.is_empty() {
            self.close(files);
        }
        self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_postings_are_kept_and_of_equals_the_newest() {
        let impact = |post: u32| if post.is_multiple_of(2) { 200 } else { 7 };
        let mut found: Vec<(Posting, &[u32])> =
            (0..30_000).map(|post| (Posting { post, impact: impact(post) }, &[][..])).collect();
        keep_best(&mut found);
        assert_eq!(found.len(), MOST);
        assert!(found.is_sorted_by_key(|(posting, _)| posting.post));
        assert_eq!(found.iter().filter(|(posting, _)| posting.impact == 200).count(), 15_000);
        assert_eq!(found.iter().find(|(posting, _)| posting.impact == 7).map(|(p, _)| p.post), Some(20_001));
    }
}
