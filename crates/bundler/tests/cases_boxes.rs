//! Boxes, footnotes, emoji and the text of East Asia, in whole builds.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;

use case::Case;
use lamplight_bundler::report::Report;

fn page(case: &Case, slug: &str) -> String {
    fs::read_to_string(case.path(&format!("out/blog/{slug}/index.html"))).unwrap()
}

/// Code and line of what was told.
fn told(report: &Report) -> Vec<(String, usize)> {
    let mut bytes = Vec::new();
    report.write_json(&mut bytes).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let findings = json["findings"].as_array().unwrap().iter();
    findings
        .map(|found| (found["code"].as_str().unwrap().to_owned(), found["line"].as_u64().unwrap() as usize))
        .collect()
}

#[test]
fn boxes_of_other_engines_and_footnotes() {
    let case = Case::new(&[
        ("a.md", include_bytes!("../../../tests/fixtures/cases/12-containers-footnotes/posts/a.md")),
        ("b.md", include_bytes!("../../../tests/fixtures/cases/12-containers-footnotes/posts/b.md")),
        ("c.md", include_bytes!("../../../tests/fixtures/cases/12-containers-footnotes/posts/c.md")),
    ]);
    let report = case.build();
    let told = told(&report);
    let notes = page(&case, "a");
    assert_eq!(notes.matches("<li id=\"fn:").count(), 7, "six notes of their own, one within the text");
    assert!(!notes.contains("Nobody refers to this") && !notes.contains("使われない"));
    assert!(notes.contains("an inline note, as Pandoc has it") && !notes.contains("^[an inline"));
    assert!(notes.contains("Missing[^none]"));
    assert!(told.contains(&("footnote-unused".to_owned(), 35)), "{told:?}");
    assert!(told.contains(&("footnote-missing".to_owned(), 5)), "{told:?}");

    let boxes = page(&case, "c");
    assert!(!boxes.contains(":::") && !boxes.contains("<dl>"));
    assert!(boxes.contains("<p>A sentence before a box of Docusaurus.</p>"));
    assert!(
        boxes.contains("<div class=\"alert note\" role=\"note\">\n<p class=\"alert-title\">Note</p>\n<p>Its")
    );
    assert!(boxes.contains("<p><strong class=\"alert-title\">A title</strong></p>"));
    assert!(boxes.contains("<summary>\n<p><strong class=\"alert-title\">Closed</strong></p>\n</summary>"));
    assert!(boxes.contains("but not 10:30:45 nor <code>:smile:</code>"));
    assert!(told.contains(&("emoji-name".to_owned(), 26)), "{told:?}");
}

#[test]
fn a_line_that_begins_with_a_colon_is_text() {
    let text = b"---\ntitle: Colons\ndate: 2020-01-01\n---\nAn ordinary paragraph\n:warning: a line\n\n:::info\nInside.\n:::\n\nEnd.\n";
    let case = Case::new(&[("a.md", text)]);
    case.build();
    let page = page(&case, "a");
    assert!(!page.contains("<dl>") && page.contains("An ordinary paragraph\n:warning: a line"), "{page}");
    assert!(page.contains("<p class=\"alert-title\">Note</p>\n<p>Inside.</p>"));
}

#[test]
fn east_asian_text_is_read_as_its_readers_do() {
    let text = "---\ntitle: 文\ndate: 2020-01-01\n---\n**重要。**所以\n这样。する**「強調」**する\n";
    let case = Case::new(&[("a.md", text.as_bytes())]);
    case.build();
    let page = page(&case, "a");
    assert!(
        page.contains("<p><strong>重要。</strong>所以这样。する<strong>「強調」</strong>する</p>"),
        "{page}"
    );
}
