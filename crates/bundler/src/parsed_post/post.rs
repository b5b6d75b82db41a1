//! A post that was parsed by itself.

use std::borrow::Cow;
use std::collections::BTreeMap;

use lamplight_format::date::Date;
use lamplight_import::diagnostic::Position;
use lamplight_import::front_matter::{Enclosure, Held};
use lamplight_import::translate::LineMap;
use serde::{Deserialize, Serialize};

use crate::cache::Blob;
use crate::owned_diagnostic::OwnedDiagnostic;
use crate::source::file::Source;

/// Parsed posts, each with its file.
pub(crate) type ParsedPosts = Vec<(Source, ParsedPost)>;

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
    pub is_pinned: bool,
    /// Whether its author calls it a draft.
    pub is_draft: bool,
    pub held: Held,
    pub is_page: bool,
    /// Its own language, if it is not the site's: a BCP 47 tag.
    pub language: Option<String>,
    pub translation: Option<String>,
    pub canonical: Option<String>,
    /// Its id in feeds, if the author gives one.
    pub id: Option<String>,
    pub enclosure: Option<Enclosure>,
    pub redirects: Vec<String>,
    /// Other names of a note, which are no addresses.
    pub aliases: Vec<String>,
    pub markdown: String,
    /// Lines of the file before the body, and which line of the body each line of `markdown` comes from.
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
    /// Highlight spans of the blocks of code, in order.
    pub highlight_spans: Vec<String>,
    /// Ids and second names of the headings.
    pub anchors: Vec<String>,
    pub diagnostics: Vec<OwnedDiagnostic>,
    /// Where the post is stored with its text, if `markdown`, `lines`, `highlight_spans` and `anchors` are empty.
    #[serde(skip)]
    pub blob: Option<Blob>,
}

/// Where a link leads, as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Destination {
    pub written: String,
    /// Where the first such link stands in the Markdown, in bytes.
    pub at: usize,
}

impl Destination {
    /// Whether it is a relative path: neither an address nor a place on the page.
    pub(crate) fn is_relative(&self) -> bool {
        !(self.written.contains(':') || self.written.starts_with(['/', '#', '\\']) || self.written.is_empty())
    }
}

impl ParsedPost {
    /// The post with its text.
    pub(crate) fn with_text(&self) -> Cow<'_, Self> {
        match self.blob.as_ref().and_then(Blob::get) {
            Some(whole) => Cow::Owned(Self { path: self.path.clone(), ..whole }),
            None => Cow::Borrowed(self),
        }
    }

    /// The post without its text, which `blob` has.
    pub(crate) fn without_text(self, whole: Blob) -> Self {
        Self {
            markdown: String::new(),
            lines: LineMap::default(),
            highlight_spans: Vec::new(),
            anchors: Vec::new(),
            blob: Some(whole),
            ..self
        }
    }

    /// The position in the file of an offset in the Markdown.
    pub(crate) fn position(&self, offset: usize) -> Position {
        self.position_in_file(Position::of(&self.markdown, offset))
    }

    /// The position in the file of a position in the Markdown.
    pub(crate) fn position_in_file(&self, at: Position) -> Position {
        Position { line: self.lines.source(at.line) + self.lines_before, ..at }
    }
}
