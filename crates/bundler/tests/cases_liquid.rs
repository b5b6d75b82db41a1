//! Posts of Jekyll: Liquid's control flow, the project's own files, and kramdown.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use case::Case;
use lamplight_bundler::report::Report;

/// A Jekyll project, its report, and the text of its only post.
fn built(files: &[(&str, &str)]) -> (Report, String) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let case = Case::new(&files);
    let report = case.build();
    let text = case.posts()[0]["markdown"].as_str().unwrap().to_owned();
    (report, text)
}

/// Codes of what is reported, with lines.
fn reported(report: &Report) -> Vec<(String, u64)> {
    let mut json = Vec::new();
    report.write_json(&mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let row = |f: &serde_json::Value| (f["code"].as_str().unwrap().to_owned(), f["line"].as_u64().unwrap());
    json["findings"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn a_file_of_the_project_is_the_text() {
    let (report, text) = built(&[
        ("_config.yml", "title: T\n"),
        ("_includes/body.md", "The whole text of the *post* lies here.\n"),
        (
            "_posts/2020-01-02-inc.md",
            "---\ntitle: Inc\n---\n<div class=\"zh\">\n{% capture t %}{% include body.md %}{% endcapture %}\n{{ t | markdownify }}\n</div>\n\
             {% if page.internal %}Not for readers{% else %}For readers{% endif %}\n{% unless true %}Hidden{% endunless %}\n",
        ),
    ]);
    assert_eq!(
        text,
        "<div class=\"zh\">\n\nThe whole text of the *post* lies here.\n\n</div>\nFor readers\n"
    );
    assert_eq!(reported(&report), []);
}

#[test]
fn what_is_not_known_hides_and_is_an_error() {
    let (report, text) = built(&[
        ("_config.yml", "title: T\n"),
        (
            "_posts/2020-01-02-a.md",
            "---\ntitle: A\n---\nOne.\n\n{% if user.paid %}\nSecret.\n{% else %}\nOther.\n{% endif %}\n\n{% for p in site.posts %}x{% endfor %}\n\n{% include gone.html %}\n\nTwo.\n",
        ),
    ]);
    assert!(!text.contains("Secret") && !text.contains("Other") && text.contains("Two."), "{text}");
    assert_eq!(
        reported(&report),
        [
            ("liquid-condition".to_owned(), 6),
            ("liquid-loop".to_owned(), 12),
            ("liquid-include".to_owned(), 14)
        ]
    );
    assert_eq!(report.counts.errors, 3);
}

#[test]
fn data_and_settings_are_known() {
    let (report, text) = built(&[
        ("_config.yml", "title: T\nauthors:\n  ann:\n    name: Ann\n"),
        ("_data/people.yml", "- name: Ann\n  town: Rome\n- name: Bob\n  town: Oslo\n"),
        ("_data/deep/facts.json", "{\"size\": 3}"),
        ("_data/rows.csv", "name,age\nCy,7\n"),
        (
            "_includes/row.html",
            "<p>\n\n  {{ include.who.name }} of {{ include.who.town }}{{ include.none }}\n</p>\n",
        ),
        (
            "_posts/2020-01-02-a.md",
            "---\ntitle: A\nauthor: ann\nlist: [x, y]\n---\n{% for p in site.data.people %}{% include row.html who=p %}\n{% endfor %}\n\
             {{ site.authors[page.author].name }}, {{ site.data.deep.facts.size }}, {{ site.data.rows[0].age }}, \
             {% for x in page.list reversed %}{{ x }}{% unless forloop.last %}-{% endunless %}{% endfor %}\n",
        ),
    ]);
    assert_eq!(reported(&report), [], "{text}");
    assert!(text.contains("<p>\nAnn of Rome\n</p>") && text.contains("<p>\nBob of Oslo\n</p>"), "{text}");
    assert!(text.contains("Ann, 3, 7, y-x"), "{text}");
}

#[test]
fn kramdown_is_said() {
    let (_, text) = built(&[
        ("_config.yml", "title: T\n"),
        (
            "_posts/2020-01-02-a.md",
            "---\ntitle: A\n---\n|----\n| no | header\n|====\n| foot | er\n\n<details markdown=\"block\"><summary>One *line*</summary>\nText with a [link](/b).\n</details>\n\n\
             <details markdown=\"1\">\n<summary markdown=\"span\">*Summary*</summary>\n\n- a\n\n</details>\n\n\
             <table><tr><td markdown=\"span\">*cell*</td></tr></table>\n\n{::nomarkdown}<b>*raw*</b>{:/}\n\n*[HTML]: Hyper Text\nHTML is one.\n",
        ),
    ]);
    for part in [
        "|  |  |\n|---|---|\n| no | header |\n| foot | er |",
        "</summary>\n\nText with a [link](/b).\n\n</details>",
        "<summary><em>Summary</em></summary>",
        "<td><em>cell</em></td>",
        "<b>&#42;raw&#42;</b>",
        "<abbr title=\"Hyper Text\">HTML</abbr> is one.",
    ] {
        assert!(text.contains(part), "{part}\n\n{text}");
    }
}
