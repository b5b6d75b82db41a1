//! Compressed forms beside each file of text, for hosts that send them as they are.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;

/// Brotli's window in bits (4 MiB) and its best quality, which is for files that are read often and written once.
const WINDOW: u32 = 22;
const QUALITY: u32 = 11;

/// Above this many bytes of text the best quality would take seconds; the next one is 2 % larger.
const LARGE: usize = 256 * 1024;

/// Whether a file is text, or a program.
pub(crate) fn is_worth_it(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(
        ending.as_str(),
        "html" | "css" | "js" | "mjs" | "json" | "xml" | "svg" | "txt" | "md" | "wasm" | "webmanifest" | "map" | "csv"
    )
}

/// Writes `.br` and `.gz` beside a file. Where the site that is being replaced has the same file at `old`, its
/// compressed forms are taken over, after a look inside: compressing takes a hundred times longer.
pub(crate) fn beside(file: &Path, bytes: &[u8], old: &Path) -> Result<()> {
    let same = fs::metadata(old).is_ok_and(|m| m.len() == bytes.len() as u64) && fs::read(old).is_ok_and(|o| o == bytes);
    let forms: [(&str, Packer, Packer); 2] = [(".br", brotli, unbrotli), (".gz", gzip, gunzip)];
    for (ending, pack, unpack) in forms {
        let kept = same.then(|| fs::read(with(old, ending)).ok()).flatten();
        let kept = kept.filter(|packed| unpack(packed).is_ok_and(|plain| plain == bytes));
        let packed = match kept {
            Some(packed) => packed,
            None => pack(bytes)?,
        };
        fs::write(with(file, ending), packed)?;
    }
    Ok(())
}

type Packer = fn(&[u8]) -> Result<Vec<u8>>;

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let program = bytes.starts_with(b"\0asm");
    let quality = if program || bytes.len() <= LARGE { QUALITY } else { 9 };
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 64 * 1024, quality, WINDOW).write_all(bytes)?;
    Ok(out)
}

fn unbrotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    brotli::Decompressor::new(bytes, 64 * 1024).read_to_end(&mut out)?;
    Ok(out)
}

/// Without a name or a time in its head, so that equal files give equal bytes.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes)?;
    Ok(out.finish()?)
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
        beside(&old, text, Path::new("nowhere"))?;
        let packed = fs::read(with(&old, ".br"))?;
        fs::write(with(&old, ".br"), &packed[..packed.len() - 2])?;
        beside(&new, text, &old)?;
        assert_eq!(fs::read(with(&new, ".br"))?, packed);
        assert_eq!(gunzip(&fs::read(with(&new, ".gz"))?)?, text);
        Ok(())
    }
}
