//! One post: which words it has, where, and how much it is about each.

use crate::token::{each_word, fold, tokenize};
use crate::vocabulary::Vocabulary;
use crate::wire::{self, Reader};

/// A post as search sees it.
#[derive(Clone, Debug, Default)]
pub struct Document {
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

/// What stands under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Where to jump to.
    pub id: String,
    /// What the heading says.
    pub title: String,
    /// Text without code.
    pub text: String,
    /// Code, block after block.
    pub code: String,
}

/// What the index is made of.
pub struct Analysis {
    /// The post as results show it.
    pub(crate) shown: Vec<u8>,
    /// Words of prose, for the measure of what is long.
    pub(crate) len: u32,
    /// All words in their order, one after another; `known` says where each ends, and where its places do. Three rows
    /// rather than a map: all posts of a site are in memory at a time.
    text: Box<str>,
    known: Box<[Known]>,
    places: Box<[u32]>,
}

struct Known {
    end: u32,
    places_end: u32,
    weight: f32,
    bonus: f32,
}

/// A word in one post.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Word<'a> {
    pub text: &'a str,
    /// How often, a word in code counting a little less.
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
        let mut known = Vec::with_capacity(words.len());
        for (word, found) in words {
            text.push_str(&word);
            places.extend(found.places);
            let (end, places_end) = (text.len() as u32, places.len() as u32);
            known.push(Known { end, places_end, weight: found.weight, bonus: found.bonus });
        }
        let (text, known, places) =
            (text.into_boxed_str(), known.into_boxed_slice(), places.into_boxed_slice());
        Self { shown, len, text, known, places }
    }

    /// As bytes, for who reads the same post again.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.shown.len() + self.text.len() + 2 * self.places.len());
        wire::bytes(&mut out, &self.shown);
        wire::number(&mut out, self.len);
        wire::number(&mut out, self.known.len() as u32);
        for word in self.words() {
            wire::bytes(&mut out, word.text.as_bytes());
            out.extend_from_slice(&word.weight.to_le_bytes());
            out.extend_from_slice(&word.bonus.to_le_bytes());
            wire::row(&mut out, word.places);
        }
        out
    }

    /// What [`Analysis::to_bytes`] wrote; `None` if it was something else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let shown = reader.bytes()?.to_vec();
        let (len, words) = (reader.number()?, reader.number()?);
        let (mut text, mut places) = (String::with_capacity(bytes.len()), Vec::new());
        let mut known = Vec::new();
        for _ in 0..words {
            text.push_str(reader.text()?);
            let mut float = || Some(f32::from_le_bytes(reader.take(4)?.try_into().ok()?));
            let (weight, bonus) = (float()?, float()?);
            let mut place = 0_u32;
            for _ in 0..reader.number()? {
                place = place.checked_add(reader.number()?)?;
                places.push(place);
            }
            known.push(Known { end: text.len() as u32, places_end: places.len() as u32, weight, bonus });
        }
        reader.is_empty().then(|| Self {
            shown,
            len,
            text: text.into_boxed_str(),
            known: known.into_boxed_slice(),
            places: places.into_boxed_slice(),
        })
    }

    /// Its words, in order.
    pub(crate) fn words(&self) -> impl Iterator<Item = Word<'_>> {
        let (mut start, mut places_start) = (0, 0);
        self.known.iter().map(move |known| {
            let (end, places_end) = (known.end as usize, known.places_end as usize);
            let (text, places) = (&self.text[start..end], &self.places[places_start..places_end]);
            (start, places_start) = (end, places_end);
            Word { text, weight: known.weight, bonus: known.bonus, places }
        })
    }
}

/// A [`Word`] in the making.
#[derive(Default)]
struct Occurrences {
    weight: f32,
    bonus: f32,
    places: Vec<u32>,
}

/// How much the best post for a word is made better by where the word stands; 255 in all with [`Word::weight`].
pub(crate) const TITLE: f32 = 140.0;
const TAG: f32 = 15.0;
const HEADING: f32 = 10.0;

/// Reads a post. Nothing here knows of other posts, so that all of them can be read at the same time.
#[must_use]
pub fn analyze(document: &Document) -> Analysis {
    let mut words: Vocabulary<Occurrences> = Vocabulary::default();
    let mut place = 0;
    let mut len = 0;
    let mut said = String::new();
    let mut read = |text: &str, weight: f32, bonus: f32, code: bool| {
        let mut last = 0;
        each_word(text, |word, position, _, _| {
            if code {
                said.clear();
                said.push('=');
                said.push_str(word);
                words.of(&said).weight = 1.0;
            }
            let known = words.of(word);
            known.weight += weight;
            known.bonus = known.bonus.max(bonus);
            insert(&mut known.places, place + position);
            last = position + 1;
        });
        // A phrase does not go on from one part of a post into the next.
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

/// Into an ascending row, mostly at its end.
fn insert(row: &mut Vec<u32>, place: u32) {
    let at = row.partition_point(|known| *known < place);
    if row.get(at) != Some(&place) {
        row.insert(at, place);
    }
}

/// The entry of the dictionary that a filter such as `tag:rust` looks for; `None` if there is no such filter.
#[must_use]
pub fn filter_key(name: &str, value: &str) -> Option<String> {
    let value = value.trim_end_matches('/');
    let words = || tokenize(value).into_iter().filter(|t| t.kind == crate::Kind::Word).map(|t| t.text);
    match name {
        "tag" | "category" => Some(["#".to_owned(), words().collect::<Vec<_>>().join("-")].concat()),
        "author" => Some(["@".to_owned(), words().collect::<Vec<_>>().join("-")].concat()),
        "year" => Some(["%", &fold(value)].concat()),
        "code" => Some(["=".to_owned(), words().next()?].concat()),
        _ => None,
    }
}

/// The post as [`crate::results`] reads it.
fn shown(document: &Document) -> Vec<u8> {
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

/// The sections of a rendered post. It must be HTML of our own making: every element closed, every attribute in quotes.
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
            // A word may well change its face in the middle.
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

/// Bytes of a tag up to and with its `>`; one in quotes does not count.
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

/// The entities that our own HTML uses.
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
        let document =
            Document { title: "Ein Titel".into(), tags: vec!["Web".into()], sections, ..Document::default() };
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
