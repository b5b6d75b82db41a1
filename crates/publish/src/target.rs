//! What publishing asks of a place where a site can be.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::headers::Headers;

/// What is at a target. Paths are relative to the site, with `/`.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Plain files and their sizes in bytes. `None`: the target never has half a file and tells no sizes.
    pub files: BTreeMap<String, Option<u64>>,
    /// What is neither file nor folder, such as symbolic links. Nothing is written through them.
    pub others: BTreeSet<String>,
}

/// A place where a site can be. A path is relative to the site, with `/`. A file appears whole or not at all.
pub trait Target: Sync {
    /// What it is called, for people. It has no password.
    fn name(&self) -> String;

    /// Everything that is there.
    ///
    /// # Errors
    /// If the target can't be reached or read. A place that does not exist yet is empty.
    fn list(&self) -> Result<Listing>;

    /// The bytes of a file, or `None` if it is not there.
    ///
    /// # Errors
    /// If the target can't be reached or read.
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>>;

    /// Writes a file, also in the place of another. Called from several threads.
    ///
    /// # Errors
    /// If it can't be written. What was there before is then still there.
    fn put(&self, path: &str, bytes: &[u8], headers: &Headers) -> Result<()>;

    /// Copies a file within the target.
    ///
    /// # Errors
    /// If it is not there, or the copy can't be written.
    fn copy(&self, from: &str, to: &str) -> Result<()>;

    /// Removes a file. One that is not there is no error.
    ///
    /// # Errors
    /// If it is still there.
    fn delete(&self, path: &str) -> Result<()>;

    /// Called once, after everything else: targets that show all changes at once do so now.
    ///
    /// # Errors
    /// If the changes could not be shown.
    fn finish(&self) -> Result<()> {
        Ok(())
    }

    /// Files that are sent at a time.
    fn lanes(&self) -> usize {
        8
    }

    /// Whether `A.html` and `a.html` are one file there, as far as it is known.
    fn ignores_case(&self) -> bool {
        false
    }

    /// What people should know after a post was taken back, if the target remembers what was deleted.
    fn remembers(&self) -> Option<&'static str> {
        None
    }
}
