//! What the readers of other engines' settings share.

use std::path::Path;

use anyhow::{Context, Result, bail};
use lamplight_import::date::Zone;
use lamplight_import::diagnostic::{Diagnostic, Position};
use lamplight_import::front_matter::{FrontMatter, Settings, Syntax, Value};
use lamplight_import::front_matter::{Key, Node};

use super::Config;
use crate::language;

impl Config {
    /// Reads a settings file, and keeps its diagnostics.
    pub(super) fn values(&mut self, path: &Path) -> Result<Value> {
        let bytes = std::fs::read(path).with_context(|| format!("can't read {}", path.display()))?;
        match Settings::read(&bytes, Syntax::of(&path.to_string_lossy())) {
            Ok(Settings { values, diagnostics }) => {
                self.diagnostics
                    .extend(diagnostics.into_iter().map(|diagnostic| (path.to_path_buf(), diagnostic)));
                Ok(values)
            }
            Err(problem) => {
                let Diagnostic { at, message, help, .. } = *problem;
                bail!("{}:{}:{}: {message}; {help}", path.display(), at.line, at.column)
            }
        }
    }

    /// Replaces settings of another engine that no site can have by defaults, and reports them.
    pub(super) fn replace_invalid(&mut self, path: &Path) {
        let default = Self::default();
        let mut invalid = Vec::new();
        if Zone::named(&self.timezone).is_none() {
            invalid.push(("time zone", std::mem::take(&mut self.timezone)));
        }
        if language::check(&self.language, &self.words).is_err() {
            invalid.push(("language", std::mem::replace(&mut self.language, default.language)));
        }
        if self.base_url.contains(['?', '#', ' ']) {
            invalid.push(("address of the site", std::mem::replace(&mut self.base_url, default.base_url)));
        }
        self.diagnostics.extend(invalid.into_iter().map(|(noun, value)| {
            let diagnostic = Diagnostic::error(
                "settings-value",
                Position { line: 1, column: 1 },
                format!("`{value}` is no {noun} that is known here; it is not used"),
                "correct it, or say it in lamplight.toml",
            );
            (path.to_path_buf(), diagnostic)
        }));
    }
}

/// The text under the first of some keys that has one.
pub(super) fn text(values: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| values.get(name).and_then(Value::text)).map(folded)
}

/// A text on one line.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The language that a text names, in any of its spellings: `en_US.UTF-8`.
pub(super) fn language_of(text: &str) -> Option<String> {
    let key = Key { at: Position::default(), name: "lang".to_owned() };
    let bare = text.split('.').next().unwrap_or(text).trim();
    let node = Node { value: Value::Text(bare.to_owned()), ..Node::default() };
    FrontMatter::of(Value::Map(vec![(key, node)])).language
}

/// An address of a site made of its host and its folder.
pub(super) fn base_url(host: &str, folder: &str) -> String {
    let host = host.trim_end_matches('/');
    let folder = folder.trim_matches('/');
    if folder.is_empty() { format!("{host}/") } else { format!("{host}/{folder}/") }
}
