//! The site that is to be published: a built folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use lamplight_format::names::MANIFEST;

use crate::lanes::in_lanes;
use crate::layout::is_left_out;
use crate::posts;
use crate::state::{ContentHash, PostId, content_hash};

/// Files that are hashed at a time.
const LANES: usize = 4;

/// A file that is to be at the target.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SiteFile {
    pub hash: ContentHash,
    /// `None` if only its hash is known.
    pub bytes: Option<u64>,
}

/// What is to be at the target.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Site {
    pub files: BTreeMap<String, SiteFile>,
    pub posts: BTreeSet<PostId>,
}

/// Reads a built folder.
///
/// # Errors
/// If it is no built site, or has links or names that not every target can hold.
pub(crate) fn read(folder: &Path) -> Result<Site> {
    if !folder.join(MANIFEST).is_file() || !folder.join("index.html").is_file() {
        bail!("{} is not a built site; build one with `lamplight build`", folder.display());
    }
    let mut names = Vec::new();
    let entries = WalkDir::new(folder).min_depth(1).sort_by_file_name();
    for entry in entries {
        let entry = entry.with_context(|| format!("{} can't be read", folder.display()))?;
        let path = entry.path().strip_prefix(folder)?;
        let Some(name) = path.to_str().map(|name| name.replace(std::path::MAIN_SEPARATOR, "/")) else {
            bail!("{} has a name that is no Unicode; rename it and build again", entry.path().display());
        };
        if is_left_out(&name) || entry.file_type().is_dir() {
            continue;
        }
        if !entry.file_type().is_file() {
            bail!(
                "{} is a symbolic link or no plain file, and may lead to what nobody meant to publish; put the file itself there",
                entry.path().display()
            );
        }
        if name.chars().any(char::is_control) || name.contains('\\') {
            bail!(
                "{name:?} has a character in its name that not every host can store; rename it and build again"
            );
        }
        names.push(name);
    }
    let files = Mutex::new(BTreeMap::new());
    in_lanes(&names, LANES, |name| {
        let bytes = fs::read(folder.join(name)).with_context(|| format!("can't read {name}"))?;
        let file = SiteFile { hash: content_hash(&bytes), bytes: Some(bytes.len() as u64) };
        files.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(name.clone(), file);
        Ok(())
    })?;
    let files = files.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(Site { files, posts: posts::posts(folder, &posts::manifest(folder)?)? })
}

/// Pairs of files that differ only in the case of letters.
pub(crate) fn alike(files: &BTreeMap<String, SiteFile>) -> Vec<(&str, &str)> {
    let mut seen = BTreeMap::new();
    files
        .keys()
        .filter_map(|name| Some((seen.insert(name.to_lowercase(), name.as_str())?, name.as_str())))
        .collect()
}

/// The address of the blog's home page, as the build was told: `https://example.org/blog/`. `None` if it was told no host.
///
/// # Errors
/// If the folder is no built site.
pub fn address(folder: &Path) -> Result<Option<String>> {
    let site = posts::manifest(folder)?.site;
    Ok((!site.origin.is_empty()).then(|| site.origin + &site.base))
}

/// The bytes of a file of a built folder.
///
/// # Errors
/// If they are others than when the folder was read.
pub(crate) fn bytes(folder: &Path, name: &str, hash: &ContentHash) -> Result<Vec<u8>> {
    let path: PathBuf = folder.join(name);
    let bytes = fs::read(&path).with_context(|| format!("can't read {}", path.display()))?;
    if content_hash(&bytes) != *hash {
        bail!("{} has changed while it was being published; run the command again", path.display());
    }
    Ok(bytes)
}
