//! The input of translators besides the text, and their result.

use std::collections::BTreeMap;

use lamplight_markdown::Flavour;

use super::liquid::site::LiquidSite;
use super::out::LineMap;
use crate::diagnostic::Diagnostic;
use crate::engine::Engines;

/// Prefix of the destination of `{% post_url … %}`, followed by the name of the post. It is resolved when all posts are known.
pub const POST: &str = "@post/";
/// Prefix of the name of a post, to ask [`ProjectFiles`] for its title instead of the text of a file.
pub const TITLE: &str = "@title/";
/// Prefix of the destination of `{% link … %}`, followed by the path from the root of the project. It is resolved when all files are
/// known.
pub const FILE: &str = "@file/";
/// Prefix of the destination of `{{< ref … >}}`, followed by the path, which begins with a slash if it starts at the folder of
/// content. It is resolved when all pages are known.
pub const REF: &str = "@ref/";
/// Prefix of the destination of a wiki link, followed by the name of a note or a file. It is resolved when all posts are known.
pub const NOTE: &str = "@note/";

/// What is shown for Liquid that cannot be evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unknown {
    /// Nothing, as in Jekyll; text between two tags stays.
    #[default]
    Nothing,
    /// The tag itself.
    Text,
}

/// Values of Liquid's variables by name, such as `page.title`; `None` if unknown.
pub type LiquidValues<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A text translated to Markdown.
#[derive(Debug, Default)]
pub struct Translated {
    /// The text.
    pub markdown: String,
    /// Maps its lines to those of the source text.
    pub lines: LineMap,
    /// What could not be translated, with places in the source text.
    pub diagnostics: Vec<Diagnostic>,
    /// How many tags and attributes were translated, by name.
    pub counts: BTreeMap<String, usize>,
}

impl Translated {
    /// A text without changes.
    #[must_use]
    pub fn unchanged(text: &str) -> Self {
        Self { markdown: text.to_owned(), ..Self::default() }
    }
}

/// How a text is translated.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Dialect of the text.
    pub flavour: Flavour,
    /// Engines whose marks are read.
    pub engines: Engines,
    /// What is shown for Liquid that cannot be evaluated; `None` if neither Liquid nor kramdown is read.
    pub liquid: Option<Unknown>,
    /// Values of Liquid's variables.
    pub values: LiquidValues<'a>,
    /// The text of a file of the project, by its path from the project's folder: `_includes/note.html`, or from the post's own:
    /// `./note.md`.
    pub files: ProjectFiles<'a>,
    /// The front matter of the post, as written.
    pub page: Option<&'a crate::front_matter::Value>,
    /// Settings and data of the site.
    pub site: Option<&'a LiquidSite>,
    /// Whether `$x$`, `\(x\)` and `\[x\]` are formulas.
    pub dollar_math: bool,
    /// Whether line breaks within paragraphs are shown.
    pub line_breaks: bool,
}

/// Texts of the project's files, by their paths from its folder; `None` if there is no such file.
pub type ProjectFiles<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Context<'_> {
    /// A context without files, values and engines.
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

/// One translator.
pub(crate) type TranslationStep = fn(&str, &Context<'_>) -> Translated;

impl Translated {
    /// Moves diagnostics of lines that a translator added after the end to the last line of the text.
    pub(super) fn within(mut self, text: &str) -> Self {
        let lines = text.split('\n').count();
        for diagnostic in &mut self.diagnostics {
            diagnostic.at.line = diagnostic.at.line.min(lines);
        }
        self
    }

    /// Runs another translator on the result. Places stay those of the first text.
    pub(super) fn then(self, step: &TranslationStep, context: &Context<'_>) -> Self {
        let Self { markdown, lines, mut diagnostics, mut counts } = self;
        let mut second = step(&markdown, context);
        for diagnostic in &mut second.diagnostics {
            diagnostic.at.line = lines.source(diagnostic.at.line);
        }
        diagnostics.append(&mut second.diagnostics);
        for (name, count) in second.counts {
            *counts.entry(name).or_default() += count;
        }
        Self { markdown: second.markdown, lines: lines.then(&second.lines), diagnostics, counts }
    }
}
