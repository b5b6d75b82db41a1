//! Texts of the interface in the site's language: catalogues, and those of the settings.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use anyhow::{Result, bail};
use icu_locale::{Direction, LanguageIdentifier, LocaleDirectionality, LocaleExpander};
use lamplight_format::messages;
use serde::Deserialize;

/// The catalogues, by language.
const CATALOGUES: [(&str, &str); 6] = [
    (ENGLISH, include_str!("../../../languages/en.toml")),
    ("ar", include_str!("../../../languages/ar.toml")),
    ("de", include_str!("../../../languages/de.toml")),
    ("es", include_str!("../../../languages/es.toml")),
    ("fr", include_str!("../../../languages/fr.toml")),
    ("ja", include_str!("../../../languages/ja.toml")),
];
const ENGLISH: &str = "en";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    page: BTreeMap<String, String>,
    script: BTreeMap<String, String>,
    widget: BTreeMap<String, String>,
    build: BTreeMap<String, String>,
}

static ALL: LazyLock<BTreeMap<&str, Catalogue>> = LazyLock::new(|| {
    let read = |text: &str| toml::from_str(text).unwrap_or_else(|error| panic!("a catalogue: {error}"));
    CATALOGUES.into_iter().map(|(language, text)| (language, read(text))).collect()
});

/// The texts of a site.
pub(crate) struct Language<'a> {
    catalogue: &'static Catalogue,
    own: &'a BTreeMap<String, String>,
    /// Whether there is no catalogue for the site's language.
    pub is_unknown: bool,
    english: bool,
}

impl<'a> Language<'a> {
    /// The texts of a language, with the `own` ones of the settings.
    pub(crate) fn of(language: &str, own: &'a BTreeMap<String, String>) -> Self {
        let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let known = ALL.get(primary.as_str());
        let english = known.is_none() || primary == ENGLISH;
        Self { catalogue: known.unwrap_or(&ALL[ENGLISH]), own, is_unknown: known.is_none(), english }
    }

    fn find(&self, table: &'a BTreeMap<String, String>, key: &str) -> &'a str {
        self.own.get(key).or_else(|| table.get(key)).map_or("", String::as_str)
    }

    /// A text that only the build writes.
    pub(crate) fn build(&self, key: &str) -> &str {
        self.find(&self.catalogue.build, key)
    }

    /// Texts of pages for the manifest: none if all of them are built into the app.
    pub(crate) fn table(&self) -> Vec<String> {
        if self.english && self.own.is_empty() {
            return Vec::new();
        }
        messages::table(|key| self.find(&self.catalogue.page, key))
    }

    /// Texts of widgets for the manifest. As [`Language::table`].
    pub(crate) fn labels(&self) -> Vec<String> {
        if self.english && self.own.is_empty() {
            return Vec::new();
        }
        messages::labels(|key| self.find(&self.catalogue.widget, key))
    }

    /// A script with its texts: in the place of `texts.close` stands the text with the key `close`, written as JSON, so that it may
    /// hold any character.
    ///
    /// # Errors
    /// If no catalogue has a text.
    pub(crate) fn with_texts(&self, script: &str) -> Result<String> {
        let mut parts = script.split("texts.");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(part.len());
            let (key, rest) = part.split_at(end);
            let text = self.find(&self.catalogue.script, key);
            if text.is_empty() {
                bail!("a script of the app says `{key}`, which no catalogue has; build app and command anew");
            }
            out.push_str(&serde_json::to_string(text)?);
            out.push_str(rest);
        }
        Ok(out)
    }
}

/// Checks a language tag, and that the interface has the texts that the settings replace.
pub(crate) fn check(language: &str, words: &BTreeMap<String, String>) -> Result<()> {
    if language.parse::<LanguageIdentifier>().is_err() || language.contains('_') {
        bail!("language is `{language}`; write it as in BCP 47, such as `en`, `pt-BR` or `zh-Hant`");
    }
    let english = &ALL[ENGLISH];
    for (key, word) in words {
        if ![&english.page, &english.script, &english.widget, &english.build]
            .iter()
            .any(|table| table.contains_key(key))
        {
            bail!(
                "words names `{key}`, which the interface does not say; languages/en.toml lists what it does"
            );
        }
        if word.trim().is_empty() {
            bail!("the word `{key}` is empty");
        }
    }
    Ok(())
}

/// ` dir="rtl"` for languages written from right to left; nothing for others.
pub(crate) fn direction(language: &str) -> &'static str {
    let Ok(language) = language.parse::<LanguageIdentifier>() else { return "" };
    match LocaleDirectionality::new_common().get(&language) {
        Some(Direction::RightToLeft) => " dir=\"rtl\"",
        _ => "",
    }
}

/// The language of a post, for its page.
pub(crate) fn of_post(tag: &str) -> lamplight_format::model::PostLanguage {
    lamplight_format::model::PostLanguage { tag: tag.to_owned(), rtl: direction(tag).contains("rtl") }
}

/// A language and its country, as Open Graph wants it: `fr_FR`. What country is meant by a language alone is CLDR's to say.
pub(crate) fn with_country(tag: &str) -> Option<String> {
    let mut language = tag.parse::<LanguageIdentifier>().ok()?;
    LocaleExpander::new_common().maximize(&mut language);
    language.region.map(|region| format!("{}_{region}", language.language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_catalogues_say_the_same_things() {
        let english = &ALL[ENGLISH];
        let tables = |c: &'static Catalogue| [&c.page, &c.script, &c.widget, &c.build];
        for (language, catalogue) in ALL.iter() {
            for (own, table) in tables(catalogue).into_iter().zip(tables(english)) {
                assert_eq!(own.keys().collect::<Vec<_>>(), table.keys().collect::<Vec<_>>(), "{language}");
                for (key, word) in own {
                    let places = |text: &str| {
                        let mut all: Vec<String> =
                            text.split('{').skip(1).map(|p| p[..1].to_owned()).collect();
                        all.sort();
                        all
                    };
                    assert_eq!(places(word), places(&table[key]), "{language}: {key}");
                    assert!(!word.trim().is_empty(), "{language}: {key}");
                }
            }
        }
    }

    #[test]
    fn a_text_of_a_script_may_hold_any_character() {
        let own = [("close", "\"</script>\\ `${0}` \u{2028}"), ("retry", "x")];
        let own = own.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
        let script = Language::of("de", &own).with_texts("[texts.close,texts.reload]").unwrap();
        let texts: [String; 2] = serde_json::from_str(&script).unwrap();
        assert_eq!(texts, [&own["close"], &ALL["de"].script["reload"]].map(Clone::clone));
        assert!(Language::of("en", &own).with_texts("texts.no_such_key").is_err());
    }

    #[test]
    fn languages_know_their_direction() {
        for (language, direction) in
            [("en", ""), ("ar", " dir=\"rtl\""), ("he-IL", " dir=\"rtl\""), ("az-Arab", " dir=\"rtl\"")]
        {
            assert_eq!(super::direction(language), direction, "{language}");
        }
    }

    #[test]
    fn tags_and_words_are_checked() {
        let check = |language: &str, words: &[(&str, &str)]| {
            super::check(language, &words.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
        };
        assert!(check("pt-BR", &[("home", "Início")]).is_ok());
        for (language, words) in [
            ("pt_BR", vec![]),
            ("english", vec![]),
            ("", vec![]),
            ("en", vec![("hmoe", "x")]),
            ("en", vec![("home", " ")]),
        ] {
            assert!(check(language, &words).is_err(), "{language} {words:?}");
        }
    }
}
