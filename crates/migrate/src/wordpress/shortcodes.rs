//! Shortcodes: marks in brackets that WordPress or a plugin replaces. Those that need the export become HTML here; others stay as
//! they are, because a build of Lamplight reads them, too, or reports them.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::convert::RAW;
use crate::model::Attachment;
use crate::text::{escaped, unescaped};

/// The files of an export, by number and by the post that they were uploaded for.
pub(super) struct Pictures<'a> {
    by_id: HashMap<&'a str, &'a Attachment>,
    by_parent: HashMap<&'a str, Vec<&'a Attachment>>,
}

impl<'a> Pictures<'a> {
    pub(super) fn new(attachments: &'a [Attachment]) -> Self {
        let mut by_parent: HashMap<&str, Vec<&Attachment>> = HashMap::new();
        for file in attachments.iter().filter(|file| !file.parent.is_empty()) {
            by_parent.entry(&file.parent).or_default().push(file);
        }
        Self { by_id: attachments.iter().map(|file| (file.id.as_str(), file)).collect(), by_parent }
    }

    pub(super) fn by_id(&self, id: &str) -> Option<&'a Attachment> {
        self.by_id.get(id).copied()
    }
}

#[expect(clippy::unwrap_used, reason = "the patterns are fixed")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

static BLOCK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"<!-- wp:block \{[^{}]*"ref":\s*(\d+)[^{}]*\} /-->"#));
static MORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"<!--\s*more\b[^>]*-->"));
/// Names of languages that plugins for code have as shortcodes, and the two general names.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?s)\[(code|sourcecode|bash|c|cpp|csharp|css|diff|go|html|java|javascript|js|json|perl|php|plain|python|ruby|shell|sql|xml)(\s[^\[\]]*)?\](.*?)\[/(code|sourcecode|bash|c|cpp|csharp|css|diff|go|html|java|javascript|js|json|perl|php|plain|python|ruby|shell|sql|xml)\]",
    )
});
static CAPTION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?s)\[(?:wp_)?caption([^\[\]]*)\](.*?)\[/(?:wp_)?caption\]"));
static PICTURE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?is)^\s*((?:<a\s[^>]*>\s*)?<img\s[^>]*>(?:\s*</a>)?)(.*)$"));
static GALLERY: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[gallery([^\[\]]*)\]"));
static EMBED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\[embed[^\[\]]*\]\s*(https?://[^\s\[\]<]+)\s*\[/embed\]"));
/// Films and the like by their addresses alone on a line, which WordPress shows as players. Block editors wrap them.
static LINE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?m)^[ \t]*(?:<p>)?(https?://[^\s<>\[\]]+)(?:</p>)?[ \t]*$"));
/// Any other: with values, or with a name of several words.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"\[/?([a-zA-Z][a-zA-Z0-9]*(?:[_-][a-zA-Z0-9]+)*)((?:\s+[^\[\]<>]*=[^\[\]<>]*)?)\s*/?\]"#)
});
static VALUE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"([a-zA-Z_]+)\s*=\s*(?:["'”“]([^"'”“]*)["'”“]|([^\s"']+))"#));

/// Texts within which further blocks are looked for.
const DEPTH: usize = 4;

/// A text with the blocks that several posts share.
pub(super) fn with_blocks(html: &str, blocks: &HashMap<String, String>) -> String {
    let mut html = html.to_owned();
    for _ in 0..DEPTH {
        let mut grown = 0;
        let more = BLOCK.replace_all(&html, |found: &Captures<'_>| match blocks.get(&found[1]) {
            // A text may not become endless by blocks within blocks.
            Some(block) if grown + block.len() < 1 << 20 => {
                grown += block.len();
                block.clone()
            }
            _ => found[0].to_owned(),
        });
        match more {
            std::borrow::Cow::Borrowed(_) => break,
            std::borrow::Cow::Owned(more) => html = more,
        }
    }
    html
}

/// Translates shortcodes of the text of item `id`. `tell` gets what is not understood.
pub(super) fn translate(
    html: &str,
    id: &str,
    pictures: &Pictures<'_>,
    tell: &mut dyn FnMut(String),
) -> String {
    let html = CODE.replace_all(html, |found: &Captures<'_>| {
        if found[1] != found[4] {
            return found[0].to_owned();
        }
        let values = found.get(2).map_or("", |values| values.as_str());
        let named = value(values, "lang").or_else(|| value(values, "language"));
        let language = match &found[1] {
            "code" | "sourcecode" => named.unwrap_or_default(),
            name => name.to_owned(),
        };
        let code = escaped(&unescaped(found[3].trim_matches('\n')));
        // Brackets in code are no shortcodes.
        let code = code.replace('[', "&#91;").replace(']', "&#93;");
        format!("\n\n<pre><code class=\"language-{}\">{code}</code></pre>\n\n", escaped(&language))
    });
    let html = CAPTION.replace_all(&html, |found: &Captures<'_>| {
        let Some(parts) = PICTURE.captures(&found[2]) else { return found[2].to_owned() };
        let words = match parts[2].trim() {
            "" => value(&found[1], "caption").unwrap_or_default(),
            words => words.to_owned(),
        };
        match words.is_empty() {
            true => format!("\n\n{}\n\n", &parts[1]),
            false => format!("\n\n<figure>{}<figcaption>{words}</figcaption></figure>\n\n", &parts[1]),
        }
    });
    let html = GALLERY.replace_all(&html, |found: &Captures<'_>| gallery(&found[1], id, pictures, tell));
    let html = EMBED.replace_all(&html, |found: &Captures<'_>| raw(&found[1]));
    let html = LINE.replace_all(&html, |found: &Captures<'_>| raw(&found[1]));
    let html = MORE.replace(&html, |_: &Captures<'_>| raw("<!--more-->"));
    others(&html, tell)
}

/// Text that stands on a line of its own and is not to be changed any more.
fn raw(text: &str) -> String {
    format!("\n\n<{RAW}>{}</{RAW}>\n\n", escaped(text))
}

fn gallery(values: &str, id: &str, pictures: &Pictures<'_>, tell: &mut dyn FnMut(String)) -> String {
    let named = value(values, "ids").or_else(|| value(values, "include"));
    let shown: Vec<&Attachment> = match &named {
        Some(ids) => {
            let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty());
            let find = |id: &str| {
                let found = pictures.by_id(id);
                if found.is_none() {
                    tell(format!("picture {id} of a gallery is not in the export"));
                }
                found
            };
            ids.filter_map(find).collect()
        }
        None => pictures.by_parent.get(id).cloned().unwrap_or_default(),
    };
    if shown.is_empty() && named.is_none() {
        tell("a gallery of all its pictures has none in the export".to_owned());
    }
    let picture = |file: &&Attachment| {
        format!("<p><img src=\"{}\" alt=\"{}\"></p>\n\n", escaped(&file.url), escaped(&file.alt))
    };
    format!("\n\n{}", shown.iter().map(picture).collect::<String>())
}

/// Names that a build of Lamplight translates without a word.
const KNOWN: [&str; 8] = ["audio", "video", "youtube", "vimeo", "tweet", "gist", "embed", "soundcloud"];

/// Keeps all other shortcodes as they are, and reports those that nobody translates.
fn others(html: &str, tell: &mut dyn FnMut(String)) -> String {
    let is_shortcode = |found: &Captures<'_>| {
        let name = &found[1];
        let ends = format!("[/{name}]");
        let is_closing = found[0].starts_with("[/");
        KNOWN.contains(&name) || !found[2].trim().is_empty() || is_closing || html.contains(&ends)
    };
    let mut reported = Vec::new();
    let html = OTHER.replace_all(html, |found: &Captures<'_>| {
        if !is_shortcode(found) {
            return found[0].to_owned();
        }
        let name = found[1].to_owned();
        if !KNOWN.contains(&name.as_str()) && !reported.contains(&name) {
            reported.push(name);
        }
        format!("<{RAW}>{}</{RAW}>", escaped(&unescaped(&found[0])))
    });
    for name in reported {
        tell(format!("the shortcode [{name}] is left as it is; a build says what becomes of it"));
    }
    html.into_owned()
}

fn value(values: &str, key: &str) -> Option<String> {
    let found = VALUE.captures_iter(values).find(|found| found[1].eq_ignore_ascii_case(key))?;
    found.get(2).or_else(|| found.get(3)).map(|value| value.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translated(html: &str) -> (String, Vec<String>) {
        let files = [("1", ""), ("2", "9")].map(|(id, parent)| Attachment {
            id: id.to_owned(),
            parent: parent.to_owned(),
            url: format!("https://a.example/{id}.jpg"),
            alt: format!("Picture {id}"),
        });
        let mut reported = Vec::new();
        let html = translate(html, "9", &Pictures::new(&files), &mut |what| reported.push(what));
        (html.split_whitespace().collect::<Vec<_>>().join(" "), reported)
    }

    #[test]
    fn shortcodes_that_need_the_export_become_html() {
        for (written, want) in [
            (
                "[code lang=\"php\"]&lt;b> [x y=1][/code]",
                "<pre><code class=\"language-php\">&lt;b&gt; &#91;x y=1&#93;</code></pre>",
            ),
            ("[bash]ls[/bash]", "<pre><code class=\"language-bash\">ls</code></pre>"),
            (
                "[caption id=\"x\"]<a href=\"b\"><img src=\"a\"></a> Words[/caption]",
                "<figure><a href=\"b\"><img src=\"a\"></a><figcaption>Words</figcaption></figure>",
            ),
            ("[gallery ids=\"1\"]", "<p><img src=\"https://a.example/1.jpg\" alt=\"Picture 1\"></p>"),
            ("[gallery]", "<p><img src=\"https://a.example/2.jpg\" alt=\"Picture 2\"></p>"),
            ("[embed]https://a.example/v?a_b[/embed]", "<x-raw>https://a.example/v?a_b</x-raw>"),
            ("a<!--more Read on-->b", "a <x-raw>&lt;!--more--&gt;</x-raw> b"),
            ("a [sic] b [1]", "a [sic] b [1]"),
        ] {
            assert_eq!(translated(written), (want.to_owned(), Vec::new()), "{written}");
        }
    }

    #[test]
    fn what_nobody_translates_is_reported() {
        let (html, reported) = translated("[contact-form-7 id=\"4\"] [a-b]x[/a-b] [audio src=\"a_b.mp3\"]");
        assert_eq!(reported.len(), 2, "{reported:?}");
        assert!(html.contains("<x-raw>[audio src=&quot;a_b.mp3&quot;]</x-raw>"), "{html}");
        assert_eq!(translated("[gallery ids=\"7\"]").1, ["picture 7 of a gallery is not in the export"]);
    }
}
