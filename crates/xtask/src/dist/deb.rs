//! A package for Debian and Ubuntu.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::staged::{StagedFile, gzip};
use crate::tools::{command, run};

/// Writes the package into a folder. `version` is ours with Debian's name of the machine. `time` is in seconds since 1970.
///
/// `dpkg-deb` packs it: every Debian and Ubuntu has it, while compiling cargo-deb takes minutes.
///
/// # Errors
/// If there is no `dpkg-deb`, or a file can't be written.
pub(super) fn write(
    folder: &Path,
    files: &[StagedFile],
    (version, architecture): (&str, &str),
    time: u64,
) -> Result<PathBuf> {
    let root = folder.join("deb");
    let mut size = 0;
    for file in installed(files)? {
        size += file.bytes.len();
        put(&root, &file)?;
    }
    let control = format!(
        "Package: lamplight\n\
         Version: {version}-1\n\
         Architecture: {architecture}\n\
         Maintainer: The Lamplight authors\n\
         Installed-Size: {}\n\
         Section: web\n\
         Priority: optional\n\
         Description: blog engine: a folder of Markdown posts becomes plain files\n \
         One program that builds, shows and checks a blog. Its pages are complete\n \
         without a script; an app in WebAssembly shows the next ones at once.\n",
        size.div_ceil(1024)
    );
    put(&root, &StagedFile::text("DEBIAN/control", control.into_bytes()))?;
    let package = folder.join(format!("lamplight_{version}-1_{architecture}.deb"));
    let mut pack = command("dpkg-deb");
    // More threads than one give other bytes.
    pack.env("SOURCE_DATE_EPOCH", time.to_string()).args([
        "--root-owner-group",
        "--threads-max=1",
        "-Zxz",
        "--build",
    ]);
    run(pack.arg(&root).arg(&package)).context("dpkg-deb 1.21.9 or newer is needed (apt install dpkg)")?;
    fs::remove_dir_all(root)?;
    Ok(package)
}

/// Where Debian wants each file.
fn installed(files: &[StagedFile]) -> Result<Vec<StagedFile>> {
    const DOC: &str = "usr/share/doc/lamplight";
    let mut installed = Vec::new();
    let mut copyright = Vec::new();
    for file in files {
        let bytes = &file.bytes;
        let (path, bytes) = match file.path.as_str() {
            "lamplight" => ("usr/bin/lamplight".to_owned(), bytes.clone()),
            "completions/lamplight.bash" => {
                ("usr/share/bash-completion/completions/lamplight".to_owned(), bytes.clone())
            }
            "completions/_lamplight" => {
                ("usr/share/zsh/vendor-completions/_lamplight".to_owned(), bytes.clone())
            }
            "completions/lamplight.fish" => {
                ("usr/share/fish/vendor_completions.d/lamplight.fish".to_owned(), bytes.clone())
            }
            "CHANGELOG.md" => (format!("{DOC}/changelog.gz"), gzip(bytes)?),
            "README.md" => (format!("{DOC}/README.md"), bytes.clone()),
            "THIRD-PARTY.md" => (format!("{DOC}/THIRD-PARTY.md.gz"), gzip(bytes)?),
            path if path.starts_with("LICENSE-") => {
                copyright.extend_from_slice(bytes);
                copyright.push(b'\n');
                continue;
            }
            path => match path.strip_prefix("man/") {
                Some(page) => (format!("usr/share/man/man1/{page}.gz"), gzip(bytes)?),
                // Completions of other shells.
                None => continue,
            },
        };
        installed.push(StagedFile { path, bytes, is_program: file.is_program });
    }
    let mut head = b"Lamplight is under the MIT or the Apache 2.0 licence, as you like. What it contains of others is in\n\
        THIRD-PARTY.md.gz.\n\n"
        .to_vec();
    head.extend(copyright);
    installed.push(StagedFile::text(format!("{DOC}/copyright"), head));
    Ok(installed)
}

/// Writes a file with its mode, whatever this user's umask is.
fn put(root: &Path, file: &StagedFile) -> Result<()> {
    let path = root.join(&file.path);
    let folder = path.parent().unwrap_or(root);
    fs::create_dir_all(folder)?;
    fs::write(&path, &file.bytes).with_context(|| format!("can't write {}", path.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(file.mode()))?;
        for folder in folder.ancestors().take_while(|folder| folder.starts_with(root)) {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_release_has_its_place() -> Result<()> {
        let names =
            ["CHANGELOG.md", "LICENSE-MIT", "README.md", "THIRD-PARTY.md", "lamplight", "man/lamplight.1"];
        let mut files: Vec<_> = names.iter().map(|name| StagedFile::text(*name, vec![b'x'])).collect();
        files.push(StagedFile::text("completions/lamplight.elv", Vec::new()));
        let paths: Vec<String> = installed(&files)?.into_iter().map(|file| file.path).collect();
        assert_eq!(
            paths,
            [
                "usr/share/doc/lamplight/changelog.gz",
                "usr/share/doc/lamplight/README.md",
                "usr/share/doc/lamplight/THIRD-PARTY.md.gz",
                "usr/bin/lamplight",
                "usr/share/man/man1/lamplight.1.gz",
                "usr/share/doc/lamplight/copyright",
            ]
        );
        Ok(())
    }
}
