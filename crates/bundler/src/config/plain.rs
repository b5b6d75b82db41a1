//! Settings in YAML of engines for documents: MkDocs and Quarto.

use anyhow::Result;
use lamplight_import::engine::Engine;
use lamplight_import::front_matter::Value;

use super::layout::{AddressRules, Style};
use super::read::{language_of, text};
use super::{Config, Layout, left_out};
use crate::recognise::sign::ProjectMarker;

pub(super) fn mkdocs(sign: &ProjectMarker) -> Result<Config> {
    let mut config = Config::default();
    let path = sign.root.join(sign.by);
    // MkDocs has tags of Python in its settings, which only Python reads.
    let values = match config.values(&path) {
        Ok(values) => values,
        Err(problem) => {
            let has_tags = std::fs::read_to_string(&path).is_ok_and(|text| text.contains("!!python"));
            if !has_tags {
                return Err(problem);
            }
            config.notes.push(format!("{} holds code and is not read", sign.by));
            Value::Map(Vec::new())
        }
    };
    let language = values.get("theme").and_then(|theme| theme.get("language")).and_then(Value::text);
    let folders = !values
        .get("use_directory_urls")
        .and_then(Value::text)
        .is_some_and(|text| text.eq_ignore_ascii_case("false"));
    let style = if folders { Style::Folders } else { Style::Files };
    let mut read = Config {
        title: text(&values, &["site_name"]).unwrap_or(config.title),
        description: text(&values, &["site_description"]).unwrap_or_default(),
        base_url: text(&values, &["site_url"]).unwrap_or(config.base_url),
        language: language.and_then(language_of).unwrap_or(config.language),
        layout: Layout {
            content: sign.root.join(text(&values, &["docs_dir"]).unwrap_or_else(|| "docs".to_owned())),
            address: Some(AddressRules { style, ..AddressRules::default() }),
            ..Layout::default()
        },
        ..config
    };
    left_out::of_values(&mut read, Engine::MkDocs, &values, &path);
    Ok(read)
}

pub(super) fn quarto(sign: &ProjectMarker) -> Result<Config> {
    let mut config = Config::default();
    let values = config.values(&sign.root.join(sign.by))?;
    let nothing = Value::Null;
    let site = values.get("website").or_else(|| values.get("book")).unwrap_or(&nothing);
    let language = text(&values, &["lang"]).and_then(|name| language_of(&name));
    Ok(Config {
        title: text(site, &["title"]).unwrap_or(config.title),
        description: text(site, &["description"]).unwrap_or_default(),
        base_url: text(site, &["site-url"]).unwrap_or(config.base_url),
        language: language.unwrap_or(config.language),
        layout: Layout {
            address: Some(AddressRules { style: Style::Files, ..AddressRules::default() }),
            passed_over: vec!["_site".to_owned(), "_freeze".to_owned(), "_extensions".to_owned()],
            ..Layout::default()
        },
        ..config
    })
}
