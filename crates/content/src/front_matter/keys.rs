//! From a tree of values to what Lamplight knows of a post. The seed's eleven keys come first; Jekyll's, Hugo's and
//! Zola's names for the same things follow.

use std::collections::HashMap;

use super::held::Held;
use super::tree::{Key, Node, Value};
use crate::date::Date;
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
    /// `draft: true`, or `published: false`
    pub draft: bool,
    /// What else holds the post back, or a part of it.
    pub held: Held,
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
        interpret(Node { at: Position::default(), value }, &mut Vec::new())
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

pub(super) fn interpret(root: Node, diagnostics: &mut Vec<Diagnostic>) -> FrontMatter {
    let mut reader = Reader {
        out: FrontMatter { at: Position { line: 1, column: 1 }, ..FrontMatter::default() },
        diagnostics,
        image_alt: None,
    };
    if let Value::Map(entries) = root.value {
        for (key, node) in last_of_each(entries, reader.diagnostics) {
            reader.key(key, node, Level::Top);
        }
    }
    let Reader { mut out, image_alt, .. } = reader;
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
    image_alt: Option<String>,
}

impl Reader<'_> {
    fn key(&mut self, key: Key, node: Node, level: Level) {
        match key.name.as_str() {
            "post_title" | "title" => {
                self.out.at = node.at;
                let text = self.text(&key, &node);
                prefer(&mut self.out.title, text, key.name == "post_title");
            }
            "publish_date" | "date" => {
                let date = self.date(&key, &node);
                prefer(&mut self.out.date, date, key.name == "publish_date");
            }
            "last_modified_at" | "updated" | "lastmod" => {
                let date = self.date(&key, &node);
                prefer(&mut self.out.updated, date, false);
            }
            "slug" => self.out.slug = self.located(&key, &node),
            "permalink" | "path" | "url" if level == Level::Top => {
                let place = self.located(&key, &node);
                prefer(&mut self.out.permalink, place, key.name == "permalink");
            }
            "post_author" | "author" | "authors" => self.names(&node),
            "current_gaslighter" => self.out.current = self.boolean(&key, &node),
            "categories" => gather(&mut self.out.categories, words(&node)),
            "category" => gather(&mut self.out.categories, whole(&node)),
            "tags" => gather(&mut self.out.tags, words(&node)),
            "tag" => gather(&mut self.out.tags, whole(&node)),
            "feature_post_image" | "image" | "cover" => {
                let image = images(&node).into_iter().next();
                prefer(&mut self.out.image, image, key.name == "feature_post_image");
            }
            "image_alt" | "image_accessibility" => self.image_alt = self.text(&key, &node),
            "post_images" | "images" => self.out.images.extend(images(&node)),
            "excerpt" | "description" | "summary" => {
                let text = self.text(&key, &node);
                prefer(&mut self.out.excerpt, text, key.name == "excerpt");
            }
            "draft" => self.out.draft |= self.boolean(&key, &node) == Some(true),
            "published" => self.out.draft |= self.boolean(&key, &node) == Some(false),
            "series" => self.out.series = self.text(&key, &node).filter(|name| !name.is_empty()),
            "series_order" | "part" => {
                self.out.part = self.text(&key, &node).and_then(|text| text.parse().ok())
            }
            "pin" | "pinned" | "sticky" | "featured" => {
                self.out.pinned |= self.boolean(&key, &node) == Some(true)
            }
            "layout" => self.out.layout = self.text(&key, &node),
            "redirect_from" | "aliases" => {
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
            name => {
                if looks_like_prose(name) {
                    self.diagnostics.push(Diagnostic::warning(
                        "value-as-key",
                        key.at,
                        format!(
                            "this reads as a key named `{}`, but looks like text of the value above",
                            shorten(name)
                        ),
                        "put the whole value above between quotes, or indent its further lines",
                    ));
                }
                self.out.extra.push((key.name, node.value));
            }
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
        match text.to_ascii_lowercase().as_str() {
            // YAML 1.1 had `yes` and `on`, and old posts still do.
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => {
                self.wrong_shape(key, node, "`true` or `false`");
                None
            }
        }
    }

    fn date(&mut self, key: &Key, node: &Node) -> Option<Date> {
        let text = self.text(key, node)?;
        match Date::parse(&text) {
            Ok(parsed) if parsed.rest.is_empty() => Some(parsed.date),
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
                        "`{text}` in `{}`: {error}; the date of the file name is used, if it has one",
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

/// A text under a plural key holds several: parted by commas if it has any, else by blanks, as Jekyll does.
fn words(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Text(text) if text.contains(',') => clean(text.split(',')),
        Value::Text(text) => clean(text.split_whitespace()),
        _ => whole(node),
    }
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
            src => vec![ImageRef { src: src.to_owned(), alt: String::new() }],
        },
        Value::List(items) => items.iter().flat_map(images).collect(),
        Value::Map(entries) => {
            let get = |names: &[&str]| {
                let (_, node) = entries.iter().find(|(k, _)| names.contains(&k.name.as_str()))?;
                scalars(node).into_iter().next().map(|(text, _)| text)
            };
            let src = get(&["path", "src", "url", "image"]).filter(|s| !s.is_empty());
            src.map(|src| ImageRef { src, alt: get(&["alt", "title"]).unwrap_or_default() })
                .into_iter()
                .collect()
        }
    }
}

/// Keys are short names. A sentence or a tag in their place is text that lost its quotes.
fn looks_like_prose(key: &str) -> bool {
    key.contains('<') || key.split_whitespace().count() > 4
}

fn shorten(text: &str) -> String {
    crate::prose::shorten(text, 40)
}
