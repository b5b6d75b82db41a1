//! Jekyll's `_config.yml`.

use std::collections::BTreeMap;

use anyhow::Result;
use lamplight_import::engine::Engine;
use lamplight_import::front_matter::Value;

use super::layout::{Collection, Style};
use super::read::{base_url, language_of, text};
use super::{Config, Layout, left_out};
use crate::defaults::Defaults;
use crate::recognise::sign::ProjectMarker;

/// Reads the settings, or what Jekyll takes for them where there are none.
pub(super) fn read(sign: &ProjectMarker) -> Result<Config> {
    let mut config = Config::default();
    let values = match sign.file() {
        Some(path) => config.values(&path)?,
        None => Value::Map(Vec::new()),
    };
    let said = |name: &str| values.get(name).and_then(Value::text);
    let permalink = said("permalink").unwrap_or("date").to_owned();
    let mut variables = BTreeMap::new();
    flatten("", &values, &mut variables);
    let settings: Vec<(String, Value)> =
        values.entries().map(|(key, value)| (key.to_owned(), value.clone())).collect();
    let host = said("url").filter(|url| url.contains("://")).unwrap_or_default();
    for (key, option) in [("show_drafts", "--drafts"), ("unpublished", "--drafts")] {
        if values.get(key).is_some_and(Value::is_true) {
            config.notes.push(format!("`{key}` of {} is not obeyed: {option} does that", sign.by));
        }
    }
    let source = said("source").map(|folder| folder.trim_matches(['.', '/'])).unwrap_or_default();
    let project = Layout {
        content: sign.root.join(source),
        future: values.get("future").is_some_and(Value::is_true),
        include: texts(&values, "include"),
        exclude: texts(&values, "exclude"),
        collections: collections(&values, &permalink),
        pages: Style::of_jekyll(&permalink),
        ..Layout::default()
    };
    let mut read = Config {
        title: text(&values, &["title", "name"]).unwrap_or(config.title),
        description: text(&values, &["description"]).unwrap_or_default(),
        base_url: base_url(host, said("baseurl").unwrap_or_default()),
        language: ["lang", "locale", "language"]
            .iter()
            .find_map(|name| language_of(said(name)?))
            .unwrap_or(config.language),
        permalink,
        timezone: said("timezone").unwrap_or_default().to_owned(),
        defaults: Defaults::read(&settings),
        variables,
        layout: project,
        ..config
    };
    left_out::of_values(&mut read, Engine::Jekyll, &values, &sign.root.join(sign.by));
    Ok(read)
}

fn texts(values: &Value, name: &str) -> Vec<String> {
    values.get(name).map(Value::texts).unwrap_or_default().into_iter().map(str::to_owned).collect()
}

/// All texts by their names, those within others as `author.name`.
fn flatten(before: &str, values: &Value, into: &mut BTreeMap<String, String>) {
    for (key, value) in values.entries() {
        let name = if before.is_empty() { key.to_owned() } else { format!("{before}.{key}") };
        match value {
            Value::Text(text) => drop(into.insert(name, text.trim().to_owned())),
            Value::Map(_) => flatten(&name, value, into),
            Value::Null | Value::List(_) => {}
        }
    }
}

/// Collections that are published, but for the posts.
fn collections(values: &Value, permalink: &str) -> Vec<Collection> {
    let within = values.get("collections_dir").and_then(Value::text).unwrap_or_default().trim_matches('/');
    let ending = match Style::of_jekyll(permalink) {
        Style::Files => ".html",
        Style::Folders => "/",
    };
    let all = values.get("collections").into_iter().flat_map(Value::entries);
    let published = all.filter(|(name, about)| {
        !matches!(*name, "posts" | "drafts") && about.get("output").is_some_and(Value::is_true)
    });
    published
        .map(|(name, about)| Collection {
            name: name.to_owned(),
            folder: format!("{within}/_{name}").trim_start_matches('/').to_owned(),
            permalink: about
                .get("permalink")
                .and_then(Value::text)
                .map_or_else(|| format!("/:collection/:path{ending}"), str::to_owned),
        })
        .collect()
}
