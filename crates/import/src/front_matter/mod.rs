//! Front matter: the block of YAML, TOML or JSON at the beginning of a post.
//!
//! [`read`] never fails. What can't be read is left out and reported as a [`Diagnostic`]; the body is always kept.

mod files;
mod held;
mod keys;
mod names;
mod names_page;
mod of_lines;
mod of_toml;
mod reader;
mod salvage;
mod settings;
mod split;
mod statuses;
mod tree;
mod values;
mod yaml;

pub use held::{Held, StatedKeys};
pub use keys::{Enclosure, FrontMatter, ImageRef};
pub use names_page::document;
pub use settings::{Settings, Syntax};
pub use tree::{Key, Node, Value};

use crate::date::Zone;
use crate::diagnostic::Diagnostic;

/// A parsed source file.
#[derive(Debug)]
pub struct Document {
    /// The whole text, as UTF-8 with `\n` line ends and without a byte order mark.
    pub text: String,
    /// The values of front matter.
    pub front_matter: FrontMatter,
    /// Byte offset of the body in `text`.
    pub body: usize,
    /// Whether the front matter is TOML, which no post of Jekyll has.
    pub is_toml: bool,
    /// The whole tree of values, as written.
    pub values: Value,
    /// Diagnostics for the author.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// The Markdown below the front matter.
    #[must_use]
    pub fn markdown(&self) -> &str {
        &self.text[self.body..]
    }
}

/// Reads a source file. Dates without a zone are in UTC. Never fails.
#[must_use]
pub fn read(bytes: &[u8]) -> Document {
    read_in(bytes, &Zone::default())
}

/// Like [`read`], with the zone of dates without one.
#[must_use]
pub fn read_in(bytes: &[u8], zone: &Zone) -> Document {
    let mut diagnostics = Vec::new();
    let text = split::decode(bytes, &mut diagnostics);
    let parts = split::split(&text, &mut diagnostics);
    let mut root = match parts.format {
        split::FrontMatterFormat::None if parts.is_unclosed => {
            // An unclosed block is shown as text, unless its keys hold the post back.
            Node { value: Value::Map(salvage::held_lines(&parts.front, parts.line)), ..Node::default() }
        }
        split::FrontMatterFormat::None => Node::default(),
        split::FrontMatterFormat::Yaml | split::FrontMatterFormat::Bare => {
            yaml::parse(&parts.front, parts.line, &mut diagnostics)
        }
        split::FrontMatterFormat::Toml => of_toml::from_toml(&parts.front, parts.line, &mut diagnostics),
        split::FrontMatterFormat::Lines => of_lines::from_lines(&parts.front, parts.line),
    };
    tree::drop_controls(&mut root, &mut diagnostics);
    let values = root.value.clone();
    let front_matter = reader::interpret(root, zone, &mut diagnostics);
    let (body, is_toml) = (parts.body, parts.format == split::FrontMatterFormat::Toml);
    diagnostics.sort_by_key(|d| d.at);
    Document { text, front_matter, body, is_toml, values, diagnostics }
}
