//! HTML to Markdown, by htmd. What Markdown has no mark for stays HTML, which a build of Lamplight cleans.

use std::rc::Rc;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BrStyle, BulletListMarker, HrStyle, Options};
use htmd::{Element, HtmlToMarkdown, Node};
use markup5ever_rcdom::NodeData;

use crate::depth::is_too_deep;
use crate::text::escaped;

/// An element of our own: its text is put into the Markdown as it is.
pub(crate) const RAW: &str = "x-raw";

/// Trees deeper than this are not walked.
const DEEPEST: usize = 512;

/// Makes Markdown of HTML. `None` if the HTML is nested too deep to be read: it can stand in Markdown as it is.
#[must_use]
pub(crate) fn markdown(html: &str) -> Option<String> {
    if is_too_deep(html) {
        return None;
    }
    let converter = converter();
    let tree = converter.html_to_tree(html).ok()?;
    if is_deep(&tree) {
        return None;
    }
    Some(tidy(&converter.tree_to_markdown(&tree)))
}

fn is_deep(tree: &Rc<Node>) -> bool {
    let mut nodes = vec![(Rc::clone(tree), 0)];
    while let Some((node, depth)) = nodes.pop() {
        if depth > DEEPEST {
            return true;
        }
        nodes.extend(node.children.borrow().iter().map(|child| (Rc::clone(child), depth + 1)));
    }
    false
}

fn converter() -> HtmlToMarkdown {
    let options = Options {
        hr_style: HrStyle::Dashes,
        br_style: BrStyle::Backslash,
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        preformatted_code: true,
        ..Options::default()
    };
    HtmlToMarkdown::builder()
        .options(options)
        .scripting_enabled(false)
        .skip_tags(vec!["script", "style", "title", "link", "meta"])
        .add_handler(vec![RAW], raw)
        .add_handler(vec!["pre"], code_block)
        .add_handler(vec!["figure"], figure)
        .add_handler(vec!["table"], table)
        .add_handler(
            vec!["iframe", "video", "audio", "details", "dl", "object", "embed", "svg", "math", "form"],
            |_: &dyn Handlers, element: Element| Some(block(&html_of(element.node))),
        )
        .add_handler(vec!["sub", "sup", "kbd", "mark", "ins", "u", "abbr", "q", "cite", "small"], inline)
        .add_handler(vec!["del", "s", "strike"], |handlers: &dyn Handlers, element: Element| {
            let inner = handlers.walk_children(element.node).content;
            Some(match inner.trim().is_empty() {
                true => inner.into(),
                false => format!("~~{}~~", inner.trim()).into(),
            })
        })
        .add_handler(vec!["a"], anchor)
        .build()
}

fn block(text: &str) -> HandlerResult {
    format!("\n\n{text}\n\n").into()
}

fn raw(_: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    Some(text_of(element.node).into())
}

/// A link, or a place that links lead to.
fn anchor(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let has_href = attribute(element.node, "href").is_some_and(|href| !href.trim().is_empty());
    if has_href {
        return handlers.fallback(element);
    }
    let id = attribute(element.node, "id").or_else(|| attribute(element.node, "name"));
    let inner = handlers.walk_children(element.node).content;
    Some(match id.filter(|id| !id.starts_with("more-") && is_plain(id)) {
        Some(id) => format!("<a id=\"{id}\"></a>{inner}").into(),
        None => inner.into(),
    })
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

/// An element in a line that Markdown has no mark for.
fn inline(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let inner = handlers.walk_children(element.node).content;
    let title = attribute(element.node, "title").filter(|_| element.tag == "abbr");
    let title = title.map(|title| format!(" title=\"{}\"", escaped(&title))).unwrap_or_default();
    let tag = element.tag;
    Some(match inner.trim().is_empty() || inner.contains("\n\n") {
        true => inner.into(),
        false => format!("<{tag}{title}>{inner}</{tag}>").into(),
    })
}

/// Code, with the language that one of many plugins has given it.
fn code_block(_: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let code = text_of(element.node);
    let mut language = String::new();
    for node in elements(element.node).filter(|node| matches!(name(node), "pre" | "code")) {
        let class = attribute(&node, "class").unwrap_or_default();
        let mut words = class.split([' ', ';']).map(str::trim).filter(|word| !word.is_empty());
        while let Some(word) = words.next() {
            let named = word.strip_prefix("language-").or_else(|| word.strip_prefix("lang-"));
            let named = named.or_else(|| (word == "brush:").then(|| words.next()).flatten());
            let named = named.or_else(|| word.strip_prefix("brush:")).or_else(|| word.strip_prefix("lang:"));
            if let Some(named) = named.filter(|named| is_plain(named) && language.is_empty()) {
                language = named.to_owned();
            }
        }
    }
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    Some(block(&format!("{fence}{language}\n{}\n{fence}", code.trim_matches('\n'))))
}

/// A picture with its words, as HTML; a picture without any, as a picture; a card of Ghost's, as a link.
fn figure(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let card = elements(element.node).find(|node| has_class(node, "kg-bookmark-container"));
    if let Some(href) = card.and_then(|card| attribute(&card, "href")) {
        let title = elements(element.node).find(|node| has_class(node, "kg-bookmark-title"));
        let title = title.map(|node| text_of(&node)).filter(|title| !title.trim().is_empty());
        let title = title.unwrap_or_else(|| href.clone()).replace(['[', ']', '<', '\n'], " ");
        return Some(block(&format!("[{}](<{}>)", title.trim(), href.replace(['<', '>', '\n'], ""))));
    }
    let words = elements(element.node).find(|node| name(node) == "figcaption");
    let has_words = words.is_some_and(|node| !text_of(&node).trim().is_empty());
    let is_picture = elements(element.node).any(|node| matches!(name(&node), "img" | "video" | "audio"));
    Some(match has_words && is_picture {
        true => block(&html_of(element.node)),
        false => block(handlers.walk_children(element.node).content.trim_matches('\n')),
    })
}

/// A table of Markdown, if that can show it.
fn table(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let is_rich = |node: &Rc<Node>| {
        let spans = |key| attribute(node, key).is_some_and(|number| number.trim() != "1");
        let inner = [
            "table",
            "ul",
            "ol",
            "pre",
            "blockquote",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "figure",
            "iframe",
        ];
        spans("colspan") || spans("rowspan") || inner.contains(&name(node)) && !Rc::ptr_eq(node, element.node)
    };
    if elements(element.node).any(|node| is_rich(&node)) {
        return Some(block(&html_of(element.node)));
    }
    handlers.fallback(element)
}

/// Attributes that say how something looks, or what a script is to do with it.
fn is_look(name: &str) -> bool {
    let named = ["class", "style", "srcset", "sizes", "loading", "decoding", "fetchpriority", "id", "align"];
    named.contains(&name) || name.starts_with("data-") || name.starts_with("on")
}

/// An element as HTML without blank lines, which would end it in Markdown.
fn html_of(node: &Rc<Node>) -> String {
    let mut html = String::new();
    write_html(node, &mut html);
    let lines = html.lines().filter(|line| !line.trim().is_empty());
    lines.map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Elements without an end.
const VOID: [&str; 11] =
    ["area", "br", "col", "embed", "hr", "img", "input", "param", "source", "track", "wbr"];

/// Trees are not deeper than [`DEEPEST`].
fn write_html(node: &Node, html: &mut String) {
    match &node.data {
        NodeData::Text { contents } => html.push_str(&escaped(&contents.borrow())),
        NodeData::Element { name, attrs, .. } => {
            let tag = &*name.local;
            html.push_str(&format!("<{tag}"));
            for attribute in attrs.borrow().iter().filter(|attribute| !is_look(&attribute.name.local)) {
                html.push_str(&format!(" {}=\"{}\"", attribute.name.local, escaped(&attribute.value)));
            }
            html.push('>');
            node.children.borrow().iter().for_each(|child| write_html(child, html));
            if !VOID.contains(&tag) {
                html.push_str(&format!("</{tag}>"));
            }
        }
        _ => {}
    }
}

fn name(node: &Node) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

fn attribute(node: &Node, key: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    attrs.borrow().iter().find(|attribute| &*attribute.name.local == key).map(|found| found.value.to_string())
}

fn has_class(node: &Node, class: &str) -> bool {
    attribute(node, "class").is_some_and(|value| value.split_whitespace().any(|word| word == class))
}

/// An element and all within it, in the order of the text.
fn elements(node: &Rc<Node>) -> impl Iterator<Item = Rc<Node>> {
    nodes(node).filter(|node| matches!(node.data, NodeData::Element { .. }))
}

fn nodes(node: &Rc<Node>) -> impl Iterator<Item = Rc<Node>> {
    let mut pending = vec![Rc::clone(node)];
    std::iter::from_fn(move || {
        let node = pending.pop()?;
        pending.extend(node.children.borrow().iter().rev().map(Rc::clone));
        Some(node)
    })
}

/// The text of an element; `<br>` is the end of a line.
fn text_of(node: &Rc<Node>) -> String {
    let mut text = String::new();
    for inner in nodes(node) {
        match &inner.data {
            NodeData::Text { contents } => text.push_str(&contents.borrow()),
            NodeData::Element { name, .. } if &*name.local == "br" => text.push('\n'),
            _ => {}
        }
    }
    text
}

/// No more than one blank line in a row outside of code, and one end of line at the end.
fn tidy(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let (mut fence, mut blank) = (None, true);
    for line in markdown.lines() {
        let bare = line.trim_start_matches(['>', ' ']);
        let ticks = bare.bytes().take_while(|byte| *byte == b'`').count();
        match fence {
            None if ticks >= 3 => fence = Some(ticks),
            Some(open) if ticks >= open && bare[ticks..].trim().is_empty() => fence = None,
            _ => {}
        }
        let line = if fence.is_none() { line.trim_end() } else { line };
        if line.is_empty() && blank && fence.is_none() {
            continue;
        }
        blank = line.is_empty();
        text.push_str(line);
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_markdown() {
        for (html, want) in [
            ("<p>a <b>b</b> <em>c</em></p><p>d<br>e</p>", "a **b** *c*\n\nd\\\ne\n"),
            ("<h2>a</h2><ul><li>b</li><li>c</li></ul>", "## a\n\n- b\n- c\n"),
            (
                "<pre class=\"brush: php; title\">a\n\n\n  &lt;b&gt; ```</pre>",
                "````php\na\n\n\n  <b> ```\n````\n",
            ),
            ("<pre><code class=\"language-rust\">fn a() {}\n</code></pre>", "```rust\nfn a() {}\n```\n"),
            ("<figure class=\"x\"><img src=\"/a.jpg\" alt=\"b\" class=\"c\"></figure>", "![b](/a.jpg)\n"),
            (
                "<figure class=\"x\"><img src=\"/a.jpg\" alt=\"b\" class=\"c\">\n\n<figcaption>d <b>e</b></figcaption></figure>",
                "<figure><img src=\"/a.jpg\" alt=\"b\">\n<figcaption>d <b>e</b></figcaption></figure>\n",
            ),
            ("<p>H<sub>2</sub>O <del>x</del></p>", "H<sub>2</sub>O ~~x~~\n"),
            ("<p><x-raw>https://a.example/b_c_d</x-raw></p>", "https://a.example/b_c_d\n"),
            ("<p>a</p><!-- wp:paragraph --><p>b</p><script>x</script>", "a\n\nb\n"),
            ("<p><a name=\"here\"></a>a</p>", "<a id=\"here\"></a>a\n"),
            (
                "<figure class=\"kg-card kg-bookmark-card\"><a class=\"kg-bookmark-container\" href=\"https://a.example/\"><div class=\"kg-bookmark-title\">B</div></a></figure>",
                "[B](<https://a.example/>)\n",
            ),
            (
                "<iframe src=\"https://a.example/\" class=\"b\"></iframe>",
                "<iframe src=\"https://a.example/\"></iframe>\n",
            ),
            ("", ""),
        ] {
            assert_eq!(markdown(html).unwrap(), want, "{html}");
        }
    }

    #[test]
    fn signs_of_markdown_in_texts_stay_signs() {
        for text in
            ["a * b * c", "1. no list", "# no heading", "a _b_ c", "[no](link)", "&lt;b&gt;", "a `b` c"]
        {
            let made = markdown(&format!("<p>{text}</p>")).unwrap();
            assert_ne!(
                made.trim(),
                text.replace("&lt;", "<").replace("&gt;", ">"),
                "{text} has no mark of escape"
            );
        }
    }

    #[test]
    fn tables_that_markdown_can_show_are_markdown() {
        let plain = markdown("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>").unwrap();
        assert!(plain.contains("| a") && !plain.contains("<td"), "{plain}");
        let rich = markdown("<table><tr><td colspan=\"2\">a</td></tr></table>").unwrap();
        assert!(rich.starts_with("<table>"), "{rich}");
    }

    #[test]
    fn what_is_too_deep_is_refused_and_not_fatal() {
        assert_eq!(markdown(&"<div>".repeat(100_000)), None);
        let open: String = (0..100_000).map(|n| format!("<p><b a={n}>")).collect();
        assert_eq!(markdown(&open), None);
        assert!(markdown(&"<p>a".repeat(10_000)).is_some());
    }
}
