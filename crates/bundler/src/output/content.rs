//! What is known of a file of the output, and how it is named by its bytes.

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

/// A name for bytes that we wrote ourselves, by which we know them again. It is no proof against anybody who wants to deceive,
/// and ten times as fast as one: all pages of a site are looked at in each build.
pub(super) fn fingerprint(bytes: &[u8]) -> [u8; 16] {
    xxh3_128(bytes).to_be_bytes()
}

/// What a file of the output is.
#[derive(Clone)]
pub(super) enum FileBody {
    Bytes(Vec<u8>),
    /// Written already; so many bytes.
    Written(u64),
    /// Copied from there.
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

/// Takes files named by their content while the tree itself is at work elsewhere; [`super::Output::adopt`] puts them into it.
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
    /// What the old site has there, of so many bytes: see [`super::Output::unchanged`].
    Unchanged(u64),
}

impl Rendered {
    /// What [`super::Output::unchanged`] knows it by. Of what is old already, nothing.
    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        match self {
            Self::New(bytes) => fingerprint(bytes).to_vec(),
            Self::Unchanged(_) => Vec::new(),
        }
    }
}
