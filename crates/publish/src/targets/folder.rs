//! A folder of this machine.

use std::fs::{self, File, Permissions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use crate::headers::Headers;
use crate::layout::UNFINISHED;
use crate::target::{Listing, Target};

/// A folder of this machine, such as the root of a web server.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// A target in this folder, which need not exist. `source` is the folder that will be published.
    ///
    /// # Errors
    /// If one of the two lies within the other.
    pub fn new(root: &Path, source: &Path) -> Result<Self> {
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let (to, from) = (real(root), real(source));
        if to.starts_with(&from) || from.starts_with(&to) {
            bail!("{} and {} lie within each other; choose another folder", root.display(), source.display());
        }
        Ok(Self { root: to })
    }

    /// The file of a path, if no part of the way to it is a link.
    fn file(&self, path: &str) -> Result<PathBuf> {
        let mut file = self.root.clone();
        for name in path.split('/') {
            if name.is_empty() || name == "." || name == ".." || name.contains(std::path::MAIN_SEPARATOR) {
                bail!("`{path}` is no path within the site");
            }
            file.push(name);
            if fs::symlink_metadata(&file).is_ok_and(|found| found.is_symlink()) {
                bail!("{} is a symbolic link; nothing is written through links", file.display());
            }
        }
        Ok(file)
    }

    /// Writes a file beside its place, and moves it there when it is complete.
    fn write(&self, path: &str, fill: impl Fn(&mut File) -> std::io::Result<()>) -> Result<()> {
        let file = self.file(path)?;
        let folder = file.parent().context("a file lies in a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("can't create {}", folder.display()))?;
        let mut unfinished = tempfile::Builder::new();
        unfinished.prefix(UNFINISHED);
        // As any other new file has them: a web server of another user reads it.
        #[cfg(unix)]
        unfinished.permissions(<Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
        let mut unfinished = unfinished.tempfile_in(folder)?;
        fill(unfinished.as_file_mut())?;
        unfinished.persist(&file).with_context(|| format!("can't write {}", file.display()))?;
        Ok(())
    }
}

impl Target for Folder {
    fn name(&self) -> String {
        self.root.display().to_string()
    }

    fn list(&self) -> Result<Listing> {
        let mut listing = Listing::default();
        if !self.root.exists() {
            return Ok(listing);
        }
        if !self.root.is_dir() {
            bail!("{} is no folder", self.root.display());
        }
        for entry in WalkDir::new(&self.root).min_depth(1) {
            let entry = entry.with_context(|| format!("can't read {}", self.root.display()))?;
            let path = entry.path().strip_prefix(&self.root)?;
            let path = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            if entry.file_type().is_file() {
                listing.files.insert(path, Some(entry.metadata()?.len()));
            } else if !entry.file_type().is_dir() {
                listing.others.insert(path);
            }
        }
        Ok(listing)
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>> {
        match fs::read(self.file(path)?) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn put(&self, path: &str, bytes: &[u8], _: &Headers) -> Result<()> {
        self.write(path, |file| file.write_all(bytes))
    }

    fn copy(&self, from: &str, to: &str) -> Result<()> {
        let from = self.file(from)?;
        self.write(to, |file| std::io::copy(&mut File::open(&from)?, file).map(drop))
    }

    fn delete(&self, path: &str) -> Result<()> {
        let file = self.file(path)?;
        match fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        // Folders that are empty now are of no use. One that is not can't be removed.
        let folders = file.ancestors().skip(1).take_while(|folder| *folder != self.root);
        for folder in folders {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn ignores_case(&self) -> bool {
        let probe = || -> Result<bool> {
            fs::create_dir_all(&self.root)?;
            let probe = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.root)?;
            let name = probe.path().file_name().unwrap_or_default().to_string_lossy().to_uppercase();
            Ok(self.root.join(name).exists())
        };
        // Where nothing can be written, the first file says why.
        probe().unwrap_or(false)
    }
}
