//! From a tree of values to what Lamplight knows of a post. The seed's eleven keys come first; Jekyll's, Hugo's and
//! Zola's names for the same things follow.

use std::collections::HashMap;

use super::held::{Held, normal, truth, unquoted};
use super::tree::{Key, Node, Value};
use crate::date::{Date, Zone};
use crate::diagnostic::{Diagnostic, Position};

/// What the front matter says. Absent and empty values are `None` or empty.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// `post_title`, `title`; white space folded.
    pub title: Option<String>,
    /// `publish_date`, `date`
    pub date: Option<Date>,
    /// `last_modified_at`, `updated`, `lastmod`
    pub updated: Option<Date>,
    /// `slug`, as written.
    pub slug: Option<Located>,
    /// `permalink`, `path`, `url`, as written.
    pub permalink: Option<Located>,
    /// `post_author`, `author`, `authors`, `[taxonomies] authors`
    pub authors: Vec<String>,
    /// `current_gaslighter`
    pub current: Option<bool>,
    /// `categories`, `category`, `[taxonomies] categories`
    pub categories: Vec<String>,
    /// `tags`, `tag`, `[taxonomies] tags`
    pub tags: Vec<String>,
    /// `feature_post_image`, `image`, `cover`
    pub image: Option<ImageRef>,
    /// `post_images`, `images`
    pub images: Vec<ImageRef>,
    /// `excerpt`, `description`, `summary`; may hold HTML or Markdown.
    pub excerpt: Option<String>,
    /// What holds the post back, or a part of it.
    pub held: Held,
    /// Whether it says itself that it is published, or is not.
    pub says_published: bool,
    /// `lang`, `language`, `locale`: a BCP 47 tag.
    pub language: Option<String>,
    /// `translationKey`, `ref`: what translations of one post have in common.
    pub translation: Option<String>,
    /// `canonical_url` and its spellings: where the post was published first.
    pub canonical: Option<String>,
    /// `guid`, `id`, `uuid`: what feeds know the post by.
    pub id: Option<String>,
    /// `enclosure`, `audio`: what podcast players play.
    pub enclosure: Option<Enclosure>,
    /// `layout`
    pub layout: Option<String>,
    /// `series`
    pub series: Option<String>,
    /// `series_order`, `part`: where in it.
    pub part: Option<u32>,
    /// `pin`, `pinned`, `sticky`, `featured`
    pub pinned: bool,
    /// `redirect_from`, `aliases`
    pub redirects: Vec<Located>,
    /// All other keys, as written.
    pub extra: Vec<(String, Value)>,
    /// Where the front matter gives the title, or where it would.
    pub at: Position,
}

impl FrontMatter {
    /// What a tree of values says, wherever it comes from. What can't be read of it is passed over.
    #[must_use]
    pub fn of(value: Value) -> Self {
        interpret(Node { at: Position::default(), value }, &Zone::default(), &mut Vec::new())
    }

    /// Says what others say of the post where it says nothing itself; to its categories theirs are added, as in Jekyll. Keys that
    /// nobody here knows stay what they are.
    pub fn fill(&mut self, others: &Self) {
        let or = |own: &mut Vec<String>, others: &[String]| {
            if own.is_empty() {
                own.extend_from_slice(others);
            }
        };
        or(&mut self.authors, &others.authors);
        or(&mut self.tags, &others.tags);
        let own = std::mem::replace(&mut self.categories, others.categories.clone());
        gather(&mut self.categories, own);
        if self.permalink.is_none() {
            self.permalink = others.permalink.as_ref().map(|p| Located { at: self.at, ..p.clone() });
        }
        self.image = self.image.take().or_else(|| others.image.clone());
        self.excerpt = self.excerpt.take().or_else(|| others.excerpt.clone());
        self.current = self.current.or(others.current);
        self.language = self.language.take().or_else(|| others.language.clone());
        self.held.join(&others.held, self.says_published);
    }
}

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The text.
    pub text: String,
    /// In the file.
    pub at: Position,
}

/// An image that front matter names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageRef {
    /// As written.
    pub src: String,
    /// Text alternative; empty if there is none.
    pub alt: String,
}

/// A file that a feed's entry comes with.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Enclosure {
    /// As written.
    pub url: String,
    /// Bytes, if the author says.
    pub length: Option<u64>,
    /// Media type such as `audio/mpeg`; empty if the author does not say.
    pub kind: String,
}

pub(super) fn interpret(root: Node, zone: &Zone, diagnostics: &mut Vec<Diagnostic>) -> FrontMatter {
    let mut reader = Reader {
        out: FrontMatter { at: Position { line: 1, column: 1 }, ..FrontMatter::default() },
        diagnostics,
        zone,
        image_alt: None,
        dates: Vec::new(),
    };
    if let Value::Map(entries) = root.value {
        for (key, node) in last_of_each(entries, reader.diagnostics) {
            reader.key(key, node, Level::Top);
        }
    }
    let Reader { mut out, image_alt, mut dates, .. } = reader;
    dates.sort_by_key(|(rank, _)| *rank);
    out.date = dates.first().map(|(_, date)| *date);
    if let (Some(image), Some(alt)) = (&mut out.image, image_alt)
        && image.alt.is_empty()
    {
        image.alt = alt;
    }
    out
}

/// Of two equal keys the last one counts, as in Jekyll; YAML 1.2 forbids them, so it is told.
fn last_of_each(entries: Vec<(Key, Node)>, diagnostics: &mut Vec<Diagnostic>) -> Vec<(Key, Node)> {
    let mut kept: Vec<Option<(Key, Node)>> = Vec::with_capacity(entries.len());
    let mut known: HashMap<String, usize> = HashMap::with_capacity(entries.len());
    for (key, node) in entries {
        let earlier = known.insert(key.name.clone(), kept.len());
        if let Some((earlier, _)) = earlier.and_then(|earlier| kept[earlier].take()) {
            diagnostics.push(Diagnostic::warning(
                "duplicate-key",
                key.at,
                format!(
                    "`{}` stands here for the second time; the value of line {} is not used",
                    key.name, earlier.at.line
                ),
                "delete one of the two",
            ));
        }
        kept.push(Some((key, node)));
    }
    kept.into_iter().flatten().collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Top,
    /// Zola's `[taxonomies]` and `[extra]`, Hugo's `[params]`: their keys count where the top has none.
    Nested,
}

struct Reader<'d> {
    out: FrontMatter,
    diagnostics: &'d mut Vec<Diagnostic>,
    /// Of dates that name none.
    zone: &'d Zone,
    image_alt: Option<String>,
    /// Dates of publication, each with the rank of its key: the lowest counts.
    dates: Vec<(u8, Date)>,
}

/// Keys that name when a post was published: the seed's own, then those that say so, then those that say when it was begun.
/// Names come as [`normal`] makes them.
fn date_rank(name: &str, written: &str) -> Option<u8> {
    match name {
        "publishdate" if written == "publish_date" => Some(0),
        "date" => Some(1),
        "publishdate" | "pubdate" | "pubdatetime" | "publishedat" | "publishat" | "publisheddate"
        | "datepublished" | "publishedon" | "publishtime" | "pubtime" | "dgpublishdate" | "posted"
        | "postedon" | "postdate" => Some(2),
        "created" | "createdat" | "datecreated" | "createddate" | "createdon" | "creationdate" | "ctime" => {
            Some(3)
        }
        _ => None,
    }
}

/// Keys that name when a post was last changed.
const UPDATES: [&str; 16] = [
    "lastmodifiedat",
    "updated",
    "lastmod",
    "updatedat",
    "updatedate",
    "updateddate",
    "dateupdated",
    "lastupdated",
    "lastupdate",
    "modified",
    "modifiedat",
    "lastmodified",
    "moddate",
    "moddatetime",
    "datemodified",
    "modifieddate",
];

impl Reader<'_> {
    fn key(&mut self, key: Key, node: Node, level: Level) {
        let name = normal(&key.name);
        let name = name.as_str();
        if name == "published" && self.is_date(&node) {
            // Some write here whether, and some write when.
            return self.publication(2, true, &key, &node);
        }
        if self.out.held.read(name, &key, &node, self.zone, self.diagnostics) {
            self.out.says_published |=
                matches!(name, "published" | "publish" | "draft" | "private" | "status" | "visibility");
            return;
        }
        if let Some(rank) = date_rank(name, &key.name) {
            let holds = matches!(name, "publishdate" | "publishat" | "publishedat" | "publishtime");
            return self.publication(rank, holds, &key, &node);
        }
        if UPDATES.contains(&name) {
            let node = match &node.value {
                // Docusaurus: `last_update: { date: …, author: … }`.
                Value::Map(entries) => {
                    entries.iter().find(|(key, _)| normal(&key.name) == "date").map(|(_, node)| node)
                }
                _ => Some(&node),
            };
            if let Some(node) = node {
                let date = self.date(&key, node);
                prefer(&mut self.out.updated, date, false);
            }
            return;
        }
        match name {
            "posttitle" | "title" => {
                self.out.at = node.at;
                let text = self.text(&key, &node).map(|text| decoded(&text));
                prefer(&mut self.out.title, text, name == "posttitle");
            }
            "slug" => self.out.slug = self.located(&key, &node),
            "permalink" | "path" | "url" if level == Level::Top => {
                let place = self.located(&key, &node);
                prefer(&mut self.out.permalink, place, name == "permalink");
            }
            "postauthor" | "author" | "authors" => self.names(&node),
            "currentgaslighter" => self.out.current = self.boolean(&key, &node),
            "categories" => gather(&mut self.out.categories, words(&node)),
            "category" => gather(&mut self.out.categories, whole(&node)),
            "tags" => gather(&mut self.out.tags, tags(words(&node))),
            "tag" => gather(&mut self.out.tags, tags(whole(&node))),
            "featurepostimage" | "image" | "cover" | "ogimage" | "heroimage" | "hero" | "thumbnail"
            | "featuredimage" | "featuredimagepath" | "coverimage" | "banner" | "bannerimage"
            | "socialimage" | "cardimage" | "postimage" | "teaser" | "header" => {
                // A header that is a text or names no picture is something of a theme's.
                if matches!((name, &node.value), ("header" | "hero" | "banner", Value::Text(text)) if !text.contains('.'))
                {
                    self.out.extra.push((key.name, node.value));
                    return;
                }
                let image = images(&node).into_iter().next();
                prefer(&mut self.out.image, image, name == "featurepostimage");
                if name == "header" {
                    self.out.extra.push((key.name, node.value));
                }
            }
            "imagealt" | "imageaccessibility" | "coveralt" | "heroimagealt" => {
                self.image_alt = self.text(&key, &node)
            }
            "postimages" | "images" => self.out.images.extend(images(&node)),
            "excerpt" | "description" | "summary" => {
                let text = self.text(&key, &node);
                prefer(&mut self.out.excerpt, text, name == "excerpt");
            }
            "series" if !matches!(node.value, Value::List(_)) => {
                self.out.series = self.text(&key, &node).filter(|name| !name.is_empty());
            }
            "series" => self.out.series = whole(&node).into_iter().next(),
            "seriesorder" | "part" => {
                self.out.part = self.text(&key, &node).and_then(|text| text.parse().ok())
            }
            "pin" | "pinned" | "sticky" | "featured" => {
                // Hexo's `sticky: 100` says how high.
                let text = scalars(&node).into_iter().next().map(|(text, _)| text).unwrap_or_default();
                let number = text.parse::<i64>().ok();
                self.out.pinned |= match number {
                    Some(number) => number > 0,
                    None => self.boolean(&key, &node) == Some(true),
                };
            }
            "layout" => self.out.layout = self.text(&key, &node),
            "lang" | "language" | "locale" => {
                let text = self.text(&key, &node).and_then(|text| language(&text));
                prefer(&mut self.out.language, text, false);
            }
            "translationkey" | "ref" | "translationid" => {
                let text = self.text(&key, &node);
                prefer(&mut self.out.translation, text, name == "translationkey");
            }
            "canonicalurl" | "canonical" | "canonicallink" | "originalurl" => {
                let text = self
                    .text(&key, &node)
                    .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
                prefer(&mut self.out.canonical, text, name == "canonicalurl");
            }
            "guid" | "id" | "uuid" | "feedid" => {
                let text =
                    scalars(&node).into_iter().next().map(|(text, _)| text).filter(|text| !text.is_empty());
                prefer(&mut self.out.id, text, name == "guid");
            }
            "enclosure" | "audio" | "podcast" | "mp3" => {
                let enclosure = enclosure(&node);
                prefer(&mut self.out.enclosure, enclosure, name == "enclosure");
            }
            "redirectfrom" | "aliases" | "alias" => {
                let texts = scalars(&node);
                self.out.redirects.extend(texts.into_iter().map(|(text, at)| Located { text, at }));
            }
            "taxonomies" | "extra" | "params"
                if level == Level::Top && matches!(node.value, Value::Map(_)) =>
            {
                if let Value::Map(entries) = node.value {
                    for (key, node) in entries {
                        self.key(key, node, Level::Nested);
                    }
                }
            }
            _ => {
                if looks_like_prose(&key.name) {
                    self.diagnostics.push(Diagnostic::warning(
                        "value-as-key",
                        key.at,
                        format!(
                            "this reads as a key named `{}`, but looks like text of the value above",
                            shorten(&key.name)
                        ),
                        "put the whole value above between quotes, or indent its further lines",
                    ));
                }
                self.out.extra.push((key.name, node.value));
            }
        }
    }

    /// Whether a value is a date and nothing that is true or false.
    fn is_date(&self, node: &Node) -> bool {
        match &node.value {
            Value::Text(text) => truth(text).is_none() && Date::parse(unquoted(text), self.zone).is_ok(),
            _ => false,
        }
    }

    /// A date of publication. `holds` is whether the post is not there before.
    fn publication(&mut self, rank: u8, holds: bool, key: &Key, node: &Node) {
        let date = self.date(key, node);
        self.dates.extend(date.map(|date| (rank, date)));
        if holds && date.is_some() && rank > 0 {
            self.out.held.from = self.out.held.from.max(date);
        }
        let is_empty = matches!(&node.value, Value::Null)
            || matches!(&node.value, Value::Text(text) if text.trim().is_empty());
        if holds && date.is_none() && !is_empty && rank > 0 {
            // The post was not to be seen before some day, and nobody knows which.
            self.out.held.unreadable(key, node, "a date such as 2019-07-15", self.diagnostics);
        }
    }

    fn text(&mut self, key: &Key, node: &Node) -> Option<String> {
        match &node.value {
            Value::Null => None,
            Value::Text(text) => {
                let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
                (!folded.is_empty()).then_some(folded)
            }
            Value::List(_) | Value::Map(_) => {
                self.wrong_shape(key, node, "one text");
                None
            }
        }
    }

    fn located(&mut self, key: &Key, node: &Node) -> Option<Located> {
        match &node.value {
            Value::Text(text) => Some(Located { text: text.trim().to_owned(), at: node.at }),
            Value::Null => Some(Located { text: String::new(), at: node.at }),
            Value::List(_) | Value::Map(_) => {
                self.wrong_shape(key, node, "one text");
                None
            }
        }
    }

    fn boolean(&mut self, key: &Key, node: &Node) -> Option<bool> {
        let text = self.text(key, node)?;
        let says = truth(&text);
        if says.is_none() {
            self.wrong_shape(key, node, "`true` or `false`");
        }
        says
    }

    fn date(&mut self, key: &Key, node: &Node) -> Option<Date> {
        let text = self.text(key, node)?;
        match Date::parse(unquoted(&text), self.zone) {
            Ok(parsed) if parsed.rest.is_empty() => Some(parsed.date),
            Ok(parsed) if parsed.unclear => {
                self.diagnostics.push(Diagnostic::error(
                    "date-unclear",
                    node.at,
                    format!(
                        "`{}` in `{}` is no time or zone that has one meaning; the day is used, and the hour may be another",
                        parsed.rest, key.name
                    ),
                    "write the offset, such as 2019-07-15 18:14:00 +0530, or the zone, such as Asia/Kolkata",
                ));
                Some(parsed.date)
            }
            Ok(parsed) => {
                self.diagnostics.push(Diagnostic::warning(
                    "date-trailing",
                    node.at,
                    format!(
                        "`{}` behind the date of `{}` is not part of a date and is not used",
                        parsed.rest, key.name
                    ),
                    "delete it, or put it behind a `#` as a comment",
                ));
                Some(parsed.date)
            }
            Err(error) => {
                self.diagnostics.push(Diagnostic::error(
                    "date-unreadable",
                    node.at,
                    format!(
                        "`{text}` in `{}`: {error}; another date of the post is used, if it has one",
                        key.name
                    ),
                    "write it as 2019-07-15 or 2019-07-15 18:14:00 +0000",
                ));
                None
            }
        }
    }

    /// Authors: a name, a list of names, or maps with a `name`.
    fn names(&mut self, node: &Node) {
        match &node.value {
            Value::Null => {}
            Value::Text(_) => gather(&mut self.out.authors, whole(node)),
            Value::List(items) => items.iter().for_each(|item| self.names(item)),
            Value::Map(entries) => {
                let name = entries.iter().find(|(k, _)| k.name == "name").or_else(|| entries.first());
                if let Some((_, node)) = name {
                    gather(&mut self.out.authors, whole(node));
                }
            }
        }
    }

    fn wrong_shape(&mut self, key: &Key, node: &Node, wanted: &str) {
        self.diagnostics.push(Diagnostic::warning(
            "wrong-shape",
            node.at,
            format!("`{}` should be {wanted}; the value is not used", key.name),
            format!("write {wanted} behind `{}:`", key.name),
        ));
    }
}

/// Sets a field that several keys can give: the seed's own name wins, else the first.
fn prefer<T>(field: &mut Option<T>, value: Option<T>, first_class: bool) {
    if field.is_none() || (first_class && value.is_some()) {
        *field = value.or(field.take());
    }
}

fn gather(into: &mut Vec<String>, values: Vec<String>) {
    for value in values {
        if !into.contains(&value) {
            into.push(value);
        }
    }
}

/// A text under a plural key holds several: parted by commas if it has any, else by blanks, as Jekyll does. What stands
/// between quotes is one.
fn words(node: &Node) -> Vec<String> {
    let Value::Text(text) = &node.value else { return whole(node) };
    let mark = |c: char| if text.contains(',') { c == ',' } else { c.is_whitespace() };
    let (mut parts, mut part, mut quoted) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if !quoted && mark(c) => parts.push(std::mem::take(&mut part)),
            c => part.push(c),
        }
    }
    parts.push(part);
    clean(parts.iter().map(String::as_str))
}

/// Tags as they are called: Obsidian's may begin with a `#`.
fn tags(names: Vec<String>) -> Vec<String> {
    let bare = |name: String| match name.strip_prefix('#') {
        Some(bare) if bare.starts_with(char::is_alphanumeric) => bare.to_owned(),
        _ => name,
    };
    names.into_iter().map(bare).collect()
}

/// A BCP 47 tag: `de_DE` is `de-DE`. What is none, such as `English`, is no tag.
fn language(text: &str) -> Option<String> {
    let tag = text.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next()?;
    let ok = (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    ok.then_some(tag)
}

/// A file that the post comes with: a map, or as importers write it, `address length type`.
fn enclosure(node: &Node) -> Option<Enclosure> {
    match &node.value {
        Value::Text(text) => {
            let mut words = text.split_whitespace();
            let url = words.next()?.to_owned();
            if !url.contains('.') {
                return None;
            }
            Some(Enclosure {
                url,
                length: words.next().and_then(|length| length.parse().ok()),
                kind: words.next().unwrap_or_default().to_owned(),
            })
        }
        Value::List(items) => items.iter().find_map(enclosure),
        Value::Map(entries) => {
            let get = |names: &[&str]| {
                let (_, node) =
                    entries.iter().find(|(key, _)| names.contains(&normal(&key.name).as_str()))?;
                scalars(node).into_iter().next().map(|(text, _)| text)
            };
            Some(Enclosure {
                url: get(&["url", "href", "src", "file", "path"]).filter(|url| !url.is_empty())?,
                length: get(&["length", "size", "bytes"]).and_then(|length| length.parse().ok()),
                kind: get(&["type", "mimetype", "mime"]).unwrap_or_default(),
            })
        }
        Value::Null => None,
    }
}

/// A text with its entities as characters: exporters write `Hello &#8211; it&#8217;s me`.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let end = rest[at..].find(';').map(|end| at + end + 1).filter(|end| end - at <= 12);
        out.push_str(&rest[..at]);
        let Some(end) = end else {
            out.push('&');
            rest = &rest[at + 1..];
            continue;
        };
        // Markdown knows all entities.
        let said = pulldown_cmark::Parser::new(&rest[at..end]).filter_map(|event| match event {
            pulldown_cmark::Event::Text(text) => Some(text.into_string()),
            _ => None,
        });
        out.push_str(&said.collect::<String>());
        rest = &rest[end..];
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text under a singular key is one value, blanks and all.
fn whole(node: &Node) -> Vec<String> {
    clean(scalars(node).iter().map(|(text, _)| text.as_str()))
}

fn clean<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    texts.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty()).collect()
}

/// All texts of a value, lists of lists flattened.
fn scalars(node: &Node) -> Vec<(String, Position)> {
    match &node.value {
        Value::Text(text) => vec![(text.trim().to_owned(), node.at)],
        Value::List(items) => items.iter().flat_map(scalars).collect(),
        Value::Null | Value::Map(_) => Vec::new(),
    }
}

/// A path, a list of paths, or maps with `path`, `src`, `url` or `image` and `alt`.
fn images(node: &Node) -> Vec<ImageRef> {
    match &node.value {
        Value::Null => Vec::new(),
        Value::Text(text) => match text.trim() {
            "" => Vec::new(),
            src => vec![ImageRef { src: slashes(src), alt: String::new() }],
        },
        Value::List(items) => items.iter().flat_map(images).collect(),
        Value::Map(entries) => {
            let get = |names: &[&str]| {
                let (_, node) = entries.iter().find(|(k, _)| names.contains(&k.name.as_str()))?;
                scalars(node).into_iter().next().map(|(text, _)| text)
            };
            let names =
                ["path", "src", "url", "image", "feature", "og_image", "teaser", "overlay_image", "file"];
            let src = names.iter().find_map(|name| get(&[name]).filter(|s| !s.is_empty()));
            src.map(|src| ImageRef { src: slashes(&src), alt: get(&["alt", "title"]).unwrap_or_default() })
                .into_iter()
                .collect()
        }
    }
}

/// Paths of Windows, as the web writes them.
fn slashes(path: &str) -> String {
    if path.contains("://") || path.starts_with("data:") { path.to_owned() } else { path.replace('\\', "/") }
}

/// Keys are short names. A sentence or a tag in their place is text that lost its quotes.
fn looks_like_prose(key: &str) -> bool {
    key.contains('<') || key.split_whitespace().count() > 4
}

fn shorten(text: &str) -> String {
    crate::prose::shorten(text, 40)
}
