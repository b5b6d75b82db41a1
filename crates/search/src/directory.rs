//! Which file holds what: a search tree over sorted keys, its upper part in the root.

use crate::store::{Hash, Store};
use crate::wire::{self, Reader};

/// Entries that a node holds; the root file holds up to this many of each directory.
const FANOUT: usize = 192;

/// A file and the first key in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub key: Vec<u8>,
    pub file: Hash,
    /// What belongs to it and is rarely needed.
    pub second: Option<Hash>,
}

/// A node: of files, or of further nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Node {
    /// 0 if the entries are what is looked for.
    pub level: u8,
    /// By key, ascending.
    pub entries: Vec<Entry>,
}

impl Node {
    /// Makes a tree of any number of sorted entries, and returns its top.
    pub(crate) fn over(mut entries: Vec<Entry>, files: &mut impl Store) -> Self {
        let mut level = 0;
        while entries.len() > FANOUT {
            entries = entries
                .chunks(FANOUT)
                .map(|chunk| {
                    let node = Self { level, entries: chunk.to_vec() };
                    let mut out = Vec::new();
                    node.write(&mut out);
                    Entry { key: chunk[0].key.clone(), file: files.add(out), second: None }
                })
                .collect();
            level += 1;
        }
        Self { level, entries }
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.push(self.level);
        wire::number(out, self.entries.len() as u32);
        // Hashes apart from keys: the keys can be compressed.
        for entry in &self.entries {
            wire::bytes(out, &entry.key);
            out.push(u8::from(entry.second.is_some()));
        }
        for entry in &self.entries {
            out.extend_from_slice(&entry.file);
            out.extend(entry.second.iter().flatten());
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let level = from.byte()?;
        let len = from.number()?;
        let mut keys = Vec::new();
        for _ in 0..len {
            keys.push((from.bytes()?.to_vec(), from.byte()? > 0));
        }
        let mut entries = Vec::new();
        for (key, has_second) in keys {
            let file = from.hash()?;
            let second = if has_second { Some(from.hash()?) } else { None };
            entries.push(Entry { key, file, second });
        }
        Some(Self { level, entries })
    }

    /// Entries that may hold keys from `low` to `high`, both included.
    pub(crate) fn between<'a>(&'a self, low: &[u8], high: &[u8]) -> &'a [Entry] {
        let from = self.entries.partition_point(|entry| entry.key.as_slice() <= low).saturating_sub(1);
        let to = self.entries.partition_point(|entry| entry.key.as_slice() <= high);
        self.entries.get(from..to).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_takes_in_the_file_that_it_begins_in() {
        let entries = ["b", "d", "f"].map(|key| Entry { key: key.into(), file: [0; 32], second: None });
        let node = Node { level: 0, entries: entries.to_vec() };
        let keys = |low: &str, high: &str| -> String {
            node.between(low.as_bytes(), high.as_bytes())
                .iter()
                .map(|e| String::from_utf8_lossy(&e.key))
                .collect()
        };
        assert_eq!(keys("c", "c"), "b");
        assert_eq!(keys("d", "d"), "d");
        assert_eq!(keys("c", "g"), "bdf");
        assert_eq!(keys("a", "a"), "");
    }

    #[test]
    fn large_directories_are_trees() {
        let mut files = std::collections::BTreeMap::new();
        let entries: Vec<Entry> = (0..100_000_u32)
            .map(|i| Entry { key: i.to_be_bytes().to_vec(), file: [7; 32], second: Some([8; 32]) })
            .collect();
        let mut top = Node::over(entries, &mut files);
        assert_eq!((top.level, top.entries.len()), (2, 3));
        let key = 77_777_u32.to_be_bytes();
        while top.level > 0 {
            let below = top.between(&key, &key);
            assert_eq!(below.len(), 1);
            let level = top.level;
            top = Node::read(&mut Reader(&files[&below[0].file])).unwrap();
            assert_eq!(top.level, level - 1);
        }
        assert_eq!(top.between(&key, &key)[0].key, key);
    }
}
