//! Recognises engines by marks in posts, for folders without settings of an engine.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use lamplight_import::engine::{Engine, Engines};
use rayon::prelude::*;

use super::marks::{MARKS, NONE, Spot};
use crate::source::file::Source;

/// The first file with a mark of an engine, and the mark.
pub(crate) type Evidence = BTreeMap<Engine, (String, &'static str)>;

/// Engines whose marks occur in folders of any other: exports of WordPress, and notes of Obsidian.
const BESIDE: [Engine; 2] = [Engine::WordPress, Engine::Obsidian];

/// A mark is no longer than this, in bytes.
const LONGEST: usize = 400;

/// Posts longer than this are looked into as far as this.
const MOST: usize = 1 << 20;

static SIGNS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(MARKS.iter().map(|(sign, _)| sign)).ok());

/// Looks for marks of engines in posts, outside of their code. `known` are the engines that settings name already.
pub(crate) fn by_posts(sources: &[Source], known: Engines) -> Evidence {
    let stems: HashSet<String> = sources
        .iter()
        .filter_map(|source| Some(source.path.file_stem()?.to_string_lossy().to_lowercase()))
        .collect();
    let seen: Vec<Vec<(Engine, &'static str)>> = sources
        .par_iter()
        .map(|source| fs::read(&source.path).map(|bytes| marks(&bytes, &stems, known)).unwrap_or_default())
        .collect();
    let mut all = Evidence::new();
    for (source, seen) in sources.iter().zip(seen) {
        for (engine, sign) in seen {
            all.entry(engine).or_insert_with(|| (source.name.clone(), sign));
        }
    }
    all
}

/// The engines whose marks a post holds, each with the first of them.
fn marks(bytes: &[u8], stems: &HashSet<String>, known: Engines) -> Vec<(Engine, &'static str)> {
    let bytes = bytes.get(..MOST).unwrap_or(bytes);
    let Some(signs) = &*SIGNS else { return Vec::new() };
    let mut found: Vec<(Engine, &'static str)> = Vec::new();
    if is_pelican(bytes) && known.is_empty() {
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
                let wanted = known.is_empty() || BESIDE.contains(engine);
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
