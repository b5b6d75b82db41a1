//! The ways in which other engines make ids of headings.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use super::anchors::HeadingText;
use crate::engine::{Engine, Engines};
use crate::slug::{Ids, is_mark};

/// A way to make ids of headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeadingStyle {
    /// GitHub, Docusaurus, Astro.
    GitHub,
    /// Jekyll: kramdown's parser for GitHub's Markdown. The text is the one with typographic signs.
    Gfm,
    /// Older Jekyll: kramdown's own.
    Kramdown,
    /// Hugo.
    Goldmark,
    /// MkDocs, Pelican: Python-Markdown.
    Python,
    VitePress,
    Hexo,
    Pandoc,
}

impl HeadingStyle {
    pub(super) const ALL: [Self; 8] = [
        Self::GitHub,
        Self::Gfm,
        Self::Goldmark,
        Self::Python,
        Self::VitePress,
        Self::Pandoc,
        Self::Hexo,
        Self::Kramdown,
    ];

    /// The styles of some engines. If an engine has changed its style, the one that it had longer comes first.
    pub(super) fn of(engines: Engines) -> Vec<Self> {
        let known = [
            (Engine::Jekyll, Self::Gfm),
            (Engine::Hugo, Self::Goldmark),
            (Engine::Docusaurus, Self::GitHub),
            (Engine::Astro, Self::GitHub),
            (Engine::Eleventy, Self::GitHub),
            (Engine::MkDocs, Self::Python),
            (Engine::Pelican, Self::Python),
            (Engine::VitePress, Self::VitePress),
            (Engine::Hexo, Self::Hexo),
            (Engine::Pandoc, Self::Pandoc),
            (Engine::Jekyll, Self::Kramdown),
        ];
        known.into_iter().filter(|(engine, _)| engines.has(*engine)).map(|(_, style)| style).collect()
    }

    /// The id of each heading; that of the author, if there is one.
    pub(super) fn ids(self, smart: &[HeadingText], plain: &[HeadingText]) -> Vec<String> {
        let texts = if matches!(self, Self::Gfm | Self::Kramdown) { smart } else { plain };
        let (mut given, mut numbered) = (Ids::default(), HashSet::new());
        let mut id = |heading: &HeadingText| match &heading.own {
            // kramdown does not count these.
            Some(own) if matches!(self, Self::Gfm) => own.clone(),
            Some(own) => given.unique(own),
            None => match self.id(&heading.text) {
                id if id.is_empty() && !matches!(self, Self::Kramdown | Self::Pandoc) => id,
                id if self == Self::Python => underscored(id, &mut numbered),
                id => given.unique(&id),
            },
        };
        texts.iter().map(&mut id).collect()
    }

    fn id(self, text: &str) -> String {
        let kept = |is_kept: fn(char) -> bool| -> String {
            text.to_lowercase().chars().filter(|c| is_kept(*c) || matches!(c, '-' | ' ')).collect()
        };
        match self {
            Self::GitHub | Self::Gfm => kept(is_word).replace(' ', "-"),
            Self::Goldmark => {
                let id = kept(|c| is_word(c) && !is_mark(c)).replace(' ', "-");
                if id.is_empty() { "heading".to_owned() } else { id }
            }
            Self::Kramdown => {
                let text = text.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
                let kept = text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ' '));
                kept.collect::<String>().replace(' ', "-").to_ascii_lowercase()
            }
            Self::Python => {
                let kept = text.nfkd().filter(|c| {
                    c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || c.is_ascii_whitespace()
                });
                joined(kept.collect::<String>().trim(), |c| c == '-' || c.is_whitespace())
                    .to_ascii_lowercase()
            }
            Self::VitePress | Self::Hexo => {
                let bare = text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c) && !c.is_control());
                let bare: String = bare.nfc().collect();
                let curly = self == Self::VitePress;
                let id = joined(&bare, |c| {
                    c.is_whitespace()
                        || (c.is_ascii_punctuation())
                        || (curly && matches!(c, '“' | '”' | '‘' | '’'))
                });
                let id = id.trim_matches('-');
                match curly {
                    true if id.starts_with(|c: char| c.is_ascii_digit()) => {
                        ["_", &id.to_lowercase()].concat()
                    }
                    true => id.to_lowercase(),
                    false => id.to_owned(),
                }
            }
            Self::Pandoc => {
                let kept =
                    text.chars().filter(|c| is_word(*c) || matches!(c, '-' | '.') || c.is_whitespace());
                let kept = kept.collect::<String>().split_whitespace().collect::<Vec<_>>().join("-");
                kept.trim_start_matches(|c: char| !c.is_alphabetic()).to_lowercase()
            }
        }
    }
}

/// Letters, marks, digits, and what connects words: `\p{Word}`.
fn is_word(c: char) -> bool {
    let connects = matches!(
        c,
        '_' | '\u{203f}' | '\u{2040}' | '\u{2054}' | '\u{fe33}' | '\u{fe34}' | '\u{fe4d}'
            ..='\u{fe4f}' | '\u{ff3f}'
    );
    // Numbers that are no digits: `²`, `½`, `①`.
    let no_digit = matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{209f}' | '\u{2150}'..='\u{215f}' | '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}');
    connects
        || c.is_alphabetic()
        || is_mark(c) && !matches!(c, '\u{200c}' | '\u{200d}')
        || c.is_numeric() && !no_digit
}

/// Replaces each run of matching characters by one hyphen.
fn joined(text: &str, is_gap: impl Fn(char) -> bool) -> String {
    let mut id = String::new();
    for c in text.chars() {
        match is_gap(c) {
            true if id.ends_with('-') => {}
            true => id.push('-'),
            false => id.push(c),
        }
    }
    id
}

/// Makes an id unique as Python-Markdown does: `intro`, `intro_1`, `intro_2`.
fn underscored(wanted: String, given: &mut HashSet<String>) -> String {
    let mut id = wanted.clone();
    let mut number = 0;
    while !given.insert(id.clone()) {
        number += 1;
        id = format!("{wanted}_{number}");
    }
    id
}
