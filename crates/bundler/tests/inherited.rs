//! What settings and files beside posts hold back of them.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use case::Case;

/// The titles of what is published.
fn titles(files: &[(&str, &[u8])], posts: &str) -> Vec<String> {
    let case = Case::new(files);
    let report = lamplight_bundler::build::build(&lamplight_bundler::build::Options {
        posts: case.path("site/posts").join(posts),
        ..case.options()
    })
    .unwrap();
    let mut json = Vec::new();
    report.write_json(&mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let published = json["published"].as_array().unwrap();
    let mut titles: Vec<String> = published
        .iter()
        .map(|post| {
            let path = post["path"].as_str().unwrap().trim_start_matches('/');
            let file = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
            let html = std::fs::read_to_string(case.path("out").join(file)).unwrap();
            let title = html.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
            title.split(" · ").next().unwrap().to_owned()
        })
        .collect();
    titles.sort();
    titles
}

fn post(title: &str, more: &str) -> Vec<u8> {
    format!("---\ntitle: {title}\ndate: 2019-03-01\n{more}---\nText of {title}.\n").into_bytes()
}

#[test]
fn a_cascade_of_hugo_holds_back_what_is_below_it() {
    let found = titles(
        &[
            ("hugo.toml", b"title = 'H'\nignoreFiles = ['\\.secret\\.md$']\n[[cascade]]\ndraft = true\n[cascade.target]\npath = '/attic/**'\n"),
            ("content/posts/a.md", &post("A", "")),
            ("content/posts/b.secret.md", &post("B", "")),
            ("content/attic/c.md", &post("C", "")),
            ("content/attic/d.md", &post("D", "draft: false\n")),
            ("content/club/_index.md", b"---\ntitle: Club\ncascade:\n  _build:\n    render: never\n---\n"),
            ("content/club/e.md", &post("E", "")),
            ("content/club/deep/f/index.md", &post("F", "")),
            ("content/clubs/g.md", &post("G", "")),
            ("content/lists/_index.fr.md", b"+++\n[[cascade]]\ndraft = true\n[cascade._target]\nkind = 'section'\n+++\n"),
            ("content/lists/h.md", &post("H", "")),
        ],
        "content",
    );
    assert_eq!(found, ["A", "D", "G", "H"]);
}

#[test]
fn what_stands_above_the_folder_that_is_named_counts_too() {
    let hugo = [
        ("hugo.toml", &b"title = 'H'\n"[..]),
        (
            "content/_index.md",
            b"---\ntitle: All\ncascade:\n  target:\n    path: /posts/old/**\n  draft: true\n---\n",
        ),
        ("content/en/_index.md", b"---\ntitle: English\ncascade:\n  - private: true\n---\n"),
        ("content/posts/a.md", &post("A", "")),
        ("content/posts/old/b.md", &post("B", "")),
        ("content/en/posts/c.md", &post("C", "")),
    ];
    assert_eq!(titles(&hugo, "content/posts"), ["A"]);
    assert!(titles(&hugo, "content/en/posts").is_empty());
    let zola = [
        ("config.toml", &b"base_url = 'https://z.example'\n"[..]),
        ("content/soon/_index.md", b"+++\ndraft = true\n+++\n"),
        ("content/soon/deep/a.md", b"+++\ntitle = 'A'\ndate = 2019-03-01\n+++\nText.\n"),
    ];
    assert!(titles(&zola, "content/soon/deep").is_empty());
    let eleventy = [
        (".eleventy.js", &b"module.exports = (config) => { return {}; };\n"[..]),
        ("attic/attic.json", b"{ \"draft\": true }"),
        // About one file, and not about the folder below.
        ("attic/old.json", b"{ \"draft\": true }"),
        ("attic/old/a.md", &post("A", "")),
        ("blog/blog.11tydata.json", b"{ \"draft\": true }"),
        ("blog/b.md", &post("B", "")),
        ("news/old.json", b"{ \"draft\": true }"),
        ("news/old/c.md", &post("C", "")),
    ];
    assert!(titles(&eleventy, "attic/old").is_empty());
    assert!(titles(&eleventy, "blog").is_empty());
    assert_eq!(titles(&eleventy, "news/old"), ["C"]);
}

#[test]
fn sections_of_zola_and_what_its_settings_leave_out_are_held_back() {
    let toml = |title: &str| format!("+++\ntitle = '{title}'\ndate = 2019-03-01\n+++\nText.\n").into_bytes();
    let found = titles(
        &[
            (
                "config.toml",
                b"base_url = 'https://z.example'\nignored_content = ['*.{note,todo}.md', 'private/**']\n",
            ),
            ("content/blog/_index.md", b"+++\ntitle = 'Blog'\nsort_by = 'date'\n+++\n"),
            ("content/blog/a.md", &toml("A")),
            ("content/blog/b.todo.md", &toml("B")),
            ("content/private/c.md", &toml("C")),
            ("content/soon/_index.md", b"+++\ntitle = 'Soon'\ndraft = true\n+++\n"),
            ("content/soon/d.md", &toml("D")),
        ],
        "content",
    );
    assert_eq!(found, ["A"]);
}

#[test]
fn data_files_of_eleventy_hold_back_their_folder() {
    let found = titles(
        &[
            (".eleventy.js", b"module.exports = (config) => { return {}; };\n"),
            (".eleventyignore", b"# these\nREADME.md\nattic/\n"),
            ("posts/a.md", &post("A", "")),
            ("posts/b.md", &post("B", "")),
            ("posts/b.11tydata.json", b"{ \"permalink\": false, \"draft\": true }"),
            ("attic/c.md", &post("C", "")),
            ("ideas/ideas.json", b"{ \"draft\": true, \"tags\": \"ideas\" }"),
            ("ideas/d.md", &post("D", "")),
        ],
        ".",
    );
    assert_eq!(found, ["A"]);
}

#[test]
fn notes_of_a_garden_are_published_by_their_key_alone() {
    let garden = [
        (".obsidian/app.json", &b"{}"[..]),
        ("a.md", &post("A", "dg-publish: true\n")),
        ("b.md", &post("B", "")),
        ("c.md", &post("C", "dg-publish: false\n")),
        ("diary/d.md", b"No front matter at all.\n"),
    ];
    assert_eq!(titles(&garden, "."), ["A"]);
    let quartz = [
        ("quartz.config.ts", &b"const config = { configuration: { pageTitle: 'Q', ignorePatterns: [\"private\", \"templates\"] },\nplugins: {\n filters: [Plugin.ExplicitPublish()] } }\n"[..]),
        ("content/a.md", &post("A", "publish: true\n")),
        ("content/b.md", &post("B", "")),
        ("content/private/c.md", &post("C", "publish: true\n")),
    ];
    assert_eq!(titles(&quartz, "content"), ["A"]);
    // A comment calls nothing.
    let quartz = [
        ("quartz.config.ts", &b"// filters: [Plugin.ExplicitPublish()]\nconst config = {}\n"[..]),
        ("content/b.md", &post("B", "")),
    ];
    assert_eq!(titles(&quartz, "content"), ["B"]);
}

#[test]
fn other_engines_leave_files_out_in_their_own_words() {
    let pelican = [
        ("pelicanconf.py", &b"SITENAME = 'P'\nPATH = 'content'\nARTICLE_EXCLUDES = ['attic']\nDEFAULT_METADATA = {\n    'status': 'draft',\n}\n"[..]),
        ("content/a.md", b"Title: A\nDate: 2019-03-01\nStatus: published\n\nText.\n"),
        ("content/b.md", b"Title: B\nDate: 2019-03-01\n\nText.\n"),
        ("content/attic/c.md", b"Title: C\nDate: 2019-03-01\nStatus: published\n\nText.\n"),
    ];
    assert_eq!(titles(&pelican, "content"), ["A"]);
    let docusaurus = [
        ("docusaurus.config.js", &b"module.exports = { title: 'D', url: 'https://d.example' }\n"[..]),
        ("blog/2019-03-01-a.md", &post("A", "")),
        ("blog/_2019-03-02-b.md", &post("B", "")),
        ("blog/_parts/c.md", &post("C", "")),
    ];
    assert_eq!(titles(&docusaurus, "blog"), ["A"]);
    let mkdocs = [
        (
            "mkdocs.yml",
            &b"site_name: M\nexclude_docs: |\n  internal/\n  *.py\ndraft_docs: |\n  later.md\n"[..],
        ),
        ("docs/a.md", &post("A", "")),
        ("docs/later.md", &post("B", "")),
        ("docs/internal/c.md", &post("C", "")),
    ];
    assert_eq!(titles(&mkdocs, "docs"), ["A"]);
    // One's own settings beside those of Jekyll do not show what these hold back.
    let jekyll = [
        (
            "_config.yml",
            &b"title: J\ndefaults:\n  - scope: { path: _posts/attic }\n    values: { published: false }\n"[..],
        ),
        ("lamplight.toml", b"title = 'Own'\n"),
        ("_posts/2019-03-01-a.md", &post("A", "")),
        ("_posts/attic/2019-03-01-b.md", &post("B", "")),
    ];
    assert_eq!(titles(&jekyll, "."), ["A"]);
}
