//! Analyses one post: its words, their places, and how important each word is in it.

use crate::token::{each_word, fold, tokenize};
use crate::vocabulary::Vocabulary;
use crate::wire::{self, ByteReader};

/// A post as search sees it.
#[derive(Clone, Debug, Default)]
pub struct SearchDocument {
    /// Path of the site, with leading slash, without the base.
    pub path: String,
    /// Plain text.
    pub title: String,
    /// `2026-11-24`; empty if unknown.
    pub date: String,
    /// Names of tags and categories.
    pub tags: Vec<String>,
    /// Names of authors.
    pub authors: Vec<String>,
    /// In the order of the text. What stands before the first heading has no id and no title.
    pub sections: Vec<Section>,
}

/// The text under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Id of the heading.
    pub id: String,
    /// Text of the heading.
    pub title: String,
    /// Text without code.
    pub text: String,
    /// Code, block after block.
    pub code: String,
}

/// The words of a post, ready for the index.
pub struct Analysis {
    /// The post as results show it.
    pub(crate) shown: Vec<u8>,
    /// Number of words; words of code count half.
    pub(crate) len: u32,
    /// All words in order, one after another; `stats` says where each ends, and where its places end. Three slices
    /// rather than a map, because all posts of a site are in memory at a time.
    text: Box<str>,
    stats: Box<[WordStats]>,
    places: Box<[u32]>,
}

struct WordStats {
    end: u32,
    places_end: u32,
    weight: f32,
    bonus: f32,
}

/// A word in one post.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct DocumentWord<'a> {
    pub text: &'a str,
    /// How often it occurs; in code it counts a little less.
    pub weight: f32,
    /// What the title and the like add to the impact.
    pub bonus: f32,
    pub places: &'a [u32],
}

impl Analysis {
    fn new(shown: Vec<u8>, len: u32, words: Vocabulary<Occurrences>) -> Self {
        let words = words.into_sorted();
        let mut text = String::with_capacity(words.iter().map(|(word, _)| word.len()).sum());
        let mut places = Vec::with_capacity(words.iter().map(|(_, word)| word.places.len()).sum());
        let mut stats = Vec::with_capacity(words.len());
        for (word, found) in words {
            text.push_str(&word);
            places.extend(found.places);
            let (end, places_end) = (text.len() as u32, places.len() as u32);
            stats.push(WordStats { end, places_end, weight: found.weight, bonus: found.bonus });
        }
        let (text, stats, places) =
            (text.into_boxed_str(), stats.into_boxed_slice(), places.into_boxed_slice());
        Self { shown, len, text, stats, places }
    }

    /// As bytes, for a cache.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.shown.len() + self.text.len() + 2 * self.places.len());
        wire::bytes(&mut out, &self.shown);
        wire::number(&mut out, self.len);
        wire::number(&mut out, self.stats.len() as u32);
        for word in self.words() {
            wire::bytes(&mut out, word.text.as_bytes());
            out.extend_from_slice(&word.weight.to_le_bytes());
            out.extend_from_slice(&word.bonus.to_le_bytes());
            wire::row(&mut out, word.places);
        }
        out
    }

    /// Reads the bytes of [`Analysis::to_bytes`]; `None` for other bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = ByteReader(bytes);
        let shown = reader.bytes()?.to_vec();
        let (len, words) = (reader.number()?, reader.number()?);
        let (mut text, mut places) = (String::with_capacity(bytes.len()), Vec::new());
        let mut stats = Vec::new();
        for _ in 0..words {
            text.push_str(reader.text()?);
            let mut float = || Some(f32::from_le_bytes(reader.take(4)?.try_into().ok()?));
            let (weight, bonus) = (float()?, float()?);
            let mut place = 0_u32;
            for _ in 0..reader.number()? {
                place = place.checked_add(reader.number()?)?;
                places.push(place);
            }
            stats.push(WordStats { end: text.len() as u32, places_end: places.len() as u32, weight, bonus });
        }
        reader.is_empty().then(|| Self {
            shown,
            len,
            text: text.into_boxed_str(),
            stats: stats.into_boxed_slice(),
            places: places.into_boxed_slice(),
        })
    }

    /// Its words, in order.
    pub(crate) fn words(&self) -> impl Iterator<Item = DocumentWord<'_>> {
        let (mut start, mut places_start) = (0, 0);
        self.stats.iter().map(move |stats| {
            let (end, places_end) = (stats.end as usize, stats.places_end as usize);
            let (text, places) = (&self.text[start..end], &self.places[places_start..places_end]);
            (start, places_start) = (end, places_end);
            DocumentWord { text, weight: stats.weight, bonus: stats.bonus, places }
        })
    }
}

/// The occurrences of a word, while a post is read.
#[derive(Default)]
struct Occurrences {
    weight: f32,
    bonus: f32,
    places: Vec<u32>,
}

/// Bonus for a word in the title, among tags and authors, or in a heading. With the most that prose gives, the sum is 255.
pub(crate) const TITLE: f32 = 140.0;
const TAG: f32 = 15.0;
const HEADING: f32 = 10.0;

/// Analyses a post. The result does not depend on other posts, so that posts can be analysed in parallel.
#[must_use]
pub fn analyze(document: &SearchDocument) -> Analysis {
    let mut words: Vocabulary<Occurrences> = Vocabulary::default();
    let mut place = 0;
    let mut len = 0;
    let mut code_key = String::new();
    let mut read = |text: &str, weight: f32, bonus: f32, code: bool| {
        let mut last = 0;
        each_word(text, |word, position, _, _| {
            if code {
                code_key.clear();
                code_key.push('=');
                code_key.push_str(word);
                words.of(&code_key).weight = 1.0;
            }
            let stats = words.of(word);
            stats.weight += weight;
            stats.bonus = stats.bonus.max(bonus);
            insert(&mut stats.places, place + position);
            last = position + 1;
        });
        // The gap keeps a phrase from matching across two parts of a post.
        place += last + 8;
        last
    };
    let in_title = tokenize(&document.title).len().max(1) as f32;
    read(&document.title, 1.0, TITLE * (0.7 + 0.3 / in_title), false);
    for section in &document.sections {
        len += read(&section.title, 1.0, HEADING, false);
        len += read(&section.text, 1.0, 0.0, false);
        len += read(&section.code, 0.7, 0.0, true) / 2;
    }
    for name in document.tags.iter().chain(&document.authors) {
        read(name, 0.0, TAG, false);
    }
    let mut mark = |key: Option<String>| {
        if let Some(key) = key {
            words.of(&key).weight = 1.0;
        }
    };
    document.tags.iter().for_each(|tag| mark(filter_key("tag", tag)));
    document.authors.iter().for_each(|author| mark(filter_key("author", author)));
    mark(document.date.split('-').next().and_then(|year| filter_key("year", year)));
    Analysis::new(shown(document), len, words)
}

/// Inserts into ascending numbers, mostly at the end.
fn insert(row: &mut Vec<u32>, place: u32) {
    let at = row.partition_point(|known| *known < place);
    if row.get(at) != Some(&place) {
        row.insert(at, place);
    }
}

/// The key in the dictionary of a filter such as `tag:rust`; `None` if there is no such filter.
#[must_use]
pub fn filter_key(name: &str, value: &str) -> Option<String> {
    let value = value.trim_end_matches('/');
    let words = || tokenize(value).into_iter().filter(|t| t.kind == crate::TokenKind::Word).map(|t| t.text);
    match name {
        "tag" | "category" => Some(["#".to_owned(), words().collect::<Vec<_>>().join("-")].concat()),
        "author" => Some(["@".to_owned(), words().collect::<Vec<_>>().join("-")].concat()),
        "year" => Some(["%", &fold(value)].concat()),
        "code" => Some(["=".to_owned(), words().next()?].concat()),
        _ => None,
    }
}

/// What is shown of the post, as [`crate::results`] reads it.
fn shown(document: &SearchDocument) -> Vec<u8> {
    let mut out = Vec::new();
    for text in [&document.path, &document.title, &document.date] {
        wire::bytes(&mut out, text.as_bytes());
    }
    wire::number(&mut out, document.sections.len() as u32);
    for section in &document.sections {
        for text in [&section.id, &section.title, &section.text, &section.code] {
            wire::bytes(&mut out, text.as_bytes());
        }
    }
    out
}

/// The sections of a rendered post. The HTML must be of our renderer: every element closed, every attribute in quotes.
#[must_use]
pub fn text_of_html(html: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let (mut heading, mut code) = (false, 0_u32);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        append(&mut sections, before, heading, code > 0);
        let end = end_of_tag(tag);
        let (tag, after) = tag.split_at(end);
        rest = after;
        let closing = tag.starts_with("</");
        let name: String = tag
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let id = tag.split_once(" id=\"").and_then(|(_, rest)| rest.split_once('"'));
                if let (false, Some((id, _))) = (closing, id) {
                    sections.push(Section { id: decoded(id), ..Section::default() });
                    heading = true;
                } else {
                    heading = false;
                    append(&mut sections, " ", false, false);
                }
            }
            "pre" if closing => {
                code = code.saturating_sub(1);
                append(&mut sections, "\n", false, true);
            }
            "pre" => code += 1,
            // These elements may begin in the middle of a word.
            "a" | "abbr" | "b" | "code" | "del" | "em" | "i" | "ins" | "kbd" | "mark" | "q" | "s"
            | "small" | "span" | "strong" | "sub" | "sup" | "u" | "wbr" => {}
            _ => append(&mut sections, " ", heading, code > 0),
        }
    }
    append(&mut sections, rest, heading, code > 0);
    for section in &mut sections {
        section.text = one_line(&section.text);
        section.title = one_line(&section.title);
        section.code = section.code.trim().to_owned();
    }
    sections.retain(|section| *section != Section::default());
    sections
}

fn append(sections: &mut [Section], text: &str, heading: bool, code: bool) {
    if let Some(section) = sections.last_mut() {
        let target = if heading {
            &mut section.title
        } else if code {
            &mut section.code
        } else {
            &mut section.text
        };
        target.push_str(&decoded(text));
    }
}

/// Length of a tag with its `>`. A `>` in quotes does not end it.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (i, b) in tag.bytes().enumerate() {
        match (quote, b) {
            (None, b'>') => return i + 1,
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(open), b) if open == b => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// Decodes the entities that our renderer writes.
fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    named.iter().fold(text.to_owned(), |text, (entity, meant)| text.replace(entity, meant))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_of_a_post() {
        let html = "<p>Be<em>fore</em> all &amp; <img alt=\"a > b\">first.</p><h2 id=\"one\"><a href=\"#one\">One</a></h2>\
                    <p>Text</p><p>more</p><pre><code>let <span>x</span> = 1 &lt; 2;\n</code></pre><h3 id=\"b\">B</h3>";
        let section = |id: &str, title: &str, text: &str, code: &str| Section {
            id: id.into(),
            title: title.into(),
            text: text.into(),
            code: code.into(),
        };
        assert_eq!(
            text_of_html(html),
            [
                section("", "", "Before all & first.", ""),
                section("one", "One", "Text more", "let x = 1 < 2;"),
                section("b", "B", "", ""),
            ]
        );
    }

    #[test]
    fn what_was_read_comes_back_from_bytes() {
        let sections =
            text_of_html("<p>One two one.</p><h2 id=\"x\">Two</h2><pre><code>let é = 1;</code></pre>");
        let document = SearchDocument {
            title: "Ein Titel".into(),
            tags: vec!["Web".into()],
            sections,
            ..SearchDocument::default()
        };
        let analysis = analyze(&document);
        let bytes = analysis.to_bytes();
        let again = Analysis::from_bytes(&bytes).map(|again| {
            assert_eq!((&again.shown, again.len), (&analysis.shown, analysis.len));
            assert!(again.words().eq(analysis.words()));
            again.to_bytes()
        });
        assert_eq!(again.as_ref(), Some(&bytes));
        for cut in 0..bytes.len() {
            assert!(Analysis::from_bytes(&bytes[..cut]).is_none(), "{cut} bytes of it");
        }
    }

    #[test]
    fn filters_know_names_and_slugs() {
        assert_eq!(filter_key("tag", "Web Standards"), filter_key("tag", "web-standards"));
        assert_eq!(filter_key("year", "2014").as_deref(), Some("%2014"));
        assert_eq!(filter_key("code", "Vec::new").as_deref(), Some("=vec"));
        assert_eq!(filter_key("http", "//x"), None);
    }
}
