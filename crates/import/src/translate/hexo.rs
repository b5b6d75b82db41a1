//! Hexo's tags: `{% asset_img a.png %}`, `{% post_link slug Title %}`, `{% blockquote %} … {% endblockquote %}`; and those of its
//! themes. They look like Liquid's, and are read before those.

mod tags;

use std::collections::BTreeSet;

use super::context::{Context, Translated};
use super::shortcodes::{is_raw, laid};
use crate::engine::Engine;
use crate::translate::liquid::tag::{LiquidTag, tag};
use crate::translate::mark::{Mark, Scope};
use crate::translate::shortcodes::call::{Call, ShortcodeToken, ShortcodeTokenKind};
use crate::translate::shortcodes::regions::TextRegions;

/// Tags that no other engine has, or that mean the same in all that have them.
const EVERYWHERE: [&str; 15] = [
    "asset_img",
    "asset_path",
    "asset_link",
    "post_link",
    "post_path",
    "blockquote",
    "pullquote",
    "centerquote",
    "cq",
    "note",
    "tabs",
    "jsfiddle",
    "iframe",
    "include_code",
    "grouppicture",
];

/// Tags that others have, too, with other meanings.
const HEXO_ALONE: [&str; 18] = [
    "quote",
    "code",
    "link",
    "button",
    "btn",
    "label",
    "span",
    "video",
    "mermaid",
    "hidetoggle",
    "hideblock",
    "folding",
    "fold",
    "tip",
    "image",
    "audio",
    "img",
    "pdf",
];

/// Tags that have an end.
const PAIRED: [&str; 15] = [
    "blockquote",
    "quote",
    "pullquote",
    "centerquote",
    "cq",
    "note",
    "tabs",
    "code",
    "mermaid",
    "hidetoggle",
    "hideblock",
    "folding",
    "fold",
    "tip",
    "grouppicture",
];

/// Tags between whose ends nothing is read here.
const PASSED: [&str; 4] = ["raw", "comment", "highlight", "codeblock"];

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    let is_hexo = context.engines.has(Engine::Hexo);
    if !text.contains("{%") || context.liquid.is_none() && !is_hexo {
        return Translated::unchanged(text);
    }
    let known = |name: &str| EVERYWHERE.contains(&name) || is_hexo && HEXO_ALONE.contains(&name);
    let (mut regions, mut unclosed) = (None, Unclosed::default());
    let mut tokens: Vec<ShortcodeToken<'_>> = Vec::new();
    let (mut tabs, mut at) = (false, 0);
    while let Some(begin) = next(text, at, tabs) {
        at = begin + 2;
        if text[begin..].starts_with("<!--") {
            let regions = regions.get_or_insert_with(|| TextRegions::of(text, context.flavour));
            if let Some((end, kind)) = tab(text, begin, context).filter(|_| !regions.is_code(begin)) {
                tokens.push(ShortcodeToken { range: begin..end, kind });
                at = end;
            }
            continue;
        }
        let Some(found) = tag(text, begin).filter(|tag| !tag.output) else { continue };
        let name = found.name.to_ascii_lowercase();
        let regions = regions.get_or_insert_with(|| TextRegions::of(text, context.flavour));
        if regions.is_code(begin) || regions.is_indented(begin) {
            continue;
        }
        if PASSED.contains(&name.as_str()) {
            if let Some((from, to)) = unclosed.end_of(text, found.range.end, &name) {
                regions.pass(text, &(found.range.end..from), context.flavour);
                at = to;
            }
            continue;
        }
        let closed = name.strip_prefix("end").filter(|closed| PAIRED.contains(closed) && known(closed));
        if let Some(closed) = closed {
            tabs &= closed != "tabs";
            tokens.push(ShortcodeToken {
                range: found.range.clone(),
                kind: ShortcodeTokenKind::Close(tags::shared(closed).to_owned()),
            });
            at = found.range.end;
            continue;
        }
        if !known(&name) {
            continue;
        }
        at = found.range.end;
        let token = one(text, &found, &name, context, regions, &mut unclosed);
        tabs |= name == "tabs";
        at = token.range.end.max(at);
        tokens.push(token);
    }
    match regions {
        Some(regions) if !tokens.is_empty() => laid(text, &tokens, &regions, &tags::answered),
        _ => Translated::unchanged(text),
    }
}

/// What one tag is.
fn one<'a>(
    text: &'a str,
    found: &LiquidTag<'a>,
    name: &str,
    context: &Context<'_>,
    regions: &mut TextRegions,
    unclosed: &mut Unclosed,
) -> ShortcodeToken<'a> {
    if let Some(replacement) = tags::text_of_tag(text, found, name, context) {
        return ShortcodeToken { range: found.range.clone(), kind: ShortcodeTokenKind::Text(replacement) };
    }
    let mut call = tags::call(found, name, context);
    if !PAIRED.contains(&name) {
        return ShortcodeToken { range: found.range.clone(), kind: ShortcodeTokenKind::Single(call) };
    }
    let end = found.range.end;
    match is_raw(name, &call.given).then(|| unclosed.end_of(text, end, name)).flatten() {
        Some((from, to)) => {
            call.paired = true;
            call.body = Some(&text[end..from]);
            regions.pass(text, &(found.range.start..to), context.flavour);
            ShortcodeToken { range: found.range.start..to, kind: ShortcodeTokenKind::Raw(call, end..from) }
        }
        None => ShortcodeToken { range: found.range.clone(), kind: ShortcodeTokenKind::Open(call) },
    }
}

fn next(text: &str, from: usize, tabs: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len().saturating_sub(1)).find(|&i| {
        bytes[i] == b'{' && bytes[i + 1] == b'%'
            || tabs && bytes[i] == b'<' && bytes[i..].starts_with(b"<!--")
    })
}

/// `<!-- tab Name -->` and `<!-- endtab -->`, within `{% tabs %}`.
fn tab<'a>(text: &'a str, at: usize, context: &Context<'_>) -> Option<(usize, ShortcodeTokenKind<'a>)> {
    let mut limit = text.len().min(at + 200);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let inside = text[at + 4..limit].split_once("-->").map(|(inside, _)| inside)?;
    let end = at + 4 + inside.len() + 3;
    let inside = inside.trim();
    if inside == "endtab" {
        return Some((end, ShortcodeTokenKind::Close("tab".to_owned())));
    }
    let name =
        inside.strip_prefix("tab").filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))?;
    // An icon's name may follow.
    let name = name.split('@').next().unwrap_or_default().trim().to_owned();
    Some((end, ShortcodeTokenKind::Open(Call::new("tab", vec![("name".to_owned(), name)], context.flavour))))
}

/// Tags that are not ended any more behind a place: what is looked for once in vain is not looked for again.
#[derive(Default)]
struct Unclosed(BTreeSet<String>);

impl Unclosed {
    /// Where the tag that ends another begins and ends.
    fn end_of(&mut self, text: &str, from: usize, name: &str) -> Option<(usize, usize)> {
        if self.0.contains(name) {
            return None;
        }
        let mut at = from;
        while let Some(begin) = text[at..].find("{%").map(|i| at + i) {
            let inside = text[begin + 2..].trim_start_matches(['-', ' ']);
            let found = inside.strip_prefix("end").is_some_and(|rest| rest.starts_with(name));
            if found && let Some(tag) = tag(text, begin).filter(|tag| tag.name.get(3..) == Some(name)) {
                return Some((begin, tag.range.end));
            }
            at = begin + 2;
        }
        self.0.insert(name.to_owned());
        None
    }
}

/// The rows of [`crate::marks`].
pub(super) const MARKS: &[Mark] = &[
    row(
        Scope::Everywhere,
        "{% asset_img a.png Title %}, asset_path, asset_link",
        "the picture in the folder that is named like the post, or a link to the file there",
        "{% asset_img a.png \"A lamp\" %}",
        "![A lamp](<a.png> \"A lamp\")",
    ),
    row(
        Scope::Everywhere,
        "{% post_link slug Title %}, post_path",
        "a link to the post",
        "{% post_link b Title here %}",
        "[Title here](@post/b)",
    ),
    row(
        Scope::Everywhere,
        "{% blockquote Author, Source https://… %} … {% endblockquote %}, pullquote, cq",
        "a quotation, and whose it is",
        "{% blockquote A %}\nx\n{% endblockquote %}",
        "\n> x\n>\n> — A",
    ),
    row(
        Scope::Everywhere,
        "{% note info %} … {% endnote %}",
        "a box",
        "{% note info %}\nx\n{% endnote %}",
        "> [!NOTE]\n> x\n",
    ),
    row(
        Scope::Everywhere,
        "{% tabs %} <!-- tab A --> … <!-- endtab --> {% endtabs %}",
        "all parts, each below its name",
        "{% tabs x %}\n<!-- tab A -->\nx\n<!-- endtab -->\n{% endtabs %}",
        "\n**A**\n\nx\n\n",
    ),
    row(Scope::Engines, "{% link Text https://… %}, {% button … %}", "a link", "", ""),
];

const fn row(
    scope: Scope,
    syntax: &'static str,
    becomes: &'static str,
    example: &'static str,
    result: &'static str,
) -> Mark {
    Mark { engines: &[Engine::Hexo], scope, syntax, becomes, code: "", example, result }
}
