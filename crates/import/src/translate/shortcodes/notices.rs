//! Boxes, foldings, quotations and sections.

use super::call::{Call, Shape};
use super::text::prose;
use crate::translate::boxes::{boxed, is_kind};
use crate::translate::html::attribute;

/// Names that say no kind: that is given.
const GENERAL: [&str; 16] = [
    "notice",
    "admonition",
    "alert",
    "callout",
    "hint",
    "note",
    "box",
    "infobox",
    "panel",
    "message",
    "notification",
    "admonish",
    "aside",
    "pageinfo",
    "banner",
    "notes",
];

/// Words for the looks of boxes beyond those that Markdown has.
const ALSO: [(&str, &str); 12] = [
    ("primary", "note"),
    ("secondary", "note"),
    ("default", "note"),
    ("light", "note"),
    ("dark", "note"),
    ("blue", "note"),
    ("grey", "note"),
    ("green", "tip"),
    ("yellow", "warning"),
    ("orange", "warning"),
    ("red", "caution"),
    ("warn", "warning"),
];

fn kind_of(word: &str) -> Option<&str> {
    let word = word.trim();
    let lower = word.to_ascii_lowercase();
    let also = ALSO.iter().find(|(name, _)| *name == lower).map(|(_, kind)| *kind);
    also.or_else(|| is_kind(word).then_some(word))
}

pub(super) fn is_box(name: &str) -> bool {
    GENERAL.contains(&name) || is_kind(name)
}

/// `{{% notice tip "Title" %}}`, `{{< warning >}}` and what themes call the same.
pub(super) fn notice(call: &Call<'_>) -> Option<Shape> {
    let keys = [
        "type", "style", "kind", "level", "context", "color", "colour", "variant", "class", "status", "theme",
    ];
    let name = call.name.as_str();
    let given = call.get(&keys);
    let first = call.at(0);
    // `alert(tip=true)`
    let flag =
        call.given.iter().find(|(key, value)| value == "true" && is_kind(key)).map(|(key, _)| key.as_str());
    let mut taken = 0;
    let kind = match GENERAL.contains(&name) {
        true if !given.is_empty() => {
            kind_of(given.split_whitespace().next().unwrap_or_default()).unwrap_or("note")
        }
        true if kind_of(first).is_some() => {
            taken = 1;
            kind_of(first).unwrap_or("note")
        }
        true => flag.unwrap_or("note"),
        false => name,
    };
    let text = call.get(&["text", "content", "body", "message", "desc", "description"]);
    let title = call.get(&["title", "header", "heading", "label", "caption", "summary"]);
    // The name of an icon is one word in small letters, and no title.
    let words: Vec<&str> =
        call.unnamed().skip(taken).filter(|word| !is_icon(word) && !is_flag(word)).collect();
    let (title, text) = match (title, text) {
        ("", "") if !call.paired => ("", words.first().copied().unwrap_or_default()),
        ("", text) => (words.first().copied().unwrap_or_default(), text),
        given => given,
    };
    let open = call.get(&["open", "expanded"]);
    let folds = ["collapse", "collapsible", "collapsed", "closed", "folded", "fold"];
    let fold = call.get(&folds);
    let flags = || call.unnamed().skip(taken).filter(|word| is_flag(word)).last().unwrap_or_default();
    let folded = match (open, fold) {
        ("", "") => (flags() == "false").then_some(true),
        ("", fold) => (fold == "true").then_some(true),
        (open, _) => (open == "false").then_some(true),
    };
    if !call.paired && text.is_empty() {
        return None;
    }
    let body = match text {
        "" => "\u{0}".to_owned(),
        text if call.paired => [text, "\n\n\u{0}"].concat(),
        text => text.to_owned(),
    };
    let whole = boxed(kind, title, folded, &body);
    let Some((first, last)) = whole.split_once('\u{0}') else {
        return Some(Shape::Block(whole, String::new()));
    };
    if let Some(head) = whole.strip_prefix("> ").filter(|_| last.is_empty()) {
        let head = head.trim_end_matches('\u{0}').trim_end().trim_end_matches('>').trim_end();
        return Some(Shape::Quote(head.replace("\n> ", "\n").replace("\n>", "\n"), String::new()));
    }
    Some(Shape::Around(first.trim_end().to_owned(), last.trim_start().to_owned()))
}

fn is_flag(word: &str) -> bool {
    matches!(word, "true" | "false")
}

fn is_icon(word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}

/// `{{< details "Title" >}}` and what themes call the same.
pub(super) fn details(call: &Call<'_>) -> Option<Shape> {
    let title =
        call.at_or(0, &["summary", "title", "label", "header", "heading", "name", "text", "question"]);
    let title = if title.is_empty() { "Details" } else { title };
    let open = call.get(&["open", "opened", "expanded"]);
    let closed = call.get(&["closed", "collapsed"]);
    let is_open =
        !matches!(open, "" | "false") || closed == "false" || call.unnamed().skip(1).any(|w| w == "open");
    let open = if is_open { " open" } else { "" };
    let first = format!("<details{open}>\n<summary>{}</summary>", prose(title, call.flavour));
    Some(Shape::Around(first, "</details>".to_owned()))
}

/// `{{< quote author="A" source="B" link="https://…" >}}`
pub(super) fn quote(call: &Call<'_>) -> Option<Shape> {
    let author = call.get(&["author", "by", "name", "cite_author", "attribution", "attr", "person", "who"]);
    let author = if author.is_empty() { call.at(0) } else { author };
    let source = call.get(&["source", "title", "cite", "from", "work", "book"]);
    let source = if source.is_empty() { call.at(1) } else { source };
    let link = call.get(&["link", "url", "href", "attrlink"]);
    let link = if link.is_empty() { call.at(2) } else { link };
    let text = call.get(&["text", "content", "quote"]);
    let foot = said_by(author, source, link);
    if !call.paired {
        let (text, foot) =
            if text.is_empty() { (call.at(0), said_by("", source, link)) } else { (text, foot) };
        if text.is_empty() {
            return None;
        }
        let lines: Vec<String> = text.lines().map(|line| ["> ", line].concat()).collect();
        let foot = if foot.is_empty() { foot } else { ["\n>\n> ", &foot].concat() };
        return Some(Shape::Block(lines.join("\n") + &foot, String::new()));
    }
    Some(Shape::Quote(String::new(), foot))
}

/// The last line of a quotation.
pub(in crate::translate) fn said_by(author: &str, source: &str, link: &str) -> String {
    let is_url =
        |text: &str| text.starts_with("https://") || text.starts_with("http://") || text.starts_with('/');
    let (source, link) = match (source, link) {
        (source, "") if is_url(source) => ("", source),
        other => other,
    };
    let named = |text: &str| match link {
        "" => text.to_owned(),
        link => format!("[{text}](<{}>)", link.replace(['<', '>', '\n'], "")),
    };
    let bare = link.split_once("://").map_or(link, |(_, rest)| rest).trim_end_matches('/');
    match (author, source, link) {
        ("", "", "") => String::new(),
        ("", "", _) => format!("— {}", named(bare)),
        (author, "", "") => format!("— {author}"),
        (author, "", _) => format!("— {}", named(author)),
        ("", source, _) => format!("— {}", named(source)),
        (author, source, _) => format!("— {author}, {}", named(source)),
    }
}

/// One of several parts that a page shows in turns: its name above it.
pub(super) fn tab(call: &Call<'_>) -> Option<Shape> {
    let name = call.at_or(0, &["name", "title", "header", "label", "tabname", "tab", "heading"]);
    Some(match name {
        "" => Shape::Nothing,
        name => Shape::Around(format!("**{}**", name.trim().replace('*', "\\*")), String::new()),
    })
}

/// `{{< button href="/a" >}}Text{{< /button >}}`
pub(super) fn button(call: &Call<'_>) -> Option<Shape> {
    let keys = ["href", "link", "url", "to", "relref", "page"];
    let href = call.get(&keys);
    let href = if href.is_empty() { call.unnamed().find(|word| !word.contains(' '))? } else { href };
    let body = call.take_body().unwrap_or_default().trim();
    let text = if body.is_empty() { call.get(&["text", "label", "title", "content", "name"]) } else { body };
    let text = if text.is_empty() { call.unnamed().find(|word| *word != href).unwrap_or(href) } else { text };
    let link = format!("[{}](<{}>)", text.replace('\n', " ").trim(), href.replace(['<', '>', '\n'], ""));
    Some(Shape::Block(link.clone(), link))
}

/// What stands in the middle.
pub(super) fn centre(_: &Call<'_>) -> Option<Shape> {
    Some(Shape::Around("<center>".to_owned(), "</center>".to_owned()))
}

/// An element within a line that is named like its call.
pub(super) fn element(call: &Call<'_>) -> Option<Shape> {
    const NAMES: [(&str, &str, &str); 10] = [
        ("kbd", "<kbd>", "</kbd>"),
        ("key", "<kbd>", "</kbd>"),
        ("keyboard", "<kbd>", "</kbd>"),
        ("mark", "<mark>", "</mark>"),
        ("highlighter", "<mark>", "</mark>"),
        ("sub", "<sub>", "</sub>"),
        ("sup", "<sup>", "</sup>"),
        ("small", "<small>", "</small>"),
        ("u", "<u>", "</u>"),
        ("del", "<del>", "</del>"),
    ];
    let (_, first, last) = NAMES.iter().find(|(name, ..)| *name == call.name)?;
    if call.paired {
        return Some(Shape::Within(first, last));
    }
    let text = call.at_or(0, &["text", "key", "content"]);
    (!text.is_empty()).then(|| Shape::Inline([first, prose(text, call.flavour).as_str(), last].concat()))
}

/// `{{< abbr "HTML" "HyperText" >}}`
pub(super) fn abbreviation(call: &Call<'_>) -> Option<Shape> {
    let (short, long) = (call.at_or(0, &["text", "abbr"]), call.at_or(1, &["title", "full"]));
    if short.is_empty() {
        return None;
    }
    let mut html = "<abbr".to_owned();
    attribute(&mut html, "title", long);
    Some(Shape::Inline([&html, ">", &prose(short, call.flavour), "</abbr>"].concat()))
}
