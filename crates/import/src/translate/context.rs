//! What a text is translated with, and what comes of it.

use std::collections::BTreeMap;

use lamplight_markdown::Flavour;

use super::liquid::site::Site;
use super::out::Lines;
use crate::diagnostic::Diagnostic;
use crate::engine::Engines;

/// Where `{% post_url … %}` leads until the posts are known: this and the name that it gives.
pub const POST: &str = "@post/";
/// What stands before the name of a post where a translator asks for its title instead of a file's text.
pub const TITLE: &str = "@title/";
/// Where `{% link … %}` leads until the files are known: this and the path that it gives, from the project's root.
pub const FILE: &str = "@file/";
/// Where `{{< ref … >}}` leads until the pages are known: this and the path that it gives, which begins with a slash if it is
/// one from the folder of content.
pub const REF: &str = "@ref/";
/// Where a wiki link leads until the posts are known: this and the name of a note or a file.
pub const NOTE: &str = "@note/";

/// What a page shows of Liquid that nothing here can say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unknown {
    /// Nothing, as Jekyll does with what it does not know; text between two tags stays.
    #[default]
    Nothing,
    /// The tag itself.
    Text,
}

/// What Liquid's variables stand for: the value of `page.title`, or nothing.
pub type Values<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A text in Markdown alone.
#[derive(Debug, Default)]
pub struct Translated {
    /// The text.
    pub markdown: String,
    /// Where its lines stand in the text that it was made of.
    pub lines: Lines,
    /// What could not be said, with places in the text that it was made of.
    pub told: Vec<Diagnostic>,
    /// How many tags and attributes were translated, by name.
    pub counts: BTreeMap<String, usize>,
}

impl Translated {
    /// A text that nothing was translated in.
    #[must_use]
    pub fn unchanged(text: &str) -> Self {
        Self { markdown: text.to_owned(), ..Self::default() }
    }
}

/// What a text is read with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Which Markdown the text is in.
    pub flavour: Flavour,
    /// Whose marks are read.
    pub engines: Engines,
    /// What becomes of Liquid that nothing here can say; `None` if neither Liquid nor kramdown is read.
    pub liquid: Option<Unknown>,
    /// What Liquid's variables stand for.
    pub values: Values<'a>,
    /// The text of a file of the project, by its path from the project's folder: `_includes/note.html`, or from the post's own:
    /// `./note.md`.
    pub files: Files<'a>,
    /// What the post's front matter says, as written.
    pub page: Option<&'a crate::front_matter::Value>,
    /// What is known of the site.
    pub site: Option<&'a Site>,
    /// Whether `$x$`, `\(x\)` and `\[x\]` are formulas.
    pub dollar_math: bool,
    /// Whether readers see the ends of lines where the author's editor did not make them.
    pub line_breaks: bool,
}

/// Texts of the project's files, by their paths from its folder; `None` if there is no such file.
pub type Files<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Context<'_> {
    /// Of a text that nothing is known of.
    #[must_use]
    pub fn plain(flavour: Flavour) -> Self {
        Self {
            flavour,
            engines: Engines::NONE,
            liquid: Some(Unknown::Nothing),
            values: &|_| None,
            files: &|_| None,
            page: None,
            site: None,
            dollar_math: false,
            line_breaks: false,
        }
    }
}

/// One translator: what it makes of a text.
pub(crate) type Step = fn(&str, &Context<'_>) -> Translated;

impl Translated {
    /// With no place behind the last line of the text: what a translator adds at the end is of that line.
    pub(super) fn within(mut self, text: &str) -> Self {
        let lines = text.split('\n').count();
        for diagnostic in &mut self.told {
            diagnostic.at.line = diagnostic.at.line.min(lines);
        }
        self
    }

    /// What a further translator makes of it. Places stay those of the first text.
    pub(super) fn then(self, step: &Step, context: &Context<'_>) -> Self {
        let Self { markdown, lines, mut told, mut counts } = self;
        let mut second = step(&markdown, context);
        for diagnostic in &mut second.told {
            diagnostic.at.line = lines.source(diagnostic.at.line);
        }
        told.append(&mut second.told);
        for (name, count) in second.counts {
            *counts.entry(name).or_default() += count;
        }
        Self { markdown: second.markdown, lines: lines.then(&second.lines), told, counts }
    }
}
