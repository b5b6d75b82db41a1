use lamplight_markdown::Flavour;

use super::*;

fn read(text: &str, engine: Option<Engine>, liquid: bool) -> (String, Vec<&'static str>) {
    let engines = engine.into_iter().collect();
    let context = Context { engines, ..Context::plain(Flavour::Blog { smart: false }) };
    let liquid = liquid.then_some(crate::translate::context::Unknown::Nothing);
    let done = step(text, &Context { liquid, ..context });
    (done.markdown, done.diagnostics.iter().map(|d| d.code).collect())
}

fn translated(text: &str, engine: Option<Engine>) -> (String, Vec<&'static str>) {
    read(text, engine, true)
}

#[test]
fn remarks_go_and_what_they_part_stays_parted() {
    for (text, want) in [
        ("a <!-- x --> b", "a  b"),
        ("a\n<!-- x\ny -->\nb", "a\n<!---->\nb"),
        ("a\n\n<!-- x\n\ny -->\n\nb", "a\n\nb"),
        ("- a\n\n<!-- x -->\n\n- b", "- a\n\n- b"),
        ("- a\n<!-- x -->\n- b", "- a\n<!---->\n- b"),
        ("> a <!-- x\n> y --> b", "> a  b"),
        ("| a <!-- x | y --> |\n|---|\n", "| a  |\n|---|\n"),
        ("<div>\n<!-- x -->\n</div>", "<div>\n<!---->\n</div>"),
        (
            "`<!-- x -->`\n\n    <!-- y -->\n\n```\n<!-- z -->\n%%c%%\n```",
            "`<!-- x -->`\n\n    <!-- y -->\n\n```\n<!-- z -->\n%%c%%\n```",
        ),
        ("a\n\n<!--more-->\n\nb <!-- more -->", "a\n\n<!--more-->\n\nb <!-- more -->"),
        ("<!--> a -->", "<!----> a -->"),
        ("<!--- x --->a", "<!---->a"),
        ("{::comment}\nx\n{:/comment}\n\nb", "b"),
        ("a {::comment}x{:/} b {::comment /}c{::comment/}", "a  b c"),
        ("a {:: comment a=\"b\"}x{:/ comment } b", "a  b"),
        ("a {:comment}x{:/comment} b", "a  b"),
        ("a {:comment} b", "a {:comment} b"),
        ("{:.comment} {::commentary}x", "{:.comment} {::commentary}x"),
        ("a {{- /* x */ -}} b {{/*x*/}}{{-/* y */-}}c", "a  b c"),
        (
            "a {{<comment>}}x{{</comment>}}b{{% comment %}}y{{% /comment %}}c{{< Comment \"z\" >}}x{{< / comment >}}d",
            "a bcd",
        ),
        ("a {{< comment />}} b {{</* comment */>}}", "a  b {{</* comment */>}}"),
        (
            "{{< comments >}} {{ comment }} {{< comment.x >}}",
            "{{< comments >}} {{ comment }} {{< comment.x >}}",
        ),
        ("a {% COMMENT %}x{% EndComment %} b", "a  b"),
        ("a {>> x\ny <<}b {>> c", "a b {>> c"),
        ("a {% # x %}b {%- # y -%}c", "a b c"),
        ("\\<!-- a --> `{% # x %}`", "\\<!-- a --> `{% # x %}`"),
    ] {
        assert_eq!(translated(text, None), (want.to_owned(), vec![]), "{text}");
    }
}

#[test]
fn remarks_of_liquid_go_where_no_liquid_is_read() {
    for (text, want) in [
        ("a {%comment%}x{%endcomment%} b", "a  b"),
        ("a {%- comment -%}\nx\n\ny\n{%-endcomment-%} b", "a  b"),
        ("{% comment note %}\nx\n{% endcomment %}\n\nb", "b"),
        ("{% comments %} {% # x %}", "{% comments %} "),
    ] {
        assert_eq!(read(text, None, false), (want.to_owned(), vec![]), "{text}");
    }
    let open = read("a\n\nb {% comment %} x\n\ny", None, false);
    assert_eq!(open, ("a\n\nb ".to_owned(), vec!["remark-unclosed"]));
    // Liquid's own step knows what is raw.
    assert_eq!(translated("{% comment %}x{% endcomment %}", None).0, "{% comment %}x{% endcomment %}");
}

#[test]
fn definitions_that_lead_nowhere_are_remarks() {
    for (text, want) in [
        ("a\n\n[comment]: <> (x)\n[//]: # \"y\"\n[//]:# 'z'\n\nb\n", "a\n\n\nb\n"),
        ("[//]: # x y z\n[comment]: x y\n[]: # (x)\n[ // ]: # (x)\n[//]: (x)\nb", "b"),
        ("[_metadata_:author]:- \"x\"\n[_metadata_:tags]: - \"y\"\nb", "b"),
        ("a\n[//]: # (x\ny\nz)\nb", "a\nb"),
        ("[//]: # (x (y)\nz) b\nc", " b\nc"),
        ("[//]: # (x (y) z) b\nc", "c"),
        ("[//]: # (x :( y)\nc", "c"),
        ("[//]: #\n(x)\nb", "b"),
        ("> a\n> [//]: # (x)\n> b", "> a\n> \n> b"),
        ("- [//]: # (x)\n- b\n  - c\n    [//]: # (y)\n", "- \n- b\n  - c\n"),
        ("[todo]: # (x)\n[hidden]: <> \"y\"\nb", "b"),
        ("[TODO] a\n\n[todo]: # (x)\n", "[TODO] a\n\n[todo]: # (x)\n"),
        (
            "see [comment]\n\n[comment]: https://a.example/b\n",
            "see [comment]\n\n[comment]: https://a.example/b\n",
        ),
        (
            "[x][Comment]\n\n[comment]: <https://a.example/b> \"T\"\n",
            "[x][Comment]\n\n[comment]: <https://a.example/b> \"T\"\n",
        ),
        ("[comment] a\n\n[comment]: # (x)\n", "[comment] a\n\n"),
        (
            "`[//]: # (x)`\n\n    [//]: # (x)\n\n```\n[//]: # (x)\n```",
            "`[//]: # (x)`\n\n    [//]: # (x)\n\n```\n[//]: # (x)\n```",
        ),
        ("[a]: /b\n[^1]: c\n[d]: #e\n[f]: #\n", "[a]: /b\n[^1]: c\n[d]: #e\n[f]: #\n"),
    ] {
        assert_eq!(translated(text, None), (want.to_owned(), vec![]), "{text}");
    }
    assert_eq!(translated("[//]: # (x\ny\n\nb", None), ("\nb".to_owned(), vec!["remark-unclosed"]));
}

#[test]
fn remarks_of_obsidian_are_hidden_there_and_told_elsewhere() {
    let obsidian = |text: &str| translated(text, Some(Engine::Obsidian));
    assert_eq!(
        obsidian("a %%x%% b\n\n%%\nA private\n\nparagraph\n%%\n\nc"),
        ("a  b\n\nc".to_owned(), vec![])
    );
    assert_eq!(obsidian("`%%x%%` stays"), ("`%%x%%` stays".to_owned(), vec![]));
    assert_eq!(obsidian("a\n\n%% open\n\nb"), ("a\n\n".to_owned(), vec!["remark-unclosed"]));
    assert_eq!(obsidian("a %% open\n\nb"), ("a \n\nb".to_owned(), vec!["remark-unclosed"]));
    assert_eq!(obsidian("50%% of it\n\nb"), ("50%% of it\n\nb".to_owned(), vec![]));
    assert_eq!(obsidian("a %%x\n\ny%% b"), ("a  b".to_owned(), vec![]));
    assert_eq!(
        obsidian("> a %%x%%\n> - b %%y%%\n\n| %%a\\|b%% c |\n|---|\n").0,
        "> a \n> - b \n\n|  c |\n|---|\n"
    );
    for (text, diagnostics) in [
        ("a %%private%% b", &["remark-shown"][..]),
        ("%%\nprivate\n%%\n", &["remark-shown"]),
        ("%% a private paragraph %%", &["remark-shown"]),
        ("a\n\n%% private\n\nparagraphs %%\n\nb", &["remark-shown"]),
        ("a %% private %% b", &["remark-shown"]),
        ("- %% private %%\n> %%x%%", &["remark-shown", "remark-shown"]),
        ("%%\n\nprivate\n\n%%", &["remark-shown"]),
        ("50%% of them, or 20%% at most", &[]),
        ("50 %% of them, or 20 %%", &["remark-shown"]),
        ("100%% sure", &[]),
        ("(%%) and (%%), a%%b%%c, %%%%", &[]),
        ("a %% b\n\nc %% d", &[]),
        ("printf %%d and %%s", &[]),
        ("## A {#id}", &[]),
        ("a {# x #} b", &["remark-shown"]),
        ("a {#- x -#} b {#x#}", &["remark-shown"]),
        ("a {/* x */} b { /* y */ }", &["remark-shown", "remark-shown"]),
    ] {
        assert_eq!(translated(text, None), (text.to_owned(), diagnostics.to_vec()), "{text}");
    }
    assert_eq!(translated("a {/* x\n\ny */ }b { /* c */}", Some(Engine::Astro)), ("a b ".to_owned(), vec![]));
}

#[test]
fn what_never_ends_hides_the_rest_and_is_told() {
    for text in ["a\n\n<!-- x\n\nb", "a\n\n{{/* x", "a\n\n{::comment}\nx", "a\n\n{{< comment >}}x\n\nb"] {
        assert_eq!(translated(text, None), ("a\n\n".to_owned(), vec!["remark-unclosed"]), "{text}");
    }
    // Within a line it hides its paragraph.
    for (text, want) in [
        ("a <!-- x\ny\n\nb", "a \n\nb"),
        ("> a <!-- x\n\nb", "> a \n\nb"),
        ("a {::comment}x\n\nb", "a \n\nb"),
        ("| a <!-- x |\n\nb", "| a \n\nb"),
    ] {
        assert_eq!(translated(text, None), (want.to_owned(), vec!["remark-unclosed"]), "{text}");
    }
    let html = of_html("<p>a</p>\n<p>b <!-- x</p>\n\n<p>c</p>", &Context::plain(Flavour::CommonMark));
    assert_eq!(html.markdown, "<p>a</p>\n<p>b ");
}

#[test]
fn comments_that_swallow_text_are_told() {
    for (text, diagnostics) in [
        ("<!-- a\n\ntext\n\n<!-- b -->\n\nc", &["remark-nested"][..]),
        ("<!-- <p> <!-- a --> b --> c", &["remark-nested"]),
        ("<!-- a <!-- b -->\n\n<!-- c -->", &[]),
        ("a\n\n<!--@include: ./b.md-->\n", &["include-lost"]),
        ("a\n\n<!--#include virtual=\"b\" -->\n", &["include-lost"]),
    ] {
        assert_eq!(translated(text, None).1, diagnostics, "{text}");
    }
}
