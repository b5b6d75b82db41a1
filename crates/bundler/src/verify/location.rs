//! Where a site is: on a host, or in a folder.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, bail};

use super::client::{Answer, Client, RedirectChain};
use crate::output::names::INDEX;
use crate::remedy::Remedy;

pub(super) enum SiteLocation {
    Host(Client),
    Folder(PathBuf),
}

impl SiteLocation {
    /// Reads an address or the path of a folder.
    pub(super) fn of(named: &str) -> Result<Self> {
        if named.contains("://") {
            return Ok(Self::Host(Client::new(named)?));
        }
        if !Path::new(named).is_dir() {
            bail!(Remedy::new(
                format!("`{named}` is neither an address nor a folder"),
                "write a whole address, such as https://example.org/, or the name of a built folder, such as dist",
            ));
        }
        Ok(Self::Folder(named.into()))
    }

    pub(super) fn host(&self) -> Option<&Client> {
        match self {
            Self::Host(client) => Some(client),
            Self::Folder(_) => None,
        }
    }

    /// What is at a path below the site's own, percent-encoded, and the redirects to it.
    pub(super) fn follow(&self, path: &str) -> Result<RedirectChain, String> {
        match self {
            Self::Host(client) => client.follow(&format!("{}{path}", client.base)),
            Self::Folder(_) => Ok(RedirectChain { hops: Vec::new(), answer: self.get(path)?, left: None }),
        }
    }

    /// As [`Self::follow`], and the first answer alone.
    pub(super) fn get(&self, path: &str) -> Result<Answer, String> {
        match self {
            Self::Host(client) => client.ask(&format!("{}{path}", client.base), false),
            Self::Folder(folder) => Ok(match read(folder, path) {
                Some(bytes) => Answer::of(200, bytes),
                None => Answer::of(404, Vec::new()),
            }),
        }
    }

    /// As [`Self::get`], without the body if the host knows how.
    pub(super) fn head(&self, path: &str) -> Result<Answer, String> {
        if let Self::Host(client) = self {
            let answer = client.ask(&format!("{}{path}", client.base), true)?;
            if !matches!(answer.status, 405 | 501) {
                return Ok(answer);
            }
        }
        self.get(path)
    }

    /// The path for people: an address or a file.
    pub(super) fn name(&self, path: &str) -> String {
        match self {
            Self::Host(client) => format!("{}{}{path}", client.origin, client.base),
            Self::Folder(folder) => folder.join(file(path)).display().to_string(),
        }
    }
}

/// The file that a path means on a host that knows nothing but files.
pub(super) fn file(path: &str) -> String {
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
    if path.is_empty() || path.ends_with('/') { path + INDEX } else { path }
}

/// The bytes of a file below a folder; nothing that leads out of it.
pub(super) fn read(folder: &Path, path: &str) -> Option<Vec<u8>> {
    let file = file(path);
    let inside = Path::new(&file).components().all(|part| matches!(part, Component::Normal(_)));
    let file = folder.join(file);
    (inside && file.is_file()).then(|| fs::read(file).ok()).flatten()
}
