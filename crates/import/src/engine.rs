//! The engines that posts may have been written for.

use serde::{Deserialize, Serialize};

/// A static site generator or note-taking program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each name says it")]
pub enum Engine {
    Jekyll,
    Hugo,
    Zola,
    Hexo,
    Eleventy,
    Astro,
    Pelican,
    WordPress,
    Obsidian,
    Docusaurus,
    VitePress,
    MkDocs,
    Pandoc,
}

impl Engine {
    /// All engines, in the order of the documentation.
    pub const ALL: [Self; 13] = [
        Self::Jekyll,
        Self::Hugo,
        Self::Zola,
        Self::Hexo,
        Self::Eleventy,
        Self::Astro,
        Self::Pelican,
        Self::WordPress,
        Self::Obsidian,
        Self::Docusaurus,
        Self::VitePress,
        Self::MkDocs,
        Self::Pandoc,
    ];

    /// Its name, as its authors write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jekyll => "Jekyll",
            Self::Hugo => "Hugo",
            Self::Zola => "Zola",
            Self::Hexo => "Hexo",
            Self::Eleventy => "Eleventy",
            Self::Astro => "Astro",
            Self::Pelican => "Pelican",
            Self::WordPress => "WordPress",
            Self::Obsidian => "Obsidian",
            Self::Docusaurus => "Docusaurus",
            Self::VitePress => "VitePress",
            Self::MkDocs => "MkDocs",
            Self::Pandoc => "Pandoc",
        }
    }
}

/// A set of engines: those that the posts of a folder were written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Engines(u16);

impl Engines {
    /// No engine: a folder of plain Markdown.
    pub const NONE: Self = Self(0);

    /// Whether an engine is in the set.
    #[must_use]
    pub fn has(self, engine: Engine) -> bool {
        self.0 & (1 << engine as u16) != 0
    }

    /// Whether at least one of these engines is in the set.
    #[must_use]
    pub fn has_any(self, engines: &[Engine]) -> bool {
        engines.iter().any(|engine| self.has(*engine))
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set with one more engine.
    #[must_use]
    pub fn with(self, engine: Engine) -> Self {
        Self(self.0 | 1 << engine as u16)
    }

    /// In the order of [`Engine::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Engine> {
        Engine::ALL.into_iter().filter(move |engine| self.has(*engine))
    }
}

impl FromIterator<Engine> for Engines {
    fn from_iter<I: IntoIterator<Item = Engine>>(engines: I) -> Self {
        engines.into_iter().fold(Self::NONE, Self::with)
    }
}
