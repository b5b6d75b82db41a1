//! What readers see of code, of links and of words in another direction, in whole builds.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;

use case::Case;
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::check::check;
use lamplight_bundler::report::Report;

/// Code, line and message of what was reported.
fn reported(report: &Report) -> Vec<(String, u64, String)> {
    let mut bytes = Vec::new();
    report.write_json(&mut bytes).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let text = |found: &serde_json::Value, key: &str| found[key].as_str().unwrap().to_owned();
    let findings = json["findings"].as_array().unwrap().iter();
    findings.map(|f| (text(f, "code"), f["line"].as_u64().unwrap(), text(f, "message"))).collect()
}

fn page(case: &Case, slug: &str) -> String {
    fs::read_to_string(case.path(&format!("out/blog/{slug}/index.html"))).unwrap()
}

#[test]
fn options_in_prose_are_told_with_their_place() {
    let code = include_bytes!("../../../tests/fixtures/cases/19-code-copy/posts/code.md");
    let case = Case::new(&[
        ("code.md", code),
        ("plain.md", b"---\ntitle: A\ndate: 2020-01-01\n---\none--two -- three, 1--2\n\nsee --> there\n"),
    ]);
    let report = check(&Options { future: true, ..case.options() }).unwrap();
    let found: Vec<_> = reported(&report).into_iter().filter(|(code, ..)| code == "dashes-smart").collect();
    let places: Vec<_> = found.iter().map(|(_, line, _)| *line).collect();
    assert_eq!(places, [26, 7], "{found:?}");
    assert!(found[0].2.contains("`--all` is shown as `–all`"), "{found:?}");
    assert!(found[1].2.contains("`-->` is shown as `–>`"), "{found:?}");
}

#[test]
fn how_links_would_open_is_told_and_the_links_stay() {
    let case = Case::new(&[]);
    case.write("jekyll/_config.yml", b"title: B\n");
    case.write(
        "jekyll/_posts/2020-01-01-a.md",
        b"---\ntitle: A\n---\n<a href=\"https://a.example/\" target=\"_blank\" rel=\"noopener\">b</a>\n\n[c](https://c.example/){:target=\"_new\"} and\n[d](https://d.example/){: rel=\"opener\" target=\"_self\"}\n",
    );
    case.write(
        "jekyll/_posts/2020-01-02-b.html",
        b"---\ntitle: B\n---\n<p><a target=_BLANK href=\"https://e.example/\">e</a> <a target=_blank href=\"https://f.example/\">f</a></p>\n",
    );
    let report = build(&Options { posts: case.path("jekyll"), ..case.options() }).unwrap();
    let found: Vec<_> = reported(&report).into_iter().filter(|(code, ..)| code == "link-target").collect();
    let names =
        ["target=\"_blank\"", "target=\"_new\"", "rel=\"opener\"", "target=\"_BLANK\"", "target=\"_blank\""];
    assert_eq!(found.len(), names.len(), "{found:?}");
    for name in names {
        assert!(found.iter().any(|(.., message)| message.contains(name)), "{name}: {found:?}");
    }
    let html = case::files(&case.path("out"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "html"));
    let pages: String = html.map(|path| fs::read_to_string(path).unwrap()).collect();
    for link in ["a", "c", "d", "e", "f"] {
        assert!(pages.contains(&format!("href=\"https://{link}.example/\"")), "{link}");
    }
    assert!(!pages.contains("_blank") && !pages.contains("rel=\"opener"));
}

#[test]
fn code_runs_from_left_to_right_and_what_authors_say_of_direction_stays() {
    let case = Case::new(&[(
        "a.md",
        "---\ntitle: A\ndate: 2020-01-01\n---\n`C++` https://a.example/b <b@c.example>\n\n- x\n\n```sh\nls\n```\n\n<p dir=\"rtl\" lang=\"ar\" translate=\"no\">و</p>\n\n<ul dir=\"rtl\"><li><code>y</code><samp translate=\"yes\">z</samp></li></ul>\n".as_bytes(),
    )]);
    build(&case.options()).unwrap();
    let html = page(&case, "a");
    for part in [
        "<code dir=\"ltr\" translate=\"no\">C++</code>",
        "<a dir=\"ltr\" href=\"https://a.example/b\">https://a.example/b</a>",
        "<a dir=\"ltr\" href=\"mailto:b@c.example\">b@c.example</a>",
        "<ul dir=\"auto\">\n<li>x</li>",
        "<pre dir=\"ltr\" translate=\"no\" tabindex=\"0\">",
        "<p dir=\"rtl\" lang=\"ar\" translate=\"no\">و</p>",
        "<ul dir=\"rtl\"><li><code dir=\"ltr\" translate=\"no\">y</code><samp translate=\"yes\" dir=\"ltr\">z</samp></li></ul>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}
