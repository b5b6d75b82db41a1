//! Hugo's shortcodes: `{{< figure src="a.png" >}}` and `{{% notice tip %}} … {{% /notice %}}`.

use std::collections::HashMap;

use super::context::{Context, REF, Translated};
use super::shortcodes::{answer, is_raw, laid};
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};
use crate::translate::shortcodes::call::{Answer, Call, Shape, Token, Told, What};
use crate::translate::shortcodes::survey::Survey;
use crate::translate::shortcodes::text::inert;

/// Bytes of a tag. What is longer is text that begins like one.
const LONGEST: usize = 8_000;

/// Ends that are looked for to the end of a post in vain.
const SEARCHES: usize = 100;

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    if !text.contains("{{<") && !text.contains("{{%") {
        return Translated::unchanged(text);
    }
    let mut survey = Survey::of(text, context.flavour);
    let tokens = Finder { text, context, tokens: Vec::new(), missing: HashMap::new(), opened: false }
        .find(&mut survey);
    if tokens.is_empty() {
        return Translated::unchanged(text);
    }
    laid(text, &tokens, &survey, &answered)
}

fn answered(call: &Call<'_>) -> Answer {
    if call.name.ends_with(".inline") {
        let told = Told {
            error: true,
            code: "shortcode-unknown",
            message: "is a template within the post, which nothing here can run; it is left out".to_owned(),
            help: "write in Markdown what it makes",
        };
        return (Shape::Hidden, Some(told));
    }
    answer(call)
}

/// What begins at an offset.
enum Found {
    /// Where it ends, its name, what it is given, and how it is written.
    Tag(usize, String, Vec<(String, String)>, Kind),
    /// Where it ends, and what it shows.
    Escaped(usize, String),
    /// Where its name ends.
    Broken(usize),
    /// It only looks like one.
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    Single,
}

struct Finder<'a, 'c> {
    text: &'a str,
    context: &'c Context<'c>,
    tokens: Vec<Token<'a>>,
    /// Names whose end was looked for in vain, to look only once.
    missing: HashMap<String, usize>,
    /// Whether there was a call.
    opened: bool,
}

impl<'a> Finder<'a, '_> {
    fn find(mut self, survey: &mut Survey) -> Vec<Token<'a>> {
        let mut at = 0;
        while let Some(next) = next(self.text, at) {
            at = self.tag(next, survey);
        }
        self.tokens
    }

    /// Deals with what begins at an offset. Returns where to go on.
    fn tag(&mut self, at: usize, survey: &mut Survey) -> usize {
        let in_code = survey.is_code(at);
        // In a folder of another engine a post about Hugo shows its shortcodes.
        let is_hugo = self.context.engines.has(Engine::Hugo) || self.opened;
        let shown = in_code || survey.is_indented(at) && !is_hugo;
        let (end, what) = match read(self.text, at) {
            Found::Nothing => return at + 3,
            Found::Escaped(end, tag) if shown || in_code => (end, What::Text(tag)),
            Found::Escaped(end, tag) => (end, What::Text(inert(&tag))),
            _ if shown => return at + 3,
            Found::Broken(end) => {
                let why = "begins a shortcode that never ends; it is shown as text";
                (end, What::Broken(why.to_owned()))
            }
            Found::Tag(end, name, _, Kind::Close) => (end, What::Close(name)),
            Found::Tag(end, name, given, kind) => {
                if let Some(text) = self.said(at, &name, &given) {
                    (end, What::Text(text))
                } else {
                    self.opened = true;
                    let mut call = Call::new(&name, given, self.context.flavour);
                    let raw =
                        kind == Kind::Open && (is_raw(&call.name, &call.given) || name.ends_with(".inline"));
                    match raw.then(|| self.end_of(&name, end)).flatten() {
                        Some((from, to)) => {
                            call.paired = true;
                            call.body = Some(&self.text[end..from]);
                            survey.pass(self.text, &(at..to), self.context.flavour);
                            (to, What::Raw(call, end..from))
                        }
                        None if kind == Kind::Open && !raw => (end, What::Open(call)),
                        None => (end, What::Single(call)),
                    }
                }
            }
        };
        self.tokens.push(Token { range: at..end, what });
        end
    }

    /// Where the tag that ends a call begins and ends.
    fn end_of(&mut self, name: &str, from: usize) -> Option<(usize, usize)> {
        if self.missing.get(name).is_some_and(|known| from >= *known) || self.missing.len() > SEARCHES {
            return None;
        }
        let mut at = from;
        while let Some(begin) = next(self.text, at) {
            let rest = self.text[begin + 3..].trim_start();
            if rest.starts_with('/')
                && let Found::Tag(end, found, _, Kind::Close) = read(self.text, begin)
                && found == name
            {
                return Some((begin, end));
            }
            at = begin + 3;
        }
        self.missing.entry(name.to_owned()).or_insert(from);
        None
    }

    /// What shortcodes say that stand for an address or a value.
    fn said(&self, at: usize, name: &str, given: &[(String, String)]) -> Option<String> {
        let first = given.iter().find(|(key, _)| matches!(key.as_str(), "" | "path" | "name"));
        let first = first.map(|(_, value)| value.trim()).filter(|value| !value.is_empty());
        match name {
            "ref" | "relref" => Some(self.link(at, first?)),
            "param" => {
                let first = first?;
                let values = self.context.values;
                ["page.", "page.params.", "site.", "site.params."]
                    .iter()
                    .find_map(|of| values(&[*of, first].concat()))
            }
            _ => None,
        }
    }

    /// Pages are known later: see [`REF`].
    fn link(&self, at: usize, path: &str) -> String {
        let path: String = path
            .chars()
            .map(|c| match c {
                ' ' => "%20".to_owned(),
                '(' => "%28".to_owned(),
                ')' => "%29".to_owned(),
                '<' | '>' | '"' | '\n' | '\\' => String::new(),
                c => c.to_string(),
            })
            .collect();
        let target = if path.starts_with('#') { path.clone() } else { [REF, &path].concat() };
        if in_address(self.text, at) {
            return target;
        }
        // An address in the text: a link that says where it leads.
        let name = path.split('#').next().unwrap_or_default().trim_end_matches('/');
        let name = name.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(&path);
        ["[", &inert(name), "](", &target, ")"].concat()
    }
}

/// Whether what stands at an offset begins an address: `](`, `href="`, `]: `.
pub(super) fn in_address(text: &str, at: usize) -> bool {
    let mut from = at.saturating_sub(80);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let line = &text[from..at];
    let bare = line.trim_end_matches(['"', '\'', '<', ' ']);
    bare.ends_with("](")
        || line.trim_end_matches(['"', '\'']).ends_with('=')
        || line.ends_with('<')
        || line.trim_end_matches([' ', '<']).ends_with("]:")
}

fn next(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len().saturating_sub(2))
        .find(|&i| bytes[i] == b'{' && bytes[i + 1] == b'{' && matches!(bytes[i + 2], b'<' | b'%'))
}

/// Reads what begins at an offset.
fn read(text: &str, at: usize) -> Found {
    let mut end = text.len().min(at + LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let (mark, close) = if text[at..].starts_with("{{<") { ("{{<", ">}}") } else { ("{{%", "%}}") };
    let all = &text[at + 3..end];
    if let Some(inside) = all.trim_start_matches([' ', '\t', '-']).strip_prefix("/*") {
        let Some(star) = inside.find("*/") else { return Found::Nothing };
        let rest = inside[star + 2..].trim_start_matches([' ', '\t', '-']);
        if !rest.starts_with(close) {
            return Found::Nothing;
        }
        let end = at + 3 + (all.len() - rest.len()) + 3;
        return Found::Escaped(end, [mark, &inside[..star], close].concat());
    }
    let mut rest = all.trim_start();
    let is_end = rest.starts_with('/');
    if is_end {
        rest = rest[1..].trim_start();
    }
    let length = rest
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/')))
        .unwrap_or(rest.len());
    let mut name = &rest[..length];
    if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return Found::Nothing;
    }
    // `{{< x/>}}`
    let slash = name.len() - name.trim_end_matches('/').len();
    name = &name[..name.len() - slash];
    let after_name = &rest[name.len()..];
    let offset = |rest: &str| at + 3 + (all.len() - rest.len());
    match arguments(after_name, close) {
        Some((given, single, after)) => {
            let kind = match (is_end, single) {
                (true, _) => Kind::Close,
                (_, true) => Kind::Single,
                _ => Kind::Open,
            };
            Found::Tag(offset(after), name.to_ascii_lowercase(), given, kind)
        }
        None => Found::Broken(offset(after_name)),
    }
}

/// What a tag is given, whether it has no end of its own, and what follows on it.
type Arguments<'t> = (Vec<(String, String)>, bool, &'t str);

fn arguments<'t>(text: &'t str, close: &str) -> Option<Arguments<'t>> {
    let mut given = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(close) {
            return Some((given, false, after));
        }
        if let Some(after) = rest.strip_prefix('/').and_then(|r| r.trim_start().strip_prefix(close)) {
            return Some((given, true, after));
        }
        if rest.is_empty() || rest.starts_with("{{<") || rest.starts_with("{{%") {
            return None;
        }
        let (word, quoted, after) = value(rest, close)?;
        if let Some(behind) = after.strip_prefix('=').filter(|_| !quoted) {
            let (value, _, after) = value(behind.trim_start_matches([' ', '\t']), close)?;
            given.push((word.to_ascii_lowercase(), value));
            rest = after;
        } else {
            given.push((String::new(), word));
            // A sign that begins no word must not be read again and again.
            rest = if after.len() == rest.len() { after.get(1..)? } else { after };
        }
    }
}

/// A word or what is between quotes; whether it is the latter; and what follows.
fn value<'t>(text: &'t str, close: &str) -> Option<(String, bool, &'t str)> {
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let last = match first {
        '"' | '`' | '\'' => Some(first),
        '“' => Some('”'),
        _ => None,
    };
    if let Some(last) = last {
        let mut word = String::new();
        let mut escaped = false;
        for (i, c) in chars {
            match c {
                _ if escaped => {
                    if !matches!(c, '"' | '\\' | '\'') {
                        word.push('\\');
                    }
                    word.push(c);
                    escaped = false;
                }
                '\\' if first == '"' => escaped = true,
                c if c == last => return Some((word, true, &text[i + c.len_utf8()..])),
                c => word.push(c),
            }
        }
        return None;
    }
    let end = text
        .char_indices()
        .find(|(i, c)| {
            let rest = &text[*i..];
            c.is_whitespace()
                || *c == '='
                || rest.starts_with(close)
                || rest.strip_prefix('/').is_some_and(|rest| rest.starts_with(close))
                || rest.starts_with("{{<")
        })
        .map_or(text.len(), |(i, _)| i);
    // Addresses have signs of equality: `https://a.example/?v=1`.
    let word = &text[..end];
    if word.contains(['?', '/']) && text[end..].starts_with('=') {
        let (more, _, after) = value(&text[end + 1..], close)?;
        return Some(([word, "=", &more].concat(), true, after));
    }
    Some((word.to_owned(), false, &text[end..]))
}

/// The rows of [`crate::marks`].
pub(super) const MARKS: &[Mark] = &[
    row(
        "{{< ref \"post.md\" >}}, {{< relref \"post.md#part\" >}}",
        "the address of the post",
        "[a]({{< ref \"b.md\" >}})",
        "[a](@ref/b.md)",
    ),
    row(
        "{{< figure src=\"a.png\" alt=\"A\" caption=\"B\" >}}, img, image, picture …",
        "the picture with its caption; unknown shortcodes with a picture, too",
        "{{< figure src=\"/a.png\" alt=\"A\" caption=\"*B*\" >}}",
        "<figure><img src=\"/a.png\" alt=\"A\"><figcaption><em>B</em></figcaption></figure>",
    ),
    row(
        "{{< highlight go \"linenos=table,hl_lines=2\" >}} … {{< /highlight >}}, code",
        "a block of code",
        "{{< highlight go \"linenos=table,hl_lines=2\" >}}\nx\n{{< /highlight >}}",
        "```go lines {2}\nx\n```",
    ),
    row(
        "{{< youtube id >}}, vimeo, tweet, gist, instagram, bilibili …",
        "a link to it, or a frame where the settings allow that",
        "{{< youtube abc >}}",
        "<iframe src=\"https://www.youtube-nocookie.com/embed/abc\"></iframe>",
    ),
    row(
        "{{% notice tip %}} … {{% /notice %}}, note, warning, admonition, alert, callout, hint …",
        "a box",
        "{{% notice tip %}}\nx\n{{% /notice %}}",
        "> [!TIP]\n> x\n",
    ),
    row(
        "{{< details \"Title\" >}} … {{< /details >}}, expand, collapse, spoiler",
        "`<details>`",
        "{{< details \"A\" >}}\nx\n{{< /details >}}",
        "<details>\n<summary>A</summary>\n\nx\n\n</details>",
    ),
    row(
        "{{< quote author=\"A\" >}} … {{< /quote >}}, blockquote",
        "a quotation, and whose it is",
        "{{< quote author=\"A\" >}}\nx\n{{< /quote >}}",
        "\n> x\n>\n> — A",
    ),
    row(
        "{{< tabs >}} {{< tab \"A\" >}} … {{< /tab >}} {{< /tabs >}}",
        "all parts, each below its name",
        "{{< tab \"A\" >}}\nx\n{{< /tab >}}",
        "**A**\n\nx\n",
    ),
    row(
        "{{< comment >}} … {{< /comment >}}",
        "nothing: it is a remark",
        "a {{< comment >}}b{{< /comment >}}c",
        "a c",
    ),
    row("{{< param \"x\" >}}", "the value of that key of the front matter", "", ""),
    Mark {
        code: "shortcode-unknown",
        ..row(
            "{{< any-other >}} … {{< /any-other >}}",
            "what stands between its tags; its picture, its title or a link to its address, if it is given one",
            "{{< any-other >}}\nx\n{{< /any-other >}}",
            "\nx\n",
        )
    },
    row("{{</* x */>}}", "`{{< x >}}` as text, in code too", "`{{</* x */>}}`", "`{{< x >}}`"),
];

const fn row(
    syntax: &'static str,
    becomes: &'static str,
    example: &'static str,
    result: &'static str,
) -> Mark {
    Mark { engines: &[Engine::Hugo], scope: Scope::Everywhere, syntax, becomes, code: "", example, result }
}
