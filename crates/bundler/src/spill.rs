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
    /// What first went wrong: whoever reads has no other way to tell.
    failed: Mutex<Option<anyhow::Error>>,
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

impl Spill {
    /// A file without a name, which goes with its last user.
    pub(crate) fn nameless(folder: &Path) -> Result<Arc<Self>> {
        let file = tempfile::tempfile_in(folder)
            .or_else(|_| tempfile::tempfile())
            .context("there is no room for a temporary file")?;
        Ok(Arc::new(Self { file, end: Mutex::new(0), failed: Mutex::default() }))
    }

    /// Puts a value in, behind a key. On failure it is nowhere, and [`Spill::check`] tells.
    pub(crate) fn put(self: &Arc<Self>, key: &str, value: &impl Serialize) -> Option<Spilled> {
        let put = || -> Result<Spilled> {
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
        };
        put().map_err(|error| self.fail(error)).ok()
    }

    fn fail(&self, error: anyhow::Error) {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// Whether everything was written and read.
    pub(crate) fn check(&self) -> Result<()> {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner).take();
        failed.map_or(Ok(()), |error| Err(error).context("what was put aside while building can't be had"))
    }
}

impl Spilled {
    /// The value; `None` on failure, of which [`Spill::check`] tells.
    pub(crate) fn get<T: DeserializeOwned>(&self) -> Option<T> {
        self.read().map_err(|error| self.spill.fail(error)).ok()
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
    /// The file, if it stays.
    path: Option<PathBuf>,
}

impl Cache {
    /// Opens a cache in a file; without one, or if it can't be had, it lasts as long as the build. A line that is no
    /// line of a cache is passed over. Returns what is to be told.
    pub(crate) fn open(path: Option<PathBuf>, beside: &Path) -> Result<(Self, Option<String>)> {
        let mut told = None;
        if let Some(path) = path {
            match Self::of_file(&path) {
                Ok((spill, known)) => return Ok((Self { spill, known, path: Some(path) }, None)),
                // A cache that can't be written costs time, not correctness.
                Err(error) => {
                    told = Some(format!("the cache {} is not used: {error:#}", path.display()));
                }
            }
        }
        Ok((Self { spill: Spill::nameless(beside)?, known: Known::new(), path: None }, told))
    }

    fn of_file(path: &Path) -> Result<(Arc<Spill>, Known)> {
        fs::create_dir_all(path.parent().context("the cache needs a folder")?)?;
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        // Two that write to one file would write over each other.
        file.try_lock().context("another build uses it")?;
        let mut known = Known::new();
        let (mut reader, mut line, mut end) = (BufReader::with_capacity(1 << 20, &file), Vec::new(), 0);
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line)?;
            if read == 0 || line.last() != Some(&b'\n') {
                // What a build did not finish is written over.
                break;
            }
            if let Some(tab) = line.iter().position(|b| *b == b'\t')
                && let Ok(key) = std::str::from_utf8(&line[..tab])
            {
                known.insert(key.to_owned(), (end + tab as u64 + 1, read - tab - 2));
            }
            end += read as u64;
        }
        drop(reader);
        Ok((Arc::new(Spill { file, end: Mutex::new(end), failed: Mutex::default() }), known))
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
        let Some(path) = &self.path else { return Ok(()) };
        let dead = self.known.iter().filter(|(key, _)| !used.contains(key.as_str()));
        let dead: u64 = dead.map(|(_, (_, len))| *len as u64).sum();
        if dead * 2 < *self.spill.end.lock().unwrap_or_else(PoisonError::into_inner) {
            return Ok(());
        }
        let aside = path.with_extension("new");
        let mut to = BufWriter::new(File::create(&aside)?);
        let mut from = BufReader::with_capacity(1 << 20, File::open(path)?);
        let mut line = Vec::new();
        while from.read_until(b'\n', &mut line)? > 0 {
            let key =
                line.iter().position(|b| *b == b'\t').and_then(|tab| std::str::from_utf8(&line[..tab]).ok());
            if key.is_some_and(|key| used.contains(key)) {
                to.write_all(&line)?;
            }
            line.clear();
        }
        to.flush()?;
        drop((to, from));
        fs::rename(&aside, path)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_there_again_and_the_unused_goes() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("cache/drafts");
        let open = || Cache::open(Some(path.clone()), folder.path());
        let (cache, told) = open()?;
        assert_eq!(told, None);
        let long = "line\nline\t".repeat(1000);
        let spilled = cache.spill().put("a", &long).context("it is put in")?;
        assert_eq!(spilled.get::<String>().as_deref(), Some(long.as_str()));
        cache.spill().put("b", &vec![1, 2, 3]);
        drop((cache, spilled));
        // A build that was cut off.
        fs::write(&path, [fs::read(&path)?, b"c\t[1, 2".to_vec()].concat())?;
        let (cache, _) = open()?;
        assert_eq!(cache.get::<Vec<u8>>("b").map(|(value, _)| value), Some(vec![1, 2, 3]));
        assert!(cache.get::<Vec<u8>>("c").is_none());
        assert!(cache.get::<Vec<u8>>("a").is_none(), "of another type");
        cache.spill().put("d", &4);
        let (kept, _) = cache.get::<String>("a").context("it is there")?;
        cache.tidy(&HashSet::from(["b", "d"]))?;
        assert_eq!(kept, long);
        let (cache, _) = open()?;
        assert!(cache.get::<String>("a").is_none());
        assert_eq!(cache.get::<u8>("d").map(|(value, _)| value), Some(4));
        assert!(fs::metadata(&path)?.len() < 100);
        Ok(())
    }

    #[test]
    fn a_cache_that_cannot_be_written_is_told_of_and_does_no_harm() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("file"), "")?;
        let (cache, told) = Cache::open(Some(folder.path().join("file/drafts")), folder.path())?;
        assert!(told.is_some_and(|told| told.contains("is not used")));
        let spilled = cache.spill().put("a", &1).context("it is put in")?;
        assert_eq!(spilled.get::<u8>(), Some(1));
        cache.spill().check()
    }
}
