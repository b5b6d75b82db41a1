//! Depth and length of a text are its author's to choose; time and stack are ours to keep.

#![expect(clippy::expect_used, reason = "a test may stop at once")]

use lamplight_import::engine::{Engine, Engines};
use lamplight_import::headings::anchors;
use lamplight_import::{prose, sanitize, translate};
use lamplight_markdown::links::LinkContext;
use lamplight_markdown::{Flavour, RawHtml, RenderOptions, part, render};

/// The whole way of a text through the build and the browser. The stack is a small one on purpose.
fn whole_way(markdown: String) -> usize {
    // With all engines: what one costs is not hidden by another's absence.
    whole_way_of(markdown, Engine::ALL.into_iter().collect())
}

fn whole_way_of(markdown: String, engines: Engines) -> usize {
    let work = move || {
        let flavour = Flavour::Blog { smart: true };
        let context = translate::Context {
            engines,
            liquid: Some(translate::Unknown::Text),
            dollar_math: true,
            line_breaks: true,
            ..translate::Context::plain(flavour)
        };
        let markdown = translate::translate(&markdown, &context).markdown;
        let place = LinkContext { base: "/", origin: "", path: "/p/", known: &[] };
        let pieces = sanitize::fragments(&markdown, 0, flavour, &place, &[], &[], &mut Vec::new());
        let ids = anchors(&markdown, flavour);
        let options = RenderOptions {
            anchors: &ids,
            place: Some(place),
            ..RenderOptions::bare(flavour, RawHtml::Fragments(&pieces))
        };
        let plain = prose::plain_text(&markdown, flavour);
        let parts = part(&markdown, &options).map_or(0, |parts| parts.lengths.len());
        render(&markdown, &options).html.len() + plain.len() + parts
    };
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(work).expect("a thread");
    thread.join().expect("no overflow, no panic")
}

#[test]
fn deep_nesting_takes_little_stack() {
    for unit in
        [">", "- ", "*", "[", "![", "<div>", "<b>", "`", "(", "_a", "|", "\\", "&", "1. ", "~~", "[^a]: "]
    {
        let nested = unit.repeat(50_000);
        assert!(whole_way(nested) < 20_000_000, "{unit}");
    }
}

#[test]
fn ten_megabytes_are_read_to_the_end() {
    let paragraph =
        "Some *words* with a [link](/a) and http://a.example/b, `code` and <b>tags</b>.\n\n## Heading\n\n";
    let text = paragraph.repeat(10_000_000 / paragraph.len());
    assert!(whole_way(text) > 10_000_000);
}

#[test]
fn many_footnotes_and_equal_headings_stay_linear() {
    let notes: String = (0..50_000).map(|i| format!("a[^n{i}]\n\n[^n{i}]: b\n\n")).collect();
    assert!(whole_way(notes) > 50_000);
    assert!(whole_way("# same\n\n".repeat(100_000)) > 100_000);
}

#[test]
fn marks_of_old_posts_stay_linear() {
    for unit in [
        "{{",
        "{{ a }}",
        "{% a %}",
        "{% raw %}",
        "{% highlight a %}",
        "{%",
        "{{ \"a\" | b }}",
        "$$",
        "$$a$$",
        "\\\\(",
        "$`",
        "{:.a}\n",
        "{:a: .b}\n",
        "{:a: a .b}\na\n{:a}\n\n",
        "![a](b c",
        "![a](b c.png)",
        "a\\\\\n",
        "^\n",
        "<p markdown=\"span\">",
        "| a |\n",
        "| a |\n\n",
        "&#8;",
        "{% post_link a %}",
        "`a`{:.b}",
        "a\n{:.b}\n\n",
        "{::comment}\n",
        "<div markdown=\"1\">\n",
        "    a\n{:.b}\n\n",
        "{: ",
        "{{ site.baseurl }}/",
        "{% raw %}`{% endraw %}",
        "{{< a >}}",
        "{{< a >}}\n",
        "{{< /a >}}",
        "{{% a",
        "{{< a \"",
        "{{< a `",
        "{{< highlight go >}}",
        "{{< highlight go >}}`{{< /highlight >}}",
        "{{< quote >}}\n",
        "{{< /quote >}}\n",
        "{{</* a */>}}",
        "{{< ref a >}}",
        "{{< x.inline >}}",
        "{{ a(b=1) }}",
        "{{ a(b=[",
        "{% a(b=1) %}",
        "{% end %}",
        "{% note %}\n",
        "{% endnote %}\n",
        "{% tabs %}<!-- tab a -->",
        "{% asset_img a.png %}",
        "```a {hl_lines=[1]}\n",
        "```{r, echo=FALSE}\na\n```\n",
        "```a,hide_lines=1\nb\n```\n",
        "{% comment %}{% endcomment %}",
        "[caption ",
        "[caption width=\"1\"]",
        "[caption width=\"1\"]<img src=a> b[/caption]",
        "[caption width=\"1\"]<img",
        "[/caption]",
        "[a b=\"c\"]",
        "[a b=\"c\"]d[/a]",
        "[a b='",
        "\\[a b=\"c\"\\]",
        "[[a",
        "[php]",
        "[php]\n[/php]\n",
        "[php]`[/php]",
        "[gallery]",
        "[quote]\n",
        "[/quote]\n",
        "[private]",
        "<p>[gallery ids=\"1\"]",
        "<p>[caption width=\"1\"]<img>[/caption]",
        "<pre>[php]",
        "<a b=\"",
        "https://youtu.be/a\n",
        "$latex a$",
        "<!-- wp:a /-->",
        "<!--more a-->",
        ":::note\n",
        ":::note\n:::\n",
        "a\n:b\n",
        "^[a b ",
        "[^a] ",
        ":smile:",
        "*日。",
        "**日。**本",
        "日\n",
        "$a",
        "\\(a_b",
        "<math><mi>",
        "!!! note\n    ",
        "\u{8}",
        "<noscript><img data-src=a>",
        "[[",
        "[[a",
        "[[a]]",
        "![[a]]",
        "![[a]]\n",
        "![[a.png|3]]",
        "![a|3](b)",
        "==",
        "==a",
        "==a ==",
        "==a==",
        " ^a\n",
        "- [/] a\n",
        "- [/] ",
        "> [!a]",
        "> [!bug] a\n",
        "> [!bug] a\n\n",
        "> [!bug]- a\n> a\n\n",
        "a\n",
        "```query\n",
        "```query\n```\n",
        "|-\n",
        "|`",
        "a|b\n|-\n|-\n",
        "{::nomarkdown}",
        "*[a]: b\na\n",
        "<td markdown=\"1\">a</td>",
        "{% if a %}",
        "{% if true %}a{% endif %}",
        "{% if true %}",
        "{% for i in (1..100) %}a",
        "{% for i in (1..9) %}{% endfor %}",
        "{% assign a = a | append: \"aaaa\" %}",
        "{% capture a %}{{ a }}b{% endcapture %}",
        "{%- endif -%}  ",
        "{% include a.md %}",
        "<!--",
        "<!-- a -->",
        "a <!-- b --> c\n\n",
        "%%",
        "%%a",
        "{#",
        "{/*",
        "{{/*",
        "{{/* a */}}",
        "[//]: # (a)\n",
        "[//]: # (a\n",
        "[a]: # (\"\n",
        "[] [a",
        "{::comment",
        "++a",
        "++a++ ",
        "{++",
        "{~~a~>",
        "a~1",
        "a^1^",
        "[a]{.b}",
        "]{.b}",
        "[@a",
        "--8<--\n",
        "| a\n",
        "+--+\n",
        ":material-a",
        "{:comment}",
        "{{<comment",
        "{{<comment>}}",
        "{% # ",
        "{>>",
        "{ /* ",
        "<!-- a <!-- ",
        "a <!-- b\n\n",
        "a %% b\n\n",
        "%%\n",
    ] {
        let many = unit.repeat(500_000 / unit.len());
        // In a folder of no engine what looks like a mark is looked for, too.
        assert!(whole_way_of(many.clone(), Engines::default()) < 40_000_000, "{unit}");
        assert!(whole_way(many) < 40_000_000, "{unit}");
    }
}

#[test]
fn html_that_never_ends_stays_linear() {
    for unit in
        ["<div>\n\n", "<b>a ", "<p><b><p><i>x ", "<table><tr><td>", "<details>\n\n", "<b></i>", "</b>"]
    {
        let many = unit.repeat(500_000 / unit.len());
        assert!(whole_way(many) < 40_000_000, "{unit}");
    }
    for unit in ["a=b ", "a ", "a/", "a= \"b\"", "a='b'"] {
        let many = format!("x\n\n<p {}>\n\ny", unit.repeat(500_000 / unit.len()));
        assert!(whole_way(many) < 40_000_000, "{unit}");
    }
}

#[test]
fn what_stands_elsewhere_is_found_at_once() {
    let links: String = (0..30_000).map(|i| format!("Words [l{i}] and [l{}].\n\n", i * 7 % 30_000)).collect();
    let defined: String = (0..30_000).map(|i| format!("[l{i}]: /x{i}\n")).collect();
    assert!(whole_way(links + &defined) > 1_000_000);
    let chain: String = (0..30_000).map(|i| format!("[^n{i}]: Note[^n{}]\n\n", i + 1)).collect();
    assert!(whole_way(chain + "start[^n0]") > 1_000_000);
}
