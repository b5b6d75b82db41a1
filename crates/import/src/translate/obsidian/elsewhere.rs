//! Marks of Obsidian in folders of other engines: they are text, and reported if they look intended.

use lamplight_markdown::text::shorten;

use super::NoteTranslator;
use crate::diagnostic::Severity;

/// How to make marks of these texts.
const HELP: &str = "write it in Markdown, or `engines = [\"obsidian\"]` into lamplight.toml";

impl NoteTranslator<'_> {
    pub(super) fn links_elsewhere(&mut self) {
        for found in self.wiki() {
            let begins = found.inside.starts_with(char::is_alphabetic)
                || found.inside.starts_with('#') && found.inside[1..].starts_with(char::is_alphabetic)
                || found.embeds;
            // `list[[name]]` is code that lacks its backticks.
            let before = self.text[..found.range.start].chars().next_back();
            if begins && !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '[' || c == '\\') {
                self.report(
                    found.range.start,
                    Severity::Warning,
                    "wiki-link",
                    format!(
                        "`{}` is a link in Obsidian and in wikis, and is shown as it stands here",
                        shorten(&self.text[found.range.clone()], 80)
                    ),
                    HELP,
                );
            }
        }
    }

    pub(super) fn block_names_elsewhere(&mut self) {
        for (at, name) in self.names() {
            // Those that Obsidian makes up.
            let made = name.len() == 6
                && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
                && name.bytes().any(|b| b.is_ascii_digit());
            if made {
                self.report(
                    at,
                    Severity::Warning,
                    "block-name",
                    format!("`^{name}` is the name of a block in Obsidian, and is shown to readers here"),
                    HELP,
                );
            }
        }
    }
}
