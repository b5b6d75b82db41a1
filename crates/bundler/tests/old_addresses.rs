//! What `lamplight check` says of the addresses that the blog had before, and of options in prose.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::process::Command;

use case::Case;

struct Told {
    code: Option<i32>,
    /// Code, place and message of each finding.
    found: Vec<(String, String, String)>,
    helps: String,
}

fn check(case: &Case, more: &[&str]) -> Told {
    let done = Command::new(env!("CARGO_BIN_EXE_lamplight"))
        .args(["check", "site/posts", "--no-cache", "--format", "json"])
        .args(more)
        .current_dir(case.folder.path())
        .env("SOURCE_DATE_EPOCH", case::NOW.to_string())
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap_or_default();
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    let text = |f: &serde_json::Value, key: &str| f[key].as_str().unwrap().to_owned();
    Told {
        code: done.status.code(),
        found: findings
            .iter()
            .map(|f| {
                (
                    text(f, "code"),
                    format!("{}:{}:{}", text(f, "file"), f["line"], f["column"]),
                    text(f, "message"),
                )
            })
            .collect(),
        helps: findings.iter().map(|f| text(f, "help") + "\n").collect(),
    }
}

fn lost(reported: &Told) -> Vec<&str> {
    let lost = reported.found.iter().filter(|(code, ..)| code == "address-lost");
    lost.map(|(_, _, message)| message.split('`').nth(1).unwrap()).collect()
}

fn blog() -> Case {
    let case = Case::new(&[
        (
            "hello.md",
            "---\ntitle: Hello\ndate: 2012-05-06\ntags: [Old Lamps]\nredirect_from: [/2012/hello.php]\n---\nText.\n"
                .as_bytes(),
        ),
        ("file.md", b"---\ntitle: File\ndate: 2012-05-07\npermalink: /2012/file.html\n---\nText.\n"),
        ("hindi.md", "---\ntitle: H\ndate: 2012-05-08\npermalink: /हिन्दी/\n---\nText.\n".as_bytes()),
        ("secret.md", b"---\ntitle: Secret\ndate: 2012-05-09\npublished: false\n---\nText.\n"),
    ]);
    case.write("site/lamplight.toml", b"files = { static = \"/\" }\n");
    case.write("site/static/about.pdf", b"x");
    case
}

#[test]
fn addresses_that_are_still_there_are_not_told() {
    let case = blog();
    let list = "# of the old blog\n\n/\nhttps://old.example\nhttps://old.example/?utm_source=x\n/blog/hello\n/blog/hello/\n\
        /blog/hello/#comments\nblog/hello/index.html\n/2012/hello.php\n/2012/hello.php?x=1\n/2012/file.html\n/2012/file\n\
        /%E0%A4%B9%E0%A4%BF%E0%A4%A8%E0%A5%8D%E0%A4%A6%E0%A5%80/\n/about.pdf\n/tag/old-lamps/\n/tags/\n/archive/2012/\n\
        /robots.txt\n";
    case.write("old.txt", list.as_bytes());
    let reported = check(&case, &["--old-sitemap", "old.txt"]);
    assert_eq!(lost(&reported), Vec::<&str>::new());
    assert_eq!(reported.code, Some(0), "{:?}", reported.found);
}

#[test]
fn each_lost_address_is_an_error_at_its_place_with_the_post_that_it_may_be() {
    let case = blog();
    let list = "/2012/05/06/hello/\n/blog/hello.html\n/Blog/HELLO/\n/2012/file/\n/tags/old-lamps/\n/feed/\n/?p=12\n/page/2/\n\
        /blog/secret/\n/blog/helo/\n/2012/05/06/hello/\nnot an address: at all\n";
    case.write("old.txt", list.as_bytes());
    let reported = check(&case, &["--old-sitemap", "old.txt", "--base-url", "https://new.example/"]);
    assert_eq!(reported.code, Some(1));
    assert_eq!(
        lost(&reported),
        [
            "/2012/05/06/hello/",
            "/blog/hello.html",
            "/Blog/HELLO/",
            "/2012/file/",
            "/tags/old-lamps/",
            "/feed/",
            "/?p=12",
            "/page/2/",
            "/blog/secret/",
            "/blog/helo/",
        ]
    );
    let at = |n: usize| (reported.found[n].0.as_str(), reported.found[n].1.as_str());
    assert_eq!(at(0), ("address-lost", "old.txt:1:1"));
    assert_eq!(at(9), ("address-lost", "old.txt:10:1"));
    assert_eq!(at(10), ("old-address-unreadable", "old.txt:12:1"));
    let helps: Vec<&str> = reported.helps.lines().collect();
    for (n, help) in [
        (
            0,
            "if it is `hello.md`, which is at `/blog/hello/`, add `/2012/05/06/hello/` to the `redirect_from` of that post",
        ),
        (1, "add `/blog/hello.html` to the `redirect_from`"),
        (2, "if it is `hello.md`"),
        (3, "if it is `file.md`, which is at `/2012/file.html`"),
        (4, "`/tag/old-lamps/`"),
        (5, "the feed is at `/feed.xml`"),
        (6, "what is behind `?`"),
        (9, "if it is `hello.md`"),
    ] {
        assert!(helps[n].contains(help), "{n} {}", helps[n]);
    }
}

#[test]
fn the_redirect_that_is_advised_mends_it() {
    let case = Case::new(&[(
        "hello.md",
        b"---\ntitle: Hello\ndate: 2012-05-06\nredirect_from: [/2012/05/06/hello/, /old/hello.html]\n---\nText.\n",
    )]);
    let sitemap = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\
        <url><loc>https://old.example/2012/05/06/hello/</loc></url><url><loc>https://old.example/old/hello.html</loc></url></urlset>";
    case.write("sitemap.xml", sitemap.as_bytes());
    let reported = check(&case, &["--old-sitemap", "sitemap.xml"]);
    assert_eq!((reported.code, lost(&reported)), (Some(0), Vec::new()));
}

#[test]
fn sites_below_a_base_own_nothing_above_it() {
    let case = blog();
    case.write("old.txt", b"https://www.new.example/x/blog/hello/\nhttps://new.example/blog/hello/\nhttps://old.example/blog/hello/\n");
    let reported = check(&case, &["--old-sitemap", "old.txt", "--base-url", "https://new.example/x/"]);
    assert_eq!(lost(&reported), ["/blog/hello/"]);
    assert!(reported.helps.contains("below `/x/`"), "{}", reported.helps);
}

#[test]
fn a_list_that_says_nothing_is_no_success() {
    let case = blog();
    case.write("page.xml", b"<html><body>Not found</body></html>");
    case.write(
        "index.xml",
        b"<sitemapindex><sitemap><loc>https://a.example/p.xml</loc></sitemap></sitemapindex>",
    );
    case.write("p.xml.txt", b"/blog/hello/");
    for name in ["page.xml", "absent.xml", "index.xml"] {
        assert_eq!(check(&case, &["--old-sitemap", name]).code, Some(2), "{name}");
    }
    case.write("p.xml", b"<urlset>\n<url><loc>https://a.example/blog/hello/</loc></url>\n<url><loc>/gone/</loc></url></urlset>");
    case.write(
        "more.xml",
        b"<sitemapindex><sitemap><loc>https://a.example/p.xml</loc></sitemap>\n<sitemap><loc>https://a.example/q.xml</loc></sitemap></sitemapindex>",
    );
    let reported = check(&case, &["--old-sitemap", "more.xml", "--old-sitemap", "p.xml"]);
    let places: Vec<(&str, &str)> = reported.found.iter().map(|f| (f.0.as_str(), f.1.as_str())).collect();
    assert_eq!(places, [("old-sitemap-missing", "more.xml:2:15"), ("address-lost", "p.xml:3:11")]);
}

#[test]
fn options_in_prose_are_told_where_they_stand() {
    let post = "---\ntitle: Options\ndate: 2020-01-01\n---\n\nUse `--quiet`.\n\n- then --all\n\n```\ngit --never\n```\n\nIt was --as we know-- fine.\n";
    let case = Case::new(&[("a.md", post.as_bytes())]);
    let reported = check(&case, &[]);
    let found: Vec<(&str, &str)> = reported.found.iter().map(|f| (f.0.as_str(), f.1.as_str())).collect();
    assert_eq!(found, [("dashes-smart", "a.md:8:8")]);
    assert!(reported.found[0].2.contains("`--all` is shown as `–all`"), "{}", reported.found[0].2);
    assert_eq!(reported.code, Some(0));
    case.write("site/lamplight.toml", b"smart_punctuation = false\n");
    assert!(check(&case, &[]).found.is_empty());
    case.write("site/lamplight.toml", b"");
    case.write("site/posts/a.md", post.replace("--all", "\\-\\-all").as_bytes());
    assert!(check(&case, &[]).found.is_empty());
}

fn anchors(case: &Case) -> Vec<String> {
    case.posts()
        .iter()
        .flat_map(|post| post["anchors"].as_array().cloned().unwrap_or_default())
        .map(|id| id.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn deep_links_into_an_old_blog_arrive() {
    let post = std::fs::read(case::fixture("cases/20-anchors/posts/ids.md")).unwrap();
    let case = Case::new(&[]);
    case.write("site/_config.yml", b"title: Old\n");
    case.write("site/_posts/2024-03-02-ids.md", &post);
    let options =
        lamplight_bundler::build::Options { posts: case.path("site"), future: true, ..case.options() };
    lamplight_bundler::build::build(&options).unwrap();
    assert_eq!(
        anchors(&case),
        [
            "what-s-new whats-new",
            "c-rust c--rust",
            "v1-2-3 v123",
            "under-score under_score underscore",
            "5-5-foo-bar 55-foo-bar foo-bar",
            "before-after before----after before---after",
            "say-hello",
        ]
    );
    let pages = case::files(&case.path("out"));
    let page = pages
        .iter()
        .filter(|p| p.extension().is_some_and(|end| end == "html"))
        .map(|p| std::fs::read_to_string(p).unwrap());
    let page = page.into_iter().find(|html| html.contains("id=\"what-s-new\"")).unwrap();
    assert!(page.contains("<h2 id=\"what-s-new\"><a id=\"whats-new\"></a>What’s new?"), "{page}");
    assert!(page.contains("<a id=\"c--rust\"></a>C++ &amp; Rust"), "{page}");
    // Lists of headings know the id alone.
    assert!(!page.contains("#what-s-new whats-new") && !page.contains("#what-s-new%20"), "{page}");
}

#[test]
fn in_a_folder_of_no_engine_the_page_names_what_it_links_to() {
    for name in ["ids", "anchors"] {
        let post = std::fs::read(case::fixture(&format!("cases/20-anchors/posts/{name}.md"))).unwrap();
        let case = Case::new(&[(&format!("{name}.md"), &post)]);
        let reported = check(&case, &["--future"]);
        let missing: Vec<&str> =
            reported.found.iter().filter(|f| f.0 == "anchor-missing").map(|f| f.2.as_str()).collect();
        // Nothing on that page has a name like it.
        let nothing_like_it = missing.iter().all(|message| message.contains("`#user-content-first`"));
        assert!(nothing_like_it, "{missing:?}");
    }
    let plain = Case::new(&[("a.md", b"---\ntitle: A\ndate: 2020-01-01\n---\n## What's new in 2.5\n## C++ & foo_bar\n[up](#whats-new-in-25)\n")]);
    plain.build();
    assert_eq!(anchors(&plain), ["what-s-new-in-2-5 whats-new-in-25", "c-foo-bar"]);
}

#[test]
fn a_heading_that_must_give_up_its_old_id_is_told() {
    let case = Case::new(&[("a.md", b"---\ntitle: A\ndate: 2020-01-01\n---\n\n## A.B\n\n## AB\n")]);
    case.write("site/lamplight.toml", b"engines = [\"hugo\"]\n");
    let reported = check(&case, &[]);
    let found: Vec<(&str, &str)> = reported.found.iter().map(|f| (f.0.as_str(), f.1.as_str())).collect();
    assert_eq!(found, [("anchor-changed", "a.md:6:1")]);
    assert!(reported.found[0].2.contains("`#ab`"), "{}", reported.found[0].2);
}

#[test]
fn a_picture_without_a_text_alternative_is_told_where_it_stands() {
    let post = "---\ntitle: A\ndate: 2020-01-01\n---\n\nText <b>x</b> <img src=\"https://a.example/1.png\"> end.\n\n\
        <div>\n<!-- <img src=\"no\"> -->\n<p>a</p> <IMG src=\"https://a.example/2.png\">\n<img src=\"https://a.example/3.png\" alt=\"\">\n</div>\n\n\
        > <p>\n> <img src=\"https://a.example/4.png\"></p>\n\n\
        | a | b |\n|---|---|\n| [![](https://a.example/5.png)](/) | <img src=\"https://a.example/6.png\"> |\n";
    let case = Case::new(&[("a.md", post.as_bytes())]);
    let reported = check(&case, &[]);
    let places: Vec<&str> =
        reported.found.iter().filter(|f| f.0 == "alt-missing").map(|f| f.1.as_str()).collect();
    assert_eq!(places, ["a.md:6:15", "a.md:10:10", "a.md:15:3", "a.md:19:4", "a.md:19:39"]);
}
