//! What posts of Hugo, Zola and Hexo say, as readers get it.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod case;

use case::Case;
use lamplight_bundler::build::{Options, build};

fn fixture(name: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/cases");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn page(case: &Case, path: &str) -> String {
    let html = std::fs::read_to_string(case.path(&format!("out{path}index.html"))).unwrap();
    let (_, prose) = html.split_once("class=\"prose").unwrap();
    prose.split_once("<footer").map_or(prose, |(prose, _)| prose).to_owned()
}

fn found(case: &Case, options: &[&str]) -> Vec<String> {
    let report = build(&Options { future: true, ..case.options() }).unwrap();
    let mut json = Vec::new();
    report.write_json(&mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| !options.contains(&f["code"].as_str().unwrap()))
        .map(|f| format!("{}:{} {}", f["file"].as_str().unwrap(), f["line"], f["code"].as_str().unwrap()))
        .collect()
}

#[test]
fn shortcodes_of_hugo_and_zola_are_translated() {
    let names = ["shortcodes", "zola", "fences", "other-post"];
    let texts = names.map(|name| fixture(&format!("04-hugo-shortcodes/posts/{name}.md")));
    let files: Vec<_> =
        names.iter().zip(&texts).map(|(name, text)| (format!("{name}.md"), text.as_bytes())).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let case = Case::new(&files);
    case.write("site/uploads/lamp.png", b"no picture");
    let reported = found(&case, &["embed-linked", "image-unreadable"]);
    assert_eq!(
        reported,
        ["fences.md:6 fence-start", "fences.md:12 fence-start", "fences.md:16 fence-hidden"]
    );

    let html = page(&case, "/blog/shortcodes/");
    for part in [
        "<a href=\"/blog/elsewhere/\">the other post</a>",
        "<a href=\"/blog/elsewhere/#place\">a place in it</a>",
        "<figcaption>The <em>lamp</em> at dusk</figcaption></figure>",
        "alt=\"A lamp\"",
        "class=\"numbered\"><code class=\"language-go\"><span class=\"line\">",
        "<span class=\"line marked\">\tprintln",
        "href=\"https://www.youtube.com/watch?v=w7Ft2ymGmfc\"",
        "<div class=\"alert tip\" role=\"note\">",
        "This <strong>must not</strong> vanish.",
        "<summary>More</summary>",
        "Hidden <em>text</em>.",
        "{{&lt; figure src=",
        "{{% notice %}}",
        "{{ .Values.image }}",
        "${{ secrets.TOKEN }}",
        "{{%-top-}}",
        "<code dir=\"ltr\" translate=\"no\">{{ page.title }}</code>",
        "<code dir=\"ltr\" translate=\"no\">{% raw %}</code>",
    ] {
        assert!(text_of(&html).contains(&text_of(part)), "{part}\n{html}");
    }
    for part in ["relref", "{{&lt; ref", "{{&lt;details", "/*", "youtube w7"] {
        assert!(!html.contains(part), "{part}\n{html}");
    }

    let html = page(&case, "/blog/zola/");
    for part in [
        "<a href=\"/blog/elsewhere/#place\">Internal</a>",
        "watch?v=w7Ft2ymGmfc",
        "<blockquote>\n<p>Words of <strong>somebody</strong>.</p>\n<p>— A reader</p>\n</blockquote>",
        "class=\"numbered\"><code class=\"language-rust\"><span class=\"line marked\">",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("{%") && !html.contains("{{"), "{html}");

    let html = page(&case, "/blog/fences/");
    let marked = html.matches("line marked").count();
    assert_eq!(marked, 3 + 1, "{html}");
    for part in [
        "class=\"numbered\"><code class=\"language-go\">",
        "class=\"numbered\"><code class=\"language-python\">",
        "<code class=\"language-r\">",
        "<figcaption>src/index.js</figcaption>",
        "<figcaption>a.js</figcaption>",
        "<code class=\"language-c#\">",
        "<code class=\"language-ruby\">",
        "not dropped",
        "<code class=\"language-md\">",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}

/// Without the colours of code.
fn text_of(html: &str) -> String {
    let mut out = html.to_owned();
    for class in ["k", "f", "s", "n", "y", "t", "a", "c"] {
        out = out.replace(&format!("<span class=\"{class}\">"), "");
    }
    out.replace("</span>", "").replace("&quot;", "\"")
}

#[test]
fn nothing_of_a_shortcode_is_shown_as_prose_and_nothing_is_lost_in_silence() {
    let case = Case::new(&[
        (
            "a.md",
            &b"---\ntitle: Shortcodes\ndate: 2020-01-01\n---\n\
            {{< figure src=\"/img/a.png\" alt=\"A lamp\" caption=\"The lamp\" >}}\n\n\
            {{% img src=\"/img/b.png\" class=\"right\" %}} A paragraph begins.\n\n\
            {{<img src=\"c.png\" alt=\"third\" caption=\"Its caption\">}}\n\n\
            {{< youtube abc123 >}}\n\n\
            {{% notice info %}}\nText *inside*.\n{{% /notice %}}\n\n\
            {{< highlight go >}}\npackage main\n{{< /highlight >}}\n\n\
            [to b]({{< ref \"b.md\" >}})\n\n\
            {{< chart-of\n  a=\"Words that readers had\"\n  b=\"2\"\n>}}\n\n\
            {{< fancy >}}\nIts *text*.\n{{< /fancy >}}\n\n\
            [no]({{< ref \"none.md\" >}})\n"[..],
        ),
        ("b.md", b"---\ntitle: B\ndate: 2020-01-02\n---\nText.\n"),
        ("c.png", b"no picture"),
    ]);
    let reported = found(&case, &["embed-linked", "image-unreadable", "image-missing"]);
    assert_eq!(
        reported,
        ["a.md:23 shortcode-unknown", "a.md:28 shortcode-unknown", "a.md:32 link-unresolved"]
    );
    let html = page(&case, "/blog/a/");
    for part in [
        "<figcaption>The lamp</figcaption>",
        "class=\"right\"",
        "<figcaption>Its caption</figcaption>",
        "watch?v=abc123",
        "<div class=\"alert note\" role=\"note\">",
        "<p>Text <em>inside</em>.</p>",
        "package",
        "<a href=\"/blog/b/\">to b</a>",
        "<p>Its <em>text</em>.</p>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("{{"), "{html}");
    let posts = case.posts();
    assert!(posts.iter().all(|p| !p["summary"]["excerpt"].as_str().unwrap().contains("{{")));
}
