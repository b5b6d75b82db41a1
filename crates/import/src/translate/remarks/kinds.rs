//! The kinds of remarks that stand between two marks, and how each mark may be written.

use std::ops::Range;

use crate::engine::Engine;

/// One kind of remark between two marks.
pub(super) struct RemarkKind {
    /// What its opening mark begins with.
    pub sign: &'static str,
    /// Both marks, for people.
    pub names: (&'static str, &'static str),
    /// Whose it is; none means that it is read everywhere.
    pub engines: &'static [Engine],
    /// Reads the opening mark at the beginning of a text.
    pub begins: fn(&str) -> Option<OpeningMark>,
    /// Looks for the closing mark from an offset on.
    pub ends: fn(&str, usize) -> Option<Range<usize>>,
    /// Whether it is Liquid's where that is read.
    pub is_liquids: bool,
    /// Whether it hides paragraphs wherever it begins.
    pub is_of_blocks: bool,
    /// Whether only both marks together are any.
    pub is_pair_only: bool,
}

/// An opening mark.
pub(super) struct OpeningMark {
    /// In bytes.
    pub length: usize,
    /// Whether it is a remark of its own: `{::comment/}`.
    pub is_whole: bool,
    /// Whether it is written as its engine wants it.
    pub is_exact: bool,
    /// Whether it is none without its end.
    pub needs_end: bool,
}

impl OpeningMark {
    fn of(length: usize) -> Self {
        Self { length, is_whole: false, is_exact: true, needs_end: false }
    }
}

/// A mark is no longer than this, in bytes.
const LONGEST: usize = 200;

const PLAIN: RemarkKind = RemarkKind {
    sign: "",
    names: ("", ""),
    engines: &[],
    begins: |_| None,
    ends: |_, _| None,
    is_liquids: false,
    is_of_blocks: false,
    is_pair_only: false,
};

/// All kinds. Of two that begin alike the first that reads its mark counts.
pub(super) const KINDS: [RemarkKind; 10] = [
    RemarkKind {
        sign: "<!--",
        names: ("<!--", "-->"),
        begins: |text| {
            // `<!-->` and `<!--->` are whole.
            let short = ["<!-->", "<!--->"].into_iter().find(|short| text.starts_with(short));
            Some(short.map_or(OpeningMark::of(4), |short| OpeningMark {
                is_whole: true,
                ..OpeningMark::of(short.len())
            }))
        },
        ends: |text, from| {
            found(text, from, "--", |rest| rest.strip_prefix("-->").or_else(|| rest.strip_prefix("--!>")))
        },
        ..PLAIN
    },
    RemarkKind {
        sign: "{{",
        names: ("{{/*", "*/}}"),
        begins: |text| {
            let rest = blanks(minus(&text[2..])).strip_prefix("/*")?;
            Some(OpeningMark::of(text.len() - rest.len()))
        },
        ends: |text, from| found(text, from, "*/", |rest| minus(blanks(rest.get(2..)?)).strip_prefix("}}")),
        ..PLAIN
    },
    RemarkKind {
        sign: "{{",
        names: ("{{< comment >}}", "{{< /comment >}}"),
        begins: |text| {
            let rest = blanks(text[2..].strip_prefix(['<', '%'])?);
            shortcode(text, rest)
        },
        ends: |text, from| {
            found(text, from, "{{", |rest| {
                let rest = blanks(rest.get(2..)?.strip_prefix(['<', '%'])?);
                let rest = blanks(name(blanks(rest.strip_prefix('/')?), "comment")?);
                rest.strip_prefix(['>', '%'])?.strip_prefix("}}")
            })
        },
        is_of_blocks: true,
        ..PLAIN
    },
    RemarkKind {
        sign: "{:",
        names: ("{::comment}", "{:/comment}"),
        begins: |text| {
            let inner = &text[2..];
            let double = inner.strip_prefix(':');
            let rest = name(blanks(double.unwrap_or(inner)), "comment")?;
            let line = cut(rest).split('\n').next()?;
            let close = line.find('}')?;
            let is_whole = line[..close].trim_end().ends_with('/');
            let length = text.len() - rest.len() + close + 1;
            Some(OpeningMark { is_whole, needs_end: double.is_none(), ..OpeningMark::of(length) })
        },
        ends: |text, from| {
            found(text, from, "{:/", |rest| {
                let rest = blanks(rest.get(3..)?);
                blanks(name(rest, "comment").unwrap_or(rest)).strip_prefix('}')
            })
        },
        ..PLAIN
    },
    RemarkKind {
        sign: "{%",
        names: ("{% comment %}", "{% endcomment %}"),
        begins: |text| {
            let rest = blanks(minus(&text[2..]));
            let after = name(rest, "comment")?;
            let line = cut(after);
            let close = line.find("%}").filter(|close| !line[..*close].contains("{%"))?;
            let is_exact = rest.starts_with("comment");
            Some(OpeningMark { is_exact, ..OpeningMark::of(text.len() - after.len() + close + 2) })
        },
        ends: |text, from| {
            found(text, from, "{%", |rest| {
                let rest = blanks(minus(rest.get(2..)?));
                minus(blanks(name(rest, "endcomment")?)).strip_prefix("%}")
            })
        },
        is_liquids: true,
        is_of_blocks: true,
        ..PLAIN
    },
    RemarkKind {
        sign: "{%",
        names: ("{% #", "%}"),
        begins: |text| {
            let rest = blanks(minus(&text[2..])).strip_prefix('#')?;
            Some(OpeningMark::of(text.len() - rest.len()))
        },
        ends: |text, from| first(text, from, "%}"),
        is_pair_only: true,
        ..PLAIN
    },
    RemarkKind {
        sign: "{>>",
        names: ("{>>", "<<}"),
        begins: |_| Some(OpeningMark::of(3)),
        ends: |text, from| first(text, from, "<<}"),
        is_pair_only: true,
        ..PLAIN
    },
    RemarkKind {
        sign: "%%",
        names: ("%%", "%%"),
        engines: &[Engine::Obsidian],
        begins: |_| Some(OpeningMark::of(2)),
        ends: |text, from| first(text, from, "%%"),
        ..PLAIN
    },
    RemarkKind {
        sign: "{#",
        names: ("{#", "#}"),
        engines: JINJA,
        begins: |text| (!names_heading(&text[2..])).then(|| OpeningMark::of(2)),
        ends: |text, from| first(text, from, "#}"),
        ..PLAIN
    },
    RemarkKind {
        sign: "{",
        names: ("{/*", "*/}"),
        engines: MDX,
        begins: |text| {
            let rest = blanks(&text[1..]).strip_prefix("/*")?;
            Some(OpeningMark::of(text.len() - rest.len()))
        },
        ends: |text, from| found(text, from, "*/", |rest| blanks(rest.get(2..)?).strip_prefix('}')),
        ..PLAIN
    },
];

/// Comments that say something to the build and nothing of the author.
pub(super) fn is_for_the_build(inside: &str) -> bool {
    let inside = inside.trim_end_matches(['-', '>', '!']).trim();
    ["more", "excerpt", "nextpage", "readmore", "truncate", "end excerpt"].contains(&inside)
}

/// `comment` and what may stand behind it in a shortcode.
fn shortcode(text: &str, rest: &str) -> Option<OpeningMark> {
    let after = name(rest, "comment")?;
    let line = cut(after);
    let close = line.find("}}").filter(|close| line[..*close].ends_with(['>', '%']))?;
    let is_whole = line[..close - 1].trim_end().ends_with('/');
    Some(OpeningMark { is_whole, ..OpeningMark::of(text.len() - after.len() + close + 2) })
}

/// The first of a mark.
fn first(text: &str, from: usize, mark: &str) -> Option<Range<usize>> {
    let at = from + text.get(from..)?.find(mark)?;
    Some(at..at + mark.len())
}

/// The first mark that begins with a sign and is read by a function, which gives what stands behind it.
fn found(text: &str, from: usize, sign: &str, behind: impl Fn(&str) -> Option<&str>) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find(sign)?;
        let near = cut(&text[at..]);
        if let Some(rest) = behind(near) {
            return Some(at..at + near.len() - rest.len());
        }
        at += 1;
    }
}

/// As much of a text as a mark may be long.
fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// What stands behind blanks.
fn blanks(text: &str) -> &str {
    let near = cut(text);
    &text[near.len() - near.trim_start().len()..]
}

fn minus(text: &str) -> &str {
    text.strip_prefix('-').unwrap_or(text)
}

/// What stands behind a name, in any case.
fn name<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (word, rest) = text.split_at_checked(name.len())?;
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'));
    (word.eq_ignore_ascii_case(name) && ends).then_some(rest)
}

/// Whether what follows on `{#` is the name of a heading: `{#place}`.
fn names_heading(rest: &str) -> bool {
    let name = rest.find(|c: char| c.is_whitespace() || matches!(c, '}' | '#')).unwrap_or(rest.len());
    name > 0 && (rest[name..].starts_with('}') || rest[name..].starts_with(" ."))
}

/// Engines whose authors may write `{# … #}`.
pub(super) const JINJA: &[Engine] = &[Engine::Zola, Engine::Eleventy];

/// Engines whose posts may be MDX.
pub(super) const MDX: &[Engine] = &[Engine::Astro, Engine::Docusaurus];
