//! Files that are written only where none is.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NewFile {
    /// It was written.
    Written,
    /// One was there, which is as it was.
    Kept,
}

/// Writes a file, and its folder, if none is there. It appears whole or not at all.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<NewFile> {
    // A link to nothing is there, too.
    if path.symlink_metadata().is_ok() {
        return Ok(NewFile::Kept);
    }
    let why = || format!("can't write {}", path.display());
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(why)?;
    let mut file = tempfile::Builder::new();
    // As other files are, and not for their owner alone.
    #[cfg(unix)]
    file.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = file.tempfile_in(folder).with_context(why)?;
    file.write_all(bytes).with_context(why)?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(NewFile::Written),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(NewFile::Kept),
        Err(error) => Err(error.error).with_context(why),
    }
}
