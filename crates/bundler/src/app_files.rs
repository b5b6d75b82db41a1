//! The files of the app as Trunk built it: in a folder, or in the command itself.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::output::names::INDEX;

/// The archive that was put into the command when it was built (`build.rs`): a tar file in Brotli, or nothing.
const ARCHIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/app.tar.br"));

/// What a damaged or hostile archive may grow to, in bytes. The app has less than one million.
const LIMIT: u64 = 64 << 20;

/// A built app.
pub(crate) enum AppFiles {
    /// Files are read when they are asked for.
    Folder(PathBuf),
    /// Bytes of each file by its path in the app, with `/`.
    Embedded(BTreeMap<String, Vec<u8>>),
}

impl AppFiles {
    /// The folder that `--app` named, else the app within the command, else the folder beside the command, where `cargo xtask build`
    /// puts it.
    ///
    /// # Errors
    /// If there is none of them.
    pub(crate) fn find(named: Option<&Path>) -> Result<Self> {
        if let Some(folder) = named {
            return Ok(Self::Folder(folder.to_owned()));
        }
        if !ARCHIVE.is_empty() {
            return Self::unpack(ARCHIVE).context("the app within this command is damaged; install it again");
        }
        beside().map(Self::Folder).context(
            "this command has no app within it, and there is none beside it; build the app with `cargo xtask build`, name its \
             folder with --app, or install a release",
        )
    }

    /// Reads an archive.
    fn unpack(archive: &[u8]) -> Result<Self> {
        let mut tar = Vec::new();
        brotli::Decompressor::new(archive, 1 << 16).take(LIMIT).read_to_end(&mut tar)?;
        let mut files = BTreeMap::new();
        for entry in tar::Archive::new(tar.as_slice()).entries()? {
            let mut entry = entry?;
            let path = entry.path()?.to_str().context("a name is not in UTF-8")?.to_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            files.insert(path, bytes);
        }
        if !files.contains_key(INDEX) {
            bail!("it has no {INDEX}");
        }
        Ok(Self::Embedded(files))
    }

    /// Where the files are, for messages.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Embedded(_) => "this command".to_owned(),
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// If the app has no such file, or it can't be read.
    pub(crate) fn bytes(&self, name: &str) -> Result<Vec<u8>> {
        match self {
            Self::Folder(folder) => fs::read(folder.join(name)).ok(),
            Self::Embedded(files) => files.get(name).cloned(),
        }
        .with_context(|| {
            format!("{} is not a built app: it has no {name}; run `cargo xtask build`", self.place())
        })
    }

    /// The text of a file.
    ///
    /// # Errors
    /// As [`AppFiles::bytes`], and if it is not UTF-8.
    pub(crate) fn text(&self, name: &str) -> Result<String> {
        String::from_utf8(self.bytes(name)?)
            .with_context(|| format!("{name} in {} is not text; run `cargo xtask build`", self.place()))
    }

    /// Whether the app has a file.
    pub(crate) fn has(&self, name: &str) -> bool {
        match self {
            Self::Folder(folder) => folder.join(name).is_file(),
            Self::Embedded(files) => files.contains_key(name),
        }
    }

    /// Names of all files in a folder of the app, sorted. Empty if there is no such folder.
    ///
    /// # Errors
    /// If the folder can't be read.
    pub(crate) fn names_in(&self, folder: &str) -> Result<Vec<String>> {
        let mut names: Vec<String> = match self {
            Self::Folder(root) => match fs::read_dir(root.join(folder)) {
                Ok(entries) => entries
                    .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
                    .collect::<Result<_>>()?,
                Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
                Err(error) => {
                    return Err(error).with_context(|| format!("can't read {folder}/ in {}", self.place()));
                }
            },
            Self::Embedded(files) => {
                let names = files.keys().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
                names.filter(|name| !name.contains('/')).map(str::to_owned).collect()
            }
        };
        names.sort();
        Ok(names)
    }
}

/// `target/app` for a command in `target/release` or `target/debug`.
fn beside() -> Option<PathBuf> {
    let exe = std::env::current_exe().ok()?;
    let beside = exe.parent()?.parent()?.join("app");
    beside.join(INDEX).is_file().then_some(beside)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const FILES: [(&str, &str); 4] =
        [("index.html", "<p>"), ("app.js", "1"), ("chunks/reader.wasm", "r"), ("chunks/library.wasm", "l")];

    /// A tar file in Brotli, as `cargo xtask dist` packs it.
    fn packed(files: &[(&str, &str)]) -> Result<Vec<u8>> {
        let mut tar = tar::Builder::new(Vec::new());
        for (path, text) in files {
            let mut header = tar::Header::new_ustar();
            header.set_size(text.len() as u64);
            tar.append_data(&mut header, path, text.as_bytes())?;
        }
        let mut archive = brotli::CompressorWriter::new(Vec::new(), 1 << 12, 5, 22);
        archive.write_all(&tar.into_inner()?)?;
        Ok(archive.into_inner())
    }

    #[test]
    fn an_archive_has_the_same_files_as_its_folder() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("chunks"))?;
        for (path, text) in FILES {
            fs::write(folder.path().join(path), text)?;
        }
        for app in [AppFiles::find(Some(folder.path()))?, AppFiles::unpack(&packed(&FILES)?)?] {
            for (path, text) in FILES {
                assert_eq!(app.text(path)?, text);
            }
            assert_eq!(app.names_in("chunks")?, ["library.wasm", "reader.wasm"]);
            assert!(app.names_in("other")?.is_empty());
            assert!(app.has("app.js") && !app.has("boot.js"));
            let missing = app.bytes("boot.js").map(drop).unwrap_err().to_string();
            assert!(missing.starts_with(&app.place()) && missing.contains("it has no boot.js"), "{missing}");
        }
        Ok(())
    }

    #[test]
    fn a_damaged_archive_is_an_error() -> Result<()> {
        let whole = packed(&FILES)?;
        assert!(AppFiles::unpack(&whole[..whole.len() / 2]).is_err());
        assert!(AppFiles::unpack(b"no archive").is_err());
        assert!(AppFiles::unpack(&packed(&FILES[1..])?).is_err(), "it has no index.html");
        Ok(())
    }
}
