//! What is known of each of many words.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What is known of each of many words.
pub(crate) struct Vocabulary<T> {
    /// Where a word is in `known`.
    places: HashMap<Box<str>, u32, BuildHasherDefault<Fnv>>,
    known: Vec<T>,
}

impl<T> Default for Vocabulary<T> {
    fn default() -> Self {
        Self { places: HashMap::default(), known: Vec::new() }
    }
}

impl<T: Default> Vocabulary<T> {
    /// What is known of a word. Its text is copied only if it is new.
    pub(crate) fn of(&mut self, word: &str) -> &mut T {
        let place = match self.places.get(word) {
            Some(place) => *place,
            None => {
                let place = self.known.len() as u32;
                self.places.insert(word.into(), place);
                self.known.push(T::default());
                place
            }
        };
        &mut self.known[place as usize]
    }

    /// All words, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.places.iter().map(|(word, place)| (&**word, &self.known[*place as usize]))
    }

    /// All words, in order.
    pub(crate) fn into_sorted(mut self) -> Vec<(Box<str>, T)> {
        let take = |(word, place): (Box<str>, u32)| (word, std::mem::take(&mut self.known[place as usize]));
        let mut words: Vec<(Box<str>, T)> = self.places.into_iter().map(take).collect();
        words.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        words
    }
}

/// FNV-1a: words are short, and nobody attacks a build with them.
#[derive(Default)]
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        // The table takes its upper bits for itself.
        self.0 ^ (self.0 >> 29)
    }
}
