//! The allowlist for raw HTML: elements and attributes, and the diagnostics for others.

use lamplight_format::model::KnownPicture;
use lamplight_markdown::VOID;
use lamplight_markdown::links::{LinkContext, LinkKind, LinkTarget};
use lamplight_markdown::picture::{IN_TEXT, PictureTag};

use super::html::{escape, put};
use super::tokens::StartTag;
use super::verdict::Verdict;
use super::{embed, math};
use crate::diagnostic::{Diagnostic, Position};
use crate::opens;

/// Allowed elements: text and media without behaviour.
pub const ALLOWED: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "nav",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Elements of HTML that do not belong into a post, obsolete ones included. Their tags are removed, their content stays.
const REFUSED: &[&str] = &[
    "applet", "area", "base", "basefont", "bgsound", "blink", "body", "button", "canvas", "command",
    "datalist", "dialog", "dir", "embed", "fieldset", "font", "form", "frame", "frameset", "head", "hgroup",
    "html", "image", "input", "isindex", "keygen", "label", "legend", "link", "listing", "main", "map",
    "marquee", "math", "menu", "meta", "meter", "nobr", "object", "optgroup", "option", "output", "param",
    "portal", "progress", "search", "select", "slot", "svg",
];

/// Elements that only style text. Their tags are removed without a diagnostic.
const LOOKS_ALONE: &[&str] = &["basefont", "blink", "font", "marquee", "multicol", "nobr", "spacer"];

/// Whether there is no element of this name: then its tags are text.
pub(super) fn is_unknown(name: &str) -> bool {
    !ALLOWED.contains(&name) && !REFUSED.contains(&name) && !DRAWN.contains(&name) && !name.contains('-')
}

/// Elements of SVG and MathML. If a blank line splits a drawing, its elements must not be shown as text.
const DRAWN: &[&str] = &[
    "animate",
    "circle",
    "clippath",
    "defs",
    "desc",
    "ellipse",
    "filter",
    "foreignobject",
    "g",
    "line",
    "lineargradient",
    "marker",
    "mask",
    "metadata",
    "mi",
    "mn",
    "mo",
    "mrow",
    "mtext",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialgradient",
    "rect",
    "set",
    "stop",
    "symbol",
    "text",
    "tspan",
    "use",
];

const FOR_ALL: &[&str] = &["class", "title", "lang", "dir", "translate", "id"];

/// Allowed attributes besides [`FOR_ALL`], by element. Attributes with URLs are handled separately.
fn own(element: &str) -> &'static [&'static str] {
    match element {
        "img" => &["alt", "width", "height"],
        "ol" => &["start", "reversed", "type"],
        "td" | "th" => &["colspan", "rowspan", "scope", "headers"],
        "col" | "colgroup" => &["span"],
        "time" | "del" | "ins" => &["datetime"],
        "details" => &["open"],
        "video" => &["controls", "loop", "muted", "playsinline", "width", "height", "preload"],
        "audio" => &["controls", "loop", "muted", "preload"],
        "source" => &["type", "media"],
        "track" => &["kind", "srclang", "label", "default"],
        "data" => &["value"],
        _ => &[],
    }
}

/// Decides on a start tag. `inline` says whether it is within a paragraph, where `<path>` is more often a placeholder than a part
/// of a drawing. `pictures` has known pictures, and whether variants may be written here; `frames` are the hosts whose frames
/// are shown.
pub(super) fn judge(
    tag: &StartTag,
    inline: bool,
    place: &LinkContext<'_>,
    (pictures, may_offer): (&[KnownPicture], bool),
    frames: &[String],
) -> Verdict {
    let name = tag.name.as_str();
    match name {
        "iframe" => return embed::frame_or_link(tag, place, frames),
        "script" => return embed::script(tag, place),
        "math" if tag.get("tex").is_some() => return formula(tag),
        "math" if tag.get("mathml").is_some() => {
            let html = math::authors(tag.get("mathml").unwrap_or_default());
            return Verdict::Keep { html, void: true, dropped: Vec::new() };
        }
        // Scripts of posts do not run, so the content of `<noscript>` is for all readers. Styling belongs to the style sheet.
        "noscript" => return Verdict::Gone,
        _ if LOOKS_ALONE.contains(&name) => return Verdict::Gone,
        _ => {}
    }
    if !ALLOWED.contains(&name) {
        // Custom elements have a hyphen and no meaning without their script; any other unknown name is prose.
        let known = REFUSED.contains(&name) || DRAWN.contains(&name) || name.contains('-');
        let placeholder = inline && tag.attributes.is_empty();
        return if known && !placeholder { Verdict::Drop } else { Verdict::Prose };
    }
    let mut html = format!("<{name}");
    let mut dropped = Vec::new();
    let mut picture = None;
    let boxed = tag.get("box").and_then(|kind| box_class(name, kind));
    if let Some(class) = boxed {
        let own = tag.get("class").map(|own| format!(" {own}")).unwrap_or_default();
        put(&mut html, "class", &format!("{class}{own}"));
        if name == "div" {
            put(&mut html, "role", "note");
        }
    }
    for (attribute, value) in &tag.attributes {
        match attribute.as_str() {
            "href" if name == "a" => {
                let target = place.resolve(value, LinkKind::Link);
                match target.url() {
                    Some(url) => put(&mut html, "href", url),
                    None => dropped.push(format!("href=\"{value}\"")),
                }
                if matches!(target, LinkTarget::File(_)) {
                    put(&mut html, "rel", "external");
                }
            }
            "src" | "poster" if matches!(name, "img" | "video" | "audio" | "source" | "track") => {
                match place.resolve(value, LinkKind::Image).url() {
                    Some(url) if name == "img" => picture = Some((url.to_owned(), value)),
                    Some(url) => put(&mut html, attribute, url),
                    None => dropped.push(format!("{attribute}=\"{value}\"")),
                }
            }
            // The anchors of old posts: `<a name="part2">`.
            "name" if name == "a" && is_id(value) => put(&mut html, "id", value),
            // Browsers make images reachable as `document.<id>`, which would hide the document's own methods.
            "id" if !is_id(value) || name == "img" => dropped.push("id".to_owned()),
            "width" | "height" if own(name).contains(&attribute.as_str()) => {
                let digits = value.trim().trim_end_matches("px");
                if name != "img" && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
                    put(&mut html, attribute, digits);
                }
            }
            "alt" if name == "img" => {}
            "box" | "class" if boxed.is_some() => {}
            known if FOR_ALL.contains(&known) || own(name).contains(&known) => put(&mut html, known, value),
            unwanted if name == "a" && opens::is_reported(unwanted, value) => {
                dropped.push(opens::written(unwanted, value))
            }
            // Attributes for styling are left out without a diagnostic.
            "align" | "border" | "cellpadding" | "cellspacing" | "valign" | "bgcolor" | "target" | "rel"
            | "srcset" | "sizes" => {}
            data if data.starts_with("data-") || data.starts_with("aria-") || data == "role" => {}
            other => dropped.push(other.to_owned()),
        }
    }
    if name == "img" {
        let Some((url, written)) = picture else { return Verdict::Drop };
        return Verdict::Keep {
            html: img(tag, &html, &url, written, place, pictures, may_offer),
            void: true,
            dropped,
        };
    }
    for (attribute, value) in direction(name) {
        if tag.get(attribute).is_none() {
            put(&mut html, attribute, value);
        }
    }
    if name == "pre" {
        html.push_str(" tabindex=\"0\"");
    }
    if matches!(name, "video" | "audio") && tag.get("controls").is_none() {
        html.push_str(" controls=\"\"");
    }
    html.push('>');
    Verdict::Keep { html, void: VOID.contains(&name), dropped }
}

/// Attributes for direction, as the renderer writes them: code is written from left to right and not translated, and bullets follow
/// the direction of the items.
fn direction(name: &str) -> &'static [(&'static str, &'static str)] {
    match name {
        "code" | "pre" | "samp" | "tt" => &[("dir", "ltr"), ("translate", "no")],
        "ul" | "ol" => &[("dir", "auto")],
        _ => &[],
    }
}

/// The classes of a box that a translator wrote, or of its title: the same as for `> [!NOTE]`.
fn box_class(name: &str, kind: &str) -> Option<&'static str> {
    Some(match (name, kind) {
        ("strong", "title") => "alert-title",
        ("div" | "details", "note") => "alert note",
        ("div" | "details", "tip") => "alert tip",
        ("div" | "details", "important") => "alert important",
        ("div" | "details", "warning") => "alert warning",
        ("div" | "details", "caution") => "alert caution",
        _ => return None,
    })
}

/// The HTML of a picture, with the size that the author gave, or else that of the file. `others` are further attributes of
/// `<img`.
fn img(
    tag: &StartTag,
    others: &str,
    url: &str,
    written: &str,
    place: &LinkContext<'_>,
    pictures: &[KnownPicture],
    may_offer: bool,
) -> String {
    let known = pictures.iter().find(|known| known.written == written);
    let side =
        |name: &str| tag.get(name)?.trim().trim_end_matches("px").parse::<u32>().ok().filter(|n| *n > 0);
    let own = known.map(|known| known.size);
    let scaled =
        |side: u32, of: u32, to: u32| (u64::from(side) * u64::from(to) / u64::from(of.max(1))).max(1) as u32;
    let size = match (side("width"), side("height"), own) {
        (Some(width), Some(height), _) => Some((width, height)),
        (Some(width), None, Some((w, h))) => Some((width, scaled(width, w, h))),
        (None, Some(height), Some((w, h))) => Some((scaled(height, h, w), height)),
        (_, _, own) => own,
    };
    let variants = known.and_then(|known| known.variants.as_ref()).filter(|_| may_offer);
    let picture = PictureTag { url, size, variants, base: place.base, sizes: IN_TEXT, lazy: true };
    let html = picture.html(tag.get("alt").unwrap_or_default());
    // A single side is kept, too: the style sheet computes the other.
    let side_attribute = |name: &str| {
        side(name).filter(|_| size.is_none()).map(|n| format!(" {name}=\"{n}\"")).unwrap_or_default()
    };
    html.replacen("<img", &format!("{others}{}{}", side_attribute("width"), side_attribute("height")), 1)
}

/// A formula that the author wrote between dollars.
fn formula(tag: &StartTag) -> Verdict {
    let tex = tag.get("tex").unwrap_or_default();
    match math::mathml(tex, tag.get("display") == Some("block")) {
        Ok(html) => Verdict::Keep { html, void: true, dropped: Vec::new() },
        Err(why) => {
            let html = format!("<code dir=\"ltr\" translate=\"no\">{}</code>", escape(tex));
            Verdict::Replace {
                html,
                code: "math-syntax",
                what: format!("{}: {why}", lamplight_markdown::text::shorten(tex, 40)),
            }
        }
    }
}

/// Whether an id cannot be confused with ids of the page, which begin with an underscore.
fn is_id(value: &str) -> bool {
    value.starts_with(char::is_alphanumeric) && !value.contains(char::is_whitespace)
}

/// Whether an open element ends because another begins.
pub(super) fn ends_before(open: &str, next: &str) -> bool {
    matches!(
        (open, next),
        ("a", "a")
            | ("li", "li")
            | ("dt" | "dd", "dt" | "dd")
            | ("p", "p")
            | ("tr", "tr")
            | ("td" | "th", "td" | "th" | "tr")
            | ("rt" | "rp", "rt" | "rp")
            | ("thead" | "tbody", "tbody" | "tfoot")
    )
}

/// Whether a start tag without an end is rather the name of an element, as in "headings like <h1>".
pub(super) fn is_named_in_prose(tag: &StartTag) -> bool {
    const LOOKS: [&str; 24] = [
        "a", "b", "big", "center", "dd", "del", "div", "dt", "em", "i", "ins", "li", "mark", "p", "s",
        "small", "span", "strike", "strong", "sub", "sup", "td", "th", "u",
    ];
    tag.attributes.is_empty() && !LOOKS.contains(&tag.name.as_str())
}

/// Elements whose end tag HTML lets authors leave out.
pub(super) fn may_stay_open(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "rt"
            | "rp"
            | "colgroup"
    )
}

pub(super) fn report(code: &'static str, name: &str, at: Position, count: usize) -> Diagnostic {
    let times = if count > 1 { format!(" ({count} times, first here)") } else { String::new() };
    let name = lamplight_markdown::text::shorten(name, 120);
    let (message, help) = match code {
        opens::CODE => {
            let (message, help) = opens::diagnostic_text(&name, &times);
            (message, help.to_owned())
        }
        "html-attribute-dropped" => (
            format!("the attribute `{name}` is not allowed in posts and was left out{times}"),
            "delete it; looks belong into a style sheet, and scripts do not run in posts".to_owned(),
        ),
        "html-unknown-tag" => (
            format!("`<{name}>` is no HTML that posts can use; it is shown as text{times}"),
            format!("if it is prose, write `\\<{name}…>`; if it is code, put it between backticks"),
        ),
        "embed-linked" => (
            format!(
                "what `{name}` would show here is a link{times}: nothing of other sites is loaded before a click"
            ),
            "nothing needs to be done; `frames` in lamplight.toml names hosts whose frames are shown"
                .to_owned(),
        ),
        "math-syntax" => (
            format!("a formula can't be drawn and is shown as it is written: {name}{times}"),
            "mend the TeX; if it is no formula, write `\\$` for its dollars".to_owned(),
        ),
        "html-named" => (
            format!("`<{name}>` begins and never ends; it is shown as text{times}"),
            format!("put it between backticks if you write about it, or add `</{name}>`"),
        ),
        "html-link-in-link" => (
            format!("a link within a link was left out{times}"),
            "write `</a>` before the next link begins".to_owned(),
        ),
        "html-too-deep" => (
            format!("`<{name}>` stands within so many others that it was left out{times}"),
            "close the elements around it".to_owned(),
        ),
        "html-unclosed" => (
            format!("`<{name}>` is not closed within its paragraph or block{times}"),
            format!("put `</{name}>` where it ends"),
        ),
        _ => (
            format!("`<{name}>` is not allowed in posts and was left out{times}"),
            "use Markdown, or link to the thing instead of embedding it".to_owned(),
        ),
    };
    Diagnostic::warning(code, at, message, help)
}
