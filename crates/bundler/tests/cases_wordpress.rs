//! Posts that exporters made of a WordPress blog, in whole builds.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use std::fs;

use case::Case;
use lamplight_bundler::build::{Options, build};
use lamplight_bundler::report::Report;

fn page(case: &Case, path: &str) -> String {
    let html = fs::read_to_string(case.path(&format!("out{path}index.html"))).unwrap();
    html[html.find("class=\"prose").unwrap()..].to_owned()
}

/// What readers see of a page.
fn words(html: &str) -> String {
    html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect()
}

/// Severity, code and line of what was reported.
fn reported(report: &Report) -> Vec<(bool, String, u64)> {
    let mut bytes = Vec::new();
    report.write_json(&mut bytes).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let findings = json["findings"].as_array().unwrap().iter();
    findings
        .map(|found| {
            let code = found["code"].as_str().unwrap().to_owned();
            (found["severity"] == "error", code, found["line"].as_u64().unwrap())
        })
        .collect()
}

fn has(reported: &[(bool, String, u64)], error: bool, code: &str, line: u64) -> bool {
    reported.contains(&(error, code.to_owned(), line))
}

#[test]
fn an_export_shows_no_shortcode() {
    let text = include_bytes!("../../../tests/fixtures/cases/01-wordpress-export/posts/2010-05-06-hello.md");
    let case = Case::new(&[("2010-05-06-hello.md", text)]);
    // The picture that the export names.
    case.write(
        "site/posts/static/wp-content/uploads/2010/05/pic.jpg",
        include_bytes!("../../../tests/fixtures/cases/05-hugo-bundle/content/posts/lake/photo.jpg"),
    );
    case.write("site/posts/lamplight.toml", b"[files]\nstatic = \"/\"\n");
    let options = Options { base_url: Some("https://example.org/".to_owned()), ..case.options() };
    let reported = reported(&build(&options).unwrap());
    let html = page(&case, "/2010/05/06/hello-its-me/");
    let whole = fs::read_to_string(case.path("out/2010/05/06/hello-its-me/index.html")).unwrap();
    assert!(whole.contains("<title>Hello – It’s me"), "entities in titles are decoded");
    assert!(whole.contains("property=\"og:image\""), "the featured image is the cover: {reported:?}");
    assert!(html.contains(
        "<figure id=\"attachment_14\"><a href=\"http://old.example/wp-content/uploads/2010/05/pic.jpg\""
    ));
    assert!(html.contains("<figcaption>A caption</figcaption></figure>"), "{html}");
    for raw in ["[caption", "[/caption", "[gallery", "sourcecode", "[youtube", "wp:paragraph"] {
        assert!(!whole.contains(raw), "{raw}");
    }
    assert!(html.contains("<code class=\"language-php\">&lt;?php <span"), "{html}");
    assert!(html.contains("youtube.com/watch?v=w7Ft2ymGmfc"));
    let link = "<a class=\"embed embed-plays\" href=\"https://www.youtube.com/watch?v=w7Ft2ymGmfc\">";
    assert_eq!(html.matches(link).count(), 2, "a line and a shortcode make the same link: {html}");
    assert!(has(&reported, true, "shortcode-lost", 16), "{reported:?}");
    assert!(
        html.contains("<p>Gutenberg</p>")
            && words(&html).contains("echo 1;\n\necho 2;")
            && !html.contains("brush")
            && html.contains("Line one")
    );
    // Nobody can be shown what the excerpt of the post was marked by.
    assert!(!whole.contains("<!--more"), "{html}");
}

fn body(name: &str, body: &str) -> (String, String) {
    (
        format!("2012-01-0{name}.md"),
        format!("---\ntitle: T\nwordpress_id: 1\npermalink: /t{name}/\n---\n{body}"),
    )
}

fn built(posts: &[(&str, &str)]) -> (Case, Vec<(bool, String, u64)>) {
    let posts: Vec<(String, String)> = posts.iter().map(|(name, text)| body(name, text)).collect();
    let files: Vec<(&str, &[u8])> =
        posts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let case = Case::new(&files);
    let reported = reported(&case.build());
    (case, reported)
}

#[test]
fn what_exporters_make_of_shortcodes() {
    let (case, reported) = built(&[
        (
            "1",
            "Before \\[caption id=\"attachment\\_12\" align=\"alignnone\"\nwidth=\"300\"\\][![A](http://a.example/a.jpg)](http://a.example/b.jpg) Words *here*\\[/caption\\] after.\n\n\
             \\[code lang=”bash”\\]\nls a\\_b \\[0\\]\n\\[/code\\]\n\n\\[gallery ids=\"1\"\\]\n",
        ),
        (
            "2",
            "<p>One:</p>\n<p>[sourcecode language=\"css\"]<br />\n.a {<br />\n    b: &quot;c&quot;;<br />\n}</p>\n<p>.d {<br />\n}<br />\n[/sourcecode]<br />\n<a id=\"more-1\"></a>Go on.</p>\n\n\
             <table><tr>\n        <td>[caption width=\"3\"]<img src=\"http://a.example/c.jpg\" alt=\"C\" /> Cell[/caption]</td>\n        <td>x</td>\n</tr></table>\n",
        ),
        ("3", "[php]\n$a = '&lt;b&gt; [caption] {{ x }} {% y %} $z$';\n\n\n<!-- kept -->\n[/php]\n\nEnd.\n"),
    ]);
    let one = page(&case, "/t1/");
    assert!(one.contains("<p>Before</p>"), "{one}");
    assert!(one.contains("<figcaption>Words <em>here</em></figcaption></figure>"), "{one}");
    assert!(one.contains("<p>after.</p>") && words(&one).contains("ls a_b [0]"), "{one}");
    assert!(
        reported.iter().any(|(error, code, line)| *error && code == "shortcode-lost" && *line == 13),
        "{reported:?}"
    );
    let two = page(&case, "/t2/");
    let text = words(&two);
    assert!(text.contains("b: &quot;c&quot;;") || text.contains("b: \"c\";"), "{two}");
    assert!(text.contains("}\n\n.d {\n}") && text.contains("Go on.") && !text.contains("br /"), "{two}");
    assert!(two.contains("<figcaption>Cell</figcaption></figure></td>"), "{two}");
    let three = page(&case, "/t3/");
    let text = words(&three);
    assert!(
        text.contains("[caption] {{ x }} {% y %} $z$") && text.contains("&lt;!-- kept --&gt;"),
        "{three}"
    );
    assert!(text.contains("End."));
}

#[test]
fn films_sounds_and_what_wordpress_alone_knows() {
    let (case, reported) = built(&[(
        "1",
        "[youtube=http://www.youtube.com/watch?v=abc&w=640]\n\n[embed]https://vimeo.com/12[/embed]\n\nhttps://twitter.com/a/status/34\n\n\
         [audio mp3=\"/b.mp3\"][/audio]\n\n[contact-form-7 id=\"1\" title=\"x\"]\n\n[playlist ids=\"1,2\"]\n\n\
         [my-look color=\"red\"]Kept *words*[/my-look]\n\n<!-- wp:block {\"ref\":12} /-->\n\n<!-- wp:latest-posts /-->\n\n<!--more Read on-->\n\nBehind.\n\n[[gallery]] shows it.\n",
    )]);
    let html = page(&case, "/t1/");
    for link in [
        "https://www.youtube.com/watch?v=abc\"",
        "https://vimeo.com/12\"",
        "https://twitter.com/a/status/34\"",
    ] {
        assert!(html.contains(&format!("href=\"{link}>")), "{link}: {html}");
    }
    assert!(html.contains("<audio src=\"/b.mp3\""), "{html}");
    assert!(html.contains("Kept <em>words</em>") && !html.contains("[my-look"));
    assert!(html.contains("[gallery] shows it."), "{html}");
    for (error, code, line) in [
        (false, "shortcode-lost", 14),
        (true, "shortcode-lost", 16),
        (false, "shortcode-unknown", 18),
        (true, "shortcode-lost", 20),
        (false, "shortcode-lost", 22),
    ] {
        assert!(has(&reported, error, code, line), "{code} {line}: {reported:?}");
    }
}

#[test]
fn shortcodes_in_lists_quotations_and_tables() {
    let (case, reported) = built(&[(
        "1",
        "- item\n\n  [caption width=\"3\"]<img src=\"http://a.example/1.jpg\" alt=\"\"> One[/caption]\n\n\
         > [sourcecode language=\"js\"]\n> a = \"&lt;\";\n>\n> b\n> [/sourcecode]\n\n\
         | a | b |\n|---|---|\n| [caption width=\"3\"]![](http://a.example/2.jpg) Two[/caption] | [php]echo 1;[/php] |\n\n\
         [caption width=\"3\"]<img src=\"http://a.example/4.jpg\" alt=\"\"> no end\n\n[caption width=\"3\"]<img src=\"http://a.example/5.jpg\" alt=\"\"> Five[/caption]\n\n\
         [vc_row][vc_column width=\"1/2\"]\n\n## Columns\n\n[/vc_column][/vc_row]\n\n[gallery]![Six](http://a.example/6.jpg)[/gallery]\n\n\
         [video src=\"/a.mp4\"]\n\nBetween.\n\n[video src=\"/b.mp4\"][/video]\n",
    )]);
    let html = page(&case, "/t1/");
    for shown in [
        "<figcaption>One</figcaption></figure>\n</li>",
        "<td><figure><img src=\"http://a.example/2.jpg\"",
        "<td><code dir=\"ltr\" translate=\"no\">echo 1;</code></td>",
        "no end",
        "<figcaption>Five</figcaption></figure>",
        "Columns<a",
        "alt=\"Six\"",
        "<video src=\"/a.mp4\"",
        "<p>Between.</p>",
        "<video src=\"/b.mp4\"",
    ] {
        assert!(html.contains(shown), "{shown}: {html}");
    }
    assert!(
        words(&html).contains("a = \"<\";\n\nb\n") || words(&html).contains("\na = \"&lt;\";\n\nb\n"),
        "{html}"
    );
    assert!(html.contains("<code class=\"language-javascript\">a"), "{html}");
    assert!(has(&reported, false, "shortcode-unclosed", 20), "{reported:?}");
    assert!(!html.contains("[caption") && !html.contains("[/"), "{html}");
}

#[test]
fn brackets_of_prose_stay_what_they_are() {
    let text = "Text [1], [sic], [a](/b), [c][d] and [code].\n\n- [ ] one\n- [x] two\n\nNote[^n] and [update] and x[0] and `[caption]`.\n\n[d]: https://d.example\n[code]: https://code.example\n[^n]: The note.\n";
    let (case, reported) = built(&[("1", text)]);
    let wordpress = page(&case, "/t1/");
    assert!(reported.iter().all(|(_, code, _)| !code.starts_with("shortcode")), "{reported:?}");
    let case =
        Case::new(&[("2012-01-01.md", format!("---\ntitle: T\npermalink: /t1/\n---\n{text}").as_bytes())]);
    case.build();
    assert_eq!(page(&case, "/t1/"), wordpress);
    for shown in
        ["[1], [sic]", "href=\"https://d.example\"", "href=\"https://code.example\"", "[update] and x[0]"]
    {
        assert!(wordpress.contains(shown), "{shown}: {wordpress}");
    }
}

#[test]
fn elsewhere_shortcodes_are_told() {
    let case = Case::new(&[("a.md", b"---\ntitle: T\ndate: 2012-01-01\npermalink: /t/\n---\n[php]\necho 1;\n[/php]\n\n[private]secret[/private]\n\n`[php]x[/php]`\n")]);
    let reported = reported(&case.build());
    assert!(page(&case, "/t/").contains("[php]"));
    assert!(
        has(&reported, false, "shortcode-shown", 6) && has(&reported, true, "shortcode-shown", 10),
        "{reported:?}"
    );
    assert_eq!(reported.iter().filter(|(_, code, _)| code == "shortcode-shown").count(), 2);
}

#[test]
fn what_only_some_may_read_is_left_out() {
    let (case, reported) = built(&[(
        "1",
        "A [members_only level=\"1\"]secret[/members_only] b [private]hidden[/private] c.\n\n[members_only]\n",
    )]);
    let html = page(&case, "/t1/");
    assert!(has(&reported, true, "shortcode-shown", 8), "{reported:?}");
    assert!(!html.contains("secret") && !html.contains("hidden") && html.contains(" c."), "{html}");
    assert_eq!(reported.iter().filter(|(error, code, _)| *error && code == "shortcode-unknown").count(), 2);
}

#[test]
fn posts_in_html_and_keys_of_exports() {
    let html = "---\nlayout: post\nstatus: publish\npublished: true\ntitle: \"A &amp; b\"\nwordpress_id: 7\npermalink: /h/\n\
        excerpt: \"One. [sourcecode language=\\\"css\\\"]a[/sourcecode]\"\ndate: !binary |-\n  MjAxMy0wNC0xNyAxMDozODowOSArMDIwMA==\n---\n\
        <p>Text [caption id=\"attachment_3\" width=\"3\"]<img src=\"http://a.example/c.jpg\" alt=\"\" /> Words[/caption]</p>\n\
        <p>[sourcecode language=\"php\"]<br />\n&lt;?php<br />\n<br />\necho 1;<br />\n[/sourcecode]</p>\n\
        <pre>[caption id=\"x\"]</pre>\n<p>[youtube http://youtu.be/abc]</p>\n<p>[gallery]</p>\n";
    let attachment =
        b"---\ntitle: IMG_1\ndate: 2012-01-01\npost_type: attachment\npost_status: inherit\n---\nx\n";
    let case = Case::new(&[("2013-04-17-h.html", html.as_bytes()), ("b.md", attachment)]);
    let reported = reported(&case.build());
    let page = page(&case, "/h/");
    assert!(page.contains("<figcaption>Words</figcaption></figure>"), "{page}");
    assert!(page.contains("&lt;?php") && page.contains("language-php"), "{page}");
    assert!(
        page.contains("[caption id=\"x\"]</pre>") || page.contains("[caption id=&quot;x&quot;]</pre>"),
        "{page}"
    );
    assert!(page.contains("href=\"https://www.youtube.com/watch?v=abc\""), "{page}");
    assert!(!page.contains("[gallery") && !page.contains("[sourcecode") && !page.contains("[/"), "{page}");
    assert!(has(&reported, true, "shortcode-lost", 20), "{reported:?}");
    let posts = case.posts();
    assert_eq!(posts.len(), 1, "an attachment is no post");
    let summary = posts[0]["summary"].to_string();
    assert!(
        summary.contains("A & b") && summary.contains("2013-04-17") && !summary.contains("sourcecode"),
        "{summary}"
    );
}
