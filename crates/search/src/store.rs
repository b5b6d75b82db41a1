//! Where finished files of an index go, and their names.

use std::collections::BTreeMap;

/// SHA-256 of a file.
pub type FileDigest = [u8; 32];

/// Takes the files of an index as they are finished.
pub trait FileSink {
    /// Takes a file and returns its name.
    fn add(&mut self, bytes: Vec<u8>) -> FileDigest;
}

/// Files in memory. Their names are numbers, because nobody checks them.
impl FileSink for BTreeMap<FileDigest, Vec<u8>> {
    fn add(&mut self, bytes: Vec<u8>) -> FileDigest {
        let mut name = [0; 32];
        name[..8].copy_from_slice(&(self.len() as u64 + 1).to_be_bytes());
        self.insert(name, bytes);
        name
    }
}
