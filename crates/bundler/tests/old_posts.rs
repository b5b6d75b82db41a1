//! An old Jekyll project, unedited: what becomes of each thing that its posts say.

mod case;

use std::path::{Path, PathBuf};

use case::{app, options};
use lamplight_bundler::build::build;
use tempfile::TempDir;

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/jekyll")
}

/// One page per feature, as readers get it, with all that its author is told.
#[test]
fn a_page_for_each_feature() {
    let folder = TempDir::new().unwrap();
    let report = build(&options(&fixture(), &folder.path().join("out"), &app(folder.path()))).unwrap();
    let mut json = Vec::new();
    report.write_json(&mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    for name in ["liquid", "kramdown", "embeds", "code", "formulas"] {
        let day =
            1 + ["liquid", "kramdown", "embeds", "code", "formulas"].iter().position(|n| *n == name).unwrap();
        let file = format!("_posts/2012-03-0{day}-{name}.md");
        let page = folder.path().join(format!("out/2012/03/0{day}/{name}/index.html"));
        let html = std::fs::read_to_string(page).unwrap();
        let start = html.find("<div class=\"prose\"").or(html.find("class=\"prose")).unwrap();
        let end = html[start..].find("<footer").map_or(html.len(), |i| start + i);
        let told: Vec<String> = json["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|f| f["file"] == file.as_str())
            .map(|f| {
                format!(
                    "{}:{} {}: {}",
                    f["line"],
                    f["column"],
                    f["code"].as_str().unwrap(),
                    f["message"].as_str().unwrap()
                )
            })
            .collect();
        insta::assert_snapshot!(
            format!("old_{name}"),
            format!("{}\n\n{}", told.join("\n"), &html[start..end])
        );
    }
    insta::assert_json_snapshot!("old_translated", report.counts.translated);
}
