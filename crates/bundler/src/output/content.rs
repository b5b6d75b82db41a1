//! Files of the output: where their bytes are, and names made of their bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use lamplight_format::model::Hash;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::xxh3_128;

use super::names::DATA;
use super::staging::Staging;

/// SHA-256 of some bytes.
pub(crate) fn hash(bytes: &[u8]) -> Hash {
    Hash::of_digest(&Sha256::digest(bytes))
}

/// A hash of bytes that this program has written itself. It is not cryptographic, and ten times as fast: each build reads all pages
/// of a site.
pub(super) fn fingerprint(bytes: &[u8]) -> [u8; 16] {
    xxh3_128(bytes).to_be_bytes()
}

/// Where the bytes of a file of the output are.
#[derive(Clone)]
pub(super) enum FileBody {
    Bytes(Vec<u8>),
    /// On the disk already; its size in bytes.
    Written(u64),
    /// In another file, which will be copied.
    File(PathBuf),
}

impl FileBody {
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Written(bytes) => *bytes,
            Self::File(path) => fs::metadata(path).map_or(0, |file| file.len()),
        }
    }
}

/// Files named by their content that one thread makes while another uses the [`super::Output`];
/// [`super::Output::add_batch`] adds them.
pub(crate) struct FileBatch {
    pub(super) staging: Option<Arc<Staging>>,
    pub(super) files: BTreeMap<Hash, FileBody>,
}

impl FileBatch {
    /// Adds a file whose SHA-256 is known.
    pub(crate) fn binary(&mut self, hash: &[u8; 32], bytes: Vec<u8>) {
        let hash = Hash::of_digest(hash);
        let content = match &self.staging {
            Some(staging) => {
                staging.write(&binary_file(&hash), &bytes);
                FileBody::Written(bytes.len() as u64)
            }
            None => FileBody::Bytes(bytes),
        };
        self.files.insert(hash, content);
    }
}

pub(super) fn binary_file(hash: &Hash) -> String {
    format!("{DATA}/{}.bin", hash.0)
}

/// A file to be added.
pub(crate) enum Rendered {
    /// Bytes.
    New(Vec<u8>),
    /// The old site has this file already; its size in bytes. See [`super::Output::unchanged`].
    Unchanged(u64),
}

impl Rendered {
    /// The fingerprint that [`super::Output::unchanged`] compares. Empty for a file that is unchanged already.
    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        match self {
            Self::New(bytes) => fingerprint(bytes).to_vec(),
            Self::Unchanged(_) => Vec::new(),
        }
    }
}
