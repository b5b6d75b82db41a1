//! The file that a build leaves for the next: a [`BlobStore`] with a key before each value.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::blob_store::{Blob, BlobStore, head_of, read_at};
use crate::first_error::FirstError;

/// Results of earlier builds, by a key made of all their inputs. It locks its file.
pub(crate) struct CacheFile {
    store: Arc<BlobStore>,
    /// Offset and length of each value, by key.
    known: HashMap<String, (u64, usize)>,
    /// Keys that this build has read or written.
    used: Mutex<HashSet<String>>,
    unwritten: FirstError,
    path: PathBuf,
}

impl CacheFile {
    /// Opens a cache. What follows a damaged record is dropped.
    pub(crate) fn open(path: PathBuf) -> Result<Self> {
        fs::create_dir_all(path.parent().context("the cache needs a folder")?)?;
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        // Two writers would overwrite each other's records.
        file.try_lock().context("another build uses it")?;
        let (mut known, mut end) = (HashMap::new(), 0);
        let mut records = Records::of(&file)?;
        // A record that a build did not finish is overwritten.
        while let Some((key, at, len)) = records.next()? {
            known.insert(key, (at, len));
            end = records.at;
        }
        let store = BlobStore::new(file, end);
        Ok(Self { store, known, used: Mutex::default(), unwritten: FirstError::default(), path })
    }

    /// A value that was stored as JSON, if it can be read.
    pub(crate) fn get<T: DeserializeOwned>(&self, key: &str) -> Option<(T, Blob)> {
        let blob = self.find(key)?;
        blob.read().ok().map(|value| (value, blob))
    }

    /// The bytes under a key.
    pub(crate) fn get_bytes(&self, key: &str) -> Option<Vec<u8>> {
        self.find(key)?.bytes().ok()
    }

    fn find(&self, key: &str) -> Option<Blob> {
        let (at, len) = *self.known.get(key)?;
        self.use_key(key);
        Some(self.store.at(at, len))
    }

    fn use_key(&self, key: &str) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned());
    }

    /// Stores a value as JSON; `None` on failure, which [`CacheFile::compact`] returns.
    pub(crate) fn put(&self, key: &str, value: &impl Serialize) -> Option<Blob> {
        self.put_bytes(key, &serde_json::to_vec(value).ok()?)
    }

    /// Stores bytes. As [`CacheFile::put`].
    pub(crate) fn put_bytes(&self, key: &str, bytes: &[u8]) -> Option<Blob> {
        self.use_key(key);
        self.store.put_bytes(key, bytes).map_err(|error| self.unwritten.note(error)).ok()
    }

    /// Whether all values of this build could be read again.
    pub(crate) fn check(&self) -> Result<()> {
        self.store.check()
    }

    /// Rewrites the file without values that this build has not used, if they are most of it. Kinds of values that this build has
    /// not used at all stay. Offsets of the open file stay valid.
    ///
    /// # Errors
    /// If something could not be written, now or before. The next build is slower then, and not wrong.
    pub(crate) fn compact(&self) -> Result<()> {
        if let Some(error) = self.unwritten.take() {
            return Err(error);
        }
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let kinds: HashSet<&str> = used.iter().map(|key| kind_of(key)).collect();
        let is_dead = |key: &str| !used.contains(key) && kinds.contains(kind_of(key));
        let dead: u64 =
            self.known.iter().filter(|(key, _)| is_dead(key)).map(|(_, (_, len))| *len as u64).sum();
        if dead * 2 < self.store.end() {
            return Ok(());
        }
        let aside = self.path.with_extension("new");
        let mut to = BufWriter::new(File::create(&aside)?);
        let from = File::open(&self.path)?;
        let mut records = Records::of(&from)?;
        while let Some((key, at, len)) = records.next()? {
            if !is_dead(&key) {
                let mut bytes = vec![0; len];
                read_at(&from, &mut bytes, at)?;
                to.write_all(&[head_of(&key, len).as_bytes(), &bytes, b"\n"].concat())?;
            }
        }
        to.flush()?;
        drop(to);
        fs::rename(&aside, &self.path)?;
        Ok(())
    }
}

/// The kind of value that a key is of: what stands before its slash.
fn kind_of(key: &str) -> &str {
    key.split_once('/').map_or("", |(kind, _)| kind)
}

/// Reads the records of a file, one after another.
struct Records<'a> {
    reader: BufReader<&'a File>,
    /// Offset of the next record.
    at: u64,
    end: u64,
}

impl<'a> Records<'a> {
    fn of(file: &'a File) -> Result<Self> {
        let end = file.metadata()?.len();
        Ok(Self { reader: BufReader::with_capacity(1 << 20, file), at: 0, end })
    }

    /// Key, offset and length of the next value; `None` where no whole record is left.
    fn next(&mut self) -> Result<Option<(String, u64, usize)>> {
        let mut head = Vec::new();
        self.reader.read_until(b'\n', &mut head)?;
        let Some((key, len)) =
            std::str::from_utf8(&head).ok().and_then(|head| head.trim_end().split_once('\t'))
        else {
            return Ok(None);
        };
        let Ok(len) = len.parse::<u32>() else { return Ok(None) };
        let at = self.at + head.len() as u64;
        if at + u64::from(len) >= self.end {
            return Ok(None);
        }
        self.reader.seek_relative(len.into())?;
        let mut last = [0];
        self.reader.read_exact(&mut last)?;
        if last != *b"\n" {
            return Ok(None);
        }
        self.at = at + u64::from(len) + 1;
        Ok(Some((key.to_owned(), at, len as usize)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_there_again_and_the_unused_goes() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("cache/build");
        let open = || CacheFile::open(path.clone());
        let cache = open()?;
        let long = "line\nline\t".repeat(1000);
        let blob = cache.put("a", &long).context("it is put in")?;
        assert_eq!(blob.get::<String>().as_deref(), Some(long.as_str()));
        cache.put("b", &vec![1, 2, 3]);
        cache.put_bytes("x", b"\n\0\t\xff");
        drop((cache, blob));
        // A build that was cut off.
        fs::write(&path, [fs::read(&path)?, b"c\t7\n[1, 2".to_vec()].concat())?;
        let cache = open()?;
        assert_eq!(cache.get::<Vec<u8>>("b").map(|(value, _)| value), Some(vec![1, 2, 3]));
        assert_eq!(cache.get_bytes("x").as_deref(), Some(&b"\n\0\t\xff"[..]));
        assert!(cache.get::<Vec<u8>>("c").is_none());
        cache.put("d", &4);
        drop(cache);
        let cache = open()?;
        let (kept, _) = cache.get::<String>("a").context("it is there")?;
        assert_eq!(kept, long);
        cache.compact()?;
        drop(cache);
        // The long value is not used, and is most of the file.
        let cache = open()?;
        assert!(["b", "d"].iter().all(|key| cache.get_bytes(key).is_some()));
        cache.compact()?;
        drop(cache);
        let cache = open()?;
        assert!(cache.get_bytes("a").is_none() && cache.get_bytes("x").is_none());
        assert_eq!(cache.get::<u8>("d").map(|(value, _)| value), Some(4));
        assert!(fs::metadata(&path)?.len() < 100);
        Ok(())
    }

    #[test]
    fn what_a_build_does_not_ask_for_at_all_stays() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("build");
        let cache = CacheFile::open(path.clone())?;
        for key in ["draft/old", "draft/new", "page/new"] {
            cache.put_bytes(key, &[b'x'; 1000]);
        }
        drop(cache);
        for _ in 0..2 {
            let cache = CacheFile::open(path.clone())?;
            assert!(cache.get_bytes("draft/new").is_some());
            cache.put_bytes("draft/newer", b"y");
            cache.compact()?;
        }
        // A third of the file is not yet worth writing it anew.
        assert!(fs::metadata(&path)?.len() > 3000);
        let cache = CacheFile::open(path.clone())?;
        assert!(cache.get_bytes("draft/newer").is_some());
        cache.compact()?;
        drop(cache);
        let cache = CacheFile::open(path)?;
        assert!(cache.get_bytes("page/new").is_some());
        assert!(cache.get_bytes("draft/old").is_none() && cache.get_bytes("draft/new").is_none());
        Ok(())
    }

    #[test]
    fn a_file_that_is_no_cache_is_written_over() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("build");
        for noise in ["{}", "a\t99999\nx\n", "a\t-1\nx\n", "\n\n\n", "a\t1\nxy\n"] {
            fs::write(&path, noise)?;
            let cache = CacheFile::open(path.clone())?;
            assert!(cache.get_bytes("a").is_none(), "{noise:?}");
            cache.put_bytes("b", b"two");
            drop(cache);
            let cache = CacheFile::open(path.clone())?;
            assert_eq!(cache.get_bytes("b").as_deref(), Some(&b"two"[..]), "{noise:?}");
        }
        Ok(())
    }

    #[test]
    fn a_cache_is_one_builds_at_a_time() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("drafts");
        let first = CacheFile::open(path.clone())?;
        let error = CacheFile::open(path.clone()).err().map(|error| format!("{error:#}")).unwrap_or_default();
        assert!(error.contains("another build uses it"), "{error}");
        drop(first);
        CacheFile::open(path).map(drop)
    }
}
