//! The marks that only one engine's posts have, each by its first signs and a test of what stands around them.

use std::collections::HashSet;

use lamplight_import::engine::Engine;

/// A place in a post where the first signs of a mark stand.
pub(super) struct Spot<'a> {
    /// What stands before the signs on their line.
    pub before: &'a str,
    /// What stands behind them on it, cut at a length that any mark keeps within.
    pub after: &'a str,
    /// The next line.
    pub next: &'a str,
    /// Names of the folder's files, without endings, in lower case.
    pub stems: &'a HashSet<String>,
}

impl Spot<'_> {
    /// Whether nothing stands before the signs.
    fn is_first(&self) -> bool {
        self.before.trim().is_empty()
    }
}

/// The engines that have a mark, if a place holds it.
pub(super) type Test = fn(&Spot<'_>) -> &'static [Engine];

pub(super) const NONE: &[Engine] = &[];
const WORDPRESS: &[Engine] = &[Engine::WordPress];

/// The first signs of marks.
pub(super) const MARKS: &[(&str, Test)] = &[
    ("{{", moustache),
    ("{%", tag),
    ("{:", |s| if is_attribute(s.after) { &[Engine::Jekyll] } else { NONE }),
    ("](@/", |s| if s.after.contains(".md") { &[Engine::Zola] } else { NONE }),
    ("[[", |s| if is_wiki(s) { &[Engine::Obsidian] } else { NONE }),
    ("> [!", |s| if is_callout(s) { &[Engine::Obsidian] } else { NONE }),
    ("<!-- wp:", |_| WORDPRESS),
    ("[caption id=\"attachment", |_| WORDPRESS),
    ("[/sourcecode", |_| WORDPRESS),
    ("wp-image-", |s| if s.before.contains("class=") { WORDPRESS } else { NONE }),
    ("wordpress_id:", |s| if s.before.is_empty() { WORDPRESS } else { NONE }),
    ("wordpress_url:", |s| if s.before.is_empty() { WORDPRESS } else { NONE }),
    ("_wpas_", |s| if s.is_first() && s.after.contains(':') { WORDPRESS } else { NONE }),
    ("_edit_last:", |s| if s.is_first() { WORDPRESS } else { NONE }),
    ("status: publish", |s| if s.before.is_empty() && s.after.trim().is_empty() { WORDPRESS } else { NONE }),
    ("comment_status:", |s| if s.before.is_empty() { WORDPRESS } else { NONE }),
    ("/wp-content/uploads/", |s| if is_own(s.before) { WORDPRESS } else { NONE }),
    ("dsq_thread_id:", |s| if s.before.is_empty() { WORDPRESS } else { NONE }),
    ("_wp_", |s| if s.before.is_empty() && s.after.contains(':') { WORDPRESS } else { NONE }),
    ("guid:", |s| if s.before.is_empty() && s.after.contains("?p=") { WORDPRESS } else { NONE }),
    (":::", |s| if s.is_first() { boxes(s.after) } else { NONE }),
    ("!!!", |s| if opens_admonition(s) { &[Engine::MkDocs] } else { NONE }),
    ("???", |s| if opens_admonition(s) { &[Engine::MkDocs] } else { NONE }),
];

/// Hugo's shortcodes and Zola's.
fn moustache(spot: &Spot<'_>) -> &'static [Engine] {
    let (inner, end) = match spot.after.chars().next() {
        Some('<') => (&spot.after[1..], ">}}"),
        Some('%') => (&spot.after[1..], "%}}"),
        _ if calls(spot.after) => return &[Engine::Zola],
        _ => return NONE,
    };
    let name = inner.trim_start();
    let name = name.strip_prefix('/').unwrap_or(name).trim_start();
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '.'));
    if is_name && (name.contains(end) || !name.contains("}}")) { &[Engine::Hugo] } else { NONE }
}

/// Tags of Liquid and its kin that one engine alone has.
fn tag(spot: &Spot<'_>) -> &'static [Engine] {
    let Some((inner, _)) = spot.after.split_once("%}") else { return NONE };
    let mut words = inner.trim_matches(['-', ' ', '\t']).split_whitespace();
    match words.next() {
        Some("asset_img" | "asset_path" | "asset_link" | "post_link" | "post_path") => &[Engine::Hexo],
        Some("end") if words.next().is_none() => &[Engine::Zola],
        Some("highlight" | "post_url") => &[Engine::Jekyll],
        _ => NONE,
    }
}

/// `{:.class}`, `{: #id}`, as kramdown has them.
fn is_attribute(after: &str) -> bool {
    let Some((inner, _)) = after.split_once('}') else { return false };
    let mut inner = inner.trim_start().chars();
    inner.next().is_some_and(|c| matches!(c, '.' | '#'))
        && inner.next().is_some_and(|c| c.is_alphabetic() || c == '-')
}

/// `youtube(id="…")`, as Zola calls a shortcode.
fn calls(after: &str) -> bool {
    let name = after.trim_start();
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(name.len());
    let Some(inner) = name[end..].strip_prefix('(').filter(|_| end > 0) else { return false };
    let inner = inner.trim_start();
    let key = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(inner.len());
    let has_end = inner.contains(")}}") || inner.contains(") }}");
    has_end && (inner.starts_with(')') || key > 0 && inner[key..].trim_start().starts_with('='))
}

/// `![[picture.png]]`, or `[[Name]]` of a file of the folder.
fn is_wiki(spot: &Spot<'_>) -> bool {
    let Some((inner, _)) = spot.after.split_once("]]") else { return false };
    let name = inner.split(['|', '#', '\\']).next().unwrap_or_default().trim();
    let is_name = !name.is_empty() && !name.contains(['[', ']', '`']);
    is_name && (spot.before.ends_with('!') && name.contains('.') || known(spot, name))
}

/// Whether a file of the folder has a name.
fn known(spot: &Spot<'_>, name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    spot.stems.contains(last.strip_suffix(".md").unwrap_or(&last))
}

/// Whether an address begins where a text ends: `src="`, `](`, `featured_image: `.
fn is_own(before: &str) -> bool {
    before.is_empty() || before.ends_with(['"', '\'', '(', '<', ' ', '='])
}

/// GitHub has five kinds of callouts, without titles and folds; Obsidian has these, others, and both.
fn is_callout(spot: &Spot<'_>) -> bool {
    let Some((kind, rest)) = spot.after.split_once(']') else { return false };
    let is_word = !kind.is_empty() && kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let of_github = ["note", "tip", "important", "warning", "caution"];
    spot.before.trim_matches(['>', ' ']).is_empty()
        && is_word
        && (!rest.trim().is_empty() || !of_github.contains(&kind.to_lowercase().as_str()))
}

/// What boxes are called in several engines.
const BOXES: [&str; 11] = [
    "note",
    "tip",
    "info",
    "caution",
    "danger",
    "warning",
    "important",
    "details",
    "success",
    "code-group",
    "tabs",
];

/// Whose box opens: `:::note Title`, `::: {.column}`.
fn boxes(after: &str) -> &'static [Engine] {
    let name = after.trim_start_matches(':').trim_start();
    let end = name.find(|c: char| !(c.is_ascii_alphabetic() || c == '-')).unwrap_or(name.len());
    let ends = name[end..].chars().next().is_none_or(|c| matches!(c, ' ' | '\t' | '[' | '{'));
    if name.starts_with("{.") || name.starts_with("{#") {
        &[Engine::Pandoc]
    } else if ends && BOXES.contains(&name[..end].to_ascii_lowercase().as_str()) {
        &[Engine::Docusaurus, Engine::VitePress]
    } else {
        NONE
    }
}

/// `!!! note "Title"`, with an indented line below.
fn opens_admonition(spot: &Spot<'_>) -> bool {
    let kind = spot.after.trim_start_matches('+');
    let Some(kind) = kind.strip_prefix(' ').map(str::trim_start) else { return false };
    let end = kind.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(kind.len());
    let rest = kind[end..].trim();
    spot.is_first()
        && kind.starts_with(|c: char| c.is_ascii_lowercase())
        && (rest.is_empty() || rest.ends_with('"'))
        && (spot.next.starts_with("    ") || spot.next.starts_with('\t') || spot.next.trim().is_empty())
}
