//! The output folder: names, content-addressed files, and what is known of each. `staging` and `publish` bring them to the
//! disk.

mod content;
pub(crate) mod names;
mod publish;
pub(crate) mod staging;
mod withdrawn;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use lamplight_format::model::Hash;
use rayon::prelude::*;

use self::content::{FileBody, binary_file, fingerprint};
use self::names::DATA;
use self::staging::Staging;
use crate::{compress, metadata};
pub(crate) use content::{FileBatch, Rendered, hash};
pub(crate) use publish::PublishOptions;
pub(crate) use staging::discard;
pub(crate) use withdrawn::StillPublished;

/// The files of a site while it is built. Readers see them once [`Output::publish`] has run.
#[derive(Default)]
pub(crate) struct Output {
    files: BTreeMap<String, FileBody>,
    /// Compressed sizes of files, as far as they were measured.
    packed: BTreeMap<String, u64>,
    staging: Option<Arc<Staging>>,
}

impl Output {
    /// Files that will replace the folder `out`. They are written at once, beside it.
    ///
    /// # Errors
    /// If `out` holds what Lamplight has not written, or nothing can be written beside it.
    pub(crate) fn beside(out: &Path) -> Result<Self> {
        Ok(Self { staging: Some(Arc::new(Staging::beside(out)?)), ..Self::default() })
    }

    /// The folder that `out` lies in, for temporary files on the same disk.
    pub(crate) fn parent_folder(&self) -> &Path {
        self.staging.as_ref().and_then(|staging| staging.folder.parent()).unwrap_or(Path::new("."))
    }

    /// The same files, without a folder: what is added stays in memory.
    pub(crate) fn in_memory(&self) -> Self {
        Self { files: self.files.clone(), ..Self::default() }
    }

    /// Adds a file. `path` is relative, with `/`. Returns whether the place was free; a taken place keeps what it has.
    pub(crate) fn add(&mut self, path: &str, bytes: Vec<u8>) -> bool {
        self.add_all(vec![(path.to_owned(), Rendered::New(bytes))])[0]
    }

    /// Adds files, written on all cores. As [`Output::add`], for each.
    pub(crate) fn add_all(&mut self, files: Vec<(String, Rendered)>) -> Vec<bool> {
        let mut added = Vec::with_capacity(files.len());
        let mut to_write = Vec::with_capacity(files.len());
        for (path, rendered) in files {
            let (content, rendered) = match (rendered, &self.staging) {
                (Rendered::New(bytes), None) => (FileBody::Bytes(bytes), None),
                (Rendered::New(bytes), Some(_)) => {
                    (FileBody::Written(bytes.len() as u64), Some(Rendered::New(bytes)))
                }
                (Rendered::Unchanged(bytes), _) => {
                    (FileBody::Written(bytes), Some(Rendered::Unchanged(bytes)))
                }
            };
            let is_free = self.put(&path, content);
            added.push(is_free);
            to_write.extend(rendered.filter(|_| is_free).map(|rendered| (path, rendered)));
        }
        if let Some(staging) = &self.staging {
            to_write.par_iter().for_each(|(path, rendered)| match rendered {
                Rendered::New(bytes) => staging.write(path, bytes),
                Rendered::Unchanged(_) => staging.link(path),
            });
        }
        added
    }

    /// The file that the old site has at a path, if [`Rendered::fingerprint`] of it is `known`.
    pub(crate) fn unchanged(&self, path: &str, known: &[u8]) -> Option<Rendered> {
        let old = self.staging.as_ref()?.old.join(path);
        let bytes = fs::symlink_metadata(&old)
            .ok()
            .filter(fs::Metadata::is_file)
            .and_then(|_| fs::read(&old).ok())?;
        (fingerprint(&bytes) == known).then_some(Rendered::Unchanged(bytes.len() as u64))
    }

    /// Adds a file that is copied. As [`Output::add`].
    pub(crate) fn copy(&mut self, path: &str, from: &Path) -> bool {
        self.put(path, FileBody::File(from.to_path_buf()))
    }

    /// Removes a file that has not been written yet.
    pub(crate) fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// Removes copies of files that must not be published, such as those of drafts in a folder that is copied.
    pub(crate) fn remove_copies_of(&mut self, unpublished: &HashSet<PathBuf>) {
        if unpublished.is_empty() {
            return;
        }
        let names: HashSet<_> = unpublished.iter().filter_map(|path| path.file_name()).collect();
        self.files.retain(|_, content| match content {
            // Comparing names first is fast, and few are equal.
            FileBody::File(from) => {
                !from.file_name().is_some_and(|name| names.contains(name))
                    || !from.canonicalize().is_ok_and(|from| unpublished.contains(&from))
            }
            FileBody::Bytes(_) | FileBody::Written(_) => true,
        });
    }

    fn put(&mut self, path: &str, content: FileBody) -> bool {
        let added = self.is_free(path);
        if added {
            self.files.insert(path.to_owned(), content);
        }
        added
    }

    /// Whether a file can be written there: nothing has the name, no file has the name of one of its folders, and it has
    /// not itself the name of a folder.
    fn is_free(&self, path: &str) -> bool {
        let folders = path.char_indices().filter(|(_, c)| *c == '/').map(|(i, _)| &path[..i]);
        let inside = format!("{path}/");
        let below =
            self.files.range(inside.clone()..).next().is_some_and(|(next, _)| next.starts_with(&inside));
        !self.files.contains_key(path)
            && !below
            && folders.into_iter().all(|folder| !self.files.contains_key(folder))
    }

    /// Adds a JSON file named by its content.
    pub(crate) fn data(&mut self, value: &impl serde::Serialize) -> Result<Hash> {
        let bytes = serde_json::to_vec(value)?;
        let hash = hash(&bytes);
        self.add(&format!("{DATA}/{}.json", hash.0), bytes);
        Ok(hash)
    }

    /// Adds a file of another kind, named by its content.
    pub(crate) fn binary(&mut self, bytes: Vec<u8>) -> Hash {
        let hash = hash(&bytes);
        self.add(&binary_file(&hash), bytes);
        hash
    }

    /// A batch for another thread: see [`FileBatch`].
    pub(crate) fn batch(&self) -> FileBatch {
        FileBatch { staging: self.staging.clone(), files: BTreeMap::new() }
    }

    /// Adds a batch, and returns its names in order.
    pub(crate) fn add_batch(&mut self, aside: FileBatch) -> Vec<Hash> {
        let names = aside.files.keys().cloned().collect();
        for (hash, content) in aside.files {
            self.put(&binary_file(&hash), content);
        }
        names
    }

    /// Names of the files whose path begins with `folder`.
    pub(crate) fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let below = self.files.range(folder.to_owned()..).map(|(path, _)| path.as_str());
        below.take_while(move |path| path.starts_with(folder))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// A file whose name differs in upper and lower case alone.
    pub(crate) fn find_other_case(&self, path: &str) -> Option<&str> {
        let lower = path.to_lowercase();
        self.files
            .keys()
            .map(String::as_str)
            .find(|name| name.len() == path.len() && name.to_lowercase() == lower)
    }

    /// The file that one will be copied from.
    pub(crate) fn source_of(&self, path: &str) -> Option<&Path> {
        match self.files.get(path)? {
            FileBody::File(from) => Some(from),
            FileBody::Bytes(_) | FileBody::Written(_) => None,
        }
    }

    /// The bytes of a file, as they will be published.
    pub(crate) fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        match self.files.get(path)? {
            FileBody::Bytes(bytes) => Some(bytes.clone()),
            FileBody::Written(_) => fs::read(self.staging.as_ref()?.folder.join(path)).ok(),
            FileBody::File(from) => {
                let bytes = fs::read(from).ok()?;
                Some(metadata::cleaned(path, bytes))
            }
        }
    }

    /// How many bytes a file has; 0 if there is none.
    pub(crate) fn size(&self, path: &str) -> u64 {
        match self.files.get(path) {
            Some(FileBody::File(_)) if metadata::may_tell_too_much(path) => {
                self.bytes(path).map_or(0, |bytes| bytes.len() as u64)
            }
            Some(content) => content.len(),
            None => 0,
        }
    }

    /// All files with their bytes, in order. Those of pictures are counted before notes of cameras are taken out.
    pub(crate) fn sizes(&self) -> impl Iterator<Item = (&str, u64)> {
        self.files.iter().map(|(path, content)| (path.as_str(), content.len()))
    }

    /// Measures the compressed size of all files below a folder of hashed files. Sizes of the old site's files are used again.
    pub(crate) fn measure_transfer_below(&mut self, folder: &str) {
        let old = self.staging.as_ref().map(|staging| &staging.old);
        let new: Vec<&str> = self.below(folder).filter(|path| !self.packed.contains_key(*path)).collect();
        let sizes = new.into_par_iter().map(|path| {
            let before = old.and_then(|old| fs::metadata(old.join(format!("{path}.gz"))).ok());
            let size = before.map_or_else(
                || self.bytes(path).map_or(0, |bytes| compress::transfer_size(&bytes)),
                |file| file.len(),
            );
            (path.to_owned(), size)
        });
        let sizes: Vec<_> = sizes.collect();
        self.packed.extend(sizes);
    }

    /// The compressed size of a file; 0 if it was not measured.
    pub(crate) fn transfer_size(&self, path: &str) -> u64 {
        self.packed.get(path).copied().unwrap_or_default()
    }

    /// Names of the files that `other` has not.
    pub(crate) fn names_missing_in<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a str> {
        self.files.keys().map(String::as_str).filter(|path| !other.has(path))
    }

    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_stands_in_the_way_of_another() {
        let mut output = Output::default();
        let added = ["a/b", "a", "a/b/c", "ab", "a/c", "a/b"].map(|path| output.add(path, Vec::new()));
        assert_eq!(added, [true, false, false, true, true, false]);
    }
}
