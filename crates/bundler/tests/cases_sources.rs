//! Folders of other engines: whose they are, what their settings say, which files are posts, pages and translations.

mod case;

use std::fs;

use case::project::{Project, codes, later, paths};
use case::{app, fixture, options};
use lamplight_bundler::build::build;
use lamplight_bundler::check::check;
use tempfile::TempDir;

const POST: &str = "---\ntitle: First\ndate: 2020-05-06\n---\nWords.\n";

#[test]
fn settings_of_jekyll_are_read_whatever_stands_around_them() {
    for settings in [
        "---\ntitle: My Site\npermalink: /news/:title/\n",
        "---\ntitle: My Site\npermalink: /news/:title/\n---\n",
        "\u{feff}---\r\ntitle: My Site\r\npermalink: /news/:title/\r\n",
        "# Settings\n\n---\ntitle: My Site # ours\npermalink: \"/news/:title/\"\n...\n",
        "---\n---\ntitle: My Site\npermalink: /news/:title/\n",
    ] {
        let project = Project::new(&[("_config.yml", settings), ("_posts/2020-05-06-first.md", POST)]);
        for below in ["", "_posts"] {
            let report = project.build(below);
            assert_eq!(paths(&report), ["/news/first/"], "{settings:?}");
            assert_eq!(codes(&report), [], "{settings:?}");
            assert!(project.read("index.html").contains("My Site"));
        }
    }
    for (name, settings) in [
        ("_config.yaml", "title: My Site\npermalink: /news/:title/\n"),
        ("_config.toml", "title = \"My Site\"\npermalink = \"/news/:title/\"\n"),
    ] {
        let project = Project::new(&[(name, settings), ("_posts/2020-05-06-first.md", POST)]);
        assert_eq!(paths(&project.build("")), ["/news/first/"], "{name}");
    }
}

#[test]
fn settings_that_cant_be_read_are_an_error() {
    for (name, settings, place) in [
        ("_config.yml", "title: A\nlist: [a, b\nmore: c\n", "_config.yml:3:"),
        ("_config.yml", "- a\n- b\n", "_config.yml:1:"),
        ("hugo.toml", "title = \"A\"\nbaseURL = https\n", "hugo.toml:2:"),
    ] {
        let project = Project::new(&[(name, settings), ("_posts/2020-05-06-first.md", POST)]);
        let error = format!("{:#}", build(&project.options("")).unwrap_err());
        assert!(error.contains(place), "{name}: {error}");
        assert!(check(&project.options("")).is_err());
    }
    let several = "title: A\n---\npermalink: /x/:title/\n";
    let project = Project::new(&[("_config.yml", several), ("_posts/2020-05-06-first.md", POST)]);
    assert_eq!(codes(&project.build("")), [("settings-documents", 1)]);
    let zone = "title: A\ntimezone: Nowhere/City\nlang: not a language\n";
    let project = Project::new(&[("_config.yml", zone), ("_posts/2020-05-06-first.md", POST)]);
    assert_eq!(codes(&project.build("")), [("settings-value", 1)]);
}

#[test]
fn a_project_without_settings_has_the_addresses_of_jekyll() {
    let project = Project::new(&[("_posts/2020-01-01-cond.md", "---\ntitle: Cond\n---\nText.\n")]);
    for below in ["", "_posts"] {
        assert_eq!(paths(&project.build(below)), ["/2020/01/01/cond.html"]);
    }
    let plain = Project::new(&[("old/2020-01-01-cond.md", "---\ntitle: Cond\n---\nText.\n")]);
    assert_eq!(paths(&plain.build("old")), ["/blog/cond/"]);
}

#[test]
fn pages_and_collections_of_jekyll_are_published_and_the_rest_is_told() {
    let settings = "title: T\ncollections:\n  recipes: {output: true}\n  hints: {output: true, permalink: '/h/:name/'}\n  \
                    notes: {output: false}\n  posts: {output: true}\nexclude: [secret, '*.draft.md']\n";
    let page = |title: &str| format!("---\ntitle: {title}\n---\nText of {title}.\n");
    let project = Project::new(&[
        ("_config.yml", settings),
        ("_posts/2020-01-01-a.md", POST),
        ("about.html", "---\ntitle: About\n---\n<p>Who we are</p>\n"),
        ("docs/start.md", &page("Start")),
        ("docs/index.md", &page("Docs")),
        ("contact.md", &page("Contact")),
        ("plain.md", "No front matter.\n"),
        ("own.md", "---\ntitle: Own\npermalink: /somewhere/\n---\nText.\n"),
        ("_recipes/soup/leek.md", &page("Leek")),
        ("_hints/salt.md", &page("Salt")),
        ("_notes/private.md", &page("Private")),
        ("secret/a.md", &page("Secret")),
        ("idea.draft.md", &page("Idea")),
        ("index.html", "---\nlayout: home\n---\n"),
        ("archive.html", "---\ntitle: All\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n"),
        ("feed.xml", "---\n---\n<feed/>\n"),
    ]);
    let report = project.build("");
    assert_eq!(
        paths(&report),
        [
            "/2020/05/06/a.html",
            "/about.html",
            "/contact.html",
            "/docs/",
            "/docs/start.html",
            "/h/salt/",
            "/recipes/soup/leek.html",
            "/somewhere/",
        ]
    );
    assert_eq!((report.counts.posts, report.counts.pages), (1, 7));
    assert!(project.read("about.html").contains("Who we are"));
    let note = report.notes.iter().find(|note| note.contains("not published")).unwrap();
    assert!(note.contains("archive.html, feed.xml, index.html") && note.starts_with("3 files"), "{note}");

    let pretty = Project::new(&[
        ("_config.yml", "permalink: pretty\n"),
        ("_posts/2020-01-01-a.md", POST),
        ("docs/start.md", &page("Start")),
    ]);
    assert_eq!(paths(&pretty.build("")), ["/2020/05/06/a/", "/docs/start/"]);
}

#[test]
fn a_bundle_of_hugo_has_translations_and_no_list_is_a_post() {
    let folder = TempDir::new().unwrap();
    let (out, app) = (folder.path().join("out"), app(folder.path()));
    for below in ["", "content", "content/posts"] {
        let posts = fixture("cases/05-hugo-bundle").join(below);
        let report = build(&later(options(&posts, &out, &app))).unwrap();
        assert_eq!(
            paths(&report),
            ["/fr/posts/evening/", "/fr/posts/lake/", "/posts/evening/", "/posts/lake/"],
            "{below}"
        );
        let page = |path: &str| fs::read_to_string(out.join(path).join("index.html")).unwrap();
        assert!(page("fr/posts/lake").contains("lang=\"fr\""), "{below}");
        assert!(!page("posts/lake").contains("lang=\"fr\""), "{below}");
        for file in ["posts/lake/photo.jpg", "posts/lake/img/map.png", "posts/lake/track.gpx"] {
            assert!(out.join(file).is_file(), "{file} {below}");
        }
        assert!(out.join("fr/posts/lake/photo.jpg").is_file(), "{below}");
        assert!(report.notes.iter().any(|note| note.contains("Hugo (hugo.toml)")), "{:?}", report.notes);
        assert!(page("posts/lake").contains("https://lake.example/posts/lake/"));
    }
}

#[test]
fn a_language_may_stand_in_the_name_of_a_file() {
    let project = Project::new(&[
        ("posts/a.md", "---\ntitle: In English\ndate: 2020-01-01\n---\nText.\n"),
        ("posts/a.fa.md", "---\ntitle: فارسی\ndate: 2020-01-01\n---\nمتن\n"),
        ("posts/_index.fa.md", "---\n---\nA list.\n"),
        ("posts/b.md", "---\ntitle: Arabic\ndate: 2020-01-02\nlang: ar\n---\nنص عربي\n"),
        ("posts/node.js.md", "---\ntitle: Node\ndate: 2020-01-03\n---\nText.\n"),
    ]);
    let report = project.build("posts");
    assert_eq!(paths(&report), ["/blog/a/", "/blog/b/", "/blog/node.js/", "/fa/blog/a/"]);
    assert_eq!(codes(&report), []);
    let html = project.read("fa/blog/a/index.html");
    assert!(html.contains("lang=\"fa\"") && html.contains("dir=\"rtl\""), "{html}");
    assert!(project.read("blog/b/index.html").contains("lang=\"ar\""));
    assert!(!project.read("blog/a/index.html").contains("dir=\"rtl\""));
}

#[test]
fn settings_of_other_engines_say_title_address_and_permalinks() {
    let toml = "+++\ntitle = \"First\"\ndate = 2020-05-06\n+++\nWords.\n";
    let hugo = "Title = 'Lake'\nBaseURL = 'https://lake.example/b/'\nlanguageCode = 'de-DE'\n[permalinks]\nnews = \
                '/:year/:month/:slug/'\n[params]\ndescription = 'By the water'\n";
    for (files, below, path, title) in [
        (
            &[("hugo.toml", hugo), ("content/posts/First.md", toml), ("content/_index.md", POST)][..],
            "",
            "/posts/first/",
            "Lake",
        ),
        (&[("hugo.toml", hugo), ("content/news/x.md", toml)], "content", "/2020/05/first/", "Lake"),
        (&[("hugo.toml", hugo), ("content/news/x.md", toml)], "content/news", "/2020/05/first/", "Lake"),
        (
            &[("hugo.yaml", "title: Lake\nuglyURLs: true\n"), ("content/a/b.md", POST)],
            "",
            "/a/b.html",
            "Lake",
        ),
        (&[("config/_default/hugo.toml", "title = 'Lake'\n"), ("content/a/b.md", POST)], "", "/a/b/", "Lake"),
        (
            &[
                ("config.toml", "base_url = 'https://z.example'\ntitle = 'Zed'\n"),
                ("content/blog/2020-05-06-one.md", toml),
            ],
            "content",
            "/blog/one/",
            "Zed",
        ),
        (
            &[
                ("_config.yml", "title: Hex\nurl: http://hex.example\npermalink: :year/:title/\n"),
                ("source/_posts/one.md", POST),
            ],
            "",
            "/2020/one/",
            "Hex",
        ),
        (
            &[
                ("pelicanconf.py", "SITENAME = 'Bird'\nARTICLE_URL = 'p/{date:%Y}/{slug}.html'\n"),
                ("content/one.md", POST),
            ],
            "content",
            "/p/2020/one.html",
            "Bird",
        ),
        (&[("mkdocs.yml", "site_name: Docs\n"), ("docs/guide/one.md", POST)], "", "/guide/one/", "Docs"),
        (
            &[
                ("docusaurus.config.js", "module.exports = {\n  title: 'Dino',\n};\n"),
                ("blog/2020-05-06-one.md", POST),
            ],
            "",
            "/blog/2020/05/06/one/",
            "Dino",
        ),
        (
            &[
                ("astro.config.mjs", "export default {\n  site: 'https://a.example',\n}\n"),
                ("src/content/blog/one.md", POST),
            ],
            "",
            "/blog/one/",
            "Blog",
        ),
        (
            &[(".vitepress/config.ts", "export default {\n  title: 'Vite',\n}\n"), ("guide/one.md", POST)],
            "",
            "/guide/one.html",
            "Vite",
        ),
    ] {
        let project = Project::new(files);
        let report = project.build(below);
        assert_eq!(paths(&report), [path], "{files:?} {below}");
        assert!(project.read("index.html").contains(title), "{files:?}");
        assert_eq!(report.counts.errors, 0, "{files:?}");
    }
}

#[test]
fn undated_files_beside_sections_are_pages() {
    let project = Project::new(&[
        ("hugo.toml", ""),
        ("content/about.md", "---\ntitle: About\n---\nWe.\n"),
        ("content/imprint/index.md", "---\ntitle: Imprint\n---\nWe.\n"),
        ("content/posts/a.md", POST),
    ]);
    let report = project.build("");
    assert_eq!(paths(&report), ["/about/", "/imprint/", "/posts/a/"]);
    assert_eq!((report.counts.posts, report.counts.pages), (1, 2));
}

#[test]
fn a_vault_keeps_its_templates_for_itself() {
    let folder = TempDir::new().unwrap();
    let (out, app) = (folder.path().join("out"), app(folder.path()));
    let report = build(&later(options(&fixture("cases/07-obsidian/vault"), &out, &app))).unwrap();
    assert_eq!(paths(&report), ["/blog/lamp-notes/", "/blog/wick-care/"]);
    assert!(report.notes.iter().any(|note| note.contains("1 file in a folder of templates")));

    let vault = Project::new(&[
        (".obsidian/plugins/templater-obsidian/data.json", "{\"templates_folder\": \"meta/forms\"}"),
        ("meta/forms/daily.md", "{{title}}"),
        ("meta/a.md", "Text of a [[b]]."),
        ("b.md", "Text."),
        (".trash/gone.md", "Gone."),
    ]);
    assert_eq!(paths(&vault.build("")), ["/blog/a/", "/blog/b/"]);
    // In any other folder a name is a name.
    let plain = Project::new(&[("templates/a.md", POST)]);
    assert_eq!(paths(&plain.build("")), ["/blog/a/"]);
}

#[test]
fn engines_are_recognised_by_marks_or_named_by_a_setting() {
    let hugo = "---\ntitle: A\ndate: 2020-01-01\n---\n{{< figure src=\"/a.png\" >}}\n";
    let noted = |files: &[(&str, &str)]| Project::new(files).build("").notes.join("; ");
    assert!(noted(&[("a.md", hugo)]).contains("Hugo (`{{` in a.md)"));
    assert!(noted(&[("a.md", hugo), ("lamplight.toml", "engines = ['zola']")]).contains("Zola (engines)"));
    let none = noted(&[("a.md", hugo), ("lamplight.toml", "engines = []")]);
    assert!(!none.contains("read as"), "{none}");
}
