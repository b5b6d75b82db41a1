//! What old posts say in the languages of Jekyll, said in Markdown: Liquid first, then kramdown's additions, in the
//! order in which Jekyll reads them; and formulas.
//!
//! The author's file stays as it is. Code is left alone, since a post about templates shows them: only the marks of
//! `{% raw %}` go there. What can't be said in Markdown is told as a [`Diagnostic`].

mod embeds;
mod formulas;
mod html;
mod kramdown;
mod liquid;
mod out;
mod values;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::diagnostic::Diagnostic;
use crate::markdown::Flavour;
use crate::text::escape;
pub use out::Lines;
pub use values::words;

/// Where `{% post_url … %}` leads until the posts are known: this and the name that it gives.
pub const POST: &str = "@post/";
/// Where `{% link … %}` leads until the files are known: this and the path that it gives, from the project's root.
pub const FILE: &str = "@file/";

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

/// Translates the body of a post.
#[must_use]
pub fn translate(markdown: &str, flavour: Flavour, values: Values<'_>, unknown: Unknown) -> Translated {
    let first = liquid::translate(markdown, Some(flavour), values, unknown);
    [kramdown::translate, formulas::translate].into_iter().fold(first, |first, then| {
        let mut second = then(&first.markdown, flavour);
        for told in &mut second.told {
            told.at.line = first.lines.source(told.at.line);
        }
        let Translated { mut told, mut counts, lines, .. } = first;
        told.append(&mut second.told);
        counts.append(&mut second.counts);
        Translated { markdown: second.markdown, lines: lines.then(&second.lines), told, counts }
    })
}

/// Translates the body of a post that is written in HTML, which Jekyll reads no kramdown in. Without a wish for what is
/// `unknown`, Liquid is left as it stands.
#[must_use]
pub fn translate_html(html: &str, values: Values<'_>, unknown: Option<Unknown>) -> Translated {
    let first = match unknown {
        Some(unknown) => liquid::translate(html, None, values, unknown),
        None => Translated::unchanged(html),
    };
    let (markdown, lines) = html::as_markdown(&first.markdown);
    Translated { markdown, lines: first.lines.then(&lines), ..first }
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
