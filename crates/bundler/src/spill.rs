//! A file for what does not fit into memory: JSON, one value to a line, each known by where it stands. With a key before each
//! value it is also the cache that a build leaves for the next.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A file that grows at its end and is read anywhere.
pub(crate) struct Spill {
    file: File,
    /// Bytes of the file.
    end: Mutex<u64>,
    /// What could not be read again: whoever reads has no other way to tell.
    failed: FirstError,
}

/// A value in a [`Spill`].
#[derive(Clone)]
pub(crate) struct Spilled {
    spill: Arc<Spill>,
    at: u64,
    len: usize,
}

impl fmt::Debug for Spilled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes at {}", self.len, self.at)
    }
}

/// The first error of many that work at the same time.
#[derive(Default)]
pub(crate) struct FirstError(Mutex<Option<anyhow::Error>>);

impl FirstError {
    pub(crate) fn note(&self, error: anyhow::Error) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    pub(crate) fn take(&self) -> Option<anyhow::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Spill {
    fn new(file: File, end: u64) -> Arc<Self> {
        Arc::new(Self { file, end: Mutex::new(end), failed: FirstError::default() })
    }

    /// A file without a name, which goes with its last user.
    pub(crate) fn nameless(folder: &Path) -> Result<Arc<Self>> {
        let file = tempfile::tempfile_in(folder)
            .or_else(|_| tempfile::tempfile())
            .context("there is no room for a temporary file")?;
        Ok(Self::new(file, 0))
    }

    /// Puts a value in, behind a key.
    pub(crate) fn put(self: &Arc<Self>, key: &str, value: &impl Serialize) -> Result<Spilled> {
        let mut line = [key.as_bytes(), b"\t"].concat();
        let start = line.len();
        serde_json::to_writer(&mut line, value)?;
        let len = line.len() - start;
        line.push(b'\n');
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        write_at(&self.file, &line, *end)?;
        let at = *end + start as u64;
        *end += line.len() as u64;
        Ok(Spilled { spill: self.clone(), at, len })
    }

    /// Whether everything could be read that was put in.
    pub(crate) fn check(&self) -> Result<()> {
        let failed = self.failed.take();
        failed.map_or(Ok(()), |error| Err(error).context("what was put aside while building can't be had"))
    }
}

impl Spilled {
    /// The value; `None` on failure, of which [`Spill::check`] tells.
    pub(crate) fn get<T: DeserializeOwned>(&self) -> Option<T> {
        self.read().map_err(|error| self.spill.failed.note(error)).ok()
    }

    fn read<T: DeserializeOwned>(&self) -> Result<T> {
        let mut bytes = vec![0; self.len];
        read_at(&self.spill.file, &mut bytes, self.at)?;
        Ok(serde_json::from_slice(&bytes)?)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
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

/// Where values stand and how long they are, by key.
type Known = HashMap<String, (u64, usize)>;

/// What the last build made of each file, by a key that says what it was made of.
pub(crate) struct Cache {
    spill: Arc<Spill>,
    known: Known,
    path: PathBuf,
}

impl Cache {
    /// Opens a cache. A line that is no line of one is passed over.
    pub(crate) fn open(path: PathBuf) -> Result<Self> {
        fs::create_dir_all(path.parent().context("the cache needs a folder")?)?;
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        // Two that write to one file would write over each other.
        file.try_lock().context("another build uses it")?;
        let mut known = Known::new();
        let (mut reader, mut line, mut end) = (BufReader::with_capacity(1 << 20, &file), Vec::new(), 0);
        // What a build did not finish is written over.
        while reader.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
            if let Some(key) = key_of(&line) {
                let start = key.len() + 1;
                known.insert(key.to_owned(), (end + start as u64, line.len() - start - 1));
            }
            end += line.len() as u64;
            line.clear();
        }
        drop(reader);
        Ok(Self { spill: Spill::new(file, end), known, path })
    }

    /// What is known under a key, if it can be read.
    pub(crate) fn get<T: DeserializeOwned>(&self, key: &str) -> Option<(T, Spilled)> {
        let (at, len) = *self.known.get(key)?;
        let spilled = Spilled { spill: self.spill.clone(), at, len };
        spilled.read().ok().map(|value| (value, spilled))
    }

    pub(crate) fn spill(&self) -> &Arc<Spill> {
        &self.spill
    }

    /// Writes the file anew if most of it is of no use any more. `used` are the keys of this build, by which its values
    /// stay where they are for as long as it lasts.
    pub(crate) fn tidy(&self, used: &HashSet<&str>) -> Result<()> {
        let dead = self.known.iter().filter(|(key, _)| !used.contains(key.as_str()));
        let dead: u64 = dead.map(|(_, (_, len))| *len as u64).sum();
        if dead * 2 < *self.spill.end.lock().unwrap_or_else(PoisonError::into_inner) {
            return Ok(());
        }
        let aside = self.path.with_extension("new");
        let mut to = BufWriter::new(File::create(&aside)?);
        let mut from = BufReader::with_capacity(1 << 20, File::open(&self.path)?);
        let mut line = Vec::new();
        while from.read_until(b'\n', &mut line)? > 0 {
            if key_of(&line).is_some_and(|key| used.contains(key)) {
                to.write_all(&line)?;
            }
            line.clear();
        }
        to.flush()?;
        drop((to, from));
        fs::rename(&aside, &self.path)?;
        Ok(())
    }
}

/// The key that a line begins with.
fn key_of(line: &[u8]) -> Option<&str> {
    let tab = line.iter().position(|b| *b == b'\t')?;
    std::str::from_utf8(&line[..tab]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_there_again_and_the_unused_goes() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("cache/drafts");
        let open = || Cache::open(path.clone());
        let cache = open()?;
        let long = "line\nline\t".repeat(1000);
        let spilled = cache.spill().put("a", &long)?;
        assert_eq!(spilled.get::<String>().as_deref(), Some(long.as_str()));
        cache.spill().put("b", &vec![1, 2, 3])?;
        drop((cache, spilled));
        // A build that was cut off.
        fs::write(&path, [fs::read(&path)?, b"c\t[1, 2".to_vec()].concat())?;
        let cache = open()?;
        assert_eq!(cache.get::<Vec<u8>>("b").map(|(value, _)| value), Some(vec![1, 2, 3]));
        assert!(cache.get::<Vec<u8>>("c").is_none());
        assert!(cache.get::<Vec<u8>>("a").is_none(), "of another type");
        cache.spill().put("d", &4)?;
        let (kept, _) = cache.get::<String>("a").context("it is there")?;
        cache.tidy(&HashSet::from(["b", "d"]))?;
        assert_eq!(kept, long);
        let cache = open()?;
        assert!(cache.get::<String>("a").is_none());
        assert_eq!(cache.get::<u8>("d").map(|(value, _)| value), Some(4));
        assert!(fs::metadata(&path)?.len() < 100);
        Ok(())
    }

    #[test]
    fn a_cache_is_one_builds_at_a_time() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("drafts");
        let first = Cache::open(path.clone())?;
        let error = Cache::open(path.clone()).err().map(|error| format!("{error:#}")).unwrap_or_default();
        assert!(error.contains("another build uses it"), "{error}");
        drop(first);
        Cache::open(path).map(drop)
    }

    #[test]
    fn what_can_not_be_read_again_is_told() -> Result<()> {
        let spill = Spill::nameless(Path::new("."))?;
        let spilled = spill.put("", &"text")?;
        assert_eq!(spilled.get::<String>().as_deref(), Some("text"));
        spill.check()?;
        spill.file.set_len(2)?;
        assert_eq!(spilled.get::<String>(), None);
        assert!(spill.check().is_err());
        Ok(())
    }
}
