//! Turns a tree of values into [`FrontMatter`]: first the keys of Lamplight, then those of other engines with the same meaning.

mod dates;
mod shapes;

use std::collections::HashMap;

use lamplight_format::date::Date;

use super::files::{enclosure, images, is_picture};
use super::held::forbids_within;
use super::keys::{FrontMatter, ImageRef, Located};
use super::names::{self, Meaning};
use super::tree::{Key, Node, Value};
use super::values::{
    decoded, entry, gather, is_empty, language, normal, scalars, tags, text, truth, unquoted, whole, words,
};
use crate::date::Zone;
use crate::diagnostic::{Diagnostic, Position};

impl FrontMatter {
    /// Reads a tree of values of any origin. Unreadable values are ignored.
    #[must_use]
    pub fn of(value: Value) -> Self {
        interpret(Node { value, ..Node::default() }, &Zone::default(), &mut Vec::new())
    }
}

pub(super) fn interpret(root: Node, zone: &Zone, diagnostics: &mut Vec<Diagnostic>) -> FrontMatter {
    let mut reader = KeyReader {
        out: FrontMatter { at: Position { line: 1, column: 1 }, ..FrontMatter::default() },
        diagnostics,
        zone,
        image_alt: None,
        picture: None,
        dates: Vec::new(),
    };
    if let Value::Map(entries) = root.value {
        let mut entries: Vec<(Option<Meaning>, Key, Node)> = last_of_each(entries, reader.diagnostics)
            .into_iter()
            .map(|(key, node)| (names::meaning(&normal(&key.name)), key, node))
            .collect();
        // The usual spelling of a key comes before others, and nested maps come last.
        entries.sort_by_key(|(meaning, key, _)| {
            (*meaning == Some(Meaning::Nested), key.name.starts_with(char::is_uppercase))
        });
        for (meaning, key, node) in entries {
            reader.key(meaning, key, node, Level::Top);
        }
    }
    let KeyReader { mut out, image_alt, picture, mut dates, .. } = reader;
    dates.sort_by_key(|(rank, _)| *rank);
    out.date = dates.first().map(|(_, date)| *date);
    out.image = out.image.take().or(picture);
    if let (Some(image), Some(alt)) = (&mut out.image, image_alt)
        && image.alt.is_empty()
    {
        image.alt = alt;
    }
    out
}

/// Of two equal keys the last one counts, as in Jekyll. They are reported, because YAML 1.2 forbids them. Of keys that can hold the
/// post back, both are read.
fn last_of_each(entries: Vec<(Key, Node)>, diagnostics: &mut Vec<Diagnostic>) -> Vec<(Key, Node)> {
    let mut kept: Vec<Option<(Key, Node)>> = Vec::with_capacity(entries.len());
    let mut known: HashMap<String, usize> = HashMap::with_capacity(entries.len());
    for (key, node) in entries {
        let holds = names::meaning(&normal(&key.name)).is_some_and(names::can_only_hold);
        if let Some(earlier) = known.insert(key.name.clone(), kept.len())
            && let Some(line) = kept[earlier].as_ref().map(|(key, _)| key.at.line)
        {
            let what = match holds {
                true => format!("what holds the post back counts, here or in line {line}"),
                false => format!("the value of line {line} is not used"),
            };
            diagnostics.push(Diagnostic::warning(
                "duplicate-key",
                key.at,
                format!("`{}` stands here for the second time; {what}", key.name),
                "delete one of the two",
            ));
            if !holds {
                kept[earlier] = None;
            }
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

struct KeyReader<'d> {
    out: FrontMatter,
    diagnostics: &'d mut Vec<Diagnostic>,
    /// The zone of dates without one.
    zone: &'d Zone,
    image_alt: Option<String>,
    /// The image of keys that count only if no other key has one.
    picture: Option<ImageRef>,
    /// Dates of publication, each with the rank of its key: the lowest counts.
    dates: Vec<(u8, Date)>,
}

impl KeyReader<'_> {
    fn key(&mut self, meaning: Option<Meaning>, key: Key, node: Node, level: Level) {
        let name = normal(&key.name);
        let Some(meaning) = meaning else { return self.unknown(&name, key, node) };
        if meaning == Meaning::Publish && self.is_date(&node) {
            // The value may be a boolean or a date.
            return self.publication(3, true, &key, &node);
        }
        if names::can_only_hold(meaning) {
            self.out.stated_keys.add(meaning);
            match self.out.held.read(meaning, &key, &node, self.zone, self.diagnostics) {
                true => {}
                false => self.out.extra.push((key.name, node.value)),
            }
            return;
        }
        let rank = if level == Level::Top { 0 } else { 10 };
        // The names of Lamplight come first.
        let own = matches!(key.name.as_str(), "post_title" | "permalink" | "feature_post_image" | "excerpt")
            || matches!(name.as_str(), "translationkey" | "canonicalurl" | "guid" | "enclosure");
        match meaning {
            Meaning::Publication if key.name == "publish_date" => self.publication(rank, false, &key, &node),
            Meaning::Date => self.publication(rank + 1, false, &key, &node),
            Meaning::Publication => self.publication(rank + 2, true, &key, &node),
            Meaning::Shown => self.publication(rank + 3, true, &key, &node),
            Meaning::Created => self.publication(rank + 4, false, &key, &node),
            Meaning::Updated => {
                // Docusaurus: `last_update: { date: …, author: … }`.
                let node = match &node.value {
                    Value::Map(entries) => entry(entries, &["date"]),
                    _ => Some(&node),
                };
                // VitePress: `lastUpdated: false` shows no date.
                let is_switch = node.and_then(text).is_some_and(|text| truth(&text).is_some());
                let date = node.filter(|_| !is_switch).and_then(|node| self.date(&key, node));
                prefer(&mut self.out.updated, date, false);
            }
            Meaning::Title => {
                self.out.at = node.at;
                let text = self.text(&key, &node).map(|text| decoded(&text));
                prefer(&mut self.out.title, text.filter(|text| !text.is_empty()), own);
            }
            Meaning::Slug => {
                let slug = self.located(&key, &node);
                prefer(&mut self.out.slug, slug, false);
            }
            Meaning::Permalink if level == Level::Top => {
                if name == "permalink" && text(&node).and_then(|text| truth(&text)) == Some(false) {
                    self.out.held.out = Some(super::values::written(&key, &node));
                    return;
                }
                let place = self.located(&key, &node);
                prefer(&mut self.out.permalink, place, own);
            }
            Meaning::Author => {
                self.people(&node);
                if self.out.authors.is_empty() && !is_empty(&node) {
                    self.wrong_shape(&key, &node, "a name, or a map with `name`");
                }
            }
            Meaning::Current => self.out.current = self.boolean(&key, &node),
            Meaning::Categories | Meaning::Category => {
                let read = if meaning == Meaning::Category { whole } else { words };
                let names = self.list(&key, &node, read);
                gather(&mut self.out.categories, names);
            }
            Meaning::Tags | Meaning::Tag => {
                let read = if meaning == Meaning::Tag { whole } else { words };
                let names = self.list(&key, &node, read);
                gather(&mut self.out.tags, tags(names));
            }
            // A header that is a text or has no picture belongs to a theme.
            Meaning::Image if matches!((name.as_str(), &node.value), ("hero" | "banner", Value::Text(text)) if !text.contains('.')) =>
            {
                self.out.extra.push((key.name, node.value));
            }
            Meaning::Image => prefer(&mut self.out.image, images(&node).into_iter().next(), own),
            Meaning::Header | Meaning::Picture => {
                let is_one = match meaning {
                    Meaning::Header => {
                        is_picture(&node) || matches!(&node.value, Value::Text(text) if text.contains('.'))
                    }
                    _ => is_picture(&node),
                };
                if is_one {
                    let place =
                        if meaning == Meaning::Header { &mut self.out.image } else { &mut self.picture };
                    prefer(place, images(&node).into_iter().next(), false);
                }
                self.out.extra.push((key.name, node.value));
            }
            Meaning::ImageAlt => self.image_alt = self.text(&key, &node).map(|text| decoded(&text)),
            Meaning::Images => self.out.images.extend(images(&node)),
            Meaning::Excerpt => {
                let text = self.text(&key, &node);
                prefer(&mut self.out.excerpt, text, own);
            }
            Meaning::Series => {
                let name = self.list(&key, &node, whole).into_iter().next();
                prefer(&mut self.out.series, name, false);
            }
            Meaning::Part => {
                self.out.part = self.parsed(&key, &node, "a whole number", |text| text.parse().ok());
            }
            Meaning::Pinned => {
                // In Hexo, `sticky: 100` is a priority.
                let text = scalars(&node).into_iter().next().map(|(text, _)| text).unwrap_or_default();
                let number = text.parse::<i64>().ok();
                self.out.pinned |= match number {
                    Some(number) => number > 0,
                    None => self.boolean(&key, &node) == Some(true),
                };
            }
            Meaning::Layout => self.out.layout = self.text(&key, &node),
            Meaning::Kind => {
                let kind = text(&node).map(|text| normal(unquoted(&text))).unwrap_or_default();
                match kind.as_str() {
                    "attachment" | "revision" | "navmenuitem" | "customcss" | "customizechangeset" => {
                        self.out.held.out = Some(super::values::written(&key, &node));
                    }
                    "page" if name == "posttype" => prefer(&mut self.out.layout, Some(kind), false),
                    _ => {}
                }
                self.out.extra.push((key.name, node.value));
            }
            Meaning::Language => {
                let tag = self.parsed(&key, &node, "a language such as `de` or `pt-BR`", language);
                prefer(&mut self.out.language, tag, false);
            }
            Meaning::Translation => {
                // `ref` has many meanings in other engines.
                let text = text(&node).filter(|text| !text.is_empty());
                prefer(&mut self.out.translation, text, own);
            }
            Meaning::Canonical => {
                let url = self.text(&key, &node).map(|text| unquoted(&text).to_owned());
                let is_address = |url: &String| {
                    let start = url.get(..8).unwrap_or_default().to_ascii_lowercase();
                    start.starts_with("https://") || start.starts_with("http://")
                };
                if url.as_ref().is_some_and(|url| !is_address(url) && truth(url) != Some(false)) {
                    self.wrong_shape(&key, &node, "an address with `https://`");
                }
                prefer(&mut self.out.canonical, url.filter(is_address), own);
            }
            Meaning::Id => {
                let text = scalars(&node).into_iter().next().map(|(text, _)| text);
                prefer(&mut self.out.id, text.filter(|text| !text.is_empty()), own);
            }
            Meaning::Enclosure => {
                let file = enclosure(&node);
                if own && file.is_none() && !is_empty(&node) {
                    self.wrong_shape(&key, &node, "a path or an address");
                }
                prefer(&mut self.out.enclosure, file, own);
            }
            Meaning::Redirect => {
                let texts = scalars(&node).into_iter().filter(|(text, _)| !text.is_empty());
                self.out.redirects.extend(texts.map(|(text, at)| Located { text, at }));
            }
            Meaning::Nested if level == Level::Top && matches!(node.value, Value::Map(_)) => {
                let Value::Map(entries) = node.value else { return };
                for (key, node) in entries {
                    self.key(names::meaning(&normal(&key.name)), key, node, Level::Nested);
                }
            }
            _ => self.unknown(&name, key, node),
        }
    }

    /// An unknown key is kept for Liquid. It is reported if it was probably meant to hide the post.
    fn unknown(&mut self, name: &str, key: Key, node: Node) {
        if matches!(name, "head" | "meta" | "seo") && forbids_within(&node) {
            self.out.held.no_index = true;
        }
        let boolean = text(&node).map(|text| truth(&text));
        let meant = names::near(name).filter(|_| matches!(boolean, Some(Some(_))));
        if looks_like_prose(&key.name) {
            self.diagnostics.push(Diagnostic::warning(
                "value-as-key",
                key.at,
                format!(
                    "this reads as a key named `{}`, but looks like text of the value above",
                    lamplight_markdown::text::shorten(&key.name, 40)
                ),
                "put the whole value above between quotes, or indent its further lines",
            ));
        } else if meant.is_some() || names::smells(name) && boolean != Some(Some(false)) && !is_empty(&node) {
            let instead = meant.unwrap_or("draft: true");
            self.diagnostics.push(Diagnostic::warning(
                "held-key",
                key.at,
                format!(
                    "`{}` is no key that holds a post back, if it was meant to; the post is published",
                    key.name
                ),
                format!("write `{instead}` if it was; docs/reference/front-matter.md lists all such keys"),
            ));
        }
        self.out.extra.push((key.name, node.value));
    }
}

/// Sets a field that several keys can set: the name of Lamplight wins, otherwise the first.
fn prefer<T>(field: &mut Option<T>, value: Option<T>, first_class: bool) {
    if field.is_none() || (first_class && value.is_some()) {
        *field = value.or(field.take());
    }
}

/// Whether a key is a name. A sentence or a tag as a key is a text without its quotes.
fn looks_like_prose(key: &str) -> bool {
    key.contains('<') || key.split_whitespace().count() > 4
}
