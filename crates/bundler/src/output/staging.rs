//! The folder beside the site, and the swap that puts all of it into place at once.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use super::names::MANIFEST;
use crate::first_error::FirstError;
use crate::remedy::Remedy;

/// A folder beside the site that is to be replaced. Files go there as they are made: a large site does not fit into memory.
pub(super) struct Staging {
    pub folder: PathBuf,
    /// The site that is to be replaced: what has not changed is linked from there.
    pub old: PathBuf,
    /// The first error of writing.
    pub failed: FirstError,
}

impl Staging {
    /// A new folder beside `out`.
    pub(super) fn beside(out: &Path) -> Result<Self> {
        let (parent, folder) = places(out).ok_or_else(|| nameless(out))?;
        if out.exists() && !is_ours(out) {
            bail!(Remedy::new(
                format!("{} holds files that lamplight did not write", out.display()),
                "choose an empty or new folder, such as `--out dist`; lamplight deletes no file of yours",
            ));
        }
        fs::create_dir_all(&parent).with_context(|| format!("can't create {}", parent.display()))?;
        remove(&folder);
        fs::create_dir(&folder).with_context(|| format!("can't create {}", folder.display()))?;
        Ok(Self { folder, old: out.to_path_buf(), failed: FirstError::default() })
    }

    pub(super) fn write(&self, path: &str, bytes: &[u8]) {
        let to = self.folder.join(path);
        if let Err(error) =
            self.put(path, &to, bytes).with_context(|| format!("can't write {}", to.display()))
        {
            self.failed.note(error);
        }
    }

    /// Takes a file over from the old site.
    pub(super) fn link(&self, path: &str) {
        let (old, to) = (self.old.join(path), self.folder.join(path));
        let link = || {
            fs::hard_link(&old, &to).or_else(|error| match error.kind() {
                std::io::ErrorKind::NotFound => Err(error),
                // Not all disks know links.
                _ => fs::copy(&old, &to).map(drop),
            })
        };
        let linked = in_folder(&to, link).with_context(|| format!("can't write {}", to.display()));
        linked.unwrap_or_else(|error| self.failed.note(error));
    }

    /// Puts the new site in the place of the old, which is deleted with this value.
    pub(super) fn swap(&self) -> Result<()> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        swap(&self.folder, &self.old)
    }

    /// Writes a file, or links that of the old site if it has the same bytes: a link is cheaper.
    pub(super) fn put(&self, path: &str, to: &Path, bytes: &[u8]) -> std::io::Result<()> {
        let old = self.old.join(path);
        let put = || match is_same(&old, bytes) && fs::hard_link(&old, to).is_ok() {
            true => Ok(()),
            false => fs::write(to, bytes),
        };
        in_folder(to, put)
    }
}

fn nameless(out: &Path) -> Remedy {
    Remedy::new(
        format!("the site can't be written into {}: the whole folder would be replaced", out.display()),
        "choose a folder of its own, such as `--out dist`",
    )
}

/// The folder that `out` lies in, and the one beside it that this process writes first.
fn places(out: &Path) -> Option<(PathBuf, PathBuf)> {
    let name = out.file_name()?.to_string_lossy();
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some((parent.to_path_buf(), parent.join(format!(".{name}.{}.new", std::process::id()))))
}

/// Removes what this process has begun beside `out`. What is still being written there may need a second time.
pub(crate) fn discard(out: &Path) {
    let Some((_, folder)) = places(out) else { return };
    for _ in 0..20 {
        // On this thread: those that `remove` uses are still at work, or wait for the end.
        let _ = fs::remove_dir_all(&folder);
        std::thread::sleep(std::time::Duration::from_millis(10));
        if !folder.exists() {
            return;
        }
    }
}

/// Does something to a file, and creates its folder if that is missing.
fn in_folder(file: &Path, act: impl Fn() -> std::io::Result<()>) -> std::io::Result<()> {
    act().or_else(|error| match (error.kind(), file.parent()) {
        (std::io::ErrorKind::NotFound, Some(parent)) => fs::create_dir_all(parent).and_then(|()| act()),
        _ => Err(error),
    })
}

/// Whether a file, and no link to one, has these bytes.
pub(crate) fn is_same(file: &Path, bytes: &[u8]) -> bool {
    fs::symlink_metadata(file).is_ok_and(|file| file.is_file() && file.len() == bytes.len() as u64)
        && fs::read(file).is_ok_and(|old| old == bytes)
}

impl Drop for Staging {
    /// After a swap this is the old site; after a failure, what was begun.
    fn drop(&mut self) {
        remove(&self.folder);
    }
}

/// Removes a folder that is not used any more, on all cores: a large site takes seconds. What can't be removed stays.
fn remove(folder: &Path) {
    let below = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect()
    };
    let folders: Vec<PathBuf> = below(folder).into_iter().filter(|path| path.is_dir()).collect();
    folders.iter().flat_map(|folder| below(folder)).collect::<Vec<_>>().into_par_iter().for_each(|path| {
        let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
    });
    let _ = fs::remove_dir_all(folder);
}

/// Copies a file, or links that of the old site if it has the same time and size.
pub(super) fn copy(from: &Path, to: &Path, old: &Path) -> std::io::Result<()> {
    let (new, known) = (fs::metadata(from)?, fs::symlink_metadata(old));
    let is_known = known.is_ok_and(|known| {
        let same_time = matches!((new.modified(), known.modified()), (Ok(a), Ok(b)) if a == b);
        known.is_file() && known.len() == new.len() && same_time
    });
    if is_known && fs::hard_link(old, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to)?;
    // The next build compares times. Where they can't be set, the file is copied again.
    if let Ok(modified) = new.modified() {
        let _ = fs::File::options().write(true).open(to).and_then(|file| file.set_modified(modified));
    }
    Ok(())
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
