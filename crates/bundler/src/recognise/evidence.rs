//! Engines by what only one of them has in its posts, for folders that no settings tell anything of.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use lamplight_import::engine::{Engine, Engines};
use rayon::prelude::*;

use crate::source::file::Source;

/// A mark, and the file that it was first seen in.
pub(crate) type Seen = BTreeMap<Engine, (String, &'static str)>;

/// A place in a post where the first signs of a mark stand.
struct Spot<'a> {
    /// What stands before the signs on their line.
    before: &'a str,
    /// What stands behind them on it, cut at a length that any mark keeps within.
    after: &'a str,
    /// The next line.
    next: &'a str,
    /// Names of the folder's files, without endings, in lower case.
    stems: &'a HashSet<String>,
}

impl Spot<'_> {
    /// Whether nothing stands before the signs.
    fn is_first(&self) -> bool {
        self.before.trim().is_empty()
    }
}

/// The engines that have a mark, if a place holds it.
type Test = fn(&Spot<'_>) -> &'static [Engine];

const NONE: &[Engine] = &[];
const WORDPRESS: &[Engine] = &[Engine::WordPress];

/// The first signs of marks.
const MARKS: &[(&str, Test)] = &[
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

/// Engines whose marks occur in folders of any other: an old blog's export, and who writes in a vault.
const BESIDE: [Engine; 2] = [Engine::WordPress, Engine::Obsidian];

/// A mark is no longer than this, in bytes.
const LONGEST: usize = 400;

/// Posts longer than this are looked into as far as this.
const MOST: usize = 1 << 20;

static SIGNS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(MARKS.iter().map(|(sign, _)| sign)).ok());

/// Looks for marks of engines in posts, outside of their code. `told` are the engines that settings tell already.
pub(crate) fn by_posts(sources: &[Source], told: Engines) -> Seen {
    let stems: HashSet<String> = sources
        .iter()
        .filter_map(|source| Some(source.path.file_stem()?.to_string_lossy().to_lowercase()))
        .collect();
    let seen: Vec<Vec<(Engine, &'static str)>> = sources
        .par_iter()
        .map(|source| fs::read(&source.path).map(|bytes| marks(&bytes, &stems, told)).unwrap_or_default())
        .collect();
    let mut all = Seen::new();
    for (source, seen) in sources.iter().zip(seen) {
        for (engine, sign) in seen {
            all.entry(engine).or_insert_with(|| (source.name.clone(), sign));
        }
    }
    all
}

/// The engines whose marks a post holds, each with the first of them.
fn marks(bytes: &[u8], stems: &HashSet<String>, told: Engines) -> Vec<(Engine, &'static str)> {
    let bytes = bytes.get(..MOST).unwrap_or(bytes);
    let Some(signs) = &*SIGNS else { return Vec::new() };
    let mut found: Vec<(Engine, &'static str)> = Vec::new();
    if is_pelican(bytes) && told.is_empty() {
        found.push((Engine::Pelican, "Title:"));
    }
    // Most posts hold none, and are looked into no further.
    if !signs.is_match(bytes) {
        return found;
    }
    let text = String::from_utf8_lossy(bytes);
    for (line, next) in prose(&text) {
        let mut code = Code::default();
        for place in signs.find_iter(line) {
            let (sign, test) = MARKS[place.pattern()];
            let before = &line[..place.start()];
            let is_code = code.reaches(before);
            // No test looks further back than a mark is long: a line may be as long as a post.
            let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST))..];
            let spot = Spot { before: near, after: cut(&line[place.end()..]), next, stems };
            for engine in if is_code { NONE } else { test(&spot) } {
                let wanted = told.is_empty() || BESIDE.contains(engine);
                if wanted && !found.iter().any(|(known, _)| known == engine) {
                    found.push((*engine, sign));
                }
            }
        }
    }
    found
}

/// Lines of a text that are no code, each with the line behind it.
fn prose(text: &str) -> impl Iterator<Item = (&str, &str)> {
    // The mark and length of the fence that is open.
    let mut fence: Option<(char, usize)> = None;
    let mut after_blank = true;
    let next = text.lines().skip(1).chain([""]);
    text.lines().zip(next).filter(move |(line, _)| {
        let inner = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '-' | '*'));
        let mark = inner.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| inner.chars().take_while(|c| *c == mark).count());
        match (fence, mark) {
            (Some((open, least)), _) => {
                if mark == Some(open) && length >= least && inner[length..].trim().is_empty() {
                    fence = None;
                }
                return false;
            }
            (None, Some(mark)) if length >= 3 && !inner[length..].contains('`') => {
                fence = Some((mark, length));
                return false;
            }
            _ => {}
        }
        let indented = line.starts_with("    ") || line.starts_with('\t');
        let is_code = indented && after_blank;
        after_blank = is_code || line.trim().is_empty();
        !is_code
    })
}

/// Code between backticks on one line, read from its beginning on, each part once.
#[derive(Default)]
struct Code {
    /// Bytes that were read.
    read: usize,
    /// Backticks that opened the code which is open; none if none is.
    open: usize,
}

impl Code {
    /// Whether a line's beginning, which is longer at each call, leaves code open.
    fn reaches(&mut self, before: &str) -> bool {
        let mut rest = before.get(self.read..).unwrap_or_default();
        while let Some(at) = rest.find('`') {
            let run = rest[at..].bytes().take_while(|byte| *byte == b'`').count();
            self.open = match self.open {
                0 => run,
                own if own == run => 0,
                own => own,
            };
            rest = &rest[at + run..];
        }
        self.read = before.len();
        self.open > 0
    }
}

fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text)
}

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

/// A head of `Title: …` and further keys without marks around them.
fn is_pelican(bytes: &[u8]) -> bool {
    let head = bytes.get(..LONGEST).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let keys =
        ["Date:", "Slug:", "Category:", "Tags:", "Author:", "Authors:", "Modified:", "Status:", "Summary:"];
    let mut lines = head.trim_start_matches('\u{feff}').lines();
    lines.next().is_some_and(|first| first.starts_with("Title: "))
        && lines.next().is_some_and(|second| keys.iter().any(|key| second.starts_with(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engines(text: &str) -> Vec<Engine> {
        let stems = ["lamp", "2020-01-01-first post"].map(str::to_owned).into();
        marks(text.as_bytes(), &stems, Engines::NONE).into_iter().map(|(engine, _)| engine).collect()
    }

    #[test]
    fn marks_tell_their_engine() {
        for (text, want) in [
            ("{{< figure src=\"a.png\" >}}", &[Engine::Hugo][..]),
            ("See {{% relref \"a.md\" %}}.", &[Engine::Hugo]),
            ("{{< figure\n src=\"a\" >}}", &[Engine::Hugo]),
            ("{{</* figure */>}}", &[]),
            ("[a](@/b.md#c)", &[Engine::Zola]),
            ("{{ youtube(id=\"x\") }}", &[Engine::Zola]),
            ("{{youtube(id=\"x\")}}", &[Engine::Zola]),
            ("{% end %}", &[Engine::Zola]),
            ("{% endif %} {{ site.url }} {{ page.title | escape }}", &[]),
            ("{% asset_img a.png A %}", &[Engine::Hexo]),
            ("{%- post_link other -%}", &[Engine::Hexo]),
            ("{% highlight ruby %}", &[Engine::Jekyll]),
            ("Text\n{: .lead}", &[Engine::Jekyll]),
            ("{:toc} {: 1 } {::comment}", &[]),
            ("![[lamp photo.png]]", &[Engine::Obsidian]),
            ("[[Lamp|alias]]", &[Engine::Obsidian]),
            ("[[folder/Lamp#Wick]] in a table \\|", &[Engine::Obsidian]),
            ("[[Nothing here]] and [[ -f x ]] and [[toc]]", &[]),
            ("> [!info]- Title", &[Engine::Obsidian]),
            ("> > [!note] Title", &[Engine::Obsidian]),
            ("> [!NOTE]\n> GitHub's", &[]),
            ("wordpress_id: 12", &[Engine::WordPress]),
            ("guid: http://old.example/?p=12", &[Engine::WordPress]),
            ("<!-- wp:paragraph -->", &[Engine::WordPress]),
            ("[caption id=\"attachment_1\" width=\"3\"]x[/caption]", &[Engine::WordPress]),
            ("\\[caption id=\"attachment\\_1\" width=\"3\"\\]x\\[/caption\\]", &[Engine::WordPress]),
            ("status: publish\ntype: post", &[Engine::WordPress]),
            ("![a](/wp-content/uploads/2010/01/a.jpg)", &[Engine::WordPress]),
            ("![a](https://else.example/wp-content/uploads/a.jpg) status: publish", &[]),
            ("[caption] [code] wp-image-1", &[]),
            (":::note\nText\n:::", &[Engine::Docusaurus, Engine::VitePress]),
            ("::::tip[Title]", &[Engine::Docusaurus, Engine::VitePress]),
            ("::: {.callout-note}", &[Engine::Pandoc]),
            ("::: whatever", &[]),
            ("!!! note \"Title\"\n    Text", &[Engine::MkDocs]),
            ("???+ tip\n    Text", &[Engine::MkDocs]),
            ("No way!!! really\nText", &[]),
            ("!!! Stop\n    Text", &[]),
            ("Title: A\nDate: 2020-01-01\n\nText", &[Engine::Pelican]),
            ("Title: A\n\nText", &[]),
        ] {
            assert_eq!(engines(text), want, "{text}");
            assert_eq!(engines(&text.replace('\n', "\r\n")), want, "{text} with CRLF");
        }
    }

    #[test]
    fn code_tells_nothing() {
        for text in [
            "```\n{{< figure >}}\n```",
            "~~~ md\n[[Lamp]]\n```\n[[Lamp]]\n~~~",
            "> ```\n> {{< figure >}}\n> ```",
            "Write `{{< figure >}}` or ``a ` {{< b >}}``.",
            "Text\n\n    {{< figure >}}\n    [[Lamp]]\n",
        ] {
            assert_eq!(engines(text), [], "{text}");
        }
        assert_eq!(engines("`a` {{< figure >}} `b`"), [Engine::Hugo]);
        assert_eq!(engines("```\ncode\n```\n{{< figure >}}"), [Engine::Hugo]);
        assert_eq!(engines("- item\n    {{< figure >}}"), [Engine::Hugo]);
    }

    #[test]
    fn a_line_of_a_megabyte_takes_no_time() {
        for unit in [
            "{{< a >}} ",
            "wp-image-",
            "`{{< a >}} ",
            "`` ` {:.a}",
            "::: note ",
            "[[lamp]]",
            "!!! ",
            "> [!x] ",
        ] {
            for first in ["", "`", "    ` "] {
                let text = format!("{first}{}", unit.repeat((1 << 20) / unit.len()));
                let started = std::time::Instant::now();
                engines(&text);
                assert!(started.elapsed().as_secs() < 3, "{first}{unit}");
            }
        }
    }

    #[test]
    fn settings_leave_room_for_exports_and_vaults_alone() {
        let stems = HashSet::from(["lamp".to_owned()]);
        let text = b"{{< a >}} [[Lamp]]\n<!-- wp:x -->";
        let found = marks(text, &stems, Engines::NONE.with(Engine::Jekyll));
        let engines: Vec<_> = found.iter().map(|(engine, _)| *engine).collect();
        assert_eq!(engines, [Engine::Obsidian, Engine::WordPress]);
    }
}
