//! Obsidian's extensions of Markdown: `[[links]]`, `![[embeds]]`, `==marks==`, names of blocks (`^name`), line breaks
//! that are kept, half-done tasks, and blocks that a plugin fills.
//!
//! Links lead to [`super::context::NOTE`] and a name until all notes are known. In other folders these marks are text, and reported
//! if they look intended.

mod blocks;
mod elsewhere;
mod layout;
mod target;
mod wiki;

use std::ops::Range;

use layout::NoteLayout;

use super::context::{Context, Translated};
use super::out::edited;
use crate::diagnostic::{Diagnostic, Position, Severity};
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};

const OBSIDIAN: &[Engine] = &[Engine::Obsidian];

/// Engines that read `==…==`.
const MARKING: &[Engine] = &[Engine::Obsidian, Engine::MkDocs];

pub(super) const MARKS: &[Mark] = &[
    Mark {
        engines: OBSIDIAN,
        scope: Scope::Engines,
        syntax: "[[Note#Heading|text]]",
        becomes: "a link to that note, found by its name, an alias or its title",
        code: "wiki-link",
        example: "see [[Wick care#Trimming|how to trim]]",
        result: "see [how to trim](@note/Wick%20care#Trimming)",
    },
    Mark {
        engines: OBSIDIAN,
        scope: Scope::Engines,
        syntax: "![[picture.png|300]]",
        becomes: "the picture in that width",
        code: "wiki-link",
        example: "![[lamp.png|300x200]]",
        result: "<span><img src=\"@note/lamp.png\" width=\"300\" height=\"200\"></span>",
    },
    Mark {
        engines: OBSIDIAN,
        scope: Scope::Engines,
        syntax: "![[sound.mp3]], ![[film.mp4]]",
        becomes: "a player",
        code: "wiki-link",
        example: "![[rain.mp3]]",
        result: "<audio controls src=\"@note/rain.mp3\"></audio>",
    },
    Mark {
        engines: OBSIDIAN,
        scope: Scope::Engines,
        syntax: "![[Note]]",
        becomes: "a link to that note, and reported as `embed-note`",
        code: "wiki-link",
        example: "![[Wick care]]",
        result: "> → [Wick care](@note/Wick%20care)",
    },
    Mark {
        engines: MARKING,
        scope: Scope::Engines,
        syntax: "==…==",
        becomes: "marked text",
        code: "mark-shown",
        example: "some ==marked words== here",
        result: "some <mark>marked words</mark> here",
    },
    Mark {
        engines: OBSIDIAN,
        scope: Scope::Engines,
        syntax: "text ^name",
        becomes: "a place on the page, `#block-name`",
        code: "block-name",
        example: "Some text. ^a1b2c3",
        result: "Some text. <span id=\"block-a1b2c3\"></span>",
    },
    Mark {
        engines: OBSIDIAN,
        scope: Scope::Engines,
        syntax: "- [/] task, - [-] task, - [!] task …",
        becomes: "an open task; `[-]` is one that is closed",
        code: "",
        example: "- [/] half",
        result: "- [ ] half",
    },
    Mark {
        engines: OBSIDIAN,
        scope: Scope::Engines,
        syntax: "`= this.x`, <% tp.… %>",
        becomes: "itself, reported as `query-shown`; nothing, reported as `query-lost`",
        code: "",
        example: "a <% tp.date.now() %> `= this.x`",
        result: "a  `= this.x`",
    },
    Mark {
        engines: OBSIDIAN,
        scope: Scope::Engines,
        syntax: "```dataview, ```tasks, ```query",
        becomes: "nothing, and reported as `query-lost`",
        code: "",
        example: "a\n\n```dataview\nTABLE file.mtime\n```\n\nb",
        result: "a\n\n\n\nb",
    },
    Mark {
        engines: OBSIDIAN,
        scope: Scope::Engines,
        syntax: "```ad-note",
        becomes: "a box",
        code: "",
        example: "```ad-note\nText\n```\n",
        result: "> [!NOTE]\n> Text\n",
    },
];

/// Findings of one code that are reported of one post.
const MOST: usize = 50;

/// Bytes of one link or one marked text.
const LONGEST: usize = 1_000;

/// The translator of posts in Markdown.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    let signs = [
        "[[", "==", "^", "```", "~~~", "] ", "|", "youtu", "<%", "`= ", "`$= ", "`INPUT", "`VIEW", "`BUTTON",
    ];
    let is_vault = context.engines.has(Engine::Obsidian);
    let keeps_breaks = is_vault && context.line_breaks;
    if !keeps_breaks && !signs.iter().any(|sign| text.contains(sign)) {
        return Translated::unchanged(text);
    }
    let layout = NoteLayout::of(text, context.flavour);
    let mut translator =
        NoteTranslator { text, layout: &layout, edits: Vec::new(), diagnostics: Vec::new(), count: 0 };
    if is_vault {
        translator.queries();
        translator.values();
        translator.links();
        translator.pictures();
        translator.block_names();
        translator.tasks();
        if keeps_breaks {
            translator.line_breaks();
        }
    } else {
        translator.links_elsewhere();
        translator.block_names_elsewhere();
    }
    translator.marked(context.engines.has_any(MARKING));
    let (markdown, lines) = edited(text, translator.edits);
    let counts =
        (translator.count > 0).then(|| ("obsidian".to_owned(), translator.count)).into_iter().collect();
    Translated { markdown, lines, diagnostics: translator.diagnostics, counts }
}

/// Translates one note.
struct NoteTranslator<'a> {
    text: &'a str,
    layout: &'a NoteLayout<'a>,
    edits: Vec<(Range<usize>, String)>,
    diagnostics: Vec<Diagnostic>,
    count: usize,
}

impl NoteTranslator<'_> {
    fn replace(&mut self, range: Range<usize>, with: String) {
        self.count += 1;
        self.edits.push((range, with));
    }

    fn report(&mut self, at: usize, severity: Severity, code: &'static str, message: String, help: &str) {
        if self.diagnostics.iter().filter(|diagnostic| diagnostic.code == code).count() < MOST {
            let at = Position::of(self.text, at);
            let help = help.to_owned();
            self.diagnostics.push(Diagnostic { severity, code, message, help, at, fix: None });
        }
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |i| i + 1)
    }
}

#[cfg(test)]
mod tests;
