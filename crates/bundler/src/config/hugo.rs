//! Hugo's `hugo.toml`, or a folder of such files.

use std::path::Path;

use anyhow::Result;
use lamplight_import::engine::Engine;
use lamplight_import::front_matter::Value;

use super::layout::{AddressRules, Style};
use super::read::{folded, language_of};
use super::{Config, Layout, left_out};
use crate::inherit::cascades;
use crate::recognise::sign::ProjectMarker;

/// Where the parts of the settings may be.
const FOLDER: &str = "config/_default";

pub(super) fn read(sign: &ProjectMarker) -> Result<Config> {
    let mut config = Config::default();
    let values = match sign.file() {
        Some(path) => config.values(&path)?,
        None => Value::Map(Vec::new()),
    };
    let mut part = |name: &str| -> Result<Value> {
        let own = values.get_any_case(name).cloned();
        let other = own.is_none().then(|| beside(&sign.root.join(FOLDER), name)).flatten();
        Ok(match (own, other) {
            (Some(own), _) => own,
            (None, Some(path)) => config.values(&path)?,
            (None, None) => Value::Null,
        })
    };
    let (languages, params, permalinks) = (part("languages")?, part("params")?, part("permalinks")?);
    let said = |name: &str| values.get_any_case(name).and_then(Value::text);
    let default = said("defaultContentLanguage").unwrap_or("en");
    let own = languages.get_any_case(default).cloned().unwrap_or_default();
    let code = |values: &Value| {
        ["locale", "languageCode"].iter().find_map(|name| language_of(values.get_any_case(name)?.text()?))
    };
    let within = |name: &str| {
        own.get_any_case(name)
            .or_else(|| own.get_any_case("params").and_then(|params| params.get_any_case(name)))
            .or_else(|| params.get_any_case(name))
            .and_then(Value::text)
    };
    let content = said("contentDir").unwrap_or("content");
    let folders = languages.entries().filter_map(|(name, about)| {
        let folder = about.get_any_case("contentDir").and_then(Value::text)?;
        let below = Path::new(folder).strip_prefix(content).ok()?.to_string_lossy().into_owned();
        Some((below, language_of(name)?))
    });
    let language_folders: Vec<(String, String)> = folders.filter(|(folder, _)| !folder.is_empty()).collect();
    let address = AddressRules {
        style: if said("uglyURLs").is_some_and(|text| text == "true") {
            Style::Files
        } else {
            Style::Folders
        },
        sections: sections(&permalinks),
        ..AddressRules::default()
    };
    let title = said("title").or_else(|| own.get_any_case("title").and_then(Value::text));
    let static_folders = values.get_any_case("staticDir").map(Value::texts).unwrap_or_default();
    let mut read = Config {
        title: title.map_or(config.title, folded),
        description: within("description").or_else(|| said("description")).map(folded).unwrap_or_default(),
        base_url: said("baseURL").filter(|url| url.contains("://")).map_or(config.base_url, str::to_owned),
        language: code(&own)
            .or_else(|| code(&values))
            .or_else(|| language_of(default))
            .unwrap_or(config.language),
        timezone: said("timeZone").unwrap_or_default().to_owned(),
        defaults: values.get_any_case("cascade").map(|all| cascades("", all)).unwrap_or_default(),
        layout: Layout {
            content: sign.root.join(content),
            languages: languages.entries().filter_map(|(name, _)| language_of(name)).collect(),
            default_language: language_of(default),
            all_in_folders: said("defaultContentLanguageInSubdir").is_some_and(|text| text == "true"),
            language_folders,
            address: Some(address),
            files: static_folders.into_iter().map(|folder| (folder.to_owned(), "/".to_owned())).collect(),
            ..Layout::default()
        },
        ..config
    };
    left_out::of_values(&mut read, Engine::Hugo, &values, &sign.root.join(sign.by));
    let disabled = values.get_any_case("disableLanguages").map(Value::texts).unwrap_or_default();
    for (name, about) in languages.entries() {
        if disabled.contains(&name) || about.get_any_case("disabled").is_some_and(Value::is_true) {
            let folder =
                read.layout.language_folders.iter().find(|(_, tag)| Some(tag) == language_of(name).as_ref());
            let folder = folder.map(|(folder, _)| folder.clone());
            read.layout.exclude.extend([format!("**/*.{name}.*")].into_iter().chain(folder));
        }
    }
    Ok(read)
}

/// A file of a folder of settings, in any of their languages.
fn beside(folder: &Path, name: &str) -> Option<std::path::PathBuf> {
    let names = ["toml", "yaml", "yml", "json"].map(|ending| folder.join(format!("{name}.{ending}")));
    names.into_iter().find(|path| path.is_file())
}

/// The patterns of each section: `posts = "/:year/:slug/"`, at the top or for pages.
fn sections(permalinks: &Value) -> Vec<(String, String)> {
    let of = |values: &Value| -> Vec<(String, String)> {
        let texts =
            values.entries().filter_map(|(name, value)| Some((name.to_owned(), value.text()?.to_owned())));
        texts.collect()
    };
    let mut all = permalinks.get_any_case("page").map(of).unwrap_or_default();
    all.extend(of(permalinks));
    all
}
