//! A target in memory, and one that stops after so many changes.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, bail};
use lamplight_publish::{Headers, Listing, Target};

/// Files in memory.
#[derive(Debug, Default)]
pub struct Memory(pub Mutex<BTreeMap<String, Vec<u8>>>);

impl Memory {
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.0.lock().expect("files").clone()
    }

    pub fn of(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self(Mutex::new(files))
    }
}

impl Target for Memory {
    fn name(&self) -> String {
        "memory".into()
    }

    fn list(&self) -> Result<Listing> {
        let files = self.files().into_iter().map(|(path, bytes)| (path, Some(bytes.len() as u64))).collect();
        Ok(Listing { files, ..Listing::default() })
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.files().remove(path))
    }

    fn put(&self, path: &str, bytes: &[u8], _: &Headers) -> Result<()> {
        self.0.lock().expect("files").insert(path.into(), bytes.into());
        Ok(())
    }

    fn copy(&self, from: &str, to: &str) -> Result<()> {
        let bytes = self.get(from)?.context("it is not there")?;
        self.0.lock().expect("files").insert(to.into(), bytes);
        Ok(())
    }

    fn delete(&self, path: &str) -> Result<()> {
        self.0.lock().expect("files").remove(path);
        Ok(())
    }

    fn lanes(&self) -> usize {
        1
    }
}

/// A target whose connection breaks: only the first so many changes happen. After each, `look` is called.
pub struct Breaking<'a> {
    pub inner: &'a dyn Target,
    pub left: AtomicUsize,
    pub look: &'a (dyn Fn(&str) + Sync),
}

impl<'a> Breaking<'a> {
    pub fn after(inner: &'a dyn Target, changes: usize, look: &'a (dyn Fn(&str) + Sync)) -> Self {
        Self { inner, left: AtomicUsize::new(changes), look }
    }

    fn change(&self, what: &str, change: impl FnOnce() -> Result<()>) -> Result<()> {
        if self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err() {
            bail!("the connection broke");
        }
        change()?;
        (self.look)(what);
        Ok(())
    }
}

impl Target for Breaking<'_> {
    fn name(&self) -> String {
        self.inner.name()
    }

    fn list(&self) -> Result<Listing> {
        self.inner.list()
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>> {
        self.inner.get(path)
    }

    fn put(&self, path: &str, bytes: &[u8], headers: &Headers) -> Result<()> {
        self.change(&format!("put {path}"), || self.inner.put(path, bytes, headers))
    }

    fn copy(&self, from: &str, to: &str) -> Result<()> {
        self.change(&format!("copy {from}"), || self.inner.copy(from, to))
    }

    fn delete(&self, path: &str) -> Result<()> {
        self.change(&format!("delete {path}"), || self.inner.delete(path))
    }

    fn finish(&self) -> Result<()> {
        self.change("finish", || self.inner.finish())
    }

    fn lanes(&self) -> usize {
        1
    }
}
