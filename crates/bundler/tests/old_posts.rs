//! An old Jekyll project, unedited: what becomes of each thing that its posts say.

mod case;

use std::path::{Path, PathBuf};

use case::{Case, app, options};
use lamplight_bundler::build::build;
use tempfile::TempDir;

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/jekyll")
}

/// One page per feature, as readers get it, with all that its author is reported.
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
        let reported: Vec<String> = json["findings"]
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
            format!("{}\n\n{}", reported.join("\n"), &html[start..end])
        );
    }
    insta::assert_json_snapshot!("old_translated", report.counts.translated);
}

#[test]
fn a_project_has_posts_in_many_folders_and_what_its_settings_say_of_them() {
    let case = Case::new(&[]);
    let settings = "permalink: /:categories/:title/\n\
        collections:\n  posts:\n    permalink: /p/:categories/:title/\n\
        defaults:\n\
        - scope: {path: \"\", type: posts}\n  values: {layout: post, author: The Office, tags: [all]}\n\
        - scope: {path: food, type: posts}\n  values: {categories: [Kitchen]}\n\
        - scope: {path: food/_posts/old}\n  values: {author: The Cook, permalink: /old/:title/}\n\
        - scope: {path: \"\", type: pages}\n  values: {permalink: /notes/, author: Nobody}\n";
    case.write("site/posts/_config.yml", settings.as_bytes());
    case.write("site/posts/_posts/2015-03-04-plain.md", b"---\ntitle: Plain\ntags: own\n---\nText.\n");
    case.write(
        "site/posts/food/_posts/2015-03-05-soup.md",
        b"---\ntitle: Soup\ncategories: hot\n---\nText.\n",
    );
    case.write("site/posts/food/_posts/old/2015-03-06-pie.md", b"---\ntitle: Pie\n---\nText.\n");
    case.write("site/posts/food/_drafts/idea.md", b"---\ntitle: Idea\n---\nText.\n");
    case.write("site/posts/food/notes.md", b"---\ntitle: A page\n---\nText.\n");
    case.write("site/posts/vendor/_posts/2015-03-07-not-ours.md", b"---\ntitle: Not ours\n---\nText.\n");
    let report = case.build();
    let published: Vec<_> = report.published.iter().map(|p| p.path.as_str()).collect();
    assert_eq!(published, ["/p/plain/", "/p/food/kitchen/hot/soup/", "/old/pie/", "/notes/"]);
    assert_eq!(report.counts.drafts, 1);
    let reported: Vec<_> = case
        .posts()
        .iter()
        .map(|post| {
            let names = |key: &str| -> Vec<String> {
                let terms = post["summary"][key].as_array().cloned().unwrap_or_default();
                terms.iter().map(|term| term["name"].as_str().unwrap().to_owned()).collect()
            };
            [names("authors"), names("categories"), names("tags")].map(|names| names.join(", "))
        })
        .collect();
    assert_eq!(
        reported,
        [
            ["Nobody", "", ""],
            ["The Cook", "food, Kitchen", "all"],
            ["The Office", "food, Kitchen, hot", "all"],
            ["The Office", "", "own"]
        ]
    );
}

#[test]
fn posts_in_html_are_published_and_those_in_other_languages_are_told() {
    let case = Case::new(&[
        (
            "2011-02-03-from-elsewhere.html",
            &b"---\ntitle: From elsewhere\n---\nFirst words *as they are*.\n\n    Not <em>code</em>. $$not math$$\n\n\
            {% highlight ruby %}\ndef x\n\n  1\nend\n{% endhighlight %}\n\n<p>See <a href=\"http://\">it</a>.</p>\n\n\
            <pre>\na\n\n  b\n</pre>\n<script>alert(1)</script>\n"[..],
        ),
        ("2011-02-04-no-post.html", b"<p>No front matter.</p>\n"),
        ("no-date.html", b"---\ntitle: No date\n---\n<p>Text.</p>\n"),
        ("2011-02-05-old.textile", b"---\ntitle: Textile\n---\nh1. Text\n"),
        ("2011-02-06-photo.jpg", b"\xff\xd8\xff"),
    ]);
    let report = case.build();
    assert_eq!((report.counts.posts, report.counts.refused), (1, 1));
    let codes: Vec<_> = report.counts.by_code.iter().map(|(code, n)| (code.as_str(), *n)).collect();
    assert_eq!(codes, [("format-unread", 1), ("html-tag-dropped", 1)]);
    let page = std::fs::read_to_string(case.path("out/blog/from-elsewhere/index.html")).unwrap();
    let (_, prose) = page.split_once("<div class=\"prose\">").unwrap();
    let (prose, _) = prose.split_once("</div><footer").unwrap();
    insta::assert_snapshot!("old_html", prose);
    let summary = &case.posts()[0]["summary"];
    assert_eq!(summary["excerpt"], "First words *as they are*. Not code. $$not math$$ See it.");
}
