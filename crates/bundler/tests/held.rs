//! What authors hold back: nothing of it reaches a reader.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;
use std::path::Path;

use case::{Case, app, files, fixture, options};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::check::check;
use lamplight_bundler::host::Host;
use lamplight_bundler::report::Report;
use tempfile::TempDir;

/// All bytes of a built site, names of files included.
fn everything(out: &Path) -> String {
    let mut all = String::new();
    for path in files(out) {
        let bytes = match path.extension().is_some_and(|end| end == "br") {
            true => {
                let mut text = Vec::new();
                brotli::BrotliDecompress(&mut fs::read(&path).unwrap().as_slice(), &mut text).unwrap();
                text
            }
            false => fs::read(&path).unwrap(),
        };
        all.push_str(&path.display().to_string());
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all
}

fn published(report: &Report) -> Vec<&str> {
    report.published.iter().map(|post| post.file.as_str()).collect()
}

/// 2026, when what was to come in 2024 has come.
const NOW: i64 = 1_790_000_000;

#[test]
fn posts_of_many_engines_are_held_back_as_far_as_they_say() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let posts = fixture("cases/28-hidden-posts/posts");
    let options = Options { now: NOW, ..options(&posts, &out, &app(folder.path())) };
    let report = build(&options).unwrap();
    assert_eq!(published(&report), ["nomap.md"]);
    let counts = &report.counts;
    assert_eq!((counts.drafts, counts.future, counts.held, counts.unlisted), (2, 1, 2, 2));
    assert_eq!((counts.errors, counts.warnings), (0, 0));
    assert_eq!(report.next_due.as_deref(), Some("2099-01-01T00:00:00+00:00"));
    let all = everything(&out);
    for text in [
        "Hugo waits for publishDate",
        "To come",
        "Hugo takes it off",
        "party",
        "Ghost exports",
        "secret",
        "Digital Garden",
        "and Pelican",
    ] {
        assert!(!all.contains(text), "{text}");
    }
    // Unlisted: at its address, and nowhere else.
    for (path, text) in [("unlisted", "Only for who has the link"), ("build", "Built but not listed")] {
        let page = fs::read_to_string(out.join(format!("blog/{path}/index.html"))).unwrap();
        assert!(page.contains(text) && page.contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
        let elsewhere: Vec<_> = files(&out)
            .into_iter()
            .filter(|file| !file.starts_with(out.join(format!("blog/{path}"))))
            .filter(|file| {
                String::from_utf8_lossy(&fs::read(file).unwrap()).contains(&format!("blog/{path}"))
            })
            .collect();
        assert_eq!(elsewhere, Vec::<std::path::PathBuf>::new(), "{path}");
    }
    // `sitemap: false`, `robots: noindex`, `search: false` say just that.
    let nomap = fs::read_to_string(out.join("blog/nomap/index.html")).unwrap();
    assert!(nomap.contains("content=\"noindex\""));
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    assert!(!read("sitemap.xml").contains("nomap"));
    assert!(read("index.html").contains("blog/nomap/") && read("feed.xml").contains("blog/nomap/"));

    let reported = check(&options).unwrap();
    let why: Vec<_> = reported.held.iter().map(|held| (held.file.as_str(), held.why.as_str())).collect();
    assert_eq!(
        why,
        [
            ("build.md", "_build.list: never"),
            ("embargo.md", "not before 2099-01-01T00:00:00+00:00"),
            ("expired.md", "over since 2024-02-01T00:00:00+00:00"),
            ("private.md", "password: …"),
            ("publish-false.md", "dg-publish: false"),
            ("status-draft.md", "status: draft"),
            ("unlisted.md", "unlisted: true"),
        ]
    );
}

#[test]
fn what_only_an_unlisted_post_has_is_nowhere_else() {
    let case = Case::new(&[
        ("lamplight.toml", b"base_url = \"https://a.example/\"\n"),
        ("a.md", b"---\ntitle: Seen\ndate: 2020-01-01\ntags: [both]\nseries: S\n---\nText about lamps and wicks.\n"),
        ("b.md", b"---\ntitle: Unseen\ndate: 2020-01-02\ntags: [both, rare]\nseries: S\nunlisted: true\nredirect_from: /old-unseen/\n---\nText about lamps and wicks.\n"),
        ("c.md", b"---\ntitle: Also seen\ndate: 2020-01-03\ntags: [both]\nseries: S\n---\n[To it](b.md) about lamps and wicks.\n"),
    ]);
    case.build();
    let out = case.path("out");
    let page = fs::read_to_string(out.join("blog/b/index.html")).unwrap();
    assert!(
        page.contains("/tag/both/") && !page.contains("/tag/rare/"),
        "a term that nobody lists is no link"
    );
    assert!(!out.join("tag/rare").exists());
    assert!(out.join("old-unseen/index.html").is_file(), "its old address leads to it");
    for file in files(&out) {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        let own = file.starts_with(out.join("blog/b")) || file.starts_with(out.join("old-unseen"));
        assert!(own || !text.contains("Unseen"), "{}", file.display());
    }
    let c = fs::read_to_string(out.join("blog/c/index.html")).unwrap();
    assert!(c.contains("href=\"/blog/b/\""), "who links to it may");
}

#[test]
fn a_link_to_the_file_of_a_held_post_publishes_nothing_of_it() {
    let case = Case::new(&[
        (
            "a.md",
            b"---\ntitle: A\ndate: 2020-01-01\n---\n[that](secret.md) ![that](secret.md) [note](@note/secret.md) [this](notes.pdf)\n",
        ),
        ("secret.md", b"---\ntitle: S\ndate: 2020-01-01\nstatus: private\n---\nWe buy a xylophone.\n"),
        ("notes.pdf", b"for readers"),
    ]);
    case.build();
    assert!(!everything(&case.path("out")).contains("xylophone"));
    assert!(case.path("out/blog/a/notes.pdf").is_file());
}

#[test]
fn hidden_posts_of_jekyll_are_off_the_home_page_and_its_feed() {
    let case = Case::new(&[]);
    case.write("site/posts/_config.yml", b"url: https://a.example\n");
    case.write("site/posts/_posts/2020-01-01-a.md", b"---\ntitle: Seen\n---\nText.\n");
    case.write("site/posts/_posts/2020-01-02-b.md", b"---\ntitle: Hidden one\nhidden: true\n---\nText.\n");
    case.build();
    let read = |name: &str| fs::read_to_string(case.path("out").join(name)).unwrap();
    assert!(!read("index.html").contains("Hidden one") && !read("feed.xml").contains("Hidden one"));
    assert!(read("archive/index.html").contains("Hidden one") && read("sitemap.xml").contains("/b"));
    assert_eq!(case.json("lamplight/manifest.json")["home"]["len"], 1);
}

#[test]
fn a_key_that_hides_and_cannot_be_read_is_an_error_and_the_post_stays_out() {
    let case = Case::new(&[
        ("a.md", b"---\ntitle: A\ndate: 2020-01-01\nprivate: perhaps\n---\nText.\n"),
        ("b.md", b"---\ntitle: B\ndate: 2020-01-01\nstatus: evergreen\n---\nText.\n"),
        ("c.md", b"---\ntitle: C\ndate: 2020-01-01\nstatus: evergreen\n---\nText.\n"),
    ]);
    let report = case.build();
    assert_eq!(published(&report), ["b.md", "c.md"]);
    let codes: Vec<_> = report.counts.by_code.iter().map(|(code, n)| (code.as_str(), *n)).collect();
    assert_eq!(codes, [("held-unreadable", 1), ("held-value", 1)]);
    assert_eq!(report.counts.errors, 1);
}

#[test]
fn what_was_published_and_is_held_back_now_is_in_no_kept_file() {
    let png = {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_fn(1200, 800, |x, y| image::Rgb([(x % 251) as u8, (y % 241) as u8, 7]))
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    };
    let case =
        Case::new(&[("lamplight.toml", b"base_url = \"https://a.example/\"\n"), ("b/secret.png", &png)]);
    let post = |more: &str| {
        format!(
            "---\ntitle: Zanzibar plans\ndate: 2020-01-02\ntags: [quixotic]\n{more}---\nWe buy a xylophone.\n\n![x](secret.png)\n"
        )
    };
    case.write("site/posts/b/index.md", post("").as_bytes());
    for n in 0..30 {
        let text = format!(
            "---\ntitle: Post {n}\ndate: 2019-01-{:02}\n---\nText {n}, {}\n",
            n % 28 + 1,
            "words ".repeat(400)
        );
        case.write(&format!("site/posts/p{n}.md"), text.as_bytes());
    }
    let options = Options { keep_previous: true, compress: true, host: Some(Host::Nginx), ..case.options() };
    build(&options).unwrap();
    let out = case.path("out");
    assert!(everything(&out).contains("xylophone"));
    let pictures =
        || files(&out).iter().filter(|file| file.starts_with(out.join("lamplight/images"))).count();
    assert!(pictures() > 0);
    case.write("site/posts/b/index.md", post("status: private\n").as_bytes());
    case.write("site/posts/p29.md", b"---\ntitle: Post 29\ndate: 2019-01-02\n---\nAnother text.\n");
    build(&options).unwrap();
    let all = everything(&out);
    for word in ["xylophone", "Zanzibar", "quixotic", "secret.png"] {
        assert!(!all.contains(word), "{word}");
    }
    assert_eq!(pictures(), 0);
    assert!(all.contains("lamplight/kept.txt"), "what is harmless is kept");
}
