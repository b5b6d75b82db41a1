//! Names of files.

use serde::{Deserialize, Serialize};

/// SHA-256 of a file, as 64 lower-case hex digits; the file is `lamplight/data/<hash>.json`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(pub String);

impl Hash {
    /// From the bytes of a digest.
    #[must_use]
    pub fn of_digest(digest: &[u8]) -> Self {
        let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Self(digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect())
    }
}
