//! A post that was parsed by itself.

use std::borrow::Cow;
use std::collections::BTreeMap;

use lamplight_format::date::Date;
use lamplight_import::diagnostic::Position;
use lamplight_import::front_matter::{Enclosure, Held};
use lamplight_import::translate::LineMap;
use serde::{Deserialize, Serialize};

use crate::cache::Spilled;
use crate::owned_diagnostic::Finding;
use crate::source::file::Source;

/// Drafts, each with the file that it was read from.
pub(crate) type Drafts = Vec<(Source, ParsedPost)>;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ParsedPost {
    pub title: String,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    /// With leading slash, safe.
    pub path: String,
    pub authors: Vec<String>,
    pub current: Option<bool>,
    pub categories: Vec<String>,
    pub tags: Vec<String>,
    pub image: Option<(String, String)>,
    pub images: Vec<(String, String)>,
    pub excerpt: String,
    pub minutes: u32,
    pub series: Option<String>,
    pub part: Option<u32>,
    pub pinned: bool,
    /// Whether its author calls it a draft.
    pub hidden: bool,
    pub held: Held,
    pub page: bool,
    /// Its own language, if it is not the site's: a BCP 47 tag.
    pub language: Option<String>,
    pub translation: Option<String>,
    pub canonical: Option<String>,
    /// What feeds know it by, if its author says.
    pub id: Option<String>,
    pub enclosure: Option<Enclosure>,
    pub redirects: Vec<String>,
    /// Other names of a note, which are no addresses.
    pub aliases: Vec<String>,
    pub markdown: String,
    /// Lines of the file before the body, and where the lines of `markdown` stand in that.
    pub lines_before: usize,
    pub lines: LineMap,
    /// What of Liquid and kramdown was translated, by name.
    pub translated: BTreeMap<String, usize>,
    pub has_html: bool,
    /// Where links lead, as written, each destination once.
    pub links: Vec<Destination>,
    /// Where pictures without a text alternative stand, as offsets in `markdown`.
    pub without_alt: Vec<usize>,
    /// Level of each heading, and where it stands.
    pub headings: Vec<(u8, usize)>,
    /// Language of each block of code that names one, and where it stands.
    pub languages: Vec<(String, usize)>,
    /// Destinations of pictures, as written.
    pub pictures: Vec<String>,
    /// Sources of sounds and films, as written.
    pub recordings: Vec<String>,
    /// Colours of the blocks of code.
    pub tokens: Vec<String>,
    /// Ids and second names of the headings.
    pub anchors: Vec<String>,
    pub findings: Vec<Finding>,
    /// Where the whole draft is, if this is one without `markdown`, `lines`, `tokens` and `anchors`.
    #[serde(skip)]
    pub whole: Option<Spilled>,
}

/// Where a link leads, as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Destination {
    pub written: String,
    /// Where the first such link stands in the Markdown, in bytes.
    pub at: usize,
}

impl Destination {
    /// Whether it is no address of the site's or another's, and no place on the page.
    pub(crate) fn is_relative(&self) -> bool {
        !(self.written.contains(':') || self.written.starts_with(['/', '#', '\\']) || self.written.is_empty())
    }
}

impl ParsedPost {
    /// The draft with its text.
    pub(crate) fn whole(&self) -> Cow<'_, Self> {
        match self.whole.as_ref().and_then(Spilled::get) {
            Some(whole) => Cow::Owned(Self { path: self.path.clone(), ..whole }),
            None => Cow::Borrowed(self),
        }
    }

    /// The draft without its text, which is there.
    pub(crate) fn light(self, whole: Spilled) -> Self {
        Self {
            markdown: String::new(),
            lines: LineMap::default(),
            tokens: Vec::new(),
            anchors: Vec::new(),
            whole: Some(whole),
            ..self
        }
    }

    /// The place in the file of an offset in the Markdown.
    pub(crate) fn place(&self, offset: usize) -> Position {
        self.in_file(Position::of(&self.markdown, offset))
    }

    /// The place in the file of one in the Markdown.
    pub(crate) fn in_file(&self, at: Position) -> Position {
        Position { line: self.lines.source(at.line) + self.lines_before, ..at }
    }
}
