//! Pictures: what is made of them, and what readers get to see of them.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;
use std::path::{Path, PathBuf};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use img_parts::{Bytes, ImageEXIF, jpeg::Jpeg};
use lamplight_bundler::build::{Options, build};
use tempfile::TempDir;

struct Case(TempDir);

/// EXIF as cameras write it, big-endian: turned by 90 degrees (6), and a name that nobody is to read.
fn exif() -> Vec<u8> {
    let mut exif = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    exif.extend(b"\x01\x3b\0\x02\0\0\0\x0d\0\0\0\x26"); // Artist, 13 bytes at offset 38.
    exif.extend(b"\0\0\0\0");
    exif.extend(b"Secret Place\0");
    exif
}

fn photo(width: u32, height: u32) -> Vec<u8> {
    // Noise, so that no format makes nothing of it.
    let mut seed = 7_u32;
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(x / 8) as u8, (y / 8) as u8 ^ (seed >> 28) as u8, (seed >> 26) as u8])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

impl Case {
    fn new() -> Self {
        let case = Self(TempDir::new().unwrap());
        case::app(case.0.path());
        case.write("site/lamplight.toml", b"");
        let mut jpeg = Jpeg::from_bytes(Bytes::from(photo(1200, 600))).unwrap();
        jpeg.set_exif(Some(Bytes::from(exif())));
        case.write("site/uploads/turned.jpg", &jpeg.encoder().bytes());
        case.write("site/uploads/wide.jpg", &photo(2400, 300));
        let mut tiny = std::io::Cursor::new(Vec::new());
        DynamicImage::new_rgb8(20, 10).write_to(&mut tiny, ImageFormat::Png).unwrap();
        case.write("site/uploads/tiny.png", tiny.get_ref());
        case.write("site/uploads/broken.jpg", b"\xff\xd8\xff\xe0 no picture");
        case.write(
            "site/posts/2020-01-01-all.md",
            b"---\ntitle: All\nimage: uploads/wide.jpg\n---\n![turned](/uploads/turned.jpg \"A title\") ![tiny](/uploads/tiny.png)\n\n\
              <img src=\"/uploads/turned.jpg\" width=\"300\">\n\n![elsewhere](https://h.example/a.jpg)\n",
        );
        case.write(
            "site/posts/2020-01-02-first.md",
            b"---\ntitle: First\n---\n<img src=\"/uploads/tiny.png\">\n\n![b](/uploads/broken.jpg)\n",
        );
        case
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
    }

    fn options(&self, out: &str, cache: Option<&str>) -> Options {
        Options {
            base_url: Some("/x/".to_owned()),
            cache: cache.map(|name| self.path(name)),
            now: 1_600_000_000,
            ..case::options(&self.path("site/posts"), &self.path(out), &self.path("app"))
        }
    }

    fn forms(&self, out: &str) -> Vec<(String, Vec<u8>)> {
        let mut forms: Vec<_> = fs::read_dir(self.path(out).join("lamplight/images"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read(p).unwrap()))
            .collect();
        forms.sort();
        forms
    }
}

fn size(bytes: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory(bytes).unwrap();
    (picture.width(), picture.height())
}

/// The pictures of a page, each without the names of its forms.
fn pictures(page: &Path) -> Vec<String> {
    let html = fs::read_to_string(page).unwrap();
    let all = html.split('<').filter(|tag| tag.starts_with("img") || tag.starts_with("source"));
    all.map(|tag| {
        let words = tag.split(' ').map(|word| match word.strip_prefix("/x/lamplight/images/") {
            Some(name) => format!("…{}", name.split_once('-').unwrap().1),
            None if word.starts_with("srcset=") => {
                format!("srcset=\"…{}", word.rsplit_once('/').unwrap().1.split_once('-').unwrap().1)
            }
            None => word.to_owned(),
        });
        words.collect::<Vec<_>>().join(" ").split('>').next().unwrap_or_default().to_owned()
    })
    .collect()
}

#[test]
fn pages_offer_leaner_forms_and_say_every_size() {
    let case = Case::new();
    let report = build(&case.options("out", None)).unwrap();
    assert_eq!(report.counts.by_code.keys().collect::<Vec<_>>(), ["image-unreadable"]);
    let post = pictures(&case.path("out/blog/all/index.html"));
    insta::assert_debug_snapshot!(post);
    // Without a picture above, the first of the text does not wait.
    let first = pictures(&case.path("out/blog/first/index.html"));
    assert!(!first[0].contains("lazy") && first[0].contains("width=\"20\" height=\"10\""), "{first:?}");
    assert!(first[1].contains("lazy"), "{first:?}");
    let mut found: Vec<(u32, u32)> = case.forms("out").iter().map(|(_, bytes)| size(bytes)).collect();
    found.sort_unstable();
    // Turned upright, never wider than the picture itself, the widest one at most 1840.
    assert_eq!(found, [(480, 60), (480, 960), (600, 1200), (960, 120), (1840, 230)]);
}

#[test]
fn what_cameras_write_beside_a_picture_is_not_published() {
    let case = Case::new();
    build(&case.options("out", None)).unwrap();
    let published = fs::read(case.path("out/uploads/turned.jpg")).unwrap();
    let holds = |bytes: &[u8]| bytes.windows(6).any(|w| w == b"Secret");
    assert!(holds(&fs::read(case.path("site/uploads/turned.jpg")).unwrap()) && !holds(&published));
    assert!(case.forms("out").iter().all(|(_, bytes)| !holds(bytes)));
    // Which way is up stays: browsers turn the picture as before.
    let mut decoder = image::ImageReader::new(std::io::Cursor::new(&published))
        .with_guessed_format()
        .unwrap()
        .into_decoder()
        .unwrap();
    let orientation = image::ImageDecoder::orientation(&mut decoder).unwrap();
    assert_eq!(orientation, image::metadata::Orientation::Rotate90);
    let same = |name: &str| {
        fs::read(case.path(&format!("site/{name}"))).unwrap()
            == fs::read(case.path(&format!("out/{name}"))).unwrap()
    };
    assert!(same("uploads/tiny.png") && same("uploads/broken.jpg"), "nothing else is touched");
}

#[test]
fn forms_come_from_the_cache_and_are_the_same() {
    let case = Case::new();
    build(&case.options("fresh", None)).unwrap();
    build(&case.options("first", Some("cache"))).unwrap();
    let kept = || {
        fs::read_dir(case.path("cache/images"))
            .unwrap()
            .filter(|e| e.as_ref().unwrap().path().extension().unwrap() == "webp")
    };
    assert_eq!(kept().count(), 5);
    let mark = |path: PathBuf| fs::write(path, b"from the cache").unwrap();
    build(&case.options("second", Some("cache"))).unwrap();
    assert_eq!(case.forms("fresh"), case.forms("first"));
    assert_eq!(case.forms("first"), case.forms("second"));
    kept().for_each(|e| mark(e.unwrap().path()));
    build(&case.options("third", Some("cache"))).unwrap();
    assert!(
        case.forms("third").iter().all(|(_, bytes)| bytes == b"from the cache"),
        "the second build made none anew"
    );
}

#[test]
fn avif_is_made_when_asked_for_and_stands_first() {
    let case = Case::new();
    case.write("site/lamplight.toml", b"image_formats = [\"avif\", \"webp\"]\n");
    build(&case.options("out", None)).unwrap();
    let names: Vec<String> = case.forms("out").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.iter().filter(|n| n.ends_with("avif")).count(), names.len() / 2);
    let html = fs::read_to_string(case.path("out/blog/all/index.html")).unwrap();
    assert!(html.find("image/avif").unwrap() < html.find("image/webp").unwrap());
}
