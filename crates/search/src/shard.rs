//! A shard: a range of the sorted dictionary in one file. Each word has the posts that contain it.

use crate::wire::{self, ByteReader};

/// A post that contains a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Posting {
    pub post: u32,
    /// How much the post is about it, from 0 to 255.
    pub impact: u8,
}

/// Writes words one after the other. Places are in a second file, which only phrases need.
#[derive(Default)]
pub(crate) struct ShardWriter {
    pub words: Vec<u8>,
    pub places: Vec<u8>,
    last: Vec<u8>,
}

impl ShardWriter {
    /// `places` has the places of each posting; it is empty if the word is so common that places are not kept.
    pub(crate) fn add(&mut self, word: &str, postings: &[Posting], places: &[&[u32]]) {
        let word = word.as_bytes();
        let shared = self.last.iter().zip(word).take_while(|(a, b)| a == b).count();
        wire::number(&mut self.words, shared as u32);
        wire::bytes(&mut self.words, &word[shared..]);
        self.last = word.to_vec();
        let mut body = Vec::with_capacity(postings.len() * 2);
        let mut before = 0;
        for posting in postings {
            wire::number(&mut body, posting.post - before);
            body.push(posting.impact);
            before = posting.post;
        }
        wire::number(&mut self.words, postings.len() as u32);
        wire::bytes(&mut self.words, &body);
        let mut body = Vec::new();
        for places in places {
            wire::row(&mut body, places);
        }
        wire::bytes(&mut self.places, &body);
    }
}

/// A word of a shard. Its postings are decoded by [`ShardWord::postings`].
#[derive(Clone)]
pub(crate) struct ShardWord<'a> {
    pub text: String,
    /// Number of posts that contain it.
    pub count: u32,
    /// Its number in the shard.
    pub index: usize,
    body: &'a [u8],
}

impl ShardWord<'_> {
    pub(crate) fn postings(&self) -> Vec<Posting> {
        let mut reader = ByteReader(self.body);
        let mut post = 0_u32;
        let mut all = Vec::with_capacity(self.count as usize);
        while let (Some(step), Some(impact)) = (reader.number(), reader.byte()) {
            post = post.wrapping_add(step);
            all.push(Posting { post, impact });
        }
        all
    }
}

/// The words of a shard that satisfy a condition.
pub(crate) fn words<'a>(shard: &'a [u8], wanted: impl Fn(&str) -> bool) -> Vec<ShardWord<'a>> {
    let mut reader = ByteReader(shard);
    let mut text: Vec<u8> = Vec::new();
    let mut found = Vec::new();
    let mut index = 0;
    while !reader.is_empty() {
        let mut next = || {
            text.truncate(reader.number()? as usize);
            text.extend_from_slice(reader.bytes()?);
            Some((reader.number()?, reader.bytes()?))
        };
        let Some((count, body)) = next() else { break };
        if let Ok(word) = std::str::from_utf8(&text)
            && wanted(word)
        {
            found.push(ShardWord { text: word.to_owned(), count, index, body });
        }
        index += 1;
    }
    found
}

/// The places of word `index` of a shard: a list for each of its posts, in their order. Empty for a word that is too common.
pub(crate) fn places(stream: &[u8], index: usize) -> Vec<Vec<u32>> {
    let mut reader = ByteReader(stream);
    for _ in 0..index {
        reader.bytes();
    }
    let mut reader = ByteReader(reader.bytes().unwrap_or_default());
    let mut all = Vec::new();
    while let Some(count) = reader.number() {
        let mut place = 0_u32;
        let places = (0..count).map_while(|_| {
            place = place.wrapping_add(reader.number()?);
            Some(place)
        });
        all.push(places.collect());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_places_come_back() {
        let mut writer = ShardWriter::default();
        let posting = |post, impact| Posting { post, impact };
        writer.add("rust", &[posting(3, 9), posting(400, 255)], &[&[1, 5], &[1000]]);
        writer.add("rusty", &[posting(0, 1)], &[]);
        writer.add("zebra", &[posting(7, 2)], &[&[0]]);
        let found = words(&writer.words, |word| word.starts_with("rust"));
        assert_eq!(found.iter().map(|w| w.text.as_str()).collect::<Vec<_>>(), ["rust", "rusty"]);
        assert_eq!(found[0].postings(), [posting(3, 9), posting(400, 255)]);
        assert_eq!(places(&writer.places, 0), [vec![1, 5], vec![1000]]);
        assert_eq!(places(&writer.places, 1), Vec::<Vec<u32>>::new());
        assert_eq!(places(&writer.places, 2), [vec![0]]);
    }
}
