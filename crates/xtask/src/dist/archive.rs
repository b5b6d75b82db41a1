//! Tar files that depend on names and bytes alone.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::staged::{StagedFile, gzip};

/// The app as the command has it within itself (`crates/bundler/src/app_files.rs`): a tar file in Brotli.
///
/// # Errors
/// If the folder holds no built app.
pub(super) fn of_app(folder: &Path) -> Result<Vec<u8>> {
    if !folder.join("index.html").is_file() {
        bail!(
            "{} is not a built app; `cargo xtask dist --app-alone` builds it into target/app",
            folder.display()
        );
    }
    let mut files = Vec::new();
    collect(folder, "", &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut packed = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    packed.write_all(&tar(&files, 0)?)?;
    Ok(packed.into_inner())
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<StagedFile>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true => collect(&entry.path(), &format!("{path}/"), files)?,
            false => files.push(StagedFile::text(path, fs::read(entry.path())?)),
        }
    }
    Ok(())
}

/// A release: everything in one folder of this name. `time` is in seconds since 1970.
pub(super) fn tar_gz(name: &str, files: &[StagedFile], time: u64) -> Result<Vec<u8>> {
    let within: Vec<StagedFile> = files
        .iter()
        .map(|file| StagedFile {
            path: format!("{name}/{}", file.path),
            bytes: file.bytes.clone(),
            is_program: file.is_program,
        })
        .collect();
    gzip(&tar(&within, time)?)
}

/// Files belong to root, and have all the same time.
fn tar(files: &[StagedFile], time: u64) -> Result<Vec<u8>> {
    let mut tar = tar::Builder::new(Vec::new());
    for file in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(file.bytes.len() as u64);
        header.set_mode(file.mode());
        header.set_mtime(time);
        header.set_uid(0);
        header.set_gid(0);
        tar.append_data(&mut header, &file.path, file.bytes.as_slice())
            .with_context(|| format!("can't pack {}", file.path))?;
    }
    Ok(tar.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_of_the_app_has_its_files_sorted_and_no_times() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("lamplight-app-{}", std::process::id()));
        fs::create_dir_all(folder.join("chunks"))?;
        for name in ["sw.js", "index.html", "chunks/b.wasm", "chunks/a.wasm"] {
            fs::write(folder.join(name), name)?;
        }
        let packed = of_app(&folder)?;
        fs::write(folder.join("sw.js"), "sw.js")?;
        assert_eq!(packed, of_app(&folder)?, "a file that was written again has another time");
        let mut archive = tar::Archive::new(brotli::Decompressor::new(packed.as_slice(), 4096));
        let mut names = Vec::new();
        for entry in archive.entries()? {
            let entry = entry?;
            assert_eq!((entry.header().mtime()?, entry.header().mode()?), (0, 0o644));
            names.push(entry.path()?.display().to_string());
        }
        assert_eq!(names, ["chunks/a.wasm", "chunks/b.wasm", "index.html", "sw.js"]);
        fs::remove_file(folder.join("index.html"))?;
        assert!(of_app(&folder).is_err_and(|error| error.to_string().contains("is not a built app")));
        Ok(fs::remove_dir_all(folder)?)
    }
}
