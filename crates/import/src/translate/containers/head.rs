//! Reads the first line of a container.

use crate::translate::boxes::{self, BoxMarkup};
use crate::translate::html::attribute;
use crate::translate::kramdown::Attributes;

/// The kind of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContainerKind {
    /// A box, by its name.
    Box,
    /// A foldable section.
    Details,
    /// No box: only its content is shown.
    Plain,
    /// Centred content.
    Centre,
    /// An element with a class or an id.
    Element,
    /// An unknown name.
    Unknown,
}

/// Names of containers that only change the layout of their content.
const PLAIN: [&str; 16] = [
    "code-group",
    "code-tabs",
    "tabs",
    "tab",
    "tab-item",
    "raw",
    "v-pre",
    "no-transform",
    "card",
    "cards",
    "card-grid",
    "steps",
    "columns",
    "column",
    "incremental",
    "demo",
];

/// Names of containers that readers unfold.
const FOLDED: [&str; 4] = ["details", "spoiler", "collapse", "toggle"];

/// The parsed first line.
#[derive(Debug)]
pub(super) struct ContainerHead {
    pub kind: ContainerKind,
    name: String,
    /// Inline Markdown.
    pub title: String,
    folded: Option<bool>,
    attributes: Attributes,
}

impl ContainerHead {
    /// Reads what stands behind the colons. `None` if that begins no container.
    pub(super) fn read(after: &str) -> Option<Self> {
        // Pandoc lets authors end the line as it began.
        let text = after.trim();
        let text = text.strip_suffix(|c| c == ':').map_or(text, |less| match less.trim_end_matches(':') {
            bare if bare.ends_with([' ', '}']) => bare.trim_end(),
            _ => text,
        });
        let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(text.len());
        let (name, mut rest) = text.split_at(end);
        if name.is_empty() && !rest.starts_with('{')
            || !rest.is_empty() && !rest.starts_with([' ', '\t', '[', '{'])
        {
            return None;
        }
        rest = rest.trim();
        let mut title = "";
        if let Some(inside) = rest.strip_prefix('[')
            && let Some(close) = closing(inside)
        {
            title = &inside[..close];
            rest = inside[close + 1..].trim();
        }
        let mut attributes = Attributes::default();
        if let Some(inside) = rest.strip_suffix('}')
            && let Some(open) = inside.rfind('{')
        {
            attributes = Attributes::read(&inside[open + 1..]);
            rest = rest[..open].trim();
        }
        if title.is_empty() {
            title = rest;
        }
        let own = |key: &str| {
            attributes.others.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
        };
        let title = if title.is_empty() { own("title").unwrap_or_default() } else { title }.to_owned();
        let by_class = attributes.classes.iter().find(|class| boxes::is_kind(bare(class)));
        let name = match by_class {
            Some(class) if name.is_empty() => bare(class).to_lowercase(),
            _ => bare(name).to_lowercase(),
        };
        let kind = match name.as_str() {
            folded if FOLDED.contains(&folded) => ContainerKind::Details,
            known if boxes::is_kind(known) => ContainerKind::Box,
            "center" | "centre" => ContainerKind::Centre,
            plain if PLAIN.contains(&plain) => ContainerKind::Plain,
            "" if attributes.id.is_empty() && attributes.classes.is_empty() => ContainerKind::Plain,
            "" => ContainerKind::Element,
            _ => ContainerKind::Unknown,
        };
        let open = attributes.words.iter().any(|word| word == "open");
        let folded = match own("collapse") {
            _ if kind == ContainerKind::Details => Some(!open),
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        };
        Some(Self { kind, name, title, folded, attributes })
    }

    /// What it becomes. In a folder of Pandoc's each name is a class.
    pub(super) fn frame(&self, pandoc: bool) -> BoxMarkup {
        match self.kind {
            ContainerKind::Box => BoxMarkup::of(&self.name, &self.title, self.folded),
            ContainerKind::Details => BoxMarkup::of("details", &self.title, self.folded),
            ContainerKind::Centre => BoxMarkup::Element { open: "<center>".to_owned(), close: "</center>" },
            ContainerKind::Element => self.element(),
            ContainerKind::Unknown if pandoc && self.title.is_empty() => self.element(),
            ContainerKind::Plain | ContainerKind::Unknown => BoxMarkup::Plain,
        }
    }

    fn element(&self) -> BoxMarkup {
        let mut open = "<div".to_owned();
        if !self.attributes.id.is_empty() {
            attribute(&mut open, "id", &self.attributes.id);
        }
        let name = Some(self.name.as_str()).filter(|name| !name.is_empty());
        let classes: Vec<&str> =
            name.into_iter().chain(self.attributes.classes.iter().map(String::as_str)).collect();
        if !classes.is_empty() {
            attribute(&mut open, "class", &classes.join(" "));
        }
        open.push('>');
        BoxMarkup::Element { open, close: "</div>" }
    }
}

/// The name of a box without what Quarto puts before it.
fn bare(name: &str) -> &str {
    name.strip_prefix("callout-").unwrap_or(name)
}

/// Where the bracket closes that was opened before a text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, sign) in text.char_indices() {
        match sign {
            '[' => depth += 1,
            ']' if depth == 0 => return Some(at),
            ']' => depth -= 1,
            _ => {}
        }
    }
    None
}
