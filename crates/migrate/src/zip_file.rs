//! Files in a zip. Nothing is unpacked onto the disk, so their names can do no harm; sizes are bounded.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// A zip that can't be read.
#[derive(Debug, thiserror::Error)]
#[error("this is no zip that can be read ({0}); download the export again, and name the .zip itself")]
pub struct ZipError(#[from] zip::result::ZipError);

/// Bytes of one file, unpacked, at most.
const LARGEST: u64 = 64 << 20;
/// Bytes of all files that are read.
const MOST: u64 = 1 << 30;

/// What was read of a zip.
pub(crate) struct ZipTexts {
    /// Names and texts, in the order of the names.
    pub texts: Vec<(String, String)>,
    /// Names of files that are too large or broken.
    pub refused: Vec<String>,
}

/// Whether a file is the text of a post, as the exports of Medium and Substack name them: `posts/….html`.
pub(crate) fn is_post(name: &str) -> bool {
    name.ends_with(".html") && name.split('/').rev().nth(1) == Some("posts")
}

/// The files whose names `is_wanted`, as texts.
pub(crate) fn texts(bytes: &[u8], is_wanted: &dyn Fn(&str) -> bool) -> Result<ZipTexts, ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut names: Vec<String> =
        archive.file_names().filter(|name| is_wanted(name)).map(str::to_owned).collect();
    names.sort();
    let mut sum = 0;
    let mut read_files = ZipTexts { texts: Vec::new(), refused: Vec::new() };
    for name in names {
        let mut text = Vec::new();
        // The size that the zip states may be a lie.
        let read = archive.by_name(&name).ok().map(|file| file.take(LARGEST + 1).read_to_end(&mut text));
        let is_read = matches!(read, Some(Ok(_)));
        let len = text.len() as u64;
        if !is_read || len > LARGEST || sum + len > MOST {
            read_files.refused.push(name);
            continue;
        }
        sum += len;
        read_files.texts.push((name, String::from_utf8_lossy(&text).into_owned()));
    }
    Ok(read_files)
}
