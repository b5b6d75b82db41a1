//! Tests of sanitised HTML.

use lamplight_markdown::links::LinkContext;
use lamplight_markdown::{Flavour, RawHtml, RenderOptions, render};

use super::fragments;
use super::pairing::DEEPEST;

fn html(markdown: &str) -> (String, Vec<&'static str>) {
    let place = LinkContext { base: "/", origin: "", path: "/blog/p/", known: &[] };
    let flavour = Flavour::Blog { smart: false };
    let mut diagnostics = Vec::new();
    let fragments =
        fragments(markdown, 0, flavour, &place, &[], &["video.example".to_owned()], &mut diagnostics);
    let options =
        RenderOptions { place: Some(place), ..RenderOptions::bare(flavour, RawHtml::Fragments(&fragments)) };
    (render(markdown, &options).html, diagnostics.iter().map(|d| d.code).collect())
}

#[test]
fn harmless_html_stays_and_hostile_goes() {
    for (markdown, want, codes) in [
        ("a <kbd>b</kbd> c", "<p>a <kbd>b</kbd> c</p>\n", &[][..]),
        ("<div class=\"x\">\n\n*a*\n\n</div>", "<div class=\"x\">\n<p><em>a</em></p>\n</div>\n", &[]),
        ("<script>alert(1)</script>", "", &["html-tag-dropped"]),
        ("<ScRiPt>alert(1)", "", &["html-tag-dropped"]),
        ("a <b onclick=\"x()\">b</b>", "<p>a <b>b</b></p>\n", &["html-attribute-dropped"]),
        ("a <a href=\"java&#10;script:x\">b</a>", "<p>a <a>b</a></p>\n", &["html-attribute-dropped"]),
        ("<svg><script>x</script></svg>", "<p>&lt;svg&gt;x</p>", &["html-tag-dropped", "html-unknown-tag"]),
        ("I <insert excuse here> late", "<p>I &lt;insert excuse here&gt; late</p>\n", &["html-unknown-tag"]),
        ("headings like <H1> here", "<p>headings like &lt;H1&gt; here</p>\n", &["html-named"]),
        (
            "run it with <command> <path>",
            "<p>run it with &lt;command&gt; &lt;path&gt;</p>\n",
            &["html-unknown-tag"; 2],
        ),
        ("</div></div>a", "a\n", &[]),
        (
            "<iframe src=\"https://video.example/1\" onload=\"x()\">no</iframe>",
            "<iframe src=\"https://video.example/1\" title=\"video.example\" loading=\"lazy\" \
             sandbox=\"allow-scripts allow-same-origin allow-popups allow-presentation\" \
             referrerpolicy=\"strict-origin-when-cross-origin\" allow=\"fullscreen\"></iframe>",
            &["html-attribute-dropped"],
        ),
        (
            "<iframe src=\"https://video.example.evil/1\"></iframe>",
            "<a class=\"embed\" href=\"https://video.example.evil/1\"><span class=\"embed-title\">\
             video.example.evil/1</span> <span class=\"embed-host\">video.example.evil</span></a>",
            &["embed-linked"],
        ),
        ("<script src=\"https://platform.twitter.com/widgets.js\"></script>", "", &[]),
        (
            "<script src=\"//gist.github.com/me/1.js\">alert(1)</script>",
            "<a class=\"embed\" href=\"https://gist.github.com/me/1\"><span class=\"embed-title\">\
             gist.github.com/me/1</span> <span class=\"embed-host\">GitHub Gist</span></a>",
            &["embed-linked"],
        ),
        ("<script src=\"https://evil.example/gist.github.com/1.js\"></script>", "", &["html-tag-dropped"]),
        ("> <div>\n\n</div>", "<blockquote>\n\n</blockquote>\n", &["html-unclosed"]),
        ("<ul><li>a<li>b</ul>", "<ul dir=\"auto\"><li>a</li><li>b</li></ul>", &[]),
        ("x <b>y", "<p>x y</p>\n", &["html-unclosed"]),
        ("x <a>y <a>z</a>", "<p>x <a>y </a><a>z</a></p>\n", &[]),
        ("x <a>y <b><a>z</a></b>", "<p>x <a>y <b>z</b></a></p>\n", &["html-link-in-link"]),
        (
            "<img src=/a.png id=body>",
            "<img src=\"/a.png\" loading=\"lazy\" decoding=\"async\" alt=\"\" />",
            &["html-attribute-dropped"],
        ),
    ] {
        let (got, diagnostics) = html(markdown);
        assert_eq!(got.trim_end(), want.trim_end(), "{markdown}");
        assert_eq!(diagnostics, codes, "{markdown}");
    }
}

#[test]
fn boxes_get_the_looks_of_alerts() {
    for (markdown, want) in [
        (
            "<div box=\"tip\" class=\"x\">\n\n<strong box=\"title\">A *b*</strong>\n\nc\n\n</div>",
            "<div class=\"alert tip x\" role=\"note\">\n<p><strong class=\"alert-title\">A <em>b</em></strong></p>\n\
             <p>c</p>\n</div>",
        ),
        (
            "<details box=\"note\" open>\n<summary>\n\n<strong box=\"title\">1. a</strong>\n\n</summary>\n\nc\n\n</details>",
            "<details class=\"alert note\" open=\"\">\n<summary>\n<p><strong class=\"alert-title\">1. a</strong></p>\n\
             </summary>\n<p>c</p>\n</details>",
        ),
        (
            "> [!NOTE]\n> a\n>\n> > [!TIP]\n> > b",
            "<div class=\"alert note\" role=\"note\">\n<p class=\"alert-title\">Note</p>\n<p>a</p>\n\
             <div class=\"alert tip\" role=\"note\">\n<p class=\"alert-title\">Tip</p>\n<p>b</p>\n</div>\n</div>",
        ),
        (
            "> [!CAUTION]",
            "<div class=\"alert caution\" role=\"note\">\n<p class=\"alert-title\">Caution</p>\n</div>",
        ),
    ] {
        let (got, diagnostics) = html(markdown);
        assert_eq!((got.trim_end(), diagnostics.len()), (want, 0), "{markdown}");
    }
    assert_eq!(html("<div box=\"evil\">a</div>").1, ["html-attribute-dropped"]);
}

#[test]
fn what_is_for_readers_without_scripts_is_for_all() {
    let img = |src: &str| format!("<img src=\"{src}\" loading=\"lazy\" decoding=\"async\" alt=\"\" />");
    for (markdown, want) in [
        (
            "<div><noscript>\n<img src=\"/a.png\">\n</noscript></div>",
            format!("<div>\n{}\n</div>", img("/a.png")),
        ),
        (
            "<div><img data-src=\"/a.png\"><noscript><img src=\"/big.png\"></noscript></div>",
            format!("<div>{}</div>", img("/a.png")),
        ),
        (
            "<div><img src=\"/a.png\"><noscript><img src=\"/a.png\"></noscript><img src=\"/a.png\"></div>",
            format!("<div>{0}{0}</div>", img("/a.png")),
        ),
        (
            "<div><img src=\"/a.png\"><noscript><p>b</p><img src=\"/c.png\"></noscript></div>",
            format!("<div>{}<p>b</p>{}</div>", img("/a.png"), img("/c.png")),
        ),
        (
            "<div><noscript><script>x()</script><b onclick=y>c</b></noscript></div>",
            "<div><b>c</b></div>".to_owned(),
        ),
        ("a <img data-original=\"/a.png\"> b", format!("<p>a {} b</p>", img("/a.png"))),
    ] {
        assert_eq!(html(markdown).0.trim_end(), want, "{markdown}");
    }
}

#[test]
fn old_elements_are_no_text() {
    for (markdown, want) in [
        ("<nobr>a b</nobr>, <font>c</font> <blink>d</blink>", "<p>a b, c d</p>"),
        ("<acronym title=\"Hyper\">HTML</acronym>", "<p><abbr title=\"Hyper\">HTML</abbr></p>"),
        ("<foo>x</foo> </bar>", "<p>&lt;foo&gt;x&lt;/foo&gt; </p>"),
        ("<math mathml=\"&lt;math&gt;&lt;mi&gt;x&lt;/mi&gt;&lt;/math&gt;\">", "<math><mi>x</mi></math>"),
    ] {
        assert_eq!(html(markdown).0.trim_end(), want, "{markdown}");
    }
}

#[test]
fn nobody_needs_elements_within_thousands_of_others() {
    let (got, diagnostics) = html(&["<b>".repeat(3000), "x".to_owned(), "</b>".repeat(3000)].concat());
    let count = |tag: &str| got.matches(tag).count();
    assert_eq!((count("<b>"), count("</b>"), count("x")), (DEEPEST - 1, DEEPEST - 1, 1));
    assert_eq!(diagnostics, ["html-too-deep"]);
}
