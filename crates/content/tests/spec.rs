//! The specifications' own examples, through the renderer that readers get.

#![expect(clippy::expect_used, reason = "a test may stop at once")]

use std::path::PathBuf;

use lamplight_content::markdown::{Flavour, Options, RawHtml, render};

#[derive(serde::Deserialize)]
struct Example {
    markdown: String,
    html: String,
    example: u32,
    #[serde(default)]
    extension: String,
}

/// The examples of a file of the corpus, or `None` with a word on it where the corpus is absent.
fn examples(file: &str) -> Option<Vec<Example>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/specs").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("SKIPPED: no specification at {}", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).expect("the corpus is well-formed"))
}

fn to_html(markdown: &str, flavour: Flavour) -> String {
    render(
        markdown,
        &Options {
            flavour,
            raw_html: RawHtml::Trusted,
            anchors: &[],
            pictures: &[],
            leads: false,
            place: None,
            tokens: &[],
            words: &[],
        },
    )
    .html
}

/// Differences that HTML parsers do not see.
fn normal(html: &str) -> String {
    html.replace("<br>", "<br />").replace("<hr>", "<hr />").replace("&quot;", "\"")
}

fn failures(examples: &[Example], flavour: Flavour, fix: fn(&str) -> String) -> Vec<String> {
    examples
        .iter()
        .filter_map(|e| {
            let got = fix(&to_html(&e.markdown, flavour));
            let want = fix(&e.html);
            (got != want).then(|| format!("{}: {:?}\n  want {want:?}\n  got  {got:?}", e.example, e.markdown))
        })
        .collect()
}

#[test]
fn commonmark_0_31_2_in_full() {
    let Some(examples) = examples("commonmark-0.31.2.json") else { return };
    assert_eq!(examples.len(), 652);
    let failures = failures(&examples, Flavour::CommonMark, normal);
    println!("CommonMark 0.31.2: {} of {} examples", examples.len() - failures.len(), examples.len());
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn gfm_0_29_extensions() {
    let Some(mut examples) = examples("gfm-0.29.json") else { return };
    // The specification marks its task lists `disabled` because not every program may want checkboxes.
    examples.retain(|e| ["table", "strikethrough", "autolink", "disabled"].contains(&e.extension.as_str()));
    assert_eq!(examples.len(), 23);
    let failures = failures(&examples, Flavour::Gfm, normal);
    println!("GFM 0.29 extensions: {} of {} examples", examples.len() - failures.len(), examples.len());
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn smart_punctuation() {
    let Some(examples) = examples("smart_punct.json") else { return };
    let failures = failures(&examples, Flavour::Blog { smart: true }, normal);
    println!("Smart punctuation: {} of {} examples", examples.len() - failures.len(), examples.len());
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
}
