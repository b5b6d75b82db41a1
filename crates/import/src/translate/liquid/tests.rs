//! Tests of Liquid.

use lamplight_markdown::Flavour;

use super::translate;
use crate::diagnostic::Severity;
use crate::translate::context::Context;

#[test]
fn a_picture_that_a_tag_takes_along_is_an_error() {
    let context = Context::plain(Flavour::Blog { smart: false });
    for (text, is_error) in [
        ("{% cover lamp lamp.jpg max-800 %}", true),
        ("{% photo \"./img/a.webp\", \"A lamp\" %}", true),
        ("{% webmentions limit 5 %}", false),
    ] {
        let done = translate(text, Some(context.flavour), &context);
        let errors: Vec<_> =
            done.diagnostics.iter().map(|diagnostic| diagnostic.severity == Severity::Error).collect();
        assert_eq!(errors, [is_error], "{text}");
    }
}

fn translated(text: &str) -> (String, Vec<(&'static str, usize)>) {
    let values = |name: &str| match name {
        "page.title" => Some("A title".to_owned()),
        "page.image" => Some("/a.png".to_owned()),
        "site.url" => Some("https://me.example".to_owned()),
        "site.baseurl" => Some("/x".to_owned()),
        _ => None,
    };
    let context = Context { values: &values, ..Context::plain(Flavour::Blog { smart: false }) };
    let done = translate(text, Some(context.flavour), &context);
    (done.markdown, done.diagnostics.iter().map(|d| (d.code, d.at.line)).collect())
}

#[test]
fn liquid_is_said_in_markdown() {
    for (text, want) in [
        ("![a]({{ site.baseurl }}/b.png)", "![a](/b.png)"),
        ("<img src=\"{{site.baseurl}}/b.png\">", "<img src=\"/b.png\">"),
        ("[x]: {{ site.url }}{{ site.baseurl }}/b", "[x]: /b"),
        ("we live at {{ site.url }}.", "we live at https://me.example."),
        ("write `{{ site.baseurl }}` first", "write `{{ site.baseurl }}` first"),
        ("*{{ page.title | upcase }}*", "*A TITLE*"),
        ("![a]({{ \"/b.png\" | relative_url }})", "![a](/b.png)"),
        ("![a]({{ '/b.png' | prepend: site.baseurl }})", "![a](/b.png)"),
        ("![a]({{ page.image | default: \"/c.png\" }})", "![a](/a.png)"),
        ("{{ page.none | default: 'c' }}", "c"),
        ("a {% comment %}b\nc{% endcomment %} d", "a  d"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("`{% raw %}{{ x }}{% endraw %}`", "`{{ x }}`"),
        ("```\n{% raw %}\n{{ x }}\n{% endraw %}\n```", "```\n{{ x }}\n```"),
        ("{{#each}} {{{ x }}} {{/each}} {% and 50 %", "{{#each}} {{{ x }}} {{/each}} {% and 50 %"),
        ("[a]({% post_url 2016-01-02-b %})", "[a](@post/2016-01-02-b)"),
        ("see {% link _posts/a b.md %}", "see [a%20b.md](@file/_posts/a%20b.md)"),
        ("{% highlight ruby linenos %}\nputs 1\n{% endhighlight %}", "```ruby linenos\nputs 1\n```"),
        ("a\n{% highlight c %}x{% endhighlight %} b", "a\n```c\nx\n```\nb"),
        ("- a\n  {% highlight js %}\nx = `y`\n{% endhighlight %}", "- a\n  ```js\n  x = `y`\n  ```"),
        ("{% highlight md %}\n```\n{% endhighlight %}", "````md\n```\n````"),
        (
            "{% highlight erb hl_lines=\"1 3\" %}\n{% raw %}{{ x }}{% endraw %}\n{% endhighlight %}",
            "```erb {1,3}\n{{ x }}\n```",
        ),
        ("{% codeblock A title lang:rb %}\nx\n{% endcodeblock %}", "```rb title=\"A title\"\nx\n```"),
        (
            "{% youtube abc-1 %}\nText",
            "<iframe src=\"https://www.youtube-nocookie.com/embed/abc-1\"></iframe>\n\nText",
        ),
        ("{% gist me/12 %}", "<script src=\"https://gist.github.com/me/12.js\"></script>"),
        (
            "{{ \"https://a.example/v\" | embed: \"A film\" }}",
            "<iframe src=\"https://a.example/v\" title=\"A film\"></iframe>",
        ),
        (
            "{% include figure.html\n  src=page.image caption=\"It's *b*\" %}",
            "<figure><img src=\"/a.png\" alt=\"\"><figcaption>It's *b*</figcaption></figure>",
        ),
        (
            "{% img left /a.png 300 200 'T' \"It's\" %}",
            "<img src=\"/a.png\" class=\"left\" width=\"300\" height=\"200\" alt=\"It&#39;s\">",
        ),
    ] {
        let (got, diagnostics) = translated(text);
        assert_eq!(got, want, "{text}");
        assert_eq!(diagnostics, [], "{text}");
    }
}

#[test]
fn what_cannot_be_said_is_told_with_its_place() {
    for (text, want, diagnostics) in [
        ("a\n\n{% include nav.html %}\n\nb", "a\n\n\nb", &[("liquid-tag", 3)][..]),
        ("{% if x %}a{% else %}b{% endif %}", "", &[("liquid-condition", 1)]),
        ("a {{ b }} c", "a  c", &[("liquid-value", 1)]),
        ("{{ \"Ann\" | team_link }} says", "Ann says", &[("liquid-filter", 1)]),
        ("a\n{% highlight c %}\nx", "a\nx", &[("liquid-unclosed", 2)]),
    ] {
        assert_eq!(translated(text), (want.to_owned(), diagnostics.to_vec()), "{text}");
    }
}

#[test]
fn lines_of_what_follows_are_found_again() {
    let text = "{% comment %}\na\n{% endcomment %}\n\n{% highlight c %}x{% endhighlight %}\n\n{{ y }}\nlast";
    let done = translate(text, Some(Flavour::CommonMark), &Context::plain(Flavour::CommonMark));
    assert_eq!(done.markdown, "\n```c\nx\n```\n\nlast");
    assert_eq!([2, 3, 4, 5, 6].map(|line| done.lines.source(line)), [5, 5, 5, 6, 8]);
}
