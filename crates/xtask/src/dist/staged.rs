//! Files of a package, before they are packed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};

use super::notices::Notices;
use crate::tools::root;

/// A file of a package.
pub(super) struct StagedFile {
    /// Relative, with `/`.
    pub path: String,
    pub bytes: Vec<u8>,
    pub is_program: bool,
}

impl StagedFile {
    pub(super) fn text(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), bytes, is_program: false }
    }

    /// The mode of the file: who may read and run it.
    pub(super) fn mode(&self) -> u32 {
        if self.is_program { 0o755 } else { 0o644 }
    }
}

/// The program with all that belongs to it, sorted by path.
pub(super) fn of_release(program: &Path, notices: &Notices) -> Result<Vec<StagedFile>> {
    let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut files = vec![StagedFile { path: name, bytes: fs::read(program)?, is_program: true }];
    for name in ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md"] {
        files.push(StagedFile::text(name, fs::read(root().join(name))?));
    }
    files.push(StagedFile::text("THIRD-PARTY.md", notices.licenses.clone().into_bytes()));
    for folder in ["completions", "man"] {
        for entry in fs::read_dir(notices.packaging.join(folder))? {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            files.push(StagedFile::text(path, fs::read(entry.path())?));
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Writes a file unless it has these bytes: Cargo compiles anew what depends on a file that was written.
pub(super) fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    fs::write(path, bytes).with_context(|| format!("can't write {}", path.display()))
}

/// Bytes in gzip, without a name and a time.
pub(super) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

/// Lines as `sha256sum` writes and reads them, sorted by name.
pub(super) fn sums(files: &[PathBuf]) -> Result<String> {
    let mut lines = Vec::new();
    for file in files {
        let digest: String =
            Sha256::digest(fs::read(file)?).iter().map(|byte| format!("{byte:02x}")).collect();
        lines.push((file.file_name().unwrap_or_default().to_string_lossy().into_owned(), digest));
    }
    lines.sort();
    Ok(lines.into_iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_and_sums_depend_on_bytes_alone() -> Result<()> {
        assert_eq!(gzip(b"text")?, gzip(b"text")?);
        assert_eq!(gzip(b"text")?[4..8], [0; 4], "the time of gzip's header");
        let folder = std::env::temp_dir().join(format!("lamplight-sums-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let files = [folder.join("b"), folder.join("a")];
        files.iter().try_for_each(|file| fs::write(file, ""))?;
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sums(&files)?, format!("{empty}  a\n{empty}  b\n"));
        Ok(fs::remove_dir_all(folder)?)
    }
}
