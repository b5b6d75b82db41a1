//! Zola's `config.toml`.

use anyhow::Result;
use lamplight_import::engine::Engine;
use lamplight_import::front_matter::Value;

use super::layout::AddressRules;
use super::read::{language_of, text};
use super::{Config, Layout, left_out};
use crate::recognise::sign::ProjectMarker;

pub(super) fn read(sign: &ProjectMarker) -> Result<Config> {
    let mut config = Config::default();
    let values = config.values(&sign.root.join(sign.by))?;
    let languages = values.get("languages").into_iter().flat_map(Value::entries);
    let language = text(&values, &["default_language"]).and_then(|name| language_of(&name));
    let mut read = Config {
        title: text(&values, &["title"]).unwrap_or(config.title),
        description: text(&values, &["description"]).unwrap_or_default(),
        base_url: text(&values, &["base_url"]).unwrap_or(config.base_url),
        language: language.unwrap_or(config.language),
        layout: Layout {
            content: sign.root.join("content"),
            languages: languages.filter_map(|(name, _)| language_of(name)).collect(),
            address: Some(AddressRules::default()),
            ..Layout::default()
        },
        ..config
    };
    left_out::of_values(&mut read, Engine::Zola, &values, &sign.root.join(sign.by));
    Ok(read)
}
