//! The engines that posts may have been written for.

use serde::{Deserialize, Serialize};

/// A program that makes a site of posts.
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
    /// All of them, in the order in which documents list them.
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

    /// As its makers write it.
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

/// Some engines: those that a folder's posts were written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Engines(u16);

impl Engines {
    /// No engine: a folder of plain Markdown.
    pub const NONE: Self = Self(0);

    /// Whether an engine is among them.
    #[must_use]
    pub fn has(self, engine: Engine) -> bool {
        self.0 & (1 << engine as u16) != 0
    }

    /// Whether one of some engines is among them.
    #[must_use]
    pub fn has_any(self, engines: &[Engine]) -> bool {
        engines.iter().any(|engine| self.has(*engine))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// These and one more.
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
