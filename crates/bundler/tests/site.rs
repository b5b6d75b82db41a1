//! Whole builds: files in, files and report out.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

mod case;

use case::{Case, files};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::report::Report;

fn text(report: &Report) -> String {
    let mut out = Vec::new();
    report.write_text(&mut out, true, false).unwrap();
    String::from_utf8(out).unwrap()
}

fn quirks() -> Case {
    Case::new(&[
        (
            "2019-01-01-plain.md",
            b"---\ntitle: Plain\n---\nSee [the other](2019-01-02-bom.md#x) and ![here](pic.png).\n",
        ),
        ("2019-01-02-bom.md", b"\xef\xbb\xbf---\r\ntitle: BOM and CRLF\r\n---\r\nText.\r\n"),
        ("2019-01-03-twin.md", b"---\ntitle: Twin\nslug: plain\n---\nText.\n"),
        ("2019-01-04-climber.md", b"---\ntitle: Climber\nslug: ../../etc/passwd\n---\nText.\n"),
        ("2019-01-05-escaper.md", b"---\ntitle: Escaper\npermalink: /%2e%2e//%2E%2e/x\n---\nText.\n"),
        ("2019-01-06-squatter.md", b"---\ntitle: Squatter\npermalink: /tags/\n---\nText.\n"),
        ("2019-01-07-empty.md", b"---\ntitle: ''\nslug: ''\n---\nText.\n"),
        ("2019-01-08-tabs.md", b"---\ntitle: Tabs\ntags:\n\t- a\nauthor: Ada\n---\nText.\n"),
        ("2019-01-09-bytes.md", b"---\ntitle: Bytes\n---\nbad \xff\0 bytes\n"),
        (
            "2019-01-10-moved.md",
            b"---\ntitle: Moved\nredirect_from: [/old/, /blog/plain/]\nmood: calm\n---\n[text] (/a)\n",
        ),
        ("2019-01-11-draft.md", b"---\ntitle: Draft\ndraft: true\n---\nText.\n"),
        ("2031-01-01-future.md", b"---\ntitle: Future\n---\nText.\n"),
        ("README.md", b"# Not a post\n"),
        ("nothing.md", b"# From the heading\n\nText.\n"),
        ("pic.png", b"not really"),
        (
            "sub/toml.md",
            b"+++\ntitle = 'Toml'\ndate = 2018-05-05\n[taxonomies]\ntags = ['C++', 'C', 'c']\n+++\nText.\n",
        ),
    ])
}

#[test]
fn what_is_wrong_is_reported_like_a_compiler_does() {
    insta::assert_snapshot!(text(&quirks().build()));
}

#[test]
fn every_quirk_has_its_defined_result() {
    let case = quirks();
    let report = case.build();
    let published: BTreeMap<_, _> =
        report.published.iter().map(|p| (p.file.as_str(), p.path.as_str())).collect();
    insta::assert_debug_snapshot!(published);
    let counts = &report.counts;
    assert_eq!((counts.drafts, counts.future, counts.refused), (1, 1, 0));
    assert_eq!(case.posts().len(), 12);
    assert!(case.path("out/blog/plain/pic.png").is_file(), "a picture beside the post comes along");
    let plain = &case.posts().into_iter().find(|p| p["summary"]["title"] == "Plain").unwrap();
    assert_eq!(plain["links"], serde_json::json!([["2019-01-02-bom.md#x", "/blog/bom/#x"]]));
    let moved = &case.posts().into_iter().find(|p| p["summary"]["title"] == "Moved").unwrap();
    assert_eq!(moved["extra"], serde_json::Value::Null, "keys that nobody reads stay with their author");
    let tags = case.posts().into_iter().find(|p| p["summary"]["title"] == "Toml").unwrap()["summary"]["tags"]
        .clone();
    assert_eq!(
        tags,
        serde_json::json!([{ "name": "C++", "slug": "c-plus-plus" }, { "name": "C", "slug": "c" }])
    );
    // Nothing was written outside of the output.
    assert!(!case.path("etc").exists() && !case.path("x").exists());
}

/// Titles of what a post names, in order.
fn titles(value: &serde_json::Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(|post| post["title"].as_str()).collect()
}

#[test]
fn parts_of_a_series_come_by_number_then_by_date() {
    let post = |title: &str, more: &str| format!("---\ntitle: {title}\n{more}\n---\nText of {title}.\n");
    let [a, b, c] = [
        post("First written", "series: How it Works"),
        post("Second written", "series: how it works\nseries_order: 2"),
        post("Third written", "series: How it Works\npart: 1"),
    ];
    let alone = post("Alone", "series: Never continued");
    let case = Case::new(&[
        ("2019-01-01-a.md", a.as_bytes()),
        ("2019-01-02-b.md", b.as_bytes()),
        ("2019-01-03-c.md", c.as_bytes()),
        ("2019-01-04-d.md", alone.as_bytes()),
    ]);
    case.build();
    let posts = case.posts();
    for post in &posts[..3] {
        assert_eq!(post["series"]["name"], "How it Works");
        let parts = titles(&post["series"]["posts"]);
        assert_eq!(parts, ["Third written", "Second written", "First written"]);
    }
    assert_eq!(posts[3].get("series"), None, "one post is no series");
}

#[test]
fn related_posts_are_about_the_same_things_and_pinned_ones_come_first() {
    let about = |words: &str, more: &str| {
        format!("---\ntitle: {words}\n{more}---\n{}\n", format!("A few lines on {words}. ").repeat(4))
    };
    let posts = [
        about("bread ovens", "pinned: true\n"),
        about("bread flour", ""),
        about("sailing knots", "sticky: yes\n"),
        about("sailing weather", ""),
    ];
    let names = ["2019-01-01-a.md", "2019-01-02-b.md", "2019-01-03-c.md", "2019-01-04-d.md"];
    let files: Vec<(&str, &[u8])> = names.into_iter().zip(posts.iter().map(String::as_bytes)).collect();
    let case = Case::new(&files);
    case.build();
    let found = case.posts();
    let first = |title: &str| {
        let post = found.iter().find(|post| post["summary"]["title"] == title).unwrap();
        titles(&post["related"]).first().map(|title| (*title).to_owned())
    };
    assert_eq!(first("bread ovens").as_deref(), Some("bread flour"));
    assert_eq!(first("sailing weather").as_deref(), Some("sailing knots"));
    let manifest = case.json("lamplight/manifest.json");
    assert_eq!(titles(&manifest["pinned"]), ["sailing knots", "bread ovens"]);
}

#[test]
fn the_interface_speaks_the_language_of_the_site() {
    let case = Case::new(&[("2019-01-01-a.md", b"---\ntitle: A\n---\nText.\n")]);
    case.write("site/posts/lamplight.toml", b"language = \"de-AT\"\n[words]\nhome = \"Daheim\"\n");
    case.build();
    let page = fs::read_to_string(case.path("out/blog/a/index.html")).unwrap();
    assert!(page.contains("lang=\"de-AT\""), "{page}");
    assert!(page.contains(">Daheim</a>") && page.contains(">Zum Inhalt springen</a>"), "{page}");
    assert!(page.contains(">1. J\u{e4}nner 2019</time>"), "Austria has a January of its own: {page}");
    // A language that nobody has written a catalogue for is reported of, and English is spoken.
    case.write("site/posts/lamplight.toml", b"language = \"cy\"\n");
    let reported = case.build().notes.join("\n");
    assert!(reported.contains("`cy`"), "{reported}");
    let page = fs::read_to_string(case.path("out/blog/a/index.html")).unwrap();
    assert!(page.contains(">Skip to content</a>"), "{page}");
}

#[test]
fn strict_leaves_the_old_site_as_it_is() {
    let case = Case::new(&[("2019-01-01-a.md", b"---\ntitle: A\n---\nText.\n")]);
    case.build();
    let before = fs::read(case.path("out/lamplight/manifest.json")).unwrap();
    case.write("site/posts/2019-01-02-b.md", b"---\ntitle: B\n---\n[b] (/c)\n");
    let report = build(&Options { strict: true, ..case.options() }).unwrap();
    assert_eq!(report.counts.by_code.keys().collect::<Vec<_>>(), ["parted-link"]);
    assert_eq!(fs::read(case.path("out/lamplight/manifest.json")).unwrap(), before);
}

/// Every file of a folder, with its bytes.
fn content(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let inside = |path: &Path| path.strip_prefix(folder).unwrap().to_path_buf();
    files(folder).into_iter().map(|path| (inside(&path), fs::read(&path).unwrap())).collect()
}

#[test]
fn a_cached_build_is_the_same_build() {
    let case = quirks();
    let cached = Options { cache: Some(case.path("cache")), ..case.options() };
    let first = build(&cached).unwrap();
    let fresh = content(&case.path("out"));
    let second = build(&cached).unwrap();
    assert_eq!((first.counts.cached, second.counts.cached), (0, 14));
    assert_eq!(content(&case.path("out")), fresh);
    assert_eq!(text(&first), text(&second));
    case.write("site/posts/2019-01-01-plain.md", b"---\ntitle: Changed\n---\nOther.\n");
    assert_eq!(build(&cached).unwrap().counts.cached, 13);
    fs::write(case.path("cache/build.cache"), "{ broken").unwrap();
    assert_eq!(build(&cached).unwrap().counts.cached, 0);
}

#[test]
fn whatever_changes_a_build_that_remembers_is_the_build_that_does_not() {
    let case = quirks();
    let remembers = Options { cache: Some(case.path("cache")), ..case.options() };
    let forgets = Options { out: case.path("fresh"), ..case.options() };
    let same = |what: &str| {
        build(&remembers).unwrap();
        build(&forgets).unwrap();
        let (old, new) = (content(&remembers.out), content(&forgets.out));
        for ((path, bytes), (other, wanted)) in old.iter().zip(&new) {
            assert_eq!(path, other, "{what}");
            assert!(bytes == wanted, "{what}: {} is not what it should be", path.display());
        }
        assert_eq!(old.len(), new.len(), "{what}");
    };
    same("the first build");
    same("nothing");
    let post = |name: &str, head: &str, text: &str| {
        case.write(&format!("site/posts/{name}.md"), format!("---\n{head}\n---\n{text}\n").as_bytes());
    };
    post("2019-01-03-twin", "title: Twin\nslug: plain", "Lamps and **wicks**.");
    same("a text");
    post("2019-01-04-climber", "title: Lamps\nslug: ../../etc/passwd\ntags: [a]", "Lamps and wicks.");
    same("a title that neighbours show, a tag, words that two posts share");
    post("2019-01-02-new", "title: New", "[Twin](2019-01-03-twin.md)");
    same("a post between others");
    post("2019-01-03-twin", "title: Twin\nslug: other", "Lamps and **wicks**.");
    same("an address that others link to");
    fs::remove_file(case.path("site/posts/2019-01-02-new.md")).unwrap();
    same("a post that is gone");
    case.write("site/posts/pic.png", b"another picture");
    same("a picture");
    case.write("site/lamplight.toml", b"title = 'Lamps'\nlanguage = 'de'\n");
    same("the settings");
    let template = fs::read_to_string(case.path("app/index.html")).unwrap();
    case.write("app/index.html", template.replace("<body>", "<body class=\"other\">").as_bytes());
    same("the app");
    let page =
        files(&remembers.out).into_iter().find(|path| path.ends_with("blog/other/index.html")).unwrap();
    let bytes = fs::read(&page).unwrap().len();
    fs::write(&page, "X".repeat(bytes)).unwrap();
    same("a page that somebody else has written over");
    fs::remove_file(&page).unwrap();
    same("a page that is not there any more");
    fs::remove_dir_all(&remembers.out).unwrap();
    same("a site that is not there any more");
    let cache = fs::read(case.path("cache/build.cache")).unwrap();
    case.write("cache/build.cache", &cache[..cache.len() / 2]);
    same("half of the cache");
}

#[test]
fn two_builds_with_one_cache_at_a_time_are_both_right() {
    let case = quirks();
    case.build();
    let right = content(&case.path("out"));
    std::thread::scope(|scope| {
        for round in 0..3 {
            let one = |i: i32| {
                let options = Options {
                    cache: Some(case.path("cache")),
                    out: case.path(&format!("out-{round}-{i}")),
                    ..case.options()
                };
                scope.spawn(move || build(&options).map(|_| content(&options.out)))
            };
            let builds = [one(0), one(1), one(2)];
            for built in builds {
                assert!(built.join().unwrap().unwrap() == right);
            }
        }
    });
}

#[cfg(unix)]
#[test]
fn what_has_not_changed_is_linked_and_not_written() {
    use std::os::unix::fs::MetadataExt;
    let case = quirks();
    let file = |name: &str| fs::metadata(case.path("out").join(name)).unwrap();
    case.build();
    let (about, home) = (file("robots.txt").ino(), file("archive/index.html").ino());
    case.write("site/posts/2019-06-01-newest.md", b"---\ntitle: Newest\n---\nText.\n");
    case.build();
    assert_eq!((file("robots.txt").ino(), file("robots.txt").nlink()), (about, 1));
    assert_ne!(file("archive/index.html").ino(), home);
    // What somebody has changed in the old site is no part of the new one.
    let robots = fs::read(case.path("out/robots.txt")).unwrap();
    fs::write(case.path("out/robots.txt"), "X".repeat(robots.len())).unwrap();
    case.build();
    assert_eq!(fs::read(case.path("out/robots.txt")).unwrap(), robots);
}

#[test]
fn a_new_post_changes_few_files() {
    let posts: Vec<(String, Vec<u8>)> = (0..300)
        .map(|i| {
            let name = format!("2018-{:02}-{:02}-post-{i}.md", i / 28 % 12 + 1, i % 28 + 1);
            (name, format!("---\ntitle: Post {i}\n---\n{}\n", "word ".repeat(400)).into_bytes())
        })
        .collect();
    let borrowed: Vec<(&str, &[u8])> = posts.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    let case = Case::new(&borrowed);
    let names = |case: &Case| -> Vec<PathBuf> { files(&case.path("out/lamplight/data")) };
    case.build();
    let before = names(&case);
    case.write("site/posts/2019-06-01-new.md", b"---\ntitle: New\n---\nText.\n");
    case.build();
    let new = names(&case).iter().filter(|f| !before.contains(f)).count();
    // The last bundle, its summaries' leaf and the way there, the buckets of that bundle's posts: not the archive.
    assert!(before.len() > 40 && new <= before.len() / 2, "{new} of {}", before.len());
}

#[test]
fn the_tree_leads_to_every_post() {
    use lamplight_format::model::{FANOUT, LEAF, Tree, bucket};
    let posts: Vec<(String, Vec<u8>)> = (0..700)
        .map(|i| (format!("p{i:04}.md"), format!("---\ntitle: P{i}\n---\nT\n").into_bytes()))
        .collect();
    let borrowed: Vec<(&str, &[u8])> = posts.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    let case = Case::new(&borrowed);
    case.build();
    let manifest = case.json("lamplight/manifest.json");
    let tree = &manifest["posts"]["tree"];
    assert_eq!(tree["leaves"], 700_usize.div_ceil(LEAF));
    assert!(700_usize.div_ceil(LEAF) > FANOUT, "the row is long enough for two levels");
    let node =
        |hash: &serde_json::Value| case.json(&format!("lamplight/data/{}.json", hash.as_str().unwrap()));
    let leaf = |tree: &serde_json::Value, number: usize| {
        let known: Tree = serde_json::from_value(tree.clone()).unwrap();
        known.way(number).fold(tree["root"].clone(), |children, child| node(&children[child]))
    };
    assert_eq!(leaf(tree, 34)[19]["title"], "P699");
    let routes = &manifest["routes"]["tree"];
    for key in ["/blog/p0000", "/blog/p0699", "/tags"] {
        let number = bucket(key, routes["leaves"].as_u64().unwrap() as u32) as usize;
        let found = leaf(routes, number);
        assert!(found.as_array().unwrap().iter().any(|route| route["path"] == key), "{key}");
    }
}

#[test]
fn the_address_of_a_jekyll_project_is_not_the_pattern_of_its_posts() {
    for settings in [
        "permalink: /:year/:title/\nurl: \"https://old.example\"\nbaseurl: /b\n",
        "url: https://old.example # where it lives\r\nbaseurl: /b\r\npermalink: /:year/:title/\r\n",
    ] {
        let case = Case::new(&[]);
        case.write("site/posts/_config.yml", settings.as_bytes());
        case.write("site/posts/_posts/2015-03-04-one.md", b"---\ntitle: One\n---\nText.\n");
        let report = case.build();
        assert_eq!(report.published[0].path, "/2015/one/");
        let site = &case.json("lamplight/manifest.json")["site"];
        assert_eq!((&site["base"], &site["origin"]), (&"/b/".into(), &"https://old.example".into()));
        assert!(case.path("out/feed.xml").is_file());
    }
}

#[test]
fn a_jekyll_project_needs_no_settings() {
    let case = Case::new(&[]);
    case.write("site/posts/_config.yml", b"title: Old Blog\nurl: https://old.example\nbaseurl: /b\n");
    case.write(
        "site/posts/_posts/2015-03-04-one.md",
        b"---\ntitle: One\ncategories: x\n---\n![p]({{ site.baseurl }}/assets/p.png)\n",
    );
    case.write("site/posts/_drafts/two.md", b"---\ntitle: Two\n---\nText.\n");
    case.write("site/posts/assets/p.png", b"picture");
    case.write("site/posts/other.md", b"---\ntitle: A page\n---\nText.\n");
    case.write("site/posts/README.md", b"---\ntitle: Not for readers\n---\n");
    case.write("site/posts/notes.md", b"No front matter, no page.\n");
    let report = case.build();
    let published: Vec<_> = report.published.iter().map(|p| p.path.as_str()).collect();
    assert_eq!(published, ["/x/2015/03/04/one.html", "/other.html"]);
    assert_eq!((report.counts.posts, report.counts.pages), (1, 1));
    let site = &case.json("lamplight/manifest.json")["site"];
    assert_eq!(
        (&site["title"], &site["base"], &site["origin"]),
        (&"Old Blog".into(), &"/b/".into(), &"https://old.example".into())
    );
    assert!(case.path("out/assets/p.png").is_file() && case.path("out/x/2015/03/04/one.html").is_file());
    assert_eq!(case.posts()[1]["markdown"], "![p](/assets/p.png)\n");
}

#[test]
fn files_of_the_site_and_pages_do_not_break_each_other() {
    let case = Case::new(&[
        ("2019-01-01-feed.md", b"---\ntitle: Feed\npermalink: /feed.xml\n---\nText.\n"),
        ("2019-01-02-about.md", b"---\ntitle: About\npermalink: /about/\n---\nText.\n"),
        ("2019-01-03-deep.md", b"---\ntitle: Deep\npermalink: /logo.svg/deep/\n---\nText.\n"),
    ]);
    case.write("site/posts/static/about/index.html", b"by hand");
    case.write("site/posts/static/logo.svg", b"<svg/>");
    case.write("site/posts/static/robots.txt", b"User-agent: nobody\n");
    let report = build(&Options { base_url: Some("https://h.example/".into()), ..case.options() }).unwrap();
    assert_eq!(
        report.counts.by_code.iter().map(|(k, n)| (k.as_str(), *n)).collect::<Vec<_>>(),
        [("address-taken", 2), ("permalink-reserved", 1)]
    );
    let read = |name: &str| fs::read_to_string(case.path("out").join(name)).unwrap();
    assert_eq!(
        (read("about/index.html").as_str(), read("robots.txt").as_str()),
        ("by hand", "User-agent: nobody\n")
    );
    assert!(read("feed.xml").starts_with("<?xml") && case.path("out/blog/feed/index.html").is_file());
}

#[test]
fn an_empty_folder_is_a_blog_without_posts() {
    let case = Case::new(&[]);
    fs::create_dir_all(case.path("site/posts")).unwrap();
    assert_eq!(case.build().counts.posts, 0);
    assert!(case.path("out/index.html").is_file() && case.path("out/404.html").is_file());
}
