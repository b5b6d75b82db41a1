//! A map from words to values.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from words to values, which are in one vector.
pub(crate) struct Vocabulary<T> {
    /// Index of a word in `values`.
    indices: HashMap<Box<str>, u32, BuildHasherDefault<Fnv>>,
    values: Vec<T>,
}

impl<T> Default for Vocabulary<T> {
    fn default() -> Self {
        Self { indices: HashMap::default(), values: Vec::new() }
    }
}

impl<T: Default> Vocabulary<T> {
    /// The value of a word, the default if it is new. Only then its text is copied.
    pub(crate) fn of(&mut self, word: &str) -> &mut T {
        let index = match self.indices.get(word) {
            Some(index) => *index,
            None => {
                let index = self.values.len() as u32;
                self.indices.insert(word.into(), index);
                self.values.push(T::default());
                index
            }
        };
        &mut self.values[index as usize]
    }

    /// All words, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.indices.iter().map(|(word, index)| (&**word, &self.values[*index as usize]))
    }

    /// All words, in order.
    pub(crate) fn into_sorted(mut self) -> Vec<(Box<str>, T)> {
        let take = |(word, index): (Box<str>, u32)| (word, std::mem::take(&mut self.values[index as usize]));
        let mut words: Vec<(Box<str>, T)> = self.indices.into_iter().map(take).collect();
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
        // The table takes bucket numbers from the lower bits, which alone are too alike.
        self.0 ^ (self.0 >> 29)
    }
}
