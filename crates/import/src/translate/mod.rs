//! Translates markup of other engines to Markdown and HTML: first Liquid, then kramdown's extensions, in the order in which Jekyll
//! reads them; and formulas. Each module has the rows of its marks in [`crate::marks`].
//!
//! The author's file stays as it is. Code is left alone, because posts about templates show them: only the marks of
//! `{% raw %}` are removed there. What can't be translated is reported as a [`Diagnostic`](crate::diagnostic::Diagnostic).

mod blanks;
mod boxes;
mod callouts;
mod cjk;
mod containers;
mod context;
mod controls;
mod definitions;
mod diagnostics;
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
pub(crate) mod mark;
mod mkdocs;
mod notes;
mod obsidian;
mod out;
mod pymdown;
pub mod remarks;
mod scan;
mod shortcodes;
mod spans;
mod toc;
mod values;
mod wordpress;
mod zola;

pub use context::{Context, FILE, LiquidValues, NOTE, POST, ProjectFiles, REF, TITLE, Translated, Unknown};
pub use liquid::LiquidSite;
pub use out::LineMap;
pub use values::words;

use context::TranslationStep;
use mark::Mark;

/// The marks of each translator.
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

/// The translators, in the order in which they read a text.
const STEPS: &[TranslationStep] = &[
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

/// Translates the body of a post that is written in HTML, which Jekyll reads no kramdown in.
#[must_use]
pub fn translate_html(html: &str, context: &Context<'_>) -> Translated {
    let of_liquid: TranslationStep = |html, context| match context.liquid {
        Some(_) => liquid::translate(html, None, context),
        None => Translated::unchanged(html),
    };
    let steps: [TranslationStep; 6] = [
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
