//! Tests of kramdown's extensions.

use lamplight_markdown::Flavour;

use super::translate;

#[test]
fn kramdown_is_said_in_markdown_and_html() {
    for (text, want) in [
        ("## A\n{: #b}\n\nc", "## A {#b}\n\nc"),
        ("A\n===\n{: #b .no_toc}\n", "A {#b}\n===\n"),
        ("{: #b}\n## A", "## A {#b}"),
        ("A *b*\nc.\n{: .lead}\n\nd", "<div class=\"lead\">\n\nA *b*\nc.\n\n</div>\n\n\nd"),
        ("* TOC\n{:toc}\n\na", "a"),
        ("1. a\n{: .steps #s}\n", "<div id=\"s\" class=\"steps\">\n\n1. a\n\n</div>\n\n"),
        ("```\nx\n```\n{: .language-ruby}\n", "```ruby\nx\n```\n"),
        ("a\n\n    x\n\n    y\n{:.language-ruby}\n", "a\n\n```ruby\nx\n\ny\n```\n"),
        ("    x\n{:.language-a}\n\n    y\n{:.language-b}\n", "```a\nx\n```\n\n```b\ny\n```\n"),
        ("![a](b.png){: .left}", "<span class=\"left\">![a](b.png)</span>"),
        ("![a](b.png){: width=\"30\"}", "<img src=\"b.png\" alt=\"a\" width=\"30\">"),
        ("[a](b){:target=\"_self\" rel=\"noopener\"}.", "[a](b)."),
        ("`{: .a}` and\n\n```\n{: .b}\n```", "`{: .a}` and\n\n```\n{: .b}\n```"),
        ("{::comment}\na\n{:/comment}\nb", "b"),
        ("<div class=\"x\" markdown=\"1\">\n*a*\n</div>", "<div class=\"x\">\n\n*a*\n\n</div>"),
        ("{: is prose", "{: is prose"),
        ("a\n{: r .x}\n\n{:r: .b #c}\n", "<div id=\"c\" class=\"x b\">\n\na\n\n</div>\n\n\n"),
        ("{:r: .b}\n{:s: r .c}\n*a*{: s}", "<span class=\"c b\">*a*</span>"),
        ("{:start=\"3\"}\n1. a\n2. b", "3. a\n2. b"),
        ("1. a\n2. b\n{: start=\"12\"}\n", "12. a\n2. b\n"),
        ("<div markdown='0'>*a*</div>", "<div>*a*</div>"),
        ("<p markdown=\"span\">In *a* & `b`</p>", "<p>In <em>a</em> &amp; <code>b</code></p>"),
        (
            "<details markdown=1><summary markdown=\"span\">*a*</summary>\nb\n</details>",
            "<details><summary><em>a</em></summary>\n\nb\n\n</details>",
        ),
        ("{::options toc_levels=\"2\" /}\na", "a"),
    ] {
        let done = translate(text, Flavour::Blog { smart: false });
        assert_eq!(done.markdown, want, "{text}");
        assert_eq!(done.diagnostics, [], "{text}");
    }
}

#[test]
fn attributes_that_are_lost_are_told() {
    for (text, want, line) in [
        ("a\n{: style=\"x\"}\n", "a\n", 2),
        ("a\n\n{: .b}\n\nc", "a\n\n\nc", 3),
        ("- a\n  {: .b}\n", "- a\n", 2),
        ("a\n{: unknown}\n", "a\n", 2),
        ("{::options parse_block_html=\"true\" /}\na", "a", 1),
    ] {
        let done = translate(text, Flavour::Blog { smart: false });
        assert_eq!(done.markdown, want, "{text}");
        let diagnostics: Vec<_> = done.diagnostics.iter().map(|d| (d.code, d.at.line)).collect();
        assert_eq!(diagnostics, [("kramdown-attribute", line)], "{text}");
    }
}

#[test]
fn how_a_link_would_open_is_told() {
    for (text, names) in [
        ("[a](b){:target=\"_blank\"}.", &["_blank"][..]),
        ("[a](b){: target=_new rel=\"opener\" }.", &["_new", "opener"]),
        ("[a](b){: w}\n\n{:w: target=\"_blank\"}", &["_blank"]),
    ] {
        let done = translate(text, Flavour::Blog { smart: false });
        assert!(done.markdown.starts_with("[a](b)"), "{}", done.markdown);
        assert_eq!(done.diagnostics.len(), names.len(), "{text}: {:?}", done.diagnostics);
        for (diagnostic, name) in done.diagnostics.iter().zip(names) {
            assert!(
                diagnostic.code == "link-target" && diagnostic.message.contains(name),
                "{text}: {diagnostic:?}"
            );
        }
    }
}

#[test]
fn lines_keep_their_places() {
    let done = translate("a\n{: .b}\n\nc\n{: .d}\n\ne", Flavour::Blog { smart: false });
    let line = done.markdown.lines().position(|line| line == "e").map(|i| i + 1).unwrap_or_default();
    assert_eq!(done.lines.source(line), 7);
}
