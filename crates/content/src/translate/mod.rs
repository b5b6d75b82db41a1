//! What posts of other engines say beyond Markdown, said in Markdown and HTML: Liquid first, then kramdown's additions, in
//! the order in which Jekyll reads them; and formulas. Each module has the rows of its marks in [`crate::marks`].
//!
//! The author's file stays as it is. Code is left alone, since a post about templates shows them: only the marks of
//! `{% raw %}` go there. What can't be said in Markdown is told as a [`Diagnostic`].

mod blanks;
mod boxes;
mod callouts;
mod cjk;
mod containers;
mod controls;
mod definitions;
mod embeds;
mod emoji;
mod fences;
mod formulas;
mod github;
mod hexo;
mod html;
mod hugo;
mod kramdown;
mod liquid;
mod mkdocs;
mod notes;
mod obsidian;
mod out;
mod pymdown;
pub mod remarks;
mod shortcodes;
mod spans;
mod toc;
mod told;
mod values;
mod wordpress;
mod zola;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::diagnostic::Diagnostic;
use crate::engine::Engines;
use crate::markdown::Flavour;
use crate::marks::Mark;
use crate::text::escape;
pub use liquid::Site;
pub use out::Lines;
pub use values::words;

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

/// The rows of each translator.
pub(crate) const TABLES: &[&[Mark]] = &[
    // One a line.
    controls::MARKS,
    wordpress::MARKS,
    blanks::MARKS,
    remarks::MARKS,
    hugo::MARKS,
    zola::MARKS,
    hexo::MARKS,
    liquid::MARKS,
    callouts::MARKS,
    obsidian::MARKS,
    containers::MARKS,
    mkdocs::MARKS,
    pymdown::MARKS,
    github::MARKS,
    toc::MARKS,
    notes::MARKS,
    emoji::MARKS,
    cjk::MARKS,
    fences::MARKS,
    formulas::ROWS,
];

/// One translator: what it makes of a text.
type Step = fn(&str, &Context<'_>) -> Translated;

/// The translators, in the order in which they read a text.
const STEPS: &[Step] = &[
    // Code of any kind stands between its tags.
    wordpress::step,
    wordpress::lines,
    // Its themes say in comments how parts are called.
    hexo::step,
    // One a line.
    controls::step,
    remarks::step,
    hugo::step,
    zola::step,
    liquid::step,
    containers::step,
    mkdocs::step,
    github::step,
    toc::step,
    callouts::step,
    blanks::step,
    kramdown::lines::step,
    kramdown::tables::step,
    kramdown::step,
    obsidian::step,
    fences::step,
    formulas::step,
    pymdown::step,
    notes::inline,
    emoji::step,
    cjk::step,
    definitions::step,
    notes::step,
];

/// Translates the body of a post.
#[must_use]
pub fn translate(markdown: &str, context: &Context<'_>) -> Translated {
    let done = STEPS.iter().fold(Translated::unchanged(markdown), |first, step| first.then(step, context));
    done.within(markdown)
}

impl Translated {
    /// With no place behind the last line of the text: what a translator adds at the end is of that line.
    fn within(mut self, text: &str) -> Self {
        let lines = text.split('\n').count();
        for diagnostic in &mut self.told {
            diagnostic.at.line = diagnostic.at.line.min(lines);
        }
        self
    }

    /// What a further translator makes of it. Places stay those of the first text.
    fn then(self, step: &Step, context: &Context<'_>) -> Self {
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

/// Translates the body of a post that is written in HTML, which Jekyll reads no kramdown in.
#[must_use]
pub fn translate_html(html: &str, context: &Context<'_>) -> Translated {
    let of_liquid: Step = |html, context| match context.liquid {
        Some(_) => liquid::translate(html, None, context),
        None => Translated::unchanged(html),
    };
    let steps: [Step; 6] = [
        wordpress::of_html,
        wordpress::lines,
        controls::step,
        remarks::of_html,
        of_liquid,
        formulas::of_html,
    ];
    let first = steps.iter().fold(Translated::unchanged(html), |first, step| first.then(step, context));
    let (markdown, lines) = html::as_markdown(&first.markdown);
    Translated { markdown, lines: first.lines.then(&lines), ..first }.within(html)
}

/// Stretches of a text that are code, in order.
fn code(text: &str, flavour: Flavour) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, flavour.extensions()).into_offset_iter() {
        if matches!(event, Event::Start(Tag::CodeBlock(_)) | Event::Code(_)) {
            found.push(range);
        }
    }
    found
}

/// The stretch that holds an offset, given stretches in order.
fn within(stretches: &[Range<usize>], offset: usize) -> Option<&Range<usize>> {
    let next = stretches.partition_point(|range| range.end <= offset);
    stretches.get(next).filter(|range| range.start <= offset)
}

/// Whether a stretch has its lines for itself.
fn alone(text: &str, range: &Range<usize>) -> bool {
    ends_line(&text[range.end..]) && blank_line_so_far(&text[..range.start])
}

/// Whether nothing follows on the line. Looks no further than it must: a line may be as long as a post.
fn ends_line(text: &str) -> bool {
    text.chars().take_while(|c| *c != '\n').all(char::is_whitespace)
}

/// Whether the line that a text ends in is blank.
fn blank_line_so_far(text: &str) -> bool {
    text.chars().rev().take_while(|c| *c != '\n').all(char::is_whitespace)
}

/// Writes an attribute behind the name of a tag.
fn attribute(html: &mut String, name: &str, value: &str) {
    html.push_str(&format!(" {name}=\""));
    escape(html, &value.replace('\n', " "));
    html.push('"');
}

/// Where the line ends that holds an offset.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |i| at + i)
}
