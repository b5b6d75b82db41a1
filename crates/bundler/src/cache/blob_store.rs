//! A file of values one after another, each known by its offset: for what does not fit into memory.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::first_error::FirstError;

/// A file that grows at its end and is read at any offset.
pub(crate) struct BlobStore {
    file: File,
    /// Bytes of the file.
    end: Mutex<u64>,
    /// The first error of a read: [`Blob::get`] can't return it.
    failed: FirstError,
}

/// A value in a [`BlobStore`].
#[derive(Clone)]
pub(crate) struct Blob {
    store: Arc<BlobStore>,
    at: u64,
    len: usize,
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes at {}", self.len, self.at)
    }
}

impl BlobStore {
    /// A store in a file that has `end` bytes already.
    pub(super) fn new(file: File, end: u64) -> Arc<Self> {
        Arc::new(Self { file, end: Mutex::new(end), failed: FirstError::default() })
    }

    /// A store in a file without a name, which is deleted when it is closed.
    pub(crate) fn nameless(folder: &Path) -> Result<Arc<Self>> {
        let file = tempfile::tempfile_in(folder)
            .or_else(|_| tempfile::tempfile())
            .context("there is no room for a temporary file")?;
        Ok(Self::new(file, 0))
    }

    /// Stores a value as JSON.
    pub(crate) fn put(self: &Arc<Self>, value: &impl Serialize) -> Result<Blob> {
        self.put_bytes("", &serde_json::to_vec(value)?)
    }

    /// Stores bytes with a key.
    pub(crate) fn put_bytes(self: &Arc<Self>, key: &str, bytes: &[u8]) -> Result<Blob> {
        let head = head_of(key, bytes.len());
        let record = [head.as_bytes(), bytes, b"\n"].concat();
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        write_at(&self.file, &record, *end)?;
        let at = *end + head.len() as u64;
        *end += record.len() as u64;
        Ok(Blob { store: self.clone(), at, len: bytes.len() })
    }

    /// The value at an offset.
    pub(super) fn at(self: &Arc<Self>, at: u64, len: usize) -> Blob {
        Blob { store: self.clone(), at, len }
    }

    /// Bytes of the file.
    pub(super) fn end(&self) -> u64 {
        *self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first error of a read, if there was one.
    pub(crate) fn check(&self) -> Result<()> {
        let failed = self.failed.take();
        failed.map_or(Ok(()), |error| Err(error).context("what was stored while building can't be read"))
    }
}

impl Blob {
    /// The value; `None` on failure, which [`BlobStore::check`] returns.
    pub(crate) fn get<T: DeserializeOwned>(&self) -> Option<T> {
        self.read().map_err(|error| self.store.failed.note(error)).ok()
    }

    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T> {
        Ok(serde_json::from_slice(&self.bytes()?)?)
    }

    pub(super) fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; self.len];
        read_at(&self.store.file, &mut bytes, self.at)?;
        Ok(bytes)
    }
}

#[cfg(unix)]
pub(super) fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(windows)]
pub(super) fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => (bytes, at) = (&mut bytes[read..], at + read as u64),
        }
    }
    Ok(())
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        (bytes, at) = (&bytes[written..], at + written as u64);
    }
    Ok(())
}

/// The head of a record: key, length, end of line. The value follows, and another end of line.
pub(super) fn head_of(key: &str, len: usize) -> String {
    format!("{key}\t{len}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_not_be_read_again_is_told() -> Result<()> {
        let store = BlobStore::nameless(Path::new("."))?;
        let blob = store.put(&"text")?;
        assert_eq!(blob.get::<String>().as_deref(), Some("text"));
        store.check()?;
        store.file.set_len(2)?;
        assert_eq!(blob.get::<String>(), None);
        assert!(store.check().is_err());
        Ok(())
    }
}
