//! Which hashed files of a replaced build may be kept: none that contains a post which is no longer published.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use lamplight_format::model::{Summary, route_key};
use serde_json::Value;

use super::names::{DATA, IMAGES};

/// Posts and terms that are published now. Data files of the last build may name these.
#[derive(Clone, Debug, Default)]
pub(crate) struct StillPublished {
    /// Title and date of each post and page, by the key of its address.
    posts: BTreeMap<String, (String, Option<String>)>,
    /// Keys of the addresses of terms.
    terms: BTreeSet<String>,
}

impl StillPublished {
    pub(crate) fn of<'a>(
        posts: impl Iterator<Item = &'a Summary>,
        terms: impl Iterator<Item = String>,
    ) -> Self {
        let post = |post: &Summary| {
            (route_key(&post.path), (post.title.clone(), post.date.map(|date| date.rfc3339())))
        };
        Self { posts: posts.map(post).collect(), terms: terms.collect() }
    }

    /// Whether a post is still published. Another may have its address today: a post is known by its title or date as well.
    fn has(&self, path: &Value, title: &Value, date: &Value) -> bool {
        let known = path.as_str().and_then(|path| self.posts.get(&route_key(path)));
        known.is_some_and(|(known, day)| {
            title.as_str() == Some(known) || date.as_str().is_some() && date.as_str() == day.as_deref()
        })
    }
}

/// Decides on files of the last build. It must be asked in the order of [`super::names::HASHED`], so that pictures come after the
/// posts that show them.
pub(super) struct Withdrawn<'a> {
    published: &'a StillPublished,
    /// Beginnings of the names of pictures that kept posts show.
    pictures: BTreeSet<String>,
}

impl<'a> Withdrawn<'a> {
    pub(super) fn of(published: &'a StillPublished) -> Self {
        Self { published, pictures: BTreeSet::new() }
    }

    /// Whether a file in one of the folders of hashed files may be kept.
    pub(super) fn may_keep(&mut self, folder: &str, file: &Path) -> bool {
        match folder {
            DATA => self.is_of_published(file),
            IMAGES => {
                let name = file.file_stem().unwrap_or_default().to_string_lossy();
                self.pictures.contains(name.rsplit_once('-').map_or(&*name, |(stem, _)| stem))
            }
            _ => true,
        }
    }

    /// Whether a data file names published posts only. The search index has words of all posts, and tabs that are open fetch the new
    /// one: it is not kept.
    fn is_of_published(&mut self, file: &Path) -> bool {
        let Some(text) = fs::read(file).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
            return false;
        };
        let Ok(Value::Array(rows)) = serde_json::from_str(&text) else { return false };
        let ok = rows.iter().all(|row| match row {
            // A node of a tree names other files.
            Value::String(_) => true,
            row if row["target"].is_object() => self.leads_to_published(row),
            row if row["summary"].is_object() => self.is_published(row),
            row => self.published.has(&row["path"], &row["title"], &row["date"]),
        });
        if ok {
            self.pictures.extend(pictures(&text));
        }
        ok
    }

    /// A row of the table of routes.
    fn leads_to_published(&self, row: &Value) -> bool {
        let target = &row["target"];
        let is_post = |path: &Value| {
            path.as_str().is_some_and(|path| self.published.posts.contains_key(&route_key(path)))
        };
        if target["document"].is_object() {
            is_post(&row["path"])
        } else if target["term"].is_object() {
            row["path"].as_str().is_some_and(|path| self.published.terms.contains(path))
        } else {
            target["terms"].is_object() || is_post(&target["moved"]["to"])
        }
    }

    /// A post of a bundle, which names others: neighbours, related ones, parts of a series.
    fn is_published(&self, post: &Value) -> bool {
        let summary = &post["summary"];
        let lists = [&post["related"], &post["series"]["posts"]];
        let others = lists.into_iter().filter_map(Value::as_array).flatten();
        let others =
            others.chain([&post["older"], &post["newer"]].into_iter().filter(|post| post.is_object()));
        self.published.has(&summary["path"], &summary["title"], &summary["date"])
            && others
                .into_iter()
                .all(|other| self.published.has(&other["path"], &other["title"], &Value::Null))
    }
}

/// Beginnings of the names of picture variants in a data file: in its fields, and within HTML.
fn pictures(text: &str) -> Vec<String> {
    let named = text.split("\"stem\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    let folder = format!("{IMAGES}/");
    let shown = text.split(&folder).skip(1).filter_map(|rest| {
        let name = rest.split(['.', '"', '\\', ' ']).next()?;
        name.rsplit_once('-').map(|(stem, _)| stem)
    });
    named.chain(shown).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_data_file_stays_if_all_that_it_names_is_published() {
        let published = StillPublished {
            posts: [
                ("/a".to_owned(), ("A".to_owned(), Some("2020-01-01T00:00:00+00:00".to_owned()))),
                ("/b".to_owned(), ("B".to_owned(), None)),
            ]
            .into(),
            terms: ["/tag/x".to_owned()].into(),
        };
        let folder = tempfile::tempdir().expect("a folder");
        let stays = |value: &Value| {
            let file = folder.path().join("a.json");
            fs::write(&file, value.to_string()).expect("a file");
            Withdrawn::of(&published).may_keep(DATA, &file)
        };
        let a = json!({ "path": "/a/", "title": "A", "date": "2020-01-01T00:00:00+00:00" });
        for good in [
            json!(["0123"]),
            json!([a]),
            json!([{ "path": "/a/", "title": "Another title", "date": "2020-01-01T00:00:00+00:00" }]),
            json!([{ "summary": a, "newer": { "path": "/b/", "title": "B" } }]),
            json!([{ "path": "/tag/x", "target": { "term": {} } }, { "path": "/tags", "target": { "terms": {} } }]),
            json!([{ "path": "/old", "target": { "moved": { "to": "/a/" } } }]),
        ] {
            assert!(stays(&good), "{good}");
        }
        for bad in [
            json!([{ "path": "/c/", "title": "C" }]),
            // Another post has the address now.
            json!([{ "path": "/b/", "title": "What was there", "date": "2020-02-02T00:00:00+00:00" }]),
            json!([{ "summary": a, "older": { "path": "/c/", "title": "C" } }]),
            json!([{ "summary": a, "newer": { "path": "/b/", "title": "What was there" } }]),
            json!([{ "summary": a, "related": [{ "path": "/c/", "title": "C" }] }]),
            json!([{ "summary": a, "series": { "posts": [{ "path": "/c/", "title": "C" }] } }]),
            json!([{ "path": "/c", "target": { "document": {} } }]),
            json!([{ "path": "/tag/y", "target": { "term": {} } }]),
            json!([{ "path": "/old", "target": { "moved": { "to": "/c/" } } }]),
            json!([{ "term": { "name": "Y", "slug": "y" }, "count": 1 }]),
            json!({ "words": [] }),
        ] {
            assert!(!stays(&bad), "{bad}");
        }
    }

    #[test]
    fn pictures_are_known_by_what_their_names_begin_with() {
        let text = r#"[{"sources":{"stem":"ab-cd","widths":[1]}},"<img srcset=\"/x/lamplight/images/e-f-480.webp 480w\">"]"#;
        assert_eq!(pictures(text), ["ab-cd", "e-f"]);
    }
}
