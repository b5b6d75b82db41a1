//! `[sourcecode language="php"] … [/sourcecode]`: code as a block between fences, as its author typed it.

use lamplight_markdown::text::escape;

use super::names::language;
use super::tag::{decoded, unescaped};

/// What stands between the tags, as code.
pub(super) fn code(body: &str, escaped: bool, indent: usize, quoted: bool) -> String {
    let mut lines: Vec<String> = body.lines().map(|line| shorter(line, indent, quoted).to_owned()).collect();
    let unwrapped = without_element(&lines.join("\n"));
    if let Some(inside) = &unwrapped {
        lines = inside.lines().map(str::to_owned).collect();
    }
    let begin = lines.iter().position(|line| !is_blank(line)).unwrap_or(lines.len());
    lines.drain(..begin);
    lines.truncate(lines.iter().rposition(|line| !is_blank(line)).map_or(0, |last| last + 1));
    without_breaks(&mut lines);
    let block =
        lines.iter().all(|line| line.starts_with("    ") || line.trim().is_empty()) && !lines.is_empty();
    if block {
        // A block of code by its indentation: an exporter has read it already.
        lines.iter_mut().for_each(|line| *line = line.get(4..).unwrap_or_default().to_owned());
        return lines.join("\n");
    }
    let text = lines.join("\n");
    match escaped {
        true => unescaped(&text).into_owned(),
        false => decoded(&text).into_owned(),
    }
}

fn is_blank(line: &str) -> bool {
    matches!(line.trim(), "" | "<br />" | "<br>" | "<br/>" | "<p>" | "</p>" | "&nbsp;")
}

/// A line of a list or a quotation without what it begins with there.
fn shorter(line: &str, indent: usize, quoted: bool) -> &str {
    if quoted {
        let rest = line.trim_start().strip_prefix('>').unwrap_or(line);
        return rest.strip_prefix(' ').unwrap_or(rest);
    }
    let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
    &line[blank.min(indent)..]
}

/// What stands in `<pre>` or `<pre><code>` if that is all.
fn without_element(text: &str) -> Option<String> {
    let inside = text.trim().strip_prefix("<pre")?.strip_suffix("</pre>")?;
    let (_, inside) = inside.split_once('>')?;
    let code = inside.strip_prefix("<code").and_then(|code| code.strip_suffix("</code>"));
    let inside = code.and_then(|code| code.split_once('>')).map_or(inside, |(_, inside)| inside);
    Some(inside.to_owned())
}

/// Takes the ends of lines and paragraphs out that WordPress wrote into the code.
fn without_breaks(lines: &mut Vec<String>) {
    const ENDS: [&str; 4] = ["<br />", "<br/>", "<br>", "</p>"];
    let written = lines.iter().filter(|line| !line.trim().is_empty()).count();
    let broken = lines.iter().filter(|line| ENDS.iter().any(|end| line.trim_end().ends_with(end))).count();
    // Code that shows HTML has them here and there.
    if broken == 0 || broken * 2 + 1 < written {
        return;
    }
    let mut out = Vec::with_capacity(lines.len());
    for line in lines.iter() {
        let bare = line.trim_end();
        let begins = bare.trim_start().strip_prefix("<p>");
        if begins.is_some() && out.last().is_some_and(|last: &String| !last.is_empty()) {
            out.push(String::new());
        }
        let bare = begins.unwrap_or(bare);
        out.push(ENDS.iter().fold(bare, |line, end| line.strip_suffix(end).unwrap_or(line)).to_owned());
    }
    *lines = out;
}

/// The language that plugins wrote into the tag of a block of code: `class="brush: php;"`, `lang="php"`, `class="lang:php"`.
pub(super) fn brush(tag: &str) -> Option<&'static str> {
    let tag = tag.to_ascii_lowercase();
    ["brush:", "lang:", "lang=", "language-", "lang-"].iter().find_map(|mark| {
        let (before, rest) = tag.split_once(mark)?;
        let rest = rest.trim_start_matches([' ', '"', '\'']);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '#' | '+' | '-' | '.')));
        let name = &rest[..end.unwrap_or(rest.len())];
        before.ends_with([' ', '"', '\'', ';', '\n']).then(|| language(name)).flatten()
    })
}

/// A block of code in Markdown.
pub(super) fn fenced(info: &str, code: &str) -> String {
    let ticks = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(ticks.max(2) + 1);
    [&fence, info, "\n", code, "\n", &fence].concat()
}

/// A block of code in HTML, in which no line is blank: that would end the HTML.
pub(super) fn element(language: &str, code: &str) -> String {
    let mut html = "<pre><code".to_owned();
    if !language.is_empty() {
        html.push_str(" class=\"language-");
        escape(&mut html, language);
        html.push('"');
    }
    html.push('>');
    html.push_str(&inert(code));
    html.push_str("</code></pre>");
    html
}

/// Code within a line.
pub(super) fn span(code: &str) -> String {
    ["<code>", &inert(code), "</code>"].concat()
}

fn inert(code: &str) -> String {
    let lines: Vec<String> = code
        .lines()
        .map(|line| {
            if line.trim().is_empty() {
                "<!---->".to_owned()
            } else {
                crate::translate::shortcodes::text::inert(line)
            }
        })
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_what_its_author_typed() {
        for (body, escaped, want) in [
            ("\n&lt;?php echo &quot;a&quot;; ?&gt;\n", false, "<?php echo \"a\"; ?>"),
            ("<br />\na &amp;&amp; b<br />\n<br />\n  c&nbsp;d<br />\n", false, "a && b\n\n  c d"),
            ("<p>a<br />\nb</p>\n<p>c</p>\n", false, "a\nb\n\nc"),
            ("\nx = \"<br>\";\ny\nz\n<br>w\n", false, "x = \"<br>\";\ny\nz\n<br>w"),
            ("\n<pre>a &lt; b</pre>\n", false, "a < b"),
            ("\n\n    a &lt; b\n\n      c\n\n", false, "a &lt; b\n\n  c"),
            ("a\\[1\\] = \\_b", true, "a[1] = _b"),
            ("", false, ""),
        ] {
            assert_eq!(code(body, escaped, 0, false), want, "{body}");
        }
        assert_eq!(code("\n  a\n    b\n  ", false, 2, false), "a\n  b");
        assert_eq!(code("\n> a\n>\n> b\n> ", false, 0, true), "a\n\nb");
        for (tag, want) in [
            ("<pre class=\"brush: php; title: ; notranslate\" title=\"\">", Some("php")),
            ("<pre lang='C#'>", Some("csharp")),
            ("<pre class=\"lang:js decode:true\">", Some("javascript")),
            ("<pre lang=\"de\">", None),
            ("<pre class=\"wp-block-code\">", None),
        ] {
            assert_eq!(brush(tag), want, "{tag}");
        }
        assert_eq!(fenced("c", "```"), "````c\n```\n````");
    }
}
