//! Further ids of headings: those that other engines gave them, so that old links to them work.

use std::collections::{BTreeSet, HashMap, HashSet};

use lamplight_markdown::Flavour;
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use super::anchors::{HeadingText, headings, ids};
use super::style::HeadingStyle;
use crate::engine::Engines;
use crate::slug::is_mark;

/// Most bytes of a further id: nobody links to longer ones.
const LONGEST: usize = 200;

/// Ids of the headings of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeadingNames {
    /// For each heading its id and further ids, separated by spaces.
    pub anchors: Vec<String>,
    /// Headings whose old id belongs to another heading now: number of the heading, the id, number of the other heading.
    pub changed: Vec<(usize, String, usize)>,
}

/// The letters and digits of an id in lower case, which are the same in all styles.
fn loose(name: &str) -> String {
    name.nfc().filter(|c| c.is_alphanumeric() || is_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The ids of all headings of a text: those of [`super::anchors`], those that one of `engines` made, and those that links to
/// `places` on the same page use. An id is given only once on a page.
#[must_use]
pub fn names(markdown: &str, flavour: Flavour, engines: Engines, places: &[&str]) -> HeadingNames {
    let smart = headings(markdown, flavour);
    let ours = ids(&smart);
    let styles = HeadingStyle::of(engines);
    if styles.is_empty() && places.is_empty() {
        return HeadingNames { anchors: ours, changed: Vec::new() };
    }
    let plain = headings(markdown, Flavour::Blog { smart: false });
    let plain = if plain.len() == smart.len() { &plain } else { &smart };
    let mut page =
        PageNames { names: ours.iter().map(|id| vec![id.clone()]).collect(), ..PageNames::default() };
    page.heading = ours.iter().enumerate().map(|(i, id)| (id.clone(), i)).collect();
    page.taken = ids_in_html(markdown);
    let mut changed = Vec::new();
    for style in styles {
        for (i, id) in style.ids(&smart, plain).into_iter().enumerate() {
            if let Some(other) = page.add(i, &id).filter(|_| style != HeadingStyle::Kramdown) {
                changed.push((i, id, other));
            }
        }
    }
    page.link(places, &smart, plain);
    HeadingNames { anchors: page.names.into_iter().map(|names| names.join(" ")).collect(), changed }
}

/// All ids on a page.
#[derive(Default)]
struct PageNames {
    /// The ids of each heading.
    names: Vec<Vec<String>>,
    /// Number of the heading with an id.
    heading: HashMap<String, usize>,
    /// Ids of other elements.
    taken: HashSet<String>,
}

impl PageNames {
    /// Gives a heading an id, unless another element has it. Returns the heading that already has it.
    fn add(&mut self, i: usize, id: &str) -> Option<usize> {
        // The page's own ids begin with an underscore and a letter.
        let ours = id.strip_prefix('_').is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
        let fits = !id.is_empty() && !ours && id.len() <= LONGEST && !id.contains(char::is_whitespace);
        if !fits || self.taken.contains(id) {
            return None;
        }
        if let Some(&other) = self.heading.get(id) {
            return (other != i).then_some(other);
        }
        self.heading.insert(id.to_owned(), i);
        self.names[i].push(id.to_owned());
        None
    }

    /// Gives headings the ids that links on the page use.
    fn link(&mut self, places: &[&str], smart: &[HeadingText], plain: &[HeadingText]) {
        let decoded = |place: &&str| percent_decode_str(place).decode_utf8_lossy().into_owned();
        let places: BTreeSet<String> = places.iter().map(decoded).collect();
        let missing: Vec<String> = places
            .into_iter()
            .filter(|place| !place.starts_with("fn") && place != "top" && !place.contains(":~:"))
            .filter(|place| !self.heading.contains_key(place) && !self.taken.contains(place))
            .collect();
        if missing.is_empty() {
            return;
        }
        let mut by_id: HashMap<String, usize> = HashMap::new();
        for style in HeadingStyle::ALL {
            for (i, id) in style.ids(smart, plain).into_iter().enumerate() {
                by_id.entry(id).or_insert(i);
            }
        }
        let mut by_letters: HashMap<String, usize> = HashMap::new();
        for (i, names) in self.names.iter().enumerate() {
            by_letters.entry(loose(&names[0])).or_insert(i);
        }
        for place in missing {
            // What GitHub puts before the ids of its pages.
            let bare = place.strip_prefix("user-content-").unwrap_or(&place);
            let letters = loose(bare);
            let found = self.heading.get(bare).or_else(|| by_id.get(bare));
            let found = found.or_else(|| by_letters.get(&letters).filter(|_| !letters.is_empty()));
            if let Some(&i) = found {
                self.add(i, &place);
            }
        }
    }
}

/// The values of `id` and `name` in the raw HTML of a text.
fn ids_in_html(markdown: &str) -> HashSet<String> {
    if !markdown.contains('<') {
        return HashSet::new();
    }
    let mut found = HashSet::new();
    for (at, _) in markdown.match_indices('=') {
        let before = markdown[..at].trim_end_matches([' ', '\n']);
        let is_id = ["id", "name", "ID", "NAME", "Id", "Name"].iter().any(|key| {
            before.strip_suffix(key).is_some_and(|rest| {
                rest.ends_with(|c: char| c.is_ascii_whitespace() || c == '"' || c == '\'')
            })
        });
        if !is_id {
            continue;
        }
        let value = markdown[at + 1..].trim_start_matches([' ', '\n']);
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
            _ => value.split(|c: char| c.is_whitespace() || c == '>').next(),
        };
        found.extend(value.filter(|value| value.len() <= LONGEST).map(str::to_owned));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

    const BLOG: Flavour = Flavour::Blog { smart: true };

    fn of(engines: &[Engine], places: &[&str], markdown: &str) -> Vec<String> {
        names(markdown, BLOG, engines.iter().copied().collect(), places).anchors
    }

    #[test]
    fn ids_of_the_page_itself_are_nobodys_second_name() {
        let text = "## _app\n## 1. First\n\n[a](#_content) [b](#_app)\n";
        assert_eq!(of(&[Engine::VitePress], &["_app", "_content"], text), ["app", "1-first _1-first"]);
    }

    #[test]
    fn headings_have_the_ids_of_their_engine_too() {
        let text = "## What's new in 2.5\n## C++ & foo_bar\n## v1.2.3\n## 5.5 Foo Bar\n## Before – - After\n## Say \"hello\"\n## a -- b\n## Plain\n## Plain\n";
        assert_eq!(
            of(&[Engine::Jekyll], &[], text),
            [
                "what-s-new-in-2-5 whats-new-in-25",
                "c-foo-bar c--foo_bar c--foobar",
                "v1-2-3 v123",
                "5-5-foo-bar 55-foo-bar foo-bar",
                "before-after before----after",
                "say-hello",
                "a-b a--b",
                "plain",
                "plain-1"
            ]
        );
        let hugo = of(&[Engine::Hugo], &[], text);
        assert_eq!(
            (&*hugo[0], &*hugo[1], &*hugo[3], &*hugo[6]),
            (
                "what-s-new-in-2-5 whats-new-in-25",
                "c-foo-bar c--foo_bar",
                "5-5-foo-bar 55-foo-bar",
                "a-b a----b"
            )
        );
        for (engine, heading, want) in [
            (Engine::Docusaurus, "What's 'new' _in_ `c_d`?", "what-s-new-in-c-d whats-new-in-c_d"),
            (Engine::MkDocs, "Über C++ & foo_bar", "über-c-foo-bar uber-c-foo_bar"),
            (Engine::VitePress, "2.5 Über", "2-5-über _2-5-uber"),
            (Engine::Hexo, "What's New", "what-s-new What-s-New"),
            (Engine::Pandoc, "3. v1.2.3 & more", "3-v1-2-3-more v1.2.3-more"),
            (Engine::Hugo, "हिन्दी", "हिन्दी हनद"),
            (Engine::Jekyll, "हिन्दी", "हिन्दी section"),
            (Engine::Hugo, "!!!", "section heading"),
            (Engine::Jekyll, "Own {#v1.2}", "v1.2"),
        ] {
            assert_eq!(of(&[engine], &[], &format!("## {heading}\n")), [want], "{heading}");
        }
    }

    #[test]
    fn equal_headings_are_numbered_as_the_engine_did() {
        assert_eq!(of(&[Engine::MkDocs], &[], "# A\n# A\n# A\n"), ["a", "a-1 a_1", "a-2 a_2"]);
        assert_eq!(of(&[Engine::Jekyll], &[], "# A?b\n# A?b\n"), ["a-b ab", "a-b-1 ab-1"]);
    }

    #[test]
    fn without_an_engine_only_what_the_page_links_to_is_named() {
        let text = "## What's new\n## Mixed Case\n## 100%\n## Before – - After\n## First\n## v1.2.3\n";
        let ours = ["what-s-new", "mixed-case", "100", "before-after", "first", "v1-2-3"];
        assert_eq!(of(&[], &[], text), ours);
        assert_eq!(of(&[], &["top", "first", "nowhere", "", "fn:1", ":~:text=new"], text), ours);
        assert_eq!(
            of(
                &[],
                &["whats-new", "Mixed-Case", "100%", "before---after", "user-content-first", "v1.2.3"],
                text
            ),
            [
                "what-s-new whats-new",
                "mixed-case Mixed-Case",
                "100 100%",
                "before-after before---after",
                "first user-content-first",
                "v1-2-3 v1.2.3"
            ]
        );
        assert_eq!(of(&[], &["%C3%9Cber", "a b"], "# über\n# a b\n"), ["über Über", "a-b"]);
    }

    #[test]
    fn a_name_is_given_once() {
        // The old `ab` is the second heading's own id today.
        let both = names("# A.B\n# AB\n", BLOG, [Engine::Jekyll].into_iter().collect(), &[]);
        assert_eq!(both.anchors, ["a-b", "ab ab-1"]);
        assert_eq!(both.changed, [(0, "ab".to_owned(), 1)]);
        for html in
            ["<a name=\"whats-new\"></a>", "<p id='whats-new'>x</p>", "<p class=\"a\" id=whats-new>x</p>"]
        {
            let text = format!("{html}\n\n# What's new\n");
            assert_eq!(of(&[Engine::Jekyll], &["whats-new"], &text), ["what-s-new"], "{html}");
        }
    }
}
