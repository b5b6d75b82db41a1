//! Where the files of an index go as they are made, and what they are called.

use std::collections::BTreeMap;

/// SHA-256 of a file.
pub type Hash = [u8; 32];

/// Where files go as they are made.
pub trait Store {
    /// Takes a file and returns its name.
    fn add(&mut self, bytes: Vec<u8>) -> Hash;
}

/// Files in memory: they need names that differ, and nothing else of them.
impl Store for BTreeMap<Hash, Vec<u8>> {
    fn add(&mut self, bytes: Vec<u8>) -> Hash {
        let mut name = [0; 32];
        name[..8].copy_from_slice(&(self.len() as u64 + 1).to_be_bytes());
        self.insert(name, bytes);
        name
    }
}
