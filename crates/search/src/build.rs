//! Builds the files of an index from all posts.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::analyze::{Analysis, DocumentWord, TITLE};
use crate::directory::{DirectoryEntry, DirectoryNode};
use crate::shard::{Posting, ShardWriter};
use crate::store::{FileDigest, FileSink};
use crate::vocabulary::Vocabulary;
use crate::wire::{self, ByteReader};

/// Bytes of a shard before the next begins. Smaller shards need more requests, larger ones more bytes.
const SHARD: usize = 10 * 1024;
/// The same for reversed words.
const REVERSED: usize = 8 * 1024;
/// The same for the texts of posts. A post is never split.
const TEXTS: usize = 9 * 1024;
/// Most postings of one word. Only the best are kept: no reader pages through more.
const MOST: usize = 20_000;

/// Constants of Okapi BM25: how fast the frequency of a word saturates, and how much the length of a post matters.
const K1: f32 = 1.2;
const B: f32 = 0.6;
/// Highest score of BM25; the rest of 255 is for titles, tags and headings.
const PROSE: f32 = 90.0;

/// An index in memory.
pub struct BuiltIndex {
    /// The root file, which a search begins with.
    pub root: Vec<u8>,
    /// All other files, by name.
    pub files: BTreeMap<FileDigest, Vec<u8>>,
}

/// Builds an index in memory. The order of posts is that of the index.
#[must_use]
pub fn build(posts: &[Analysis]) -> BuiltIndex {
    let mut builder = Builder::new(BTreeMap::new());
    posts.iter().for_each(|post| builder.add(post));
    let (root, files) = builder.finish();
    BuiltIndex { root, files }
}

/// Builds an index post by post. Postings are packed, because those of all posts are in memory at a time. Texts are written as
/// soon as they fill a file.
pub struct Builder<S> {
    files: S,
    words: Vocabulary<PackedPostings>,
    /// Length of each post in words.
    lengths: Vec<u32>,
    texts: Vec<DirectoryEntry>,
    text: Vec<u8>,
    /// The post that `text` begins with.
    first: u32,
}

/// The postings of a word as bytes.
#[derive(Default)]
struct PackedPostings {
    count: u32,
    last: u32,
    bytes: Vec<u8>,
}

/// A posting with what its impact is computed from.
struct WeightedPosting {
    post: u32,
    weight: f32,
    bonus: f32,
}

impl PackedPostings {
    fn add(&mut self, post: u32, word: &DocumentWord<'_>) {
        let out = &mut self.bytes;
        wire::number(out, post - self.last);
        (self.count, self.last) = (self.count + 1, post);
        // Most words occur a few times, and in prose: one byte is enough for their weight.
        let whole = word.weight.fract() == 0.0 && (1.0..=120.0).contains(&word.weight);
        let mark = if whole { word.weight as u8 * 2 } else { 0 };
        out.push(mark | u8::from(word.bonus != 0.0));
        if !whole {
            out.extend_from_slice(&word.weight.to_le_bytes());
        }
        if word.bonus != 0.0 {
            out.extend_from_slice(&word.bonus.to_le_bytes());
        }
        wire::row(out, word.places);
    }

    /// Calls `found` with each posting, and with its places if `with_places`.
    fn read(&self, with_places: bool, mut found: impl FnMut(WeightedPosting, Vec<u32>)) {
        let mut reader = ByteReader(&self.bytes);
        let mut post = 0;
        let mut next = || -> Option<(WeightedPosting, Vec<u32>)> {
            post += reader.number()?;
            let mark = reader.byte()?;
            let mut float = || Some(f32::from_le_bytes(reader.take(4)?.try_into().ok()?));
            let weight = if mark < 2 { float()? } else { f32::from(mark / 2) };
            let bonus = if mark & 1 > 0 { float()? } else { 0.0 };
            let len = reader.number()?;
            let mut places = Vec::with_capacity(if with_places { len as usize } else { 0 });
            let mut place = 0;
            for _ in 0..len {
                place += reader.number()?;
                if with_places {
                    places.push(place);
                }
            }
            Some((WeightedPosting { post, weight, bonus }, places))
        };
        while let Some((posting, places)) = next() {
            found(posting, places);
        }
    }
}

/// A word that tells what posts are about: neither a filter nor a number.
pub struct Topic<'a> {
    /// How many posts have it.
    pub count: u32,
    packed: &'a PackedPostings,
}

impl Topic<'_> {
    /// Calls `found` with each post that has the word, in order, and with the weight of the word in it.
    pub fn posts(&self, mut found: impl FnMut(u32, f32)) {
        self.packed.read(false, |posting, _| {
            found(posting.post, (1.0 + posting.weight).ln() + posting.bonus / TITLE);
        });
    }
}

impl<S: FileSink> Builder<S> {
    /// An empty index. Its files go to `files` as they are finished.
    pub fn new(files: S) -> Self {
        Self {
            files,
            words: Vocabulary::default(),
            lengths: Vec::new(),
            texts: Vec::new(),
            text: Vec::new(),
            first: 0,
        }
    }

    /// Adds a post. Of two equally good posts, the one added later is shown first.
    pub fn add(&mut self, analysis: &Analysis) {
        let post = self.lengths.len() as u32;
        self.lengths.push(analysis.len);
        for word in analysis.words() {
            self.words.of(word.text).add(post, &word);
        }
        if !self.text.is_empty() && self.text.len() + analysis.shown.len() > TEXTS {
            self.close_text(post);
        }
        wire::bytes(&mut self.text, &analysis.shown);
    }

    fn close_text(&mut self, next: u32) {
        let file = self.files.add(std::mem::take(&mut self.text));
        self.texts.push(DirectoryEntry { key: self.first.to_be_bytes().to_vec(), file, second: None });
        self.first = next;
    }

    /// The words that tell what posts are about, in order.
    #[must_use]
    pub fn topics(&self) -> Vec<Topic<'_>> {
        let mut words: Vec<(&str, &PackedPostings)> = self.words.iter().collect();
        words.retain(|(word, _)| word.starts_with(char::is_alphabetic) && word.len() > 2);
        words.sort_unstable_by_key(|(word, _)| *word);
        let packed = words.into_iter().map(|(_, packed)| packed);
        packed.map(|packed| Topic { count: packed.count, packed }).collect()
    }

    /// Writes the remaining files. Returns the root file, and the sink with the others.
    #[must_use]
    pub fn finish(mut self) -> (Vec<u8>, S) {
        if !self.text.is_empty() {
            self.close_text(0);
        }
        let Self { mut files, words, lengths, texts, .. } = self;
        let count = lengths.len() as u32;
        let average = lengths.iter().map(|len| *len as f32).sum::<f32>() / lengths.len().max(1) as f32;
        let mut dictionary = words.into_sorted();

        // Words that half of the posts have need no places: phrases are found by the other words.
        let common = (count as usize / 2).max(32);
        let mut shards = Shards { limit: SHARD, ..Shards::default() };
        for (word, packed) in &mut dictionary {
            let packed = std::mem::take(packed);
            let has_places = (packed.count as usize).min(MOST) <= common
                && word.starts_with(|c: char| c.is_alphanumeric());
            let mut found: Vec<(Posting, Vec<u32>)> = Vec::with_capacity(packed.count as usize);
            packed.read(has_places, |WeightedPosting { post, weight, bonus }, places| {
                let length = K1 * (1.0 - B + B * lengths[post as usize] as f32 / average.max(1.0));
                let prose = PROSE * weight / (weight + length);
                let impact = (prose + bonus).round().clamp(1.0, 255.0) as u8;
                found.push((Posting { post, impact }, places));
            });
            if found.len() > MOST {
                keep_best(&mut found);
            }
            let postings: Vec<Posting> = found.iter().map(|(posting, _)| *posting).collect();
            let places: Vec<&[u32]> = if has_places {
                found.iter().map(|(_, places)| places.as_slice()).collect()
            } else {
                Vec::new()
            };
            shards.begin(word.as_bytes(), &mut files);
            shards.writer.add(word, &postings, &places);
        }
        let words = DirectoryNode::over(shards.end(&mut files), &mut files);

        let has_letters =
            |word: &str| word.starts_with(|c: char| c.is_alphabetic()) && word.chars().nth(3).is_some();
        let mut backwards: Vec<String> = (dictionary.iter())
            .filter(|(word, _)| has_letters(word))
            .map(|(word, _)| word.chars().rev().collect())
            .collect();
        backwards.sort_unstable();
        let mut shards = Shards { limit: REVERSED, ..Shards::default() };
        for word in &backwards {
            shards.begin(word.as_bytes(), &mut files);
            shards.writer.add(word, &[], &[]);
        }
        let reversed = DirectoryNode::over(shards.end(&mut files), &mut files);
        let texts = DirectoryNode::over(texts, &mut files);

        let mut root = Vec::new();
        wire::number(&mut root, wire::VERSION);
        wire::number(&mut root, count);
        for directory in [words, reversed, texts] {
            directory.write(&mut root);
        }
        (root, files)
    }
}

/// Keeps [`MOST`] postings: those with the highest impact, and of equal ones the newest.
fn keep_best(found: &mut Vec<(Posting, Vec<u32>)>) {
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

/// Splits sorted words into files.
#[derive(Default)]
struct Shards {
    limit: usize,
    writer: ShardWriter,
    first: Vec<u8>,
    entries: Vec<DirectoryEntry>,
}

impl Shards {
    /// Called before a word is added: starts a new file if the current one is full.
    fn begin(&mut self, word: &[u8], files: &mut impl FileSink) {
        if self.writer.words.len() >= self.limit {
            self.close(files);
        }
        if self.writer.words.is_empty() {
            self.first = word.to_vec();
        }
    }

    fn close(&mut self, files: &mut impl FileSink) {
        let writer = std::mem::take(&mut self.writer);
        let second = writer.places.iter().any(|b| *b > 0).then(|| files.add(writer.places));
        let file = files.add(writer.words);
        self.entries.push(DirectoryEntry { key: std::mem::take(&mut self.first), file, second });
    }

    fn end(mut self, files: &mut impl FileSink) -> Vec<DirectoryEntry> {
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
        let mut found: Vec<(Posting, Vec<u32>)> =
            (0..30_000).map(|post| (Posting { post, impact: impact(post) }, Vec::new())).collect();
        keep_best(&mut found);
        assert_eq!(found.len(), MOST);
        assert!(found.is_sorted_by_key(|(posting, _)| posting.post));
        assert_eq!(found.iter().filter(|(posting, _)| posting.impact == 200).count(), 15_000);
        assert_eq!(found.iter().find(|(posting, _)| posting.impact == 7).map(|(p, _)| p.post), Some(20_001));
    }
}
