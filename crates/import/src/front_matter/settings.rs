//! Settings files of other engines. The languages are those of front matter, but a file is read as a whole or not at all.

use super::split::decode;
use super::tree::{self, Value};
use super::yaml;
use crate::diagnostic::{Diagnostic, Position};

/// The language that a settings file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// And JSON, which is YAML, too.
    Yaml,
    /// TOML 1.0.
    Toml,
}

impl Syntax {
    /// By the ending of a file's name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        if name.to_lowercase().ends_with(".toml") { Self::Toml } else { Self::Yaml }
    }
}

/// The values of a settings file.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Its keys; empty if the file is.
    pub values: Value,
    /// Diagnostics for the author.
    pub diagnostics: Vec<Diagnostic>,
}

impl Settings {
    /// Reads a settings file.
    ///
    /// # Errors
    /// With the place of the syntax error.
    pub fn read(bytes: &[u8], syntax: Syntax) -> Result<Self, Box<Diagnostic>> {
        let mut diagnostics = Vec::new();
        let text = decode(bytes, &mut diagnostics);
        let mut documents = match syntax {
            Syntax::Yaml => yaml::documents(&text)?,
            Syntax::Toml => {
                let mut problems = Vec::new();
                let root = super::of_toml::from_toml(&text, 1, &mut problems);
                match problems.into_iter().next() {
                    Some(problem) => return Err(Box::new(Diagnostic { code: "settings-syntax", ..problem })),
                    None => vec![root],
                }
            }
        };
        documents.retain(|document| document.value != Value::Null);
        if let Some(second) = documents.get(1) {
            diagnostics.push(Diagnostic::error(
                "settings-documents",
                second.at,
                "the file holds several documents; only the first counts, as in Jekyll",
                "put all settings into one document: delete the line `---` between them",
            ));
        }
        let Some(mut root) = documents.into_iter().next() else {
            return Ok(Self { values: Value::Map(Vec::new()), diagnostics });
        };
        tree::drop_controls(&mut root, &mut diagnostics);
        if !matches!(root.value, Value::Map(_)) {
            return Err(Box::new(Diagnostic::error(
                "settings-shape",
                Position { line: root.at.line.max(1), column: root.at.column.max(1) },
                "the file is not a list of `key: value` lines",
                "write each value behind its key, such as `title: My blog`",
            )));
        }
        Ok(Self { values: root.value, diagnostics })
    }
}

impl Value {
    /// The value of a key, the last if there are several. Case counts.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.entries().filter(|(key, _)| *key == name).last().map(|(_, value)| value)
    }

    /// The value of a key in any case, as Hugo reads settings.
    #[must_use]
    pub fn get_any_case(&self, name: &str) -> Option<&Self> {
        self.entries().filter(|(key, _)| key.eq_ignore_ascii_case(name)).last().map(|(_, value)| value)
    }

    /// The keys of a map, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        let entries = if let Self::Map(entries) = self { entries.as_slice() } else { &[] };
        entries.iter().map(|(key, node)| (key.name.as_str(), &node.value))
    }

    /// The texts of a list, or a single text.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(_) => self.text().into_iter().collect(),
            Self::List(items) => items.iter().filter_map(|item| item.value.text()).collect(),
            Self::Null | Self::Map(_) => Vec::new(),
        }
    }

    /// A trimmed text; `None` if it is empty.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// Whether the value is true.
    #[must_use]
    pub fn is_true(&self) -> bool {
        self.text().is_some_and(|text| matches!(text.to_ascii_lowercase().as_str(), "true" | "yes" | "on"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Title = (Option<String>, Vec<&'static str>);

    fn title(text: &str, syntax: Syntax) -> Result<Title, (&'static str, usize)> {
        Settings::read(text.as_bytes(), syntax)
            .map(|settings| {
                let title = settings.values.get("title").and_then(Value::text).map(str::to_owned);
                (title, settings.diagnostics.iter().map(|d| d.code).collect())
            })
            .map_err(|problem| (problem.code, problem.at.line))
    }

    #[test]
    fn settings_are_read_whatever_stands_around_them() {
        for text in [
            "title: A\n",
            "---\ntitle: A\n",
            "---\ntitle: A\n---\n",
            "---\ntitle: A\n...\n",
            "\u{feff}---\r\ntitle: A\r\nb: 1\r\n",
            "# a remark\n\n---\n# another\ntitle: A\n",
            "%YAML 1.2\n---\ntitle: A\n",
            "---\n---\ntitle: A\n",
            "{\"title\": \"A\"}",
            "title: x\ntitle: A\n",
        ] {
            assert_eq!(title(text, Syntax::Yaml), Ok((Some("A".to_owned()), vec![])), "{text}");
        }
        assert_eq!(title("title = 'A'\r\n", Syntax::Toml), Ok((Some("A".to_owned()), vec![])));
        for empty in ["", "---\n", "# nothing\n", "---\n---\n"] {
            assert_eq!(title(empty, Syntax::Yaml), Ok((None, vec![])), "{empty}");
        }
    }

    #[test]
    fn what_is_lost_is_told() {
        let several = "title: A\n---\npermalink: /x/\n";
        assert_eq!(title(several, Syntax::Yaml), Ok((Some("A".to_owned()), vec!["settings-documents"])));
        assert_eq!(title("title: \"A\nb: c", Syntax::Yaml).map_err(|e| e.0), Err("settings-syntax"));
        assert_eq!(title("a: b\nc: [d\n", Syntax::Yaml).map_err(|e| e.0), Err("settings-syntax"));
        assert_eq!(title("- a\n- b\n", Syntax::Yaml), Err(("settings-shape", 1)));
        assert_eq!(title("a = 1\nb = \n", Syntax::Toml), Err(("settings-syntax", 2)));
    }
}
