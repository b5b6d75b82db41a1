//! Hexo's `_config.yml`.

use anyhow::Result;
use lamplight_import::engine::Engine;
use lamplight_import::front_matter::Value;

use super::layout::Style;
use super::read::{base_url, language_of, text};
use super::{Config, Layout, left_out};
use crate::recognise::sign::ProjectMarker;

pub(super) fn read(sign: &ProjectMarker) -> Result<Config> {
    let mut config = Config::default();
    let values = match sign.file().filter(|_| sign.by != "package.json") {
        Some(path) => config.values(&path)?,
        None => Value::Map(Vec::new()),
    };
    let said = |name: &str| values.get(name).and_then(Value::text);
    let url = said("url").filter(|url| url.contains("://") && !url.contains("example.com")).unwrap_or("");
    let host = url.split_once("://").map_or("", |(scheme, rest)| {
        let end = rest.find('/').map_or(url.len(), |at| scheme.len() + 3 + at);
        &url[..end]
    });
    // The folder may stand in both, or in one of the two.
    let folder = url.strip_prefix(host).unwrap_or_default().trim_matches('/');
    let root = said("root").unwrap_or_default();
    let folder = if folder.is_empty() { root } else { folder };
    let languages = values.get("language").map(Value::texts).unwrap_or_default();
    let source = said("source_dir").unwrap_or("source");
    let permalink = said("permalink").unwrap_or(":year/:month/:day/:title/");
    let subtitle = text(&values, &["description", "subtitle"]);
    let mut read = Config {
        title: text(&values, &["title"]).unwrap_or(config.title),
        description: subtitle.unwrap_or_default(),
        base_url: base_url(host, folder),
        language: languages.first().and_then(|first| language_of(first)).unwrap_or(config.language),
        permalink: format!("/{}", permalink.trim_start_matches('/')),
        timezone: said("timezone").unwrap_or_default().to_owned(),
        layout: Layout {
            content: sign.root.join(source),
            pages: Style::Files,
            languages: languages.iter().skip(1).filter_map(|name| language_of(name)).collect(),
            category_names: values
                .get("category_map")
                .into_iter()
                .flat_map(Value::entries)
                .filter_map(|(name, to)| Some((name.to_owned(), to.text()?.to_owned())))
                .collect(),
            default_category: said("default_category").map(str::to_owned),
            files: Layout::beside(source, &["images", "img", "assets", "uploads", "css", "js"]),
            ..Layout::default()
        },
        ..config
    };
    left_out::of_values(&mut read, Engine::Hexo, &values, &sign.root.join(sign.by));
    Ok(read)
}
