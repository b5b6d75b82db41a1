//! Pictures: their size, and smaller variants of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fast_image_resize::images::Image as Pixels;
use fast_image_resize::{IntoImageView, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder};
use img_parts::{Bytes, ImageICC};
use lamplight_format::model::ImageVariants;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::metadata::decoder;
use crate::output::names::IMAGES;
use crate::output::{Output, hash};
use crate::progress::Progress;

/// Raised when the same picture would give other variants, so that old caches are not used.
const CACHE_VERSION: &str = "1";

/// Widths in pixels that are made, if the picture is wider: a phone, a phone of twice the density or a small window, a
/// wide page of twice the density.
const WIDTHS: [u32; 3] = [480, 960, 1840];

/// Pictures smaller than this in bytes have no variants: they would save less than their names cost.
const SMALL: usize = 6 * 1024;

/// A variant is made if its width is at most this share of the picture's, in percent.
const STEP: u32 = 80;

/// A format of variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ImageFormat {
    /// The smallest, and the slowest to make.
    Avif,
    /// Smaller than JPEG and PNG, and quick to make.
    Webp,
}

impl ImageFormat {
    fn name(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::Webp => "webp",
        }
    }
}

/// What pages need to know of a picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct PictureInfo {
    /// Width and height in CSS pixels, as it is seen: turned as the camera says.
    pub size: Option<(u32, u32)>,
    /// Variants, which are in the output now.
    pub variants: Option<ImageVariants>,
}

/// Pictures by their name in the output.
pub(crate) type Pictures = BTreeMap<String, PictureInfo>;

/// The result of preparing pictures.
#[derive(Default)]
pub(crate) struct PreparedPictures {
    /// What is known of each.
    pub pictures: Pictures,
    /// Names of those that can't be read.
    pub broken: Vec<String>,
    /// Names of those whose file ends too early: half a picture.
    pub truncated: Vec<String>,
}

/// Makes variants of the pictures named, in parallel, and adds them to the output.
pub(crate) fn prepare(
    names: BTreeSet<String>,
    formats: &[ImageFormat],
    cache: Option<&Path>,
    output: &mut Output,
    progress: &Progress,
) -> PreparedPictures {
    let found: Vec<(String, PathBuf)> = names
        .into_iter()
        .filter_map(|name| Some((name.clone(), output.source_of(&name)?.to_path_buf())))
        .collect();
    let cache = cache.map(|folder| folder.join("images"));
    if let Some(folder) = &cache {
        // A cache that can't be written costs time, not correctness.
        let _ = fs::create_dir_all(folder);
    }
    let phase = progress.phase("preparing pictures", found.len());
    let prepared: Vec<(String, Result<PreparedPicture>)> = found
        .into_par_iter()
        .map(|(name, path)| {
            let prepared = prepare_one(&path, formats, cache.as_deref());
            phase.one();
            (name, prepared)
        })
        .collect();
    let mut all = PreparedPictures::default();
    for (name, prepared) in prepared {
        match prepared {
            Ok(prepared) => {
                if prepared.is_truncated {
                    all.truncated.push(name.clone());
                }
                for (file, content) in prepared.files {
                    let path = format!("{IMAGES}/{file}");
                    match content {
                        VariantFile::Bytes(bytes) => output.add(&path, bytes),
                        VariantFile::Cached(from) => output.copy(&path, &from),
                    };
                }
                all.pictures.insert(name, prepared.info);
            }
            Err(_) => all.broken.push(name),
        }
    }
    all
}

struct PreparedPicture {
    info: PictureInfo,
    files: Vec<(String, VariantFile)>,
    /// Whether the file ends before the picture does.
    is_truncated: bool,
}

/// Whether the file of a picture ends before the picture does.
fn is_truncated(bytes: &[u8]) -> bool {
    let has = |mark: &[u8]| bytes.windows(mark.len()).rev().any(|part| part == mark);
    match bytes {
        [0xff, 0xd8, ..] => !has(&[0xff, 0xd9]),
        [0x89, b'P', b'N', b'G', ..] => !has(b"IEND"),
        [b'R', b'I', b'F', b'F', a, b, c, d, ..] => {
            u64::from(u32::from_le_bytes([*a, *b, *c, *d])) + 8 > bytes.len() as u64 + 1
        }
        _ => false,
    }
}

enum VariantFile {
    Bytes(Vec<u8>),
    Cached(PathBuf),
}

fn prepare_one(path: &Path, formats: &[ImageFormat], cache: Option<&Path>) -> Result<PreparedPicture> {
    let plain = |size| PreparedPicture {
        info: PictureInfo { size, variants: None },
        files: Vec::new(),
        is_truncated: false,
    };
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("svg")) {
        return Ok(plain(svg_size(&fs::read_to_string(path)?)));
    }
    let bytes = fs::read(path)?;
    if is_truncated(&bytes) {
        let size = imagesize::blob_size(&bytes)?;
        let size = (u32::try_from(size.width)?, u32::try_from(size.height)?);
        return Ok(PreparedPicture { is_truncated: true, ..plain(Some(size)) });
    }
    let size = imagesize::blob_size(&bytes)?;
    let size = (u32::try_from(size.width)?, u32::try_from(size.height)?);
    let kind = image::guess_format(&bytes).ok();
    let still =
        matches!(kind, Some(image::ImageFormat::Jpeg | image::ImageFormat::Png | image::ImageFormat::WebP));
    if !still || is_animated(&bytes) {
        return Ok(plain(Some(size)));
    }
    if bytes.len() < SMALL || formats.is_empty() {
        let turned = decoder(&bytes).and_then(|mut d| Ok(d.orientation()?)).is_ok_and(is_turned);
        return Ok(plain(Some(if turned { (size.1, size.0) } else { size })));
    }
    let names: Vec<&str> = formats.iter().map(|f| f.name()).collect();
    let key = hash(&[CACHE_VERSION.as_bytes(), names.join(",").as_bytes(), &bytes].concat()).0;
    let note = cache.map(|folder| folder.join(format!("{key}.json")));
    if let (Some(note), Some(folder)) = (&note, cache)
        && let Some(prepared) = cached(note, folder)
    {
        return Ok(prepared);
    }
    let prepared = encode(&bytes, &key[..16], formats)?;
    if let (Some(note), Some(folder)) = (note, cache) {
        let kept = prepared.files.iter().try_for_each(|(name, variant)| match variant {
            VariantFile::Bytes(bytes) => fs::write(folder.join(name), bytes),
            VariantFile::Cached(_) => Ok(()),
        });
        // The note is written last: where it is, all variants are.
        if kept.is_ok() {
            let _ = fs::write(note, serde_json::to_vec(&prepared.info)?);
        }
    }
    Ok(prepared)
}

fn cached(note: &Path, folder: &Path) -> Option<PreparedPicture> {
    let info: PictureInfo = serde_json::from_slice(&fs::read(note).ok()?).ok()?;
    let files: Vec<(String, VariantFile)> = names(info.variants.as_ref())
        .map(|name| {
            let path = folder.join(&name);
            (name, VariantFile::Cached(path))
        })
        .collect();
    let whole =
        files.iter().all(|(_, variant)| matches!(variant, VariantFile::Cached(path) if path.is_file()));
    whole.then_some(PreparedPicture { info, files, is_truncated: false })
}

/// The files of all variants.
fn names(variants: Option<&ImageVariants>) -> impl Iterator<Item = String> {
    let mut names = Vec::new();
    if let Some(ImageVariants { stem, widths, formats }) = variants {
        for format in formats {
            names.extend(widths.iter().map(|width| format!("{stem}-{width}.{format}")));
        }
    }
    names.into_iter()
}

fn is_turned(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// An animated WebP or PNG: its variants would stand still.
fn is_animated(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let has = |mark: &[u8]| head.windows(mark.len()).any(|window| window == mark);
    (head.starts_with(b"RIFF") && has(b"ANIM")) || (head.starts_with(b"\x89PNG") && has(b"acTL"))
}

fn encode(bytes: &[u8], stem: &str, formats: &[ImageFormat]) -> Result<PreparedPicture> {
    let mut decoder = decoder(bytes)?;
    let orientation = decoder.orientation()?;
    let profile = decoder.icc_profile()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    // Both formats take eight bits of red, green, blue (and alpha).
    let picture = if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    let (width, height) = (picture.width(), picture.height());
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|w| *w * 100 <= width * STEP).collect();
    if width <= WIDTHS[WIDTHS.len() - 1] {
        widths.push(width);
    }
    // Our AVIF has no place for a profile; without it, colours beyond sRGB would be wrong.
    let wide = profile.as_ref().is_some_and(|p| !p.windows(4).any(|name| name == b"sRGB"));
    let formats: Vec<ImageFormat> =
        formats.iter().copied().filter(|f| !(wide && *f == ImageFormat::Avif)).collect();
    let mut prepared = Vec::new();
    for &to in &widths {
        let smaller = resize(&picture, to)?;
        for &format in &formats {
            let variant = match format {
                ImageFormat::Webp => webp(&smaller, profile.as_deref())?,
                ImageFormat::Avif => avif(&smaller)?,
            };
            prepared.push((to, format, variant));
        }
    }
    // A width is dropped if one of its variants is not smaller than the picture: a width is offered in all formats or none.
    widths.retain(|width| {
        prepared.iter().filter(|(w, ..)| w == width).all(|(.., variant)| variant.len() < bytes.len())
    });
    let variants = (!widths.is_empty() && !formats.is_empty()).then(|| ImageVariants {
        stem: stem.to_owned(),
        widths: widths.clone(),
        formats: formats.iter().map(|f| f.name().to_owned()).collect(),
    });
    let files = prepared
        .into_iter()
        .filter(|(width, ..)| widths.contains(width))
        .map(|(width, format, bytes)| {
            (format!("{stem}-{width}.{}", format.name()), VariantFile::Bytes(bytes))
        })
        .collect();
    Ok(PreparedPicture {
        info: PictureInfo { size: Some((width, height)), variants },
        files,
        is_truncated: false,
    })
}

fn resize(picture: &DynamicImage, width: u32) -> Result<DynamicImage> {
    if width == picture.width() {
        return Ok(picture.clone());
    }
    let height = (u64::from(picture.height()) * u64::from(width) / u64::from(picture.width())).max(1) as u32;
    let kind = picture.pixel_type().context("a picture of unknown pixels")?;
    let mut smaller = Pixels::new(width, height, kind);
    Resizer::new().resize(picture, &mut smaller, &ResizeOptions::new())?;
    let pixels = smaller.into_vec();
    let prepared = if picture.color().has_alpha() {
        image::RgbaImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgba8)
    } else {
        image::RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8)
    };
    prepared.context("a picture of the wrong length")
}

/// Qualities without visible loss in photographs. Drawings are tried without any loss, too.
const WEBP_QUALITY: f32 = 80.0;
const AVIF_QUALITY: f32 = 70.0;

fn webp(picture: &DynamicImage, profile: Option<&[u8]>) -> Result<Vec<u8>> {
    let encoder = webp::Encoder::from_image(picture).map_err(|e| anyhow::anyhow!("WebP: {e}"))?;
    let lossy = encoder.encode(WEBP_QUALITY);
    let mut best = lossy.to_vec();
    if has_few_colours(picture) {
        let lossless = encoder.encode_lossless();
        if lossless.len() < best.len() {
            best = lossless.to_vec();
        }
    }
    let Some(profile) = profile else { return Ok(best) };
    let mut parts = img_parts::webp::WebP::from_bytes(Bytes::from(best))?;
    parts.set_icc_profile(Some(Bytes::copy_from_slice(profile)));
    Ok(parts.encoder().bytes().to_vec())
}

/// Whether a picture is drawn rather than photographed: of a thousand places most share their colour with others.
fn has_few_colours(picture: &DynamicImage) -> bool {
    let pixels = picture.to_rgba8();
    let step = (pixels.pixels().len() / 1000).max(1);
    let colours: BTreeSet<[u8; 4]> = pixels.pixels().step_by(step).map(|pixel| pixel.0).collect();
    colours.len() < 250
}

fn avif(picture: &DynamicImage) -> Result<Vec<u8>> {
    let pixels = picture.to_rgba8();
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let rgba: Vec<ravif::RGBA8> =
        pixels.pixels().map(|p| ravif::RGBA8::new(p[0], p[1], p[2], p[3])).collect();
    // Speed 8 of 10: slower ones save a few percent more and take minutes for a blog. One thread: the pictures are
    // already spread over all of them, and the result must not depend on how many there are.
    let encoder = ravif::Encoder::new().with_quality(AVIF_QUALITY).with_speed(8).with_num_threads(Some(1));
    let encoded = encoder.encode_rgba(ravif::Img::new(&rgba, width, height))?;
    Ok(encoded.avif_file)
}

/// What the root element says: width and height in pixels, else its view box.
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let tag = &text[text.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let attribute = |name: &str| {
        let after = tag.split_once(&format!(" {name}="))?.1;
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        after[1..].split(quote).next()
    };
    let pixels = |text: &str| {
        text.trim().trim_end_matches("px").parse::<f64>().ok().filter(|n| *n >= 1.0).map(|n| n.round() as u32)
    };
    if let (Some(width), Some(height)) =
        (attribute("width").and_then(pixels), attribute("height").and_then(pixels))
    {
        return Some((width, height));
    }
    let mut sides = attribute("viewBox")?.split([' ', ',']).filter(|s| !s.is_empty()).skip(2);
    Some((pixels(sides.next()?)?, pixels(sides.next()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_say_their_size_in_two_ways() {
        assert_eq!(svg_size("<?xml?><svg xmlns='x' width='640px' height=\"360\">"), Some((640, 360)));
        assert_eq!(svg_size("<svg width=\"100%\" viewBox=\"0 0 16.2, 9\">"), Some((16, 9)));
        assert_eq!(svg_size("<svg>"), None);
        assert_eq!(svg_size("not a picture"), None);
    }
}
