//! Ghost: an export in JSON, which has the tables of its database.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::autop::autop;
use crate::model::{Export, Item, Status};
use crate::report::ImportReport;
use crate::text::{date, escaped};

/// An export that can't be read.
#[derive(Debug, thiserror::Error)]
pub enum GhostError {
    /// It is no JSON.
    #[error("this is no JSON ({0}); export again in Ghost under Settings → Migration tools → Export")]
    Json(#[from] serde_json::Error),
    /// It has no posts.
    #[error(
        "this JSON holds no `data.posts`, so it is no export of Ghost; export again under Settings → Migration tools → Export"
    )]
    NoPosts,
}

/// Reads an export. `address` is where the blog was, which exports do not say; it may be empty.
///
/// # Errors
/// If it is no JSON, or holds no posts.
pub fn read(bytes: &[u8], address: &str) -> Result<Export, GhostError> {
    let mut json: Value = serde_json::from_slice(bytes)?;
    let data = match json.pointer_mut("/db/0/data") {
        Some(data) => data.take(),
        None => json.get_mut("data").map(Value::take).unwrap_or_default(),
    };
    let posts = data["posts"].as_array().ok_or(GhostError::NoPosts)?;
    let address = address.trim_end_matches('/');
    let mut export = Export { address: address.to_owned(), ..Export::default() };
    for setting in rows(&data["settings"]) {
        let value = text(setting, "value");
        match setting["key"].as_str() {
            Some("title") => export.title = value,
            Some("description") => export.description = value,
            Some("locale" | "lang") if !value.is_empty() => export.language = value,
            _ => {}
        }
    }
    let tables = Tables::new(&data);
    for post in posts {
        if let Some(item) = tables.item(post, address, &mut export.report) {
            export.items.push(item);
        }
    }
    Ok(export)
}

fn rows(table: &Value) -> impl Iterator<Item = &Value> {
    table.as_array().into_iter().flatten()
}

/// The text of a key; numbers, too, as ids of old exports are.
fn text(row: &Value, key: &str) -> String {
    match &row[key] {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// What posts refer to by their ids.
struct Tables<'a> {
    /// Id of a post → names of its tags, in order.
    tags: HashMap<String, Vec<String>>,
    authors: HashMap<String, Vec<String>>,
    users: HashMap<String, String>,
    metas: HashMap<String, &'a Map<String, Value>>,
}

impl<'a> Tables<'a> {
    fn new(data: &'a Value) -> Self {
        // A tag with `#` is for the theme.
        let is_public = |tag: &&Value| tag["visibility"] != "internal" && !text(tag, "name").starts_with('#');
        let names: HashMap<String, String> =
            rows(&data["tags"]).filter(is_public).map(|tag| (text(tag, "id"), text(tag, "name"))).collect();
        let users: HashMap<String, String> =
            rows(&data["users"]).map(|user| (text(user, "id"), text(user, "name"))).collect();
        let metas =
            rows(&data["posts_meta"]).filter_map(|meta| Some((text(meta, "post_id"), meta.as_object()?)));
        Self {
            tags: joined(&data["posts_tags"], "tag_id", &names),
            authors: joined(&data["posts_authors"], "author_id", &users),
            metas: metas.collect(),
            users,
        }
    }

    /// The post of a row, or `None` if it is left out.
    fn item(&self, post: &Value, address: &str, report: &mut ImportReport) -> Option<Item> {
        let id = text(post, "id");
        let title = text(post, "title");
        let name = format!("“{title}”");
        let is_page = post["type"] == "page" || post["page"] == true || post["page"] == 1;
        let status = self.status(post, &name, report);
        let slug = text(post, "slug");
        let meta = |key: &str| {
            let value = self.metas.get(&id).and_then(|meta| meta.get(key)).and_then(Value::as_str);
            value.map(str::to_owned).unwrap_or_else(|| text(post, key))
        };
        let html = text(post, "html").replace("__GHOST_URL__", address);
        let html = match html.is_empty() {
            true if !text(post, "plaintext").is_empty() => {
                report.remark(&name, "it has no HTML in the export; its plain text is used");
                autop(&escaped(&text(post, "plaintext")))
            }
            true if ["lexical", "mobiledoc"].iter().any(|key| !text(post, key).is_empty()) => {
                report.remark(&name, "its text is in a form of Ghost's editor alone, without HTML; open and save it in Ghost, and export again");
                html
            }
            _ => html,
        };
        let image = text(post, "feature_image").replace("__GHOST_URL__", address);
        let authors = self.authors.get(&id).cloned().unwrap_or_default();
        let author = self.users.get(&text(post, "author_id")).cloned();
        let published = date(&text(post, "published_at"));
        let is_live = matches!(status, Status::Published | Status::Private);
        Some(Item {
            is_page,
            address: Some(format!("{address}/{slug}/")).filter(|_| is_live && !slug.is_empty()),
            status: if status == Status::Scheduled && published.is_none() { Status::Draft } else { status },
            updated: date(&text(post, "updated_at")).filter(|updated| published.as_ref() != Some(updated)),
            date: published.or_else(|| date(&text(post, "created_at"))),
            authors: if authors.is_empty() { author.into_iter().collect() } else { authors },
            tags: self.tags.get(&id).cloned().unwrap_or_default(),
            excerpt: text(post, "custom_excerpt"),
            image: Some(image).filter(|image| !image.is_empty()),
            image_alt: meta("feature_image_alt"),
            canonical: Some(meta("canonical_url")).filter(|address| address.starts_with("http")),
            guid: Some(id.clone()),
            is_pinned: post["featured"] == true || post["featured"] == 1,
            id,
            title,
            slug,
            html,
            ..Item::default()
        })
    }

    fn status(&self, post: &Value, name: &str, report: &mut ImportReport) -> Status {
        let visibility = text(post, "visibility");
        let status = match text(post, "status").as_str() {
            "published" => Status::Published,
            "scheduled" => Status::Scheduled,
            "draft" => Status::Draft,
            "sent" => {
                report.remark(name, "it went out by e-mail alone; written with `private: true`");
                Status::Private
            }
            other => {
                report.remark(name, format!("its status “{other}” is unknown; written with `private: true`"));
                Status::Private
            }
        };
        if !matches!(visibility.as_str(), "public" | "") {
            report.remark(name, format!("it was for “{visibility}” alone; written with `private: true`"));
            return Status::Private;
        }
        status
    }
}

/// Names that posts are joined with, in the order of the export.
fn joined(table: &Value, key: &str, names: &HashMap<String, String>) -> HashMap<String, Vec<String>> {
    let mut found: Vec<(i64, String, &String)> = rows(table)
        .filter_map(|row| {
            let order = row["sort_order"].as_i64().unwrap_or_default();
            Some((order, text(row, "post_id"), names.get(&text(row, key))?))
        })
        .collect();
    found.sort_by_key(|(order, _, _)| *order);
    let mut seen = HashSet::new();
    let mut joined: HashMap<String, Vec<String>> = HashMap::new();
    for (_, post, name) in found {
        if seen.insert((post.clone(), name.clone())) {
            joined.entry(post).or_default().push(name.clone());
        }
    }
    joined
}
