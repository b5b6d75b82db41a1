//! Writes `.br` and `.gz` files beside files of text, for hosts that send them as they are.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::output::staging::is_same;

/// Brotli's window in bits: 4 MiB.
const WINDOW: u32 = 22;

/// Bytes of text up to which a whole site is compressed as well as can be. It takes a second for each MB and core, so
/// that a larger site's pages get [`FAST`], which is ten times faster and an eighth larger.
const LARGE: u64 = 20_000_000;
const BEST: u32 = 11;
const FAST: u32 = 7;

/// How well the text of a site of this many bytes is compressed.
pub(crate) fn quality(total: u64) -> u32 {
    if total <= LARGE { BEST } else { FAST }
}

/// Whether a file is text, or a program.
pub(crate) fn is_worth_it(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(
        ending.as_str(),
        "html"
            | "css"
            | "js"
            | "mjs"
            | "json"
            | "xml"
            | "svg"
            | "txt"
            | "md"
            | "wasm"
            | "webmanifest"
            | "map"
            | "csv"
            | "bin"
    )
}

/// Writes `.br` and `.gz` beside a file. Where the site that is being replaced has the same file at `old`, its
/// compressed forms are taken over, after a look inside: compressing takes a hundred times longer.
pub(crate) fn beside(file: &Path, bytes: &[u8], old: &Path, quality: u32) -> Result<()> {
    let same = is_same(old, bytes);
    // All readers download the app, and it is one file.
    let quality = if bytes.starts_with(b"\0asm") { BEST } else { quality };
    let forms: [(&str, Packer, Unpacker); 2] = [(".br", brotli, unbrotli), (".gz", gzip, gunzip)];
    for (ending, pack, unpack) in forms {
        let kept = same.then(|| fs::read(with(old, ending)).ok()).flatten();
        let kept = kept.filter(|packed| unpack(packed).is_ok_and(|plain| plain == bytes));
        if kept.is_some() && fs::hard_link(with(old, ending), with(file, ending)).is_ok() {
            continue;
        }
        let packed = match kept {
            Some(packed) => packed,
            None => pack(bytes, quality)?,
        };
        fs::write(with(file, ending), packed)?;
    }
    Ok(())
}

type Packer = fn(&[u8], u32) -> Result<Vec<u8>>;
type Unpacker = fn(&[u8]) -> Result<Vec<u8>>;

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn brotli(bytes: &[u8], quality: u32) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 64 * 1024, quality, WINDOW).write_all(bytes)?;
    Ok(out)
}

fn unbrotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    brotli::Decompressor::new(bytes, 64 * 1024).read_to_end(&mut out)?;
    Ok(out)
}

/// Without name and time in its header, so that equal files give equal bytes.
fn gzip(bytes: &[u8], _quality: u32) -> Result<Vec<u8>> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes)?;
    Ok(out.finish()?)
}

/// About how many bytes a host sends of a file: compressed with gzip, which all hosts and browsers know.
pub(crate) fn transfer_size(bytes: &[u8]) -> u64 {
    gzip(bytes, FAST).map_or(bytes.len() as u64, |packed| packed.len() as u64)
}

fn gunzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut out)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_unpack_to_the_file_and_damaged_ones_are_made_anew() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let (old, new) = (folder.path().join("old.html"), folder.path().join("new.html"));
        let text = b"<p>again and again and again and again</p>";
        fs::write(&old, text)?;
        beside(&old, text, Path::new("nowhere"), BEST)?;
        let packed = fs::read(with(&old, ".br"))?;
        fs::write(with(&old, ".br"), &packed[..packed.len() - 2])?;
        beside(&new, text, &old, BEST)?;
        assert_eq!(fs::read(with(&new, ".br"))?, packed);
        assert_eq!(gunzip(&fs::read(with(&new, ".gz"))?)?, text);
        Ok(())
    }
}
