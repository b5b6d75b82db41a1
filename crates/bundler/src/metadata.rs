//! Metadata of pictures: the orientation is used, the rest is removed.

use std::io::Cursor;

use anyhow::Result;
use image::metadata::Orientation;
use image::{ImageDecoder, ImageReader, Limits};
use img_parts::{Bytes, DynImage, ImageEXIF};

use crate::output::names::IMAGES;

/// Memory that one picture may take while it is decoded, in bytes: 20,000 pixels square would take 1.6 GB.
const MEMORY: u64 = 1 << 30;

pub(crate) fn decoder(bytes: &[u8]) -> Result<impl ImageDecoder + '_> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    Ok(reader.into_decoder()?)
}

/// Whether a file may be a picture that [`without_metadata`] knows.
pub(crate) fn may_tell_too_much(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    !name.starts_with(IMAGES) && matches!(ending.as_str(), "jpg" | "jpeg" | "png" | "webp")
}

/// A copied file as it is published: a picture without its metadata.
pub(crate) fn cleaned(path: &str, bytes: Vec<u8>) -> Vec<u8> {
    let cleaned = may_tell_too_much(path).then(|| without_metadata(&bytes)).flatten();
    cleaned.unwrap_or(bytes)
}

/// A picture without metadata of cameras and programs, such as where it was taken, by whom, with what. Colour profile and
/// orientation stay. `None` if it has none, or is of no format that does.
fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let turned =
        decoder(bytes).ok().and_then(|mut d| d.orientation().ok()).unwrap_or(Orientation::NoTransforms);
    let mut parts = DynImage::from_bytes(Bytes::copy_from_slice(bytes)).ok()??;
    let upright = turned == Orientation::NoTransforms;
    parts.set_exif((!upright).then(|| Bytes::from(orientation_alone(turned.to_exif()))));
    match &mut parts {
        DynImage::Jpeg(jpeg) => {
            use img_parts::jpeg::markers::{APP1, APP13, COM};
            // APP1 holds XMP, too, which says the same things in other words.
            jpeg.segments_mut().retain(|segment| {
                let exif = segment.contents().starts_with(b"Exif\0\0");
                !matches!(segment.marker(), APP13 | COM) && (segment.marker() != APP1 || exif)
            });
        }
        DynImage::Png(png) => {
            png.chunks_mut().retain(|chunk| !matches!(&chunk.kind(), b"tEXt" | b"zTXt" | b"iTXt" | b"tIME"))
        }
        DynImage::WebP(webp) => webp.remove_chunks_by_id(*b"XMP "),
    }
    let stripped = parts.encoder().bytes().to_vec();
    (stripped != bytes).then_some(stripped)
}

/// An EXIF block with the orientation alone: one entry of a TIFF directory, big-endian.
fn orientation_alone(value: u8) -> Vec<u8> {
    let mut exif = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0"); // Tag 0x0112, type SHORT, one of them.
    exif.extend([value, 0, 0]);
    exif.extend([0; 4]);
    exif
}
