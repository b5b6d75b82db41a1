//! Boxes, footnotes, emoji and the text of East Asia, in whole builds.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;

use case::Case;
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::report::Report;

fn page(case: &Case, slug: &str) -> String {
    fs::read_to_string(case.path(&format!("out/blog/{slug}/index.html"))).unwrap()
}

/// Builds posts that are newer than what the tests take for now.
fn built(case: &Case) -> Report {
    build(&Options { future: true, ..case.options() }).unwrap()
}

/// Code and line of what was reported.
fn reported(report: &Report) -> Vec<(String, usize)> {
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
    let reported = reported(&built(&case));
    let notes = page(&case, "a");
    assert_eq!(notes.matches("<li id=\"fn:").count(), 7, "six notes of their own, one within the text");
    assert!(!notes.contains("Nobody refers to this") && !notes.contains("使われない"));
    assert!(notes.contains("an inline note, as Pandoc has it") && !notes.contains("^[an inline"));
    assert!(notes.contains("Missing[^none]"));
    assert!(reported.contains(&("footnote-unused".to_owned(), 35)), "{reported:?}");
    assert!(reported.contains(&("footnote-missing".to_owned(), 5)), "{reported:?}");

    let boxes = page(&case, "c");
    assert!(!boxes.contains(":::") && !boxes.contains("<dl>"));
    assert!(boxes.contains("<p>A sentence before a box of Docusaurus.</p>"));
    assert!(
        boxes.contains("<div class=\"alert note\" role=\"note\">\n<p class=\"alert-title\">Note</p>\n<p>Its")
    );
    assert!(boxes.contains("<p><strong class=\"alert-title\">A title</strong></p>"));
    assert!(boxes.contains("<summary>\n<p><strong class=\"alert-title\">Closed</strong></p>\n</summary>"));
    assert!(boxes.contains("but not 10:30:45 nor <code dir=\"ltr\" translate=\"no\">:smile:</code>"));
    // The post's own marks say that it was written for MkDocs and the like.
    assert!(boxes.contains("<strong class=\"alert-title\">A box of MkDocs</strong></p>\n<p>Indented text"));
    assert!(boxes.contains("😄 and 👍") && !boxes.contains("[TOC]") && !boxes.contains("[[toc]]"));
    assert!(boxes.contains("<p class=\"alert-title\">Note</p>\n<p>GitHub"));
}

#[test]
fn a_line_that_begins_with_a_colon_is_text() {
    let text = b"---\ntitle: Colons\ndate: 2020-01-01\n---\nAn ordinary paragraph\n:warning: a line\n\n:::info\nInside.\n:::\n\nEnd.\n";
    let case = Case::new(&[("a.md", text)]);
    case.build();
    let page = page(&case, "a");
    assert!(
        !page.contains("<dl>") && page.contains("An ordinary paragraph\n\u{26a0}\u{fe0f} a line"),
        "{page}"
    );
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

#[test]
fn formulas_and_money() {
    let text = include_bytes!("../../../tests/fixtures/cases/10-math-dollars/posts/math.md");
    let case = Case::new(&[("math.md", text)]);
    let reported = reported(&built(&case));
    let off = page(&case, "math");
    for money in ["Lunch was $5, dinner $10; in all US$15–$20.", "and $PATH stays", "Escaped: $5 and $6."] {
        assert!(off.contains(money), "{money}");
    }
    assert!(off.contains("\\[ \\int_0^1 x\\,dx \\]"));
    for line in [5, 18, 23] {
        assert!(reported.contains(&("math-dollars".to_owned(), line)), "{reported:?}");
    }
    assert!(!reported.contains(&("math-dollars".to_owned(), 7)));

    let case = Case::new(&[("math.md", text)]);
    case.write("site/lamplight.toml", b"dollar_math = true\n");
    built(&case);
    let on = page(&case, "math");
    assert!(on.matches("<math").count() > off.matches("<math").count() + 6);
    assert!(on.contains("\\int_0^1 x\\,dx</annotation>") && on.contains("|x|</annotation>"));
    assert!(on.contains("dinner $10; in all US$15–$20.") && on.contains("cost $3"));
}

#[test]
fn old_html_and_control_characters() {
    let text = b"---\ntitle: Chart\ndate: 2020-01-01\n---\n<div class=\"pie-chart\" id=\"c\"><noscript>\n\
        <img alt=\"chart\" height=\"600\" src=\"/chart.png\"/>\n</noscript></div>\n\n\
        <nobr>kept together</nobr>, <acronym title=\"Hyper\">HTML</acronym>, <math><mi>x</mi></math>\n\nA\x08b\x0bc\n";
    let case = Case::new(&[("a.md", text)]);
    let reported = reported(&case.build());
    let page = page(&case, "a");
    assert!(page.contains("/chart.png"), "{page}");
    assert!(
        page.contains("kept together, <abbr title=\"Hyper\">HTML</abbr>, <math><mi>x</mi></math>"),
        "{page}"
    );
    assert!(!page.contains(['\u{8}', '\u{b}']));
    assert_eq!(reported.iter().filter(|(code, _)| code == "control-character").count(), 1);
    assert!(reported.contains(&("control-character".to_owned(), 11)), "{reported:?}");
}
