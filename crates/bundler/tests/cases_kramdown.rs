//! kramdown and Hexo, in whole builds.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;
use std::path::Path;

use case::{Case, app, fixture, options};
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::report::Report;
use tempfile::TempDir;

fn built(folder: &Path) -> (TempDir, Report) {
    let out = TempDir::new().unwrap();
    let options =
        Options { now: 1_790_000_000, ..options(folder, &out.path().join("out"), &app(out.path())) };
    let report = build(&options).unwrap();
    (out, report)
}

fn prose(out: &TempDir, page: &str) -> String {
    let text = fs::read_to_string(out.path().join("out").join(page)).unwrap();
    let from = text.find("<div class=\"prose\">").unwrap();
    text[from..].split("<footer").next().unwrap().replace("><", ">\n<")
}

#[test]
fn posts_of_kramdown_are_read_as_it_reads_them() {
    let (out, report) = built(&fixture("cases/11-kramdown"));
    assert_eq!((report.counts.errors, report.counts.warnings), (0, 0), "{:?}", report.counts.by_code);
    let tables = prose(&out, "2016/02/24/tables.html");
    for part in [
        "<td>no</td>",
        "<td>foot</td>",
        "<td class=\"right\">\n<code dir=\"ltr\" translate=\"no\">x|y</code>\n</td>",
        "<td>Second body</td>",
        "<code dir=\"ltr\" translate=\"no\">|</code>",
        "<td class=\"center\">c | d</td>",
        "<p>If you | have a number of things",
        "old</a> | <a",
        ">x | y</a>",
        ">link with | a pipe</a>",
    ] {
        assert!(tables.contains(part), "{part}\n{tables}");
    }
    assert!(!tables.contains("|--") && !tables.contains("==="), "{tables}");
    assert_eq!(tables.matches("<table>").count(), 2);
    let details = prose(&out, "2021/04/29/details.html");
    for part in [
        "<summary>\n<em>Summary</em> with <code dir=\"ltr\" translate=\"no\">code</code>\n</summary>",
        "<li>a list</li>",
        "class=\"language-ruby\"",
        "<summary>All in one line</summary>\n<p>Text with a <a href=\"https://example.org/\" title=\"Reference below the block\">link</a>",
        "<h2 id=\"a-heading-within\">",
        "<div class=\"note\">\n<p>Text in a <em>div</em>.</p>",
        "<td>\n<em>cell</em>\n</td>",
        "<b>*raw*</b>",
        "<abbr title=\"Hyper Text\">HTML</abbr> is an abbreviation.",
        "<dt>Term</dt>\n<dd>Definition</dd>",
    ] {
        assert!(details.contains(part), "{part}\n{details}");
    }
    for part in ["gone", "{:", "markdown=", "*[HTML]"] {
        assert!(!details.contains(part), "{part}");
    }
}

#[test]
fn hexo_has_files_beside_its_posts_and_words_of_its_own() {
    let picture = fs::read(fixture("cases/05-hugo-bundle/content/posts/evening.png")).unwrap();
    let case = Case::new(&[]);
    let post = "---\ntitle: My Post\ndate: 2020-01-05 00:30:00\ncategories: [编程]\n---\n\
        {% asset_img a.png A title %}\n\n![md](a.png)\n\n{% include_code Its title lang:javascript test.js %}\n\n\
        {% include_code missing.js %}\n\n{% post_link other %} and {% post_link other 'A given' %}\n\n\
        {% codeblock My title lang:js https://x.example/a From here %}\nalert(1)\n{% endcodeblock %}\n\n\
        {% img left /images/b.png 100 200 %}\n\n{% blockquote David, Wide https://x.example/q Title %}\nQuote.\n{% endblockquote %}\n";
    for (name, bytes) in [
        ("_config.yml", &b"title: H\npermalink: :category/:hash/\ntimezone: Asia/Tokyo\npost_asset_folder: true\nnew_post_name: :title.md\ncategory_map:\n  \xe7\xbc\x96\xe7\xa8\x8b: programming\ndefault_category: none\ntheme: x\n"[..]),
        ("package.json", b"{\"hexo\":{\"version\":\"6\"}}"),
        ("source/_posts/my-post.md", post.as_bytes()),
        ("source/_posts/my-post/a.png", &picture),
        ("source/_posts/other.md", b"---\ntitle: Other One\ndate: 2020-01-06 10:00:00\n---\nx"),
        ("source/_drafts/d.md", b"---\ntitle: Draft\n---\nsecret"),
        ("source/about/index.md", b"---\ntitle: About\ndate: 2019-01-01\n---\nAbout me"),
        ("source/downloads/code/test.js", b"var test = 1;\n"),
    ] {
        case.write(&format!("blog/{name}"), bytes);
    }
    let (out, report) = built(&case.path("blog"));
    let path = |file: &str| {
        report.published.iter().find(|post| post.file.ends_with(file)).map(|post| post.path.clone()).unwrap()
    };
    // SHA-1 of the name and the second: `my-post1578151800`.
    assert_eq!(path("my-post.md"), "/programming/787965f1c84f/");
    assert!(path("other.md").starts_with("/none/"));
    assert_eq!(path("about/index.md"), "/about/");
    assert_eq!(report.counts.drafts, 1);
    let counts = &report.counts.by_code;
    assert_eq!((counts.len(), counts.get("shortcode-unknown")), (1, Some(&1)), "{counts:?}");
    let text = prose(&out, "programming/787965f1c84f/index.html");
    for part in [
        "width=\"300\" height=\"200\" fetchpriority=\"high\" decoding=\"async\" alt=\"A title\"",
        "alt=\"md\"",
        "<figcaption>Its title</figcaption>",
        "class=\"language-javascript\"",
        "> test = <span class=\"n\">1</span>",
        ">Other One</a> and <a",
        ">A given</a>",
        "<a href=\"https://x.example/a\">From here</a>",
        "<figcaption>My title</figcaption>",
        "class=\"left\"",
        "width=\"100\" height=\"200\"",
        "David, <a href=\"https://x.example/q\">Title</a>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("{%"));
    assert!(out.path().join("out/programming/787965f1c84f/a.png").exists());
}
