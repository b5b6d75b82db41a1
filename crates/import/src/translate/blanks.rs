//! Names of files with blanks, as people write them: `![A](my picture.png)`.

use std::ops::Range;

use super::context::{Context, Translated};
use super::out::edited;
use super::scan::{code, within};
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};

pub(super) const MARKS: &[Mark] = &[Mark {
    engines: &Engine::ALL,
    scope: Scope::Everywhere,
    syntax: "![A](my picture.png)",
    becomes: "the picture, or the link to a file: a name may hold blanks",
    code: "",
    example: "![A](my picture.png \"T\") and [b](the paper.pdf), not [c](what we say)",
    result: "![A](<my picture.png> \"T\") and [b](<the paper.pdf>), not [c](what we say)",
}];

/// Endings of files that posts show or offer.
const ENDINGS: [&str; 34] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "tif", "tiff", "ico", "heic", "md",
    "markdown", "html", "htm", "pdf", "zip", "gz", "mp3", "m4a", "mp4", "webm", "ogg", "wav", "mov", "doc",
    "docx", "xls", "xlsx", "pptx", "txt", "csv", "epub",
];

/// Bytes of a name and its title, at most.
const LONGEST: usize = 600;

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    let found: Vec<Range<usize>> =
        text.match_indices("](").filter_map(|(at, _)| name(text, at + 2)).collect();
    if found.is_empty() {
        return Translated::unchanged(text);
    }
    let code = code(text, context.flavour);
    let edits: Vec<(Range<usize>, String)> = found
        .into_iter()
        .filter(|range| within(&code, range.start).is_none())
        .map(|range| (range.clone(), format!("<{}>", &text[range])))
        .collect();
    let (markdown, lines) = edited(text, edits);
    Translated { markdown, lines, ..Translated::default() }
}

/// The name that begins at an offset, if it holds blanks and is that of a file.
fn name(text: &str, start: usize) -> Option<Range<usize>> {
    let limit = text.floor_char_boundary((start + LONGEST).min(text.len()));
    let ahead = text[start..limit].lines().next().unwrap_or_default();
    let mut depth = 0_usize;
    let end = ahead.bytes().position(|byte| match byte {
        b'(' => {
            depth += 1;
            false
        }
        b')' if depth == 0 => true,
        b')' => {
            depth -= 1;
            false
        }
        _ => false,
    })?;
    let inside = ahead[..end].trim_end();
    let name = match inside.chars().next_back().filter(|quote| matches!(quote, '"' | '\'')) {
        Some(quote) => {
            let (name, _) = inside[..inside.len() - 1].rsplit_once(quote)?;
            name.strip_suffix([' ', '\t'])?.trim_end()
        }
        None => inside,
    };
    let bare = name.trim_start();
    let path = bare.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
    let is_file = bare.contains(' ') && ENDINGS.contains(&ending.as_str());
    let is_plain =
        !bare.contains(['<', '>', '"', '\\', '`', '|']) && !bare.contains("{{") && !bare.contains("{%");
    let from = start + name.len() - bare.len();
    (is_file && is_plain).then(|| from..from + bare.len())
}
