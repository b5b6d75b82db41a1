//! The output folder: content-addressed files, and the swap that puts all of it into place at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use lamplight_content::model::Hash;
use sha2::{Digest, Sha256};

use crate::{compress, picture};

/// Everything of ours that is no page lies in one folder, so that it can't be in the way of a blog's own `assets/`. The
/// three below hold files that never change, so that three rules of a host can say how long they keep.
pub(crate) const HASHED: [&str; 3] = [APP, DATA, IMAGES];
/// The app.
pub(crate) const APP: &str = "lamplight/app";
/// Posts and lists.
pub(crate) const DATA: &str = "lamplight/data";
/// Leaner forms of pictures.
pub(crate) const IMAGES: &str = "lamplight/images";
/// The one file of ours that is asked for anew at each visit. It marks a folder as our output.
pub(crate) const MANIFEST: &str = "lamplight/manifest.json";
/// What the blog is as an app, for who installs it.
pub(crate) const WEB_MANIFEST: &str = "lamplight/site.webmanifest";
/// The page that the service worker shows where it has nothing else.
pub(crate) const OFFLINE_PAGE: &str = "lamplight/offline.html";
/// Names the files that a build took over from the one before it for the sake of open tabs.
const KEPT: &str = "lamplight/kept.txt";

/// How a finished site is written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Finish {
    /// Writes `.br` and `.gz` beside everything that is text or program.
    pub compress: bool,
    /// Keeps the hashed files of the build that is replaced.
    pub keep_previous: bool,
}

/// SHA-256 of some bytes.
pub(crate) fn hash(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect())
}

impl Content {
    fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(path) => fs::metadata(path).map_or(0, |file| file.len()),
        }
    }
}

/// A tree of files in the making. Nothing is on disk until [`Output::publish`].
#[derive(Clone, Default)]
pub(crate) struct Output {
    files: BTreeMap<String, Content>,
}

#[derive(Clone)]
enum Content {
    Bytes(Vec<u8>),
    /// Copied from there.
    File(PathBuf),
}

impl Output {
    /// Adds a file. `path` is relative, with `/`. Returns whether the place was free; a taken place keeps what it has.
    pub(crate) fn add(&mut self, path: &str, bytes: Vec<u8>) -> bool {
        self.put(path, Content::Bytes(bytes))
    }

    /// Adds a file that is copied. As [`Output::add`].
    pub(crate) fn copy(&mut self, path: &str, from: &Path) -> bool {
        self.put(path, Content::File(from.to_path_buf()))
    }

    fn put(&mut self, path: &str, content: Content) -> bool {
        let free = self.is_free(path);
        if free {
            self.files.insert(path.to_owned(), content);
        }
        free
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
        self.add(&format!("{DATA}/{}.bin", hash.0), bytes);
        hash
    }

    /// Names of the files whose path begins so.
    pub(crate) fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let below = self.files.range(folder.to_owned()..).map(|(path, _)| path.as_str());
        below.take_while(move |path| path.starts_with(folder))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The file that a copied one comes from.
    pub(crate) fn source_of(&self, path: &str) -> Option<&Path> {
        match self.files.get(path)? {
            Content::File(from) => Some(from),
            Content::Bytes(_) => None,
        }
    }

    /// The bytes of a file, as they will be published.
    pub(crate) fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        match self.files.get(path)? {
            Content::Bytes(bytes) => Some(bytes.clone()),
            Content::File(from) => {
                let bytes = fs::read(from).ok()?;
                Some(published(path, bytes))
            }
        }
    }

    /// How many bytes a file has; 0 if there is none.
    pub(crate) fn size(&self, path: &str) -> u64 {
        match self.files.get(path) {
            Some(Content::File(_)) if picture::may_tell_too_much(path) => {
                self.bytes(path).map_or(0, |bytes| bytes.len() as u64)
            }
            Some(content) => content.len(),
            None => 0,
        }
    }

    /// How many bytes all files have whose path begins so.
    pub(crate) fn size_below(&self, folder: &str) -> u64 {
        self.below(folder).map(|path| self.size(path)).sum()
    }

    /// Names of the files that another tree has not.
    pub(crate) fn beyond<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a str> {
        self.files.keys().map(String::as_str).filter(|path| !other.has(path))
    }

    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// Writes all files beside `out` and swaps the two, so that a reader of `out` sees the old site or the new one.
    pub(crate) fn publish(mut self, out: &Path, finish: Finish) -> Result<()> {
        let name = out.file_name().context("the output folder needs a name")?.to_string_lossy().into_owned();
        let parent = match out.parent() {
            Some(p) if !p.as_os_str().is_empty() => p.to_path_buf(),
            _ => PathBuf::from("."),
        };
        if out.exists() && !is_ours(out) {
            bail!(
                "{} holds files that lamplight did not write; choose an empty or new folder with --out, or delete it yourself",
                out.display()
            );
        }
        fs::create_dir_all(&parent).with_context(|| format!("can't create {}", parent.display()))?;
        if finish.keep_previous {
            self.keep(out);
        }
        let staging = parent.join(format!(".{name}.{}.new", std::process::id()));
        let written = self.write(&staging, out, finish.compress).and_then(|()| swap(&staging, out));
        if staging.exists() {
            // After a swap this is the old site; after a failure, what was begun.
            fs::remove_dir_all(&staging).with_context(|| format!("can't remove {}", staging.display()))?;
        }
        written
    }

    /// Takes over the hashed files of the last build: a tab that was opened before goes on asking for them. Those that
    /// it had itself taken over are let go.
    fn keep(&mut self, out: &Path) {
        let old = fs::read_to_string(out.join(KEPT)).unwrap_or_default();
        let old: std::collections::BTreeSet<&str> = old.lines().collect();
        let mut kept = String::new();
        for folder in HASHED {
            let mut names: Vec<_> =
                fs::read_dir(out.join(folder)).into_iter().flatten().flatten().map(|e| e.path()).collect();
            names.sort();
            for path in names {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let compressed = path.extension().is_some_and(|e| e == "br" || e == "gz");
                let name = format!("{folder}/{name}");
                if !compressed && path.is_file() && !old.contains(name.as_str()) && self.copy(&name, &path) {
                    kept.push_str(&name);
                    kept.push('\n');
                }
            }
        }
        if !kept.is_empty() {
            self.add(KEPT, kept.into_bytes());
        }
    }

    fn write(self, staging: &Path, out: &Path, compress: bool) -> Result<()> {
        use rayon::prelude::*;
        if staging.exists() {
            fs::remove_dir_all(staging)?;
        }
        let folders: std::collections::BTreeSet<PathBuf> =
            self.files.keys().filter_map(|p| staging.join(p).parent().map(Path::to_path_buf)).collect();
        fs::create_dir_all(staging)?;
        let text = self.files.iter().filter(|(path, _)| compress && compress::is_worth_it(path));
        let quality = compress::quality(text.map(|(_, content)| content.len()).sum());
        for folder in folders {
            fs::create_dir_all(&folder).with_context(|| format!("can't create {}", folder.display()))?;
        }
        self.files.into_par_iter().try_for_each(|(path, content)| {
            let to = staging.join(&path);
            let write = || -> Result<()> {
                let bytes = match content {
                    Content::Bytes(bytes) => bytes,
                    Content::File(from) if picture::may_tell_too_much(&path) => {
                        let bytes =
                            fs::read(&from).with_context(|| format!("can't read {}", from.display()))?;
                        published(&path, bytes)
                    }
                    Content::File(from) if compress && compress::is_worth_it(&path) => {
                        fs::read(&from).with_context(|| format!("can't read {}", from.display()))?
                    }
                    Content::File(from) => {
                        fs::copy(&from, &to).with_context(|| format!("can't copy {}", from.display()))?;
                        return Ok(());
                    }
                };
                fs::write(&to, &bytes)?;
                if compress && compress::is_worth_it(&path) {
                    compress::beside(&to, &bytes, &out.join(&path), quality)?;
                }
                Ok(())
            };
            write().with_context(|| format!("can't write {}", to.display()))
        })
    }
}

/// A copied file as it is published: what a camera noted beside a picture is nobody's business.
fn published(path: &str, bytes: Vec<u8>) -> Vec<u8> {
    let cleaned = picture::may_tell_too_much(path).then(|| picture::without_metadata(&bytes)).flatten();
    cleaned.unwrap_or(bytes)
}

/// A folder may be replaced if it is empty or a build of ours.
fn is_ours(folder: &Path) -> bool {
    let empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    empty || folder.join(MANIFEST).is_file()
}

fn swap(staging: &Path, out: &Path) -> Result<()> {
    if !out.exists() {
        return fs::rename(staging, out).with_context(|| format!("can't create {}", out.display()));
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, staging, CWD, out, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    // Where the system can't exchange two names there is a moment without `out`, but never a half-written one.
    let aside = staging.with_extension("old");
    fs::rename(out, &aside).with_context(|| format!("can't move {} aside", out.display()))?;
    if let Err(error) = fs::rename(staging, out) {
        fs::rename(&aside, out).context("can't put the old site back")?;
        return Err(error).with_context(|| format!("can't replace {}", out.display()));
    }
    fs::remove_dir_all(&aside).with_context(|| format!("can't remove {}", aside.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_replaces_its_own_output_and_no_other() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("site");
        for text in ["one", "two"] {
            let mut output = Output::default();
            output.add(MANIFEST, text.into());
            output.publish(&out, Finish::default())?;
            assert_eq!(fs::read_to_string(out.join(MANIFEST))?, text);
        }
        assert_eq!(fs::read_dir(folder.path())?.count(), 1, "nothing is left beside the site");

        let foreign = folder.path().join("home");
        fs::create_dir(&foreign)?;
        fs::write(foreign.join("letter.txt"), "dear")?;
        let error = Output::default()
            .publish(&foreign, Finish::default())
            .err()
            .map(|e| e.to_string())
            .unwrap_or_default();
        assert!(error.contains("did not write"), "{error}");
        assert_eq!(fs::read_to_string(foreign.join("letter.txt"))?, "dear");
        Ok(())
    }

    #[test]
    fn no_file_stands_in_the_way_of_another() {
        let mut output = Output::default();
        let added = ["a/b", "a", "a/b/c", "ab", "a/c", "a/b"].map(|path| output.add(path, Vec::new()));
        assert_eq!(added, [true, false, false, true, true, false]);
    }

    #[test]
    fn files_of_the_last_build_can_be_kept_for_open_tabs() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("site");
        let there = |name: &str| out.join(DATA).join(name).is_file();
        for name in ["one.json", "two.json", "three.json"] {
            let mut output = Output::default();
            output.add(MANIFEST, name.into());
            output.add(&format!("{DATA}/{name}"), name.into());
            output.publish(&out, Finish { compress: true, keep_previous: true })?;
        }
        assert_eq!(
            ["one.json", "two.json", "two.json.br", "three.json"].map(there),
            [false, true, true, true]
        );
        let mut output = Output::default();
        output.add(MANIFEST, "four".into());
        output.publish(&out, Finish::default())?;
        assert!(!there("three.json"), "nothing is kept unasked");
        Ok(())
    }
}
