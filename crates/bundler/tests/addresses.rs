//! Where posts are, and what leads there.

mod case;

use std::fs;

use case::{Case, app, fixture, options};
use lamplight_bundler::build::{Options, build};
use tempfile::TempDir;

#[test]
fn words_of_all_scripts_stay_whole_in_addresses() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let report = build(&options(&fixture("cases/03-slug-marks"), &out, &app(folder.path()))).unwrap();
    let mut paths: Vec<_> = report.published.iter().map(|post| post.path.as_str()).collect();
    paths.sort_unstable();
    for path in [
        "/மல்லிப்பூ-வகைகள்.html",
        "/ক্ষমা.html",
        "/marks.html",
        "/हिन्दी.html",
        "/日記/2020-01-20/",
        "/caf\u{e9}.html",
        "/caf\u{e9}-2.html",
    ] {
        assert!(paths.contains(&path), "{path} is not among {paths:?}");
    }
    for tag in ["స్వయంచాలక", "ವ್ಯವಸ್ಥೆ", "අත්හදා", "ស្រី", "မြန်မာ", "caf\u{e9}", "வகைகள்"]
    {
        assert!(out.join(format!("tag/{tag}/index.html")).is_file(), "{tag}");
    }
    assert!(!out.join("tag/cafe\u{301}").exists(), "two spellings of one tag are one page");
    assert!(out.join("old place/index.html").is_file() || out.join("old-place/index.html").is_file());
}

#[test]
fn an_old_address_that_ends_in_html_leads_to_its_page() {
    let case = Case::new(&[
        ("lamplight.toml", b"base_url = \"https://a.example/\"\n"),
        (
            "a.md",
            b"+++\ntitle = \"A\"\ndate = 2014-12-12\npath = \"2014/12/12/timeline\"\naliases = [\"2014/12/12/timeline.html\"]\n+++\nText.\n",
        ),
        (
            "b.md",
            b"---\ntitle: B\ndate: 2014-12-13\npermalink: /b.html\nredirect_from: [/b/, /old/second.php, '/?p=12', '/index.php?p=13']\n---\nText.\n",
        ),
    ]);
    let report = case.build();
    let codes: Vec<_> = report.counts.by_code.iter().map(|(code, n)| (code.as_str(), *n)).collect();
    assert_eq!(codes, [("redirect-query", 2)]);
    let read = |name: &str| fs::read_to_string(case.path("out").join(name)).unwrap();
    assert!(read("2014/12/12/timeline.html").contains("url=/2014/12/12/timeline/"));
    assert!(read("b/index.html").contains("url=/b.html"));
    let rules = read("_redirects");
    assert!(rules.contains("/2014/12/12/timeline.html /2014/12/12/timeline/ 301\n"));
    assert!(rules.contains("/old/second.php /b.html 301\n"));
    assert!(!rules.contains("/b /b.html"), "a host that takes endings off would go round in circles");
    assert!(!rules.contains('?'));
}

#[test]
fn links_between_files_of_other_engines_arrive() {
    let case = Case::new(&[
        ("a.md", b"+++\ntitle = 'A'\ndate = 2020-01-01\n+++\n[z](@/deep/b.md#part) [r](@ref/b.md) [n](@note/B%20note) [h](@note/b#Part%20one) [m](@note/none) [x](@/none.md) [c](/BLOG/B/) [s](Deep/B.MD)\n\n![p](@note/lamp%20photo.png)\n"),
        ("deep/b.md", b"---\ntitle: B note\ndate: 2020-01-02\n---\n## Part one\n"),
        ("files/lamp photo.png", b"\x89PNG\r\n\x1a\nIEND"),
    ]);
    let report = case.build();
    let html = fs::read_to_string(case.path("out/blog/a/index.html")).unwrap();
    for link in [
        "<a href=\"/blog/b/#part\">z</a>",
        "<a href=\"/blog/b/\">r</a>",
        "<a href=\"/blog/b/\">n</a>",
        "<a href=\"/blog/b/#part-one\">h</a>",
        "<a href=\"/blog/b/\">c</a>",
        "<a href=\"/blog/b/\">s</a>",
    ] {
        assert!(html.contains(link), "{link}: {html}");
    }
    assert!(html.contains("src=\"/blog/a/lamp%20photo.png\""));
    assert!(case.path("out/blog/a/lamp photo.png").is_file());
    let codes: Vec<_> = report.counts.by_code.iter().map(|(code, n)| (code.as_str(), *n)).collect();
    assert_eq!(
        codes,
        [("case-mismatch", 1), ("image-unreadable", 1), ("link-unresolved", 1), ("note-missing", 1)]
    );
}

#[test]
fn the_day_in_an_address_is_that_of_the_site() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let site = options(&fixture("cases/02-date-zones"), &out, &app(folder.path()));
    let report = build(&Options { now: 1_790_000_000, ..site }).unwrap();
    let mut paths: Vec<_> = report.published.iter().map(|post| post.path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(
        paths,
        [
            "/2015/05/28/no-offset/",
            "/2015/05/29/own-offset/",
            "/2024/01/05/named-zones/",
            "/2024/01/06/summer/",
            "/2024/01/07/compact/",
            "/2024/08/09/from-the-west/"
        ]
    );
    let page = |path: &str| fs::read_to_string(out.join(path).join("index.html")).unwrap();
    assert!(page("2015/05/28/no-offset").contains("datetime=\"2015-05-28T23:23:39-04:00\""));
    assert!(page("2024/01/05/named-zones").contains("datetime=\"2024-01-05T20:00:00-08:00\""));
    assert!(page("2024/01/07/compact").contains("datetime=\"2024-01-07T10:15:00+00:00\""));
    assert!(page("2024/01/06/summer").contains("datetime=\"2024-01-06T09:00:00+01:00\""));
    assert_eq!(report.counts.errors, 0);
}
