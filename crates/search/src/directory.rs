//! The directory of files: a search tree over sorted keys. The root file has its upper part.

use crate::store::{FileDigest, FileSink};
use crate::wire::{self, ByteReader};

/// Most entries of a node, and so of each directory in the root file.
const FANOUT: usize = 192;

/// A file and the first key in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DirectoryEntry {
    pub key: Vec<u8>,
    pub file: FileDigest,
    /// A second file, which is rarely needed: the places of words.
    pub second: Option<FileDigest>,
}

/// A node: of files, or of further nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DirectoryNode {
    /// 0 if the entries are files of the index, otherwise the height above them.
    pub level: u8,
    /// By key, ascending.
    pub entries: Vec<DirectoryEntry>,
}

impl DirectoryNode {
    /// Makes a tree of any number of sorted entries. Returns the root node.
    pub(crate) fn over(mut entries: Vec<DirectoryEntry>, files: &mut impl FileSink) -> Self {
        let mut level = 0;
        while entries.len() > FANOUT {
            entries = entries
                .chunks(FANOUT)
                .map(|chunk| {
                    let node = Self { level, entries: chunk.to_vec() };
                    let mut out = Vec::new();
                    node.write(&mut out);
                    DirectoryEntry { key: chunk[0].key.clone(), file: files.add(out), second: None }
                })
                .collect();
            level += 1;
        }
        Self { level, entries }
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.push(self.level);
        wire::number(out, self.entries.len() as u32);
        // Keys come before hashes, because keys compress well.
        for entry in &self.entries {
            wire::bytes(out, &entry.key);
            out.push(u8::from(entry.second.is_some()));
        }
        for entry in &self.entries {
            out.extend_from_slice(&entry.file);
            out.extend(entry.second.iter().flatten());
        }
    }

    pub(crate) fn read(from: &mut ByteReader<'_>) -> Option<Self> {
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
            entries.push(DirectoryEntry { key, file, second });
        }
        Some(Self { level, entries })
    }

    /// Entries that may hold keys from `low` to `high`, both included.
    pub(crate) fn between<'a>(&'a self, low: &[u8], high: &[u8]) -> &'a [DirectoryEntry] {
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
        let entries =
            ["b", "d", "f"].map(|key| DirectoryEntry { key: key.into(), file: [0; 32], second: None });
        let node = DirectoryNode { level: 0, entries: entries.to_vec() };
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
        let entries: Vec<DirectoryEntry> = (0..100_000_u32)
            .map(|i| DirectoryEntry { key: i.to_be_bytes().to_vec(), file: [7; 32], second: Some([8; 32]) })
            .collect();
        let mut top = DirectoryNode::over(entries, &mut files);
        assert_eq!((top.level, top.entries.len()), (2, 3));
        let key = 77_777_u32.to_be_bytes();
        while top.level > 0 {
            let below = top.between(&key, &key);
            assert_eq!(below.len(), 1);
            let level = top.level;
            top = DirectoryNode::read(&mut ByteReader(&files[&below[0].file])).unwrap();
            assert_eq!(top.level, level - 1);
        }
        assert_eq!(top.between(&key, &key)[0].key, key);
    }
}
