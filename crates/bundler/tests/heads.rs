//! What heads say to those who read nothing else: pictures, languages, where a post was first.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;
use std::path::{Path, PathBuf};

use case::{Case, app, fixture, options};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::report::Report;
use tempfile::TempDir;

fn built(name: &str) -> (TempDir, PathBuf, Report) {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let posts = fixture(name).join("posts");
    let report = build(&Options { future: true, ..options(&posts, &out, &app(folder.path())) }).unwrap();
    (folder, out, report)
}

fn page(out: &Path, slug: &str) -> String {
    fs::read_to_string(out.join(format!("blog/{slug}/index.html"))).unwrap()
}

/// The content of a `<meta>` of a page.
fn meta(html: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!("=\"{name}\" content=\""))?;
    Some(rest.split('"').next().unwrap().to_owned())
}

#[test]
fn shared_links_show_a_picture_that_is_there_and_is_none_that_nobody_previews() {
    let (_folder, out, report) = built("cases/29-cards-canonical");
    let cover = Some("https://cards.example/sub/blog/img/Cover%20One.JPG".to_owned());
    for (slug, want) in [
        ("absolute-with-base", cover.clone()),
        ("astro-names", cover.clone()),
        ("first-picture-only", cover.clone()),
        ("hugo-images", cover.clone()),
        ("jekyll-hash", cover.clone()),
        ("relative-image", cover),
        ("bundle", Some("https://cards.example/sub/blog/blog/bundle/cover.jpg".to_owned())),
        ("protocol-relative", Some("https://cdn.example/a.jpg".to_owned())),
        ("svg-upper", None),
    ] {
        assert_eq!(meta(&page(&out, slug), "og:image"), want, "{slug}");
    }
    assert_eq!(report.counts.by_code.get("image-missing"), None);
    for (slug, origin) in [("cross-posted", "cross-posted"), ("cross-posted-hugo", "other")] {
        let html = page(&out, slug);
        assert!(
            html.contains(&format!("<link rel=\"canonical\" href=\"https://dev.example/jo/{origin}\">")),
            "{slug}"
        );
        assert_eq!(meta(&html, "og:url"), Some(format!("https://dev.example/jo/{origin}")));
        assert!(!fs::read_to_string(out.join("sitemap.xml")).unwrap().contains(&format!("/{slug}/")));
    }
}

#[test]
fn a_post_says_what_language_it_is_in() {
    let (_folder, out, _) = built("cases/30-post-language");
    for (slug, attributes, locale) in [
        ("bonjour", " lang=\"fr\" dir=\"ltr\"", Some("fr_FR")),
        ("hello", "", None),
        ("marhaba", " lang=\"ar\" dir=\"rtl\"", Some("ar_EG")),
        ("nihao", " lang=\"zh-Hant\" dir=\"ltr\"", Some("zh_TW")),
        ("seite", " lang=\"de-DE\" dir=\"ltr\"", Some("de_DE")),
    ] {
        let html = page(&out, slug);
        assert!(html.contains(&format!("<article class=\"post\"{attributes}>")), "{slug}");
        assert!(html.contains("<html lang=\"en\""), "the interface stays what it is: {slug}");
        assert_eq!(meta(&html, "og:locale").as_deref(), locale, "{slug}");
    }
    let home = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(home.contains("<h2 lang=\"fr\" dir=\"ltr\">"));
}

#[test]
fn a_picture_that_is_missing_leaves_no_hole() {
    let case = Case::new(&[
        ("lamplight.toml", b"base_url = \"https://a.example/\"\n[files]\nstatic = \"/\"\n"),
        ("a.md", b"---\ntitle: A\ndate: 2020-01-01\nimage: /uploads/gone.jpg\npost_images: [/uploads/gone-too.png]\n---\nText.\n"),
        ("b.md", b"---\ntitle: B\ndate: 2020-01-01\nimage: /img/lamp.png\n---\nText.\n"),
        ("static/Img/Lamp.PNG", &png()),
        ("c.md", b"---\ntitle: C\ndate: 2020-01-01\nimage: /half.png\n---\nText.\n"),
        ("static/half.png", &png()[..60]),
    ]);
    let report = case.build();
    let html = page(&case.path("out"), "a");
    assert!(!html.contains("class=\"cover") && !html.contains("og:image") && !html.contains("gallery"));
    let codes: Vec<_> = report.counts.by_code.iter().map(|(code, n)| (code.as_str(), *n)).collect();
    assert_eq!(codes, [("case-mismatch", 1), ("image-cut", 1), ("image-missing", 2)]);
    assert!(page(&case.path("out"), "b").contains("/Img/Lamp.PNG"));
}

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
