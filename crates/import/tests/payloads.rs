//! What stands behind a hostile payload in a post is read by readers, or its loss is reported.

use std::fs;

use lamplight_import::headings::anchors;
use lamplight_import::{sanitize, translate};
use lamplight_markdown::links::LinkContext;
use lamplight_markdown::{Flavour, RawHtml, RenderOptions, render};

const FLAVOUR: Flavour = Flavour::Blog { smart: true };

/// Payloads that hide the rest of a post, by their number, with the way into it: what they begin never ends.
const HIDING: &[(usize, &str, &str)] = &[];

/// A text as readers get it, and the codes of what is reported.
fn shown(text: &str) -> (String, Vec<&'static str>) {
    let done = translate::translate(text, &translate::Context::plain(FLAVOUR));
    let place = LinkContext { base: "/", origin: "", path: "/p/", known: &[] };
    let pieces = sanitize::fragments(&done.markdown, 0, FLAVOUR, &place, &[], &[], &mut Vec::new());
    let ids = anchors(&done.markdown, FLAVOUR);
    let options = RenderOptions {
        anchors: &ids,
        place: Some(place),
        ..RenderOptions::bare(FLAVOUR, RawHtml::Fragments(&pieces))
    };
    (
        render(&done.markdown, &options).html,
        done.diagnostics.iter().map(|diagnostic| diagnostic.code).collect(),
    )
}

#[test]
fn what_stands_behind_a_payload_remains_or_is_told() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/hostile-payloads.json");
    let payloads: serde_json::Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let payloads: Vec<&str> =
        payloads.as_array().unwrap().iter().map(|entry| entry["payload"].as_str().unwrap()).collect();
    assert!(payloads.len() > 100);
    let mut hiding = Vec::new();
    for (number, payload) in payloads.iter().enumerate() {
        let line = payload.replace(['\n', '\r'], " ");
        let html = format!("{payload}\n\nWithin a line {line} it stands.\n\n> {line}\n\nStill here.\n");
        let markdown = format!(
            "[link]({line}) ![picture]({line} \"{line}\") <{line}>\n\n[a]: {line}\n\n[a] ![a]\n\n# {line}\n\n\
             | {line} |\n|---|\n| `{line}` |\n\n```{line}\n{line}\n```\n\nStill here.\n"
        );
        for (way, text) in [("html", html), ("markdown", markdown)] {
            let (page, reported) = shown(&text);
            if !page.contains("Still here.") {
                let why = reported.into_iter().find(|code| *code == "remark-unclosed").unwrap_or("nothing");
                hiding.push((number, way, why));
            }
        }
    }
    assert_eq!(hiding, HIDING);
}
