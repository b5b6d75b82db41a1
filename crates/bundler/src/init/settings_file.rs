//! The text of `lamplight.toml`.

use std::fmt::Write;

use lamplight_import::engine::Engine;

use super::answers::Answers;
use crate::config::{Config, POSTS};
use crate::host::Host;
use crate::survey::SurveyedFolder;

/// Writes settings that a build reads as the answers say. In a project of another engine they keep its addresses and folders: `inherit` reads
/// whatever has no line of its own from the engine's settings.
pub(super) fn text(answers: &Answers, surveyed: Option<&SurveyedFolder>) -> String {
    let mut out = String::from("# Settings of the blog. Every line may be left out.\n\n");
    let default = Config::default();
    let mut line = |key: &str, value: &str| {
        let _ = writeln!(out, "{key} = {}", quoted(value));
    };
    line("title", &answers.title);
    line("description", &answers.description);
    line("base_url", &answers.base_url);
    line("language", &answers.language);
    line("timezone", &answers.timezone);
    if answers.host != Host::Any {
        line("host", answers.host.setting());
    }
    if let Some(SurveyedFolder { survey, config, posts }) = surveyed {
        // A vault has no settings of a blog.
        let is_vault = config.layout.engine == Some(Engine::Obsidian) && survey.settings.is_none();
        if !posts.ends_with(POSTS) {
            let _ = writeln!(out, "\n# What is read: this folder.\nposts = {}", quoted("."));
        }
        if config.permalink != default.permalink {
            out.push_str("\n# Addresses of posts that say none themselves.\n");
            let _ = writeln!(out, "permalink = {}", quoted(&config.permalink));
        }
        if config.layout.engine.is_some() && !is_vault {
            let engine = survey.engine.map_or("the engine", Engine::name);
            let _ = writeln!(
                out,
                "\n# Folders, languages, defaults and all else that has no line here are as {engine} has them: keep its settings.\n\
                 inherit = true"
            );
        }
    }
    if !answers.author.is_empty() {
        let _ = writeln!(out, "\n[authors.{}]\n# about = \"A sentence about you.\"", quoted(&answers.author));
    }
    out
}

/// A text as TOML has it between quotes. JSON's escapes are among TOML's.
fn quoted(text: &str) -> String {
    let one_line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    serde_json::Value::String(one_line).to_string().replace('\u{7f}', "\\u007F")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_is_a_text_of_toml() {
        for text in ["a", "\"b\" \\ c", "ä 日本 \u{7f}", "tab\tand\nline", "\u{1b}[31m", "'''"] {
            let table: toml::Table = toml::from_str(&format!("a = {}", quoted(text))).unwrap();
            let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(table["a"].as_str(), Some(one_line.as_str()));
        }
    }
}
