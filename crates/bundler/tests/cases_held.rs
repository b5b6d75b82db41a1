//! Posts that are held back: in folders that are copied, in lists, in search, and in `serve`.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;

use case::{Case, files};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::check::check;
use lamplight_bundler::report::Report;

fn text(report: &Report) -> String {
    let mut out = Vec::new();
    report.write_text(&mut out, true, false).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_link_to_a_post_that_is_held_back_does_not_publish_its_file() {
    let case = Case::new(&[
        (
            "2019-01-01-a.md",
            b"---\ntitle: A\n---\nSee [it](secret.md), [it](./secret.md#x) and ![it](secret.md).\n",
        ),
        ("secret.md", b"---\ntitle: Secret\nstatus: private\n---\nWe buy a xylophone.\n"),
    ]);
    // The whole folder is published as files, too, by mistake.
    case.write("site/posts/lamplight.toml", b"engines = [\"obsidian\"]\n[files]\n\".\" = \"/raw/\"\n");
    let report = case.build();
    for file in files(&case.path("out")) {
        let bytes = fs::read(&file).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("xylophone"), "{}", file.display());
    }
    assert!(case.path("out/raw/2019-01-01-a.md").is_file());
    assert!(report.counts.by_code["link-held"] > 0, "{}", text(&report));
    let page = fs::read_to_string(case.path("out/blog/a/index.html")).unwrap();
    assert!(!page.contains("secret.md"), "{page}");
}

#[test]
fn nothing_of_an_unlisted_post_is_elsewhere_and_its_page_is_whole() {
    let case = Case::new(&[
        ("lamplight.toml", b"base_url = \"https://a.example/\"\n"),
        ("2019-01-01-a.md", b"---\ntitle: Seen\ntags: [both]\nauthor: Ada\n---\nText.\n"),
        ("2019-01-02-b.md", b"---\ntitle: Unseen\ntags: [Both, Rare]\nauthor: Grace\nunlisted: true\n---\n# A heading\n\nText.\n"),
    ]);
    case.build();
    let page = fs::read_to_string(case.path("out/blog/b/index.html")).unwrap();
    assert!(
        page.contains("Grace") && !page.contains("/author/grace"),
        "who wrote it is reported, and has no page"
    );
    assert!(!page.contains("data-download=\"post"), "it can't be kept: no data file knows it");
    assert!(!page.contains("text/markdown") && !case.path("out/blog/b/index.md").exists());
    assert!(page.contains("/tag/both/\">both<"), "a term is spelt as the listed posts spell it");
    for file in files(&case.path("out")) {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        let own = file.starts_with(case.path("out/blog/b"));
        assert!(
            own || !["Unseen", "Grace", "Rare", "blog/b"].iter().any(|word| text.contains(word)),
            "{}",
            file.display()
        );
    }
}

#[test]
fn a_post_that_search_must_not_find_is_related_all_the_same() {
    let about = |words: &str, more: &str| {
        format!("---\ntitle: {words}\n{more}---\n{}\n", format!("A few lines on {words}. ").repeat(4))
    };
    let posts =
        [about("bread ovens", "search: false\n"), about("bread flour", ""), about("sailing knots", "")];
    let names = ["2019-01-01-a.md", "2019-01-02-b.md", "2019-01-03-c.md"];
    let named: Vec<(&str, &[u8])> = names.into_iter().zip(posts.iter().map(String::as_bytes)).collect();
    let case = Case::new(&named);
    case.build();
    let found = case.posts();
    assert_eq!(found[1]["related"][0]["title"], "bread ovens");
    assert_eq!(found[0]["related"][0]["title"], "bread flour");
    let is_index = |path: &&std::path::PathBuf| path.extension().is_some_and(|end| end == "bin");
    let data = files(&case.path("out/lamplight/data"));
    let index: String = data
        .iter()
        .filter(is_index)
        .map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned())
        .collect();
    assert!(index.contains("flour") && !index.contains("ovens") && !index.contains("/blog/a"));
}

#[test]
fn what_falls_due_is_told_with_its_moment() {
    let case = Case::new(&[
        ("a.md", b"---\ntitle: A\ndate: 2019-01-01\nexpires: 2020-12-24\n---\nText.\n"),
        ("b.md", b"---\ntitle: B\ndate: 2019-01-01\npublishDate: 2020-10-01\n---\nText.\n"),
        ("c.md", b"---\ntitle: C\ndate: 2021-01-01\n---\nText.\n"),
        ("d.md", b"---\ntitle: D\ndate: 2020-07-01\ndraft: true\n---\nText.\n"),
        ("e.md", b"---\ntitle: E\ndate: 2019-01-01\nexpires: 2020-01-01\n---\nText.\n"),
    ]);
    case.write("site/posts/lamplight.toml", b"timezone = \"Europe/Berlin\"\n");
    let report = case.build();
    assert_eq!(report.next_due.as_deref(), Some("2020-10-01T00:00:00+02:00"));
    let counts = &report.counts;
    assert_eq!((counts.posts, counts.drafts, counts.future, counts.held), (1, 1, 2, 1));
    // With what is to come in it, what is next is what ends.
    let report = build(&Options { future: true, ..case.options() }).unwrap();
    assert_eq!(report.next_due.as_deref(), Some("2020-12-24T00:00:00+01:00"));
    let reported = check(&case.options()).unwrap();
    assert_eq!(reported.held.len(), 4);
    let mut json = Vec::new();
    reported.write_json(&mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["held"][2]["why"], "draft: true");
}

#[test]
fn the_author_who_serves_sees_why() {
    let case = Case::new(&[
        ("2019-01-01-a.md", b"---\ntitle: A\nstatus: private\n---\nText.\n"),
        ("2019-01-02-b.md", b"---\ntitle: B\nunlisted: true\n---\nText.\n"),
        ("2019-01-03-c.md", b"---\ntitle: C\n---\nText.\n"),
        ("2019-01-04-d.md", b"---\ntitle: D\ndraft: \"yes\"\n---\nText.\n"),
    ]);
    let page = |name: &str| {
        fs::read_to_string(case.path(&format!("out/blog/{name}/index.html"))).unwrap_or_default()
    };
    build(&Options { live: true, ..case.options() }).unwrap();
    assert!(
        page("a").contains("Not published: <code dir=\"ltr\" translate=\"no\">status: private</code>"),
        "{}",
        page("a")
    );
    assert!(page("b").contains(
        "In no list, at its address alone: <code dir=\"ltr\" translate=\"no\">unlisted: true</code>"
    ));
    assert!(!page("c").contains("Not published"));
    assert!(page("d").contains("Not published: <code dir=\"ltr\" translate=\"no\">draft: yes</code>"));
    assert!(!page("a").contains("style=\""));
    case.build();
    assert_eq!((page("a"), page("d")), (String::new(), String::new()));
    assert!(!page("b").contains("In no list"));
}
