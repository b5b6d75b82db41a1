//! `lamplight import`: what comes in, what goes out, and that nothing private is published.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use case::{Case, files};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::migrate::{ExportKind, MigrateOptions, import, import_disqus};
use lamplight_bundler::progress::Progress;
use lamplight_bundler::report::Report;
use lamplight_migrate::report::ImportReport;

const JPEG: &[u8] =
    include_bytes!("../../../tests/fixtures/cases/05-hugo-bundle/content/posts/lake/photo.jpg");

fn export(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrate/tests/fixtures").join(name)
}

/// An empty folder with an app, and what is imported into `blog` in it.
fn imported(kind: ExportKind, name: &str, options: MigrateOptions) -> (Case, ImportReport) {
    let case = Case::new(&[]);
    let report = import(
        kind,
        &export(name),
        &MigrateOptions { to: case.path("blog"), ..options },
        &Progress::default(),
    )
    .unwrap();
    (case, report)
}

fn built(case: &Case) -> Report {
    build(&Options { posts: case.path("blog/posts"), drafts: true, ..case.options() }).unwrap()
}

/// All that a site says, in one text.
fn said(folder: &Path) -> String {
    files(folder).iter().map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()).collect()
}

fn page(case: &Case, path: &str) -> String {
    fs::read_to_string(case.path(&format!("out/{path}/index.html"))).unwrap()
}

#[test]
fn counts_in_are_counts_out() {
    for (kind, name) in [(ExportKind::WordPress, "everything.xml"), (ExportKind::Ghost, "ghost.json")] {
        let (case, report) = imported(kind, name, MigrateOptions::default());
        for (kind, count) in &report.counts {
            assert_eq!(
                count.read,
                count.written + count.held + count.kept + count.left_out,
                "{kind}: {count:?}"
            );
        }
        let written = files(&case.path("blog"))
            .iter()
            .filter(|path| path.extension().is_some_and(|end| end == "md"))
            .count();
        let counted = |kind| report.counts.get(kind).map_or(0, |count| count.written + count.held);
        assert_eq!(written, counted("posts") + counted("pages"), "{report}");
    }
}

#[test]
fn nothing_private_is_published() {
    let (case, report) = imported(ExportKind::WordPress, "everything.xml", MigrateOptions::default());
    // Not even drafts are asked for.
    let site = build(&Options { posts: case.path("blog/posts"), ..case.options() }).unwrap();
    let text = said(&case.path("out"));
    for secret in ["SECRET", "secret.example", "203.0.113", "hunter2", "secret.jpg"] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert_eq!(site.counts.posts, report.counts["posts"].written - 1, "all but the post of the future");
    assert_eq!(site.counts.pages, report.counts["pages"].written);
    // With drafts there are no more than drafts.
    built(&case);
    let text = said(&case.path("out"));
    assert!(text.contains("SECRETDRAFT") && text.contains("SECRETPENDING"));
    for secret in
        ["SECRETPRIVATE", "SECRETPASSWORDED", "SECRETODD", "SECRETPRODUCT", "SECRETFUTURE", "SECRETCOMMENT"]
    {
        assert!(!text.contains(secret), "{secret}");
    }
    let (case, _) = imported(ExportKind::Ghost, "ghost.json", MigrateOptions::default());
    build(&Options { posts: case.path("blog/posts"), ..case.options() }).unwrap();
    let text = said(&case.path("out"));
    assert!(text.contains("Plain text") && !text.contains("SECRET") && !text.contains("secret.example"));
}

#[test]
fn posts_are_where_they_were_and_say_what_they_said() {
    let (case, _) = imported(ExportKind::WordPress, "everything.xml", MigrateOptions::default());
    let report = built(&case);
    let html = page(&case, "2010/05/06/classic");
    for shown in [
        "A classic post: “quotes” &amp; more",
        "{{ braces }}",
        "<figcaption>The caption</figcaption>",
        "class=\"language-php\"",
        "youtube.com/watch?v=w7Ft2ymGmfc",
        "Ada Quill",
    ] {
        assert!(html.contains(shown), "{shown}: {html}");
    }
    assert!(!html.contains("[caption") && !html.contains("[gallery") && !html.contains("[code"), "{html}");
    let blocks = page(&case, "2020/01/02/blocks");
    for shown in ["Gutenberg <strong>text</strong>", "Shared words", "https://vimeo.com/12", "<li>one</li>"] {
        assert!(blocks.contains(shown), "{shown}: {blocks}");
    }
    assert!(page(&case, "about").contains("AT&amp;T &amp; friends &amp;lol2;"), "{}", page(&case, "about"));
    assert!(page(&case, "2016/readme").contains("Not passed over."));
    assert!(page(&case, "2017/classic").contains("Another of this name."));
    // The name that the post had before.
    assert!(page(&case, "2010/05/06/classic-first-name").contains("/blog/2010/05/06/classic/"));
    let nginx = fs::read_to_string(case.path("blog/redirects/nginx.conf")).unwrap();
    assert!(
        nginx.contains("\"/?12\" \"/blog/2010/05/06/classic/\";") && !nginx.contains("/?17\""),
        "{nginx}"
    );
    // A form of a plugin, and a picture that was not brought along.
    assert_eq!(report.counts.errors, 0, "{:?}", report.counts.by_code);
}

#[test]
fn comments_are_a_thread_below_the_post() {
    let (case, report) = imported(ExportKind::WordPress, "everything.xml", MigrateOptions::default());
    let count = report.counts["comments"];
    assert_eq!((count.read, count.written, count.held, count.left_out), (7, 2, 1, 4));
    built(&case);
    let html = page(&case, "2010/05/06/classic");
    let thread = html.split("<section class=\"comments\">").nth(1).unwrap();
    let thread = thread.split("</section>").next().unwrap();
    assert!(thread.starts_with("<h2>Comments</h2><ol class=\"thread\"><li>"), "{thread}");
    assert!(
        thread.contains(
            "<a href=\"https://ben.example/\" rel=\"nofollow ugc noopener\">Ben &lt;script&gt;</a>"
        ),
        "{thread}"
    );
    assert!(thread.contains("<time datetime=\"2010-05-07T08:00:00"), "{thread}");
    assert!(thread.contains("An answer") && thread.find("An answer") > thread.rfind("<ol class"), "{thread}");
    for bad in ["alert", "javascript:", "onclick", "tracker.example", "<img"] {
        assert!(!thread.contains(bad), "{bad}: {thread}");
    }
    assert!(
        thread.contains("<a href=\"https://good.example/\" rel=\"nofollow ugc noopener\">good</a>"),
        "{thread}"
    );
    // The app draws the same from the data.
    let data = case.posts();
    let post = data
        .iter()
        .find(|post| post["summary"]["path"] == "/2010/05/06/classic")
        .or_else(|| data.iter().find(|post| post.get("comments").is_some()))
        .unwrap();
    assert!(thread.contains(post["comments"].as_str().unwrap()));
    assert_eq!(data.iter().filter(|post| post.get("comments").is_some()).count(), 1);
}

#[test]
fn a_file_of_comments_that_cannot_be_read_is_an_error() {
    let case = Case::new(&[
        ("a.md", b"---\ntitle: A\ndate: 2012-01-01\n---\nText\n"),
        ("a.comments.json", b"{\"comments\": ["),
    ]);
    assert_eq!(case.build().counts.by_code["comments-unreadable"], 1);
    case.write(
        "site/posts/a.comments.json",
        "{\"comments\": [{\"html\": \"<p>Words</p>\", \"date\": \"never\"}]}".as_bytes(),
    );
    assert!(case.build().counts.by_code.is_empty());
    assert!(said(&case.path("out")).contains("<li><p class=\"byline\"></p><p>Words</p></li>"));
}

#[test]
fn a_second_import_changes_nothing_that_is_there() {
    let (case, first) = imported(ExportKind::WordPress, "everything.xml", MigrateOptions::default());
    let post = case.path("blog/posts/classic.md");
    fs::write(&post, "mine").unwrap();
    fs::remove_file(case.path("blog/posts/blocks.md")).unwrap();
    let options = MigrateOptions { to: case.path("blog"), ..MigrateOptions::default() };
    let second =
        import(ExportKind::WordPress, &export("everything.xml"), &options, &Progress::default()).unwrap();
    assert_eq!(fs::read_to_string(&post).unwrap(), "mine");
    assert!(case.path("blog/posts/blocks.md").is_file());
    let (was, is) = (first.counts["posts"], second.counts["posts"]);
    assert_eq!((is.written, is.held, is.kept), (1, 0, was.written + was.held - 1));
    assert!(
        second
            .remarks
            .iter()
            .any(|remark| remark.item == "posts/classic.md" && remark.text.contains("left as it is"))
    );
}

#[test]
fn pictures_come_from_a_folder_of_uploads() {
    let uploads = tempfile::tempdir().unwrap();
    for name in ["pic.jpg", "cover.jpg", "secret.jpg"] {
        fs::create_dir_all(uploads.path().join("2010/05")).unwrap();
        fs::write(uploads.path().join("2010/05").join(name), JPEG).unwrap();
    }
    let options = MigrateOptions { uploads: Some(uploads.path().to_owned()), ..MigrateOptions::default() };
    let (case, report) = imported(ExportKind::WordPress, "everything.xml", options);
    assert!(case.path("blog/uploads/2010/05/pic.jpg").is_file());
    assert!(case.path("blog/unpublished/uploads/2010/05/secret.jpg").is_file(), "{report}");
    assert!(!case.path("blog/uploads/2010/05/secret.jpg").exists());
    built(&case);
    let html = page(&case, "2010/05/06/classic");
    assert!(html.contains("/blog/uploads/2010/05/pic.jpg") && !html.contains("wp-content"), "{html}");
    assert!(html.contains("/blog/uploads/2010/05/cover.jpg"), "{html}");
    assert!(!said(&case.path("out")).contains("secret.jpg"));
}

/// A host that answers three requests.
fn host() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut head = [0; 2048];
            let read = stream.read(&mut head).unwrap_or_default();
            let asked = String::from_utf8_lossy(&head[..read]).into_owned();
            let path = asked.split(' ').nth(1).unwrap_or_default();
            let (status, kind, body) = match path {
                "/wp-content/uploads/a.jpg" => ("200 OK", "image/jpeg", JPEG),
                "/wp-content/uploads/page.jpg" => ("200 OK", "text/html", &b"<p>Sign in</p>"[..]),
                _ => ("404 Not Found", "text/plain", &b"gone"[..]),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(body);
        }
    });
    address
}

#[test]
fn pictures_are_fetched_and_private_networks_are_not_asked() {
    let host = host();
    let pictures: String = ["a", "page", "gone"]
        .iter()
        .map(|name| format!("&lt;img src=\"{host}/wp-content/uploads/{name}.jpg\"&gt;"))
        .collect();
    let wxr = format!(
        "<rss><channel><link>{host}</link><item><title>T</title><link>{host}/t/</link><wp:post_id>1</wp:post_id><wp:post_name>t</wp:post_name>\
         <wp:post_date_gmt>2012-01-01 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\
         <content:encoded>{pictures}</content:encoded></item></channel></rss>"
    );
    let case = Case::new(&[]);
    case.write("export.xml", wxr.as_bytes());
    let run = |to: &str, private_addresses| {
        let options =
            MigrateOptions { to: case.path(to), fetch: true, private_addresses, ..MigrateOptions::default() };
        import(ExportKind::WordPress, &case.path("export.xml"), &options, &Progress::default()).unwrap()
    };
    let refused = run("no", false);
    assert_eq!(refused.counts["files"].left_out, 3);
    assert!(refused.to_string().contains("--private-addresses"), "{refused}");
    let report = run("yes", true);
    let count = report.counts["files"];
    assert_eq!((count.read, count.written, count.left_out), (3, 1, 2), "{report}");
    assert_eq!(fs::read(case.path("yes/uploads/a.jpg")).unwrap(), JPEG);
    let text = fs::read_to_string(case.path("yes/posts/t.md")).unwrap();
    assert!(
        text.contains("](/uploads/a.jpg)")
            && text.contains(&format!("]({host}/wp-content/uploads/page.jpg)")),
        "{text}"
    );
    assert!(report.to_string().contains("404") && report.to_string().contains("sends a page"), "{report}");
}

#[test]
fn comments_of_disqus_go_beside_posts_of_any_engine() {
    let case = Case::new(&[
        ("2010-05-06-classic.md", b"---\ntitle: A\npermalink: /blog/2010/05/06/classic/\n---\nText\n"),
        ("other.md", b"---\ntitle: B\ndate: 2012-01-01\n---\nText\n"),
    ]);
    let report = import_disqus(&export("disqus.xml"), &case.path("site/posts"), case::NOW).unwrap();
    let count = report.counts["comments"];
    assert_eq!((count.read, count.written, count.left_out), (5, 2, 3), "{report}");
    assert!(report.to_string().contains("/gone/"), "{report}");
    case.build();
    let html = page(&case, "blog/2010/05/06/classic");
    assert!(html.contains("<p>From Disqus</p>") && html.contains("<p>Answer</p>"), "{html}");
    assert!(!said(&case.path("out")).contains("SECRET"));
    let again = import_disqus(&export("disqus.xml"), &case.path("site/posts"), case::NOW).unwrap();
    assert_eq!(again.counts["comments"].kept, 2);
}
