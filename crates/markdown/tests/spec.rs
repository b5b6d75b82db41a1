//! The specifications' own examples, through the renderer that readers get.

#![expect(clippy::expect_used, reason = "a test may stop at once")]

use std::path::{Path, PathBuf};

use lamplight_markdown::{Flavour, RawHtml, RenderOptions, render};

#[derive(serde::Deserialize)]
struct Example {
    markdown: String,
    html: String,
    example: u32,
    #[serde(default)]
    extension: String,
}

/// The examples of the specification itself, as its own package has them: `cargo xtask setup` installs it.
fn commonmark() -> Vec<Example> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/node_modules/commonmark-spec/spec.txt");
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!("{} can't be read ({error}); run `cargo xtask setup`, or `npm ci` in tests/", file.display())
    });
    const FENCE: &str = "````````````````````````````````";
    let begin = format!("{FENCE} example\n");
    let blocks = text.split(&begin).skip(1);
    let example = |(block, number): (&str, u32)| {
        let block = block.split(&format!("\n{FENCE}")).next().unwrap_or_default();
        // A tab is written as an arrow, and a line with a dot parts text and HTML.
        let block = format!("{block}\n").replace('→', "\t");
        let (markdown, html) = match block.strip_prefix(".\n") {
            Some(html) => ("", html),
            None => block.split_once("\n.\n").expect("text and HTML of an example"),
        };
        let markdown = if markdown.is_empty() { String::new() } else { format!("{markdown}\n") };
        Example { markdown, html: html.to_owned(), example: number, extension: String::new() }
    };
    blocks.zip(1..).map(example).collect()
}

/// The examples of a file of the corpus.
fn examples(file: &str) -> Vec<Example> {
    let corpus = std::env::var_os("LAMPLIGHT_CORPUS").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let path = corpus.unwrap_or_else(beside).join("specs").join(file);
    let text = std::fs::read_to_string(&path).expect("the corpus is at hand");
    serde_json::from_str(&text).expect("the corpus is well-formed")
}

fn to_html(markdown: &str, flavour: Flavour) -> String {
    render(markdown, &RenderOptions::bare(flavour, RawHtml::Trusted)).html
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
    let examples = commonmark();
    assert_eq!(examples.len(), 652);
    let failures = failures(&examples, Flavour::CommonMark, normal);
    println!("CommonMark 0.31.2: {} of {} examples", examples.len() - failures.len(), examples.len());
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
#[ignore = "needs the corpus (../shared/corpus, or LAMPLIGHT_CORPUS): no registry has this specification"]
fn gfm_0_29_extensions() {
    let mut examples = examples("gfm-0.29.json");
    // The specification marks its task lists `disabled` because not every program may want checkboxes.
    examples.retain(|e| ["table", "strikethrough", "autolink", "disabled"].contains(&e.extension.as_str()));
    assert_eq!(examples.len(), 23);
    let failures = failures(&examples, Flavour::Gfm, normal);
    println!("GFM 0.29 extensions: {} of {} examples", examples.len() - failures.len(), examples.len());
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
#[ignore = "needs the corpus (../shared/corpus, or LAMPLIGHT_CORPUS): no registry has this specification"]
fn smart_punctuation() {
    let examples = examples("smart_punct.json");
    // Posts say of code what no specification does: its direction, and that it is not to be translated.
    let plain = |html: &str| normal(&html.replace(" dir=\"ltr\" translate=\"no\"", ""));
    let failures = failures(&examples, Flavour::Blog { smart: true }, plain);
    println!("Smart punctuation: {} of {} examples", examples.len() - failures.len(), examples.len());
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
}
