//! Front matter and dates of other engines, in whole builds.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;
use std::path::Path;

use case::{Case, app, fixture, options};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::report::Report;
use tempfile::TempDir;

/// Builds a folder of the fixtures, long after all of its posts.
fn built(name: &str) -> (TempDir, Report) {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let options = Options { now: 1_790_000_000, ..options(&fixture(name), &out, &app(folder.path())) };
    let report = build(&options).unwrap();
    (folder, report)
}

fn page(folder: &TempDir, path: &str) -> String {
    let file = folder.path().join("out").join(path.trim_matches('/'));
    let file = if file.is_dir() { file.join("index.html") } else { file };
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn reported(report: &Report) -> String {
    let mut text = Vec::new();
    report.write_text(&mut text, true, false).unwrap();
    String::from_utf8(text).unwrap()
}

/// Title and path of a post.
fn published<'r>(report: &'r Report, file: &str) -> (&'r str, &'r str) {
    let post = report.published.iter().find(|post| Path::new(&post.file).ends_with(file));
    let post = post.unwrap_or_else(|| panic!("{file} is not published"));
    (&post.title, &post.path)
}

#[test]
fn front_matter_of_every_shape_is_read() {
    let (folder, report) = built("cases/06-front-matter-shapes/posts");
    for (file, title, day) in [
        ("anchors.md", "Anchors and a merge key", "2024-01-06"),
        ("blank-first.md", "Blank lines in front", "2024-01-11"),
        ("colons.md", "Kubernetes: a guide: part 1", "2024-01-07"),
        ("curly.md", "Curly quotes of a word processor", "2024-01-08"),
        ("hexo-plain.md", "Hexo without a first line of dashes", "2024-01-04"),
        ("huge.md", "0", "2024-01-13"),
        ("json-semicolons.md", "Hexo’s JSON, without braces", "2024-01-03"),
        ("json.md", "Front matter in JSON", "2024-01-02"),
        ("multi.md", "A folded title over two lines", "2024-01-09"),
        ("tabs.md", "Tab behind the colon", "2024-01-10"),
        ("trailing.md", "A blank behind the dashes", "2024-01-12"),
        ("windows.md", r"Paths of C:\Users\new\temp", "2024-01-05"),
    ] {
        let (is, path) = published(&report, file);
        assert_eq!(is, title, "{file}");
        let page = page(&folder, path);
        assert!(page.contains(&format!("datetime=\"{day}T")), "{file}: {path}");
    }
    let read = |file: &str| page(&folder, published(&report, file).1);
    assert!(
        !read("json.md").contains("&quot;draft&quot;")
            && read("json.md").contains("Hugo and Hexo read this.")
    );
    let anchors = read("anchors.md");
    assert!(
        anchors.contains("Jo Writer") && anchors.contains("/tag/two/") && anchors.contains("/category/one/")
    );
    assert!(read("colons.md").contains("/tag/hash/"));
    let huge = read("huge.md");
    assert!(huge.contains("Ann") && huge.contains("three, four") && !huge.contains("ann@example.org"));
    assert!(read("tabs.md").contains("/tag/b/"));
    assert!(read("trailing.md").contains("A rule, not an end."));
    assert!(reported(&report).contains("`title`"), "what was read as text is reported");
    assert!(!report.counts.by_code.contains_key("title-missing"), "{:?}", report.counts.by_code);
}

#[test]
fn dates_are_in_their_zones() {
    let (folder, report) = built("cases/02-date-zones");
    for (file, path, time) in [
        ("2015-05-28-no-offset.md", "/2015/05/28/no-offset/", "2015-05-28T23:23:39-04:00"),
        ("2015-05-28-own-offset.md", "/2015/05/29/own-offset/", "2015-05-28T23:23:39-05:00"),
        ("2024-01-05-named-zones.md", "/2024/01/05/named-zones/", "2024-01-05T20:00:00-08:00"),
        ("2024-01-06-summer.md", "/2024/01/06/summer/", "2024-01-06T09:00:00+01:00"),
        ("2024-01-07-compact.md", "/2024/01/07/compact/", "2024-01-07T10:15:00+00:00"),
        ("2024-08-08-from-the-west.md", "/2024/08/09/from-the-west/", "2024-08-08T22:44:26-07:00"),
    ] {
        let (_, is) = published(&report, file);
        assert_eq!(is, path);
        assert!(page(&folder, path).contains(time), "{file}");
    }
    assert!(page(&folder, "/2024/01/05/named-zones/").contains("2024-01-06T08:00:00+11:00"));
    assert_eq!(report.counts.errors, 0, "{}", reported(&report));
}

#[test]
fn a_wordpress_title_has_no_entities() {
    let (folder, report) = built("cases/01-wordpress-export/posts");
    let (title, path) = published(&report, "2010-05-06-hello.md");
    assert_eq!(title, "Hello – It’s me");
    assert!(page(&folder, path).contains("<title>Hello – It’s me"));
}

#[test]
fn dates_have_many_names_and_undated_posts_stand_last() {
    let case = Case::new(&[
        ("h.md", b"---\ntitle: Hugo\npublishDate: 2019-02-13T09:37:39-07:00\n---\nBody."),
        ("a.md", b"---\ntitle: AstroPaper\npubDatetime: 2018-06-23T16:00:00Z\nmodDatetime: 2018-06-24T01:10:18Z\n---\nBody."),
        ("b.md", b"---\ntitle: Starter\npubDate: 'Jul 08 2017'\n---\nBody."),
        ("c.md", b"---\ntitle: Obsidian\ncreated: 2016-08-10 19:55:36\n---\nBody."),
        ("d.md", b"---\ntitle: None at all\n---\nBody."),
        ("e.md", b"---\ntitle: None either\n---\nBody."),
        ("z.md", b"+++\ntitle = 'Path'\npath = '2015/12/21/x'\n+++\nBody."),
        ("k.md", b"---\nTitle: Capitals\nDate: 2012-11-16\nTags: [one]\nSlug: my-slug\nDescription: What it says\n---\nBody."),
    ]);
    let report = case.build();
    let titles: Vec<&str> = report.published.iter().map(|post| post.title.as_str()).collect();
    assert_eq!(
        titles,
        ["None at all", "None either", "Capitals", "Path", "Obsidian", "Starter", "AstroPaper", "Hugo"]
    );
    assert_eq!(report.counts.by_code.get("date-missing"), Some(&2));
    let capitals = fs::read_to_string(case.path("out/blog/my-slug/index.html")).unwrap();
    assert!(capitals.contains("/tag/one/") && capitals.contains("What it says"));
}

#[test]
fn what_a_broken_block_holds_back_is_held_back() {
    let texts: [(&str, &str); 16] = [
        ("capital.md", "---\ntitle: A\nDraft: true\n---\nSECRET"),
        ("indented.md", "---\ntitle: A\n  draft: true\n---\nSECRET"),
        ("equals.md", "---\ntitle: A\ndraft = true\n---\nSECRET"),
        ("colon.md", "+++\ntitle = 'A'\ndraft: true\n+++\nSECRET"),
        ("list.md", "---\n- title: A\n- private: yes\n---\nSECRET"),
        ("tight.md", "---\ndraft:true\n---\nSECRET"),
        ("wide.md", "---\ntitle: A\ndraft：true\n---\nSECRET"),
        ("unclosed.md", "---\ntitle: A\nprivate: true\n\nSECRET"),
        ("json.md", "{\n \"title\": \"A\",\n \"draft\": true,\n \"x\": [1,,\n}\n\nSECRET"),
        ("json-unclosed.md", "{\n \"title\": \"A\",\n \"draft\": true,\n\nSECRET"),
        ("pelican.md", "Title: A\nStatus: draft\n\nSECRET"),
        ("eleventy.md", "---json\n{\"title\": \"A\", \"draft\": true}\n---\nSECRET"),
        ("twice.md", "---\ntitle: A\ndraft: true\ndraft: false\n---\nSECRET"),
        ("among.md", "---\ntitle: A\nstatus: [idea, draft]\n---\nSECRET"),
        ("maybe.md", "---\ntitle: A\nprivate: maybe\n---\nSECRET"),
        ("waits.md", "---\ntitle: A\nstatus: scheduled\n---\nSECRET"),
    ];
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let case = Case::new(&files);
    let report = case.build();
    assert_eq!(report.published.iter().map(|post| &post.file).collect::<Vec<_>>(), Vec::<&String>::new());
    let counts = &report.counts;
    assert_eq!(counts.drafts + counts.held, texts.len());
    assert_eq!(counts.by_code.get("held-unreadable"), Some(&1));
}

#[test]
fn keys_that_only_sound_like_it_are_told() {
    let case = Case::new(&[
        (
            "a.md",
            b"---\ntitle: A\ndate: 2020-01-01\ndarft: true\nhideMeta: true\npublisher: Lamp & Co\n---\nText.",
        ),
        (
            "b.md",
            b"---\ntitle: B\ndate: 2020-01-02\nstatus: evergreen\nauthor: Jo <jo@example.org>\n---\nText.",
        ),
        ("c.md", b"---\ntitle: C\ndate: 2020-01-03\nstatus: evergreen\n---\nText."),
    ]);
    let report = case.build();
    assert_eq!(report.published.len(), 3);
    let counts = &report.counts.by_code;
    assert_eq!((counts.get("held-key"), counts.get("held-value")), (Some(&1), Some(&1)), "{counts:?}");
    let page = fs::read_to_string(case.path("out/blog/b/index.html")).unwrap();
    assert!(page.contains("Jo") && !page.contains("jo@example.org"));
}
