//! Hugo's shortcodes: `{{< figure src="a.png" >}}` and `{{% notice tip %}} … {{% /notice %}}`.

mod tag;

use std::collections::HashMap;

use super::context::{Context, REF, Translated};
use super::shortcodes::{answer, is_raw, laid};
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};
use crate::translate::shortcodes::call::{
    Call, CallDiagnostic, CallResult, Shape, ShortcodeToken, ShortcodeTokenKind,
};
use crate::translate::shortcodes::regions::TextRegions;
use crate::translate::shortcodes::text::inert;
use tag::{HugoTag, HugoTagKind, next, read};

/// Ends that are looked for to the end of a post in vain.
const SEARCHES: usize = 100;

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    if !text.contains("{{<") && !text.contains("{{%") {
        return Translated::unchanged(text);
    }
    let mut regions = TextRegions::of(text, context.flavour);
    let tokens = HugoFinder { text, context, tokens: Vec::new(), missing: HashMap::new(), opened: false }
        .find(&mut regions);
    if tokens.is_empty() {
        return Translated::unchanged(text);
    }
    laid(text, &tokens, &regions, &answered)
}

fn answered(call: &Call<'_>) -> CallResult {
    if call.name.ends_with(".inline") {
        let diagnostic = CallDiagnostic {
            error: true,
            code: "shortcode-unknown",
            message: "is a template within the post, which nothing here can run; it is left out".to_owned(),
            help: "write in Markdown what it makes",
        };
        return (Shape::Hidden, Some(diagnostic));
    }
    answer(call)
}

struct HugoFinder<'a, 'c> {
    text: &'a str,
    context: &'c Context<'c>,
    tokens: Vec<ShortcodeToken<'a>>,
    /// Names whose end was looked for in vain, to look only once.
    missing: HashMap<String, usize>,
    /// Whether there was a call.
    opened: bool,
}

impl<'a> HugoFinder<'a, '_> {
    fn find(mut self, regions: &mut TextRegions) -> Vec<ShortcodeToken<'a>> {
        let mut at = 0;
        while let Some(next) = next(self.text, at) {
            at = self.tag(next, regions);
        }
        self.tokens
    }

    /// Deals with what begins at an offset. Returns where to go on.
    fn tag(&mut self, at: usize, regions: &mut TextRegions) -> usize {
        let in_code = regions.is_code(at);
        // In a folder of another engine a post about Hugo shows its shortcodes.
        let is_hugo = self.context.engines.has(Engine::Hugo) || self.opened;
        let shown = in_code || regions.is_indented(at) && !is_hugo;
        let (end, kind) = match read(self.text, at) {
            HugoTag::Nothing => return at + 3,
            HugoTag::Escaped(end, tag) if shown || in_code => (end, ShortcodeTokenKind::Text(tag)),
            HugoTag::Escaped(end, tag) => (end, ShortcodeTokenKind::Text(inert(&tag))),
            _ if shown => return at + 3,
            HugoTag::Broken(end) => {
                let why = "begins a shortcode that never ends; it is shown as text";
                (end, ShortcodeTokenKind::Broken(why.to_owned()))
            }
            HugoTag::Tag(end, name, _, HugoTagKind::Close) => (end, ShortcodeTokenKind::Close(name)),
            HugoTag::Tag(end, name, given, kind) => {
                if let Some(text) = self.text_of_call(at, &name, &given) {
                    (end, ShortcodeTokenKind::Text(text))
                } else {
                    self.opened = true;
                    let mut call = Call::new(&name, given, self.context.flavour);
                    let raw = kind == HugoTagKind::Open
                        && (is_raw(&call.name, &call.given) || name.ends_with(".inline"));
                    match raw.then(|| self.end_of(&name, end)).flatten() {
                        Some((from, to)) => {
                            call.paired = true;
                            call.body = Some(&self.text[end..from]);
                            regions.pass(self.text, &(at..to), self.context.flavour);
                            (to, ShortcodeTokenKind::Raw(call, end..from))
                        }
                        None if kind == HugoTagKind::Open && !raw => (end, ShortcodeTokenKind::Open(call)),
                        None => (end, ShortcodeTokenKind::Single(call)),
                    }
                }
            }
        };
        self.tokens.push(ShortcodeToken { range: at..end, kind });
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
                && let HugoTag::Tag(end, found, _, HugoTagKind::Close) = read(self.text, begin)
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
    fn text_of_call(&self, at: usize, name: &str, given: &[(String, String)]) -> Option<String> {
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
