//! GitHub's first way to write boxes: a quotation whose first line is `**Note**` or `**Warning**`.

use super::containers::lines;
use super::context::{Context, Translated};
use super::out::edited;
use crate::engine::Engine;
use crate::translate::mark::{Mark, Scope};

pub(super) const MARKS: &[Mark] = &[Mark {
    engines: &Engine::ALL,
    scope: Scope::Everywhere,
    syntax: "> **Note**",
    becomes: "a box, as GitHub once made of a quotation that begins with this line",
    code: "",
    example: "> **Note**\n> a\n\n> **Note** b",
    result: "> [!NOTE]\n> a\n\n> **Note** b",
}];

/// The translator.
pub(super) fn step(text: &str, context: &Context<'_>) -> Translated {
    if !text.contains("> **Note**") && !text.contains("> **Warning**") {
        return Translated::unchanged(text);
    }
    let lines = lines(text, context);
    let mut edits = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let look = match line.rest.trim() {
            "**Note**" => "[!NOTE]",
            "**Warning**" => "[!WARNING]",
            _ => continue,
        };
        let quotes = line.quotes();
        let above = number.checked_sub(1).and_then(|above| lines.get(above));
        let below = lines.get(number + 1);
        let begins = above.is_none_or(|above| above.is_blank() && above.quotes() < quotes);
        let goes_on = below.is_some_and(|below| below.quotes() == quotes && !below.is_blank());
        if quotes > 0 && begins && goes_on && !line.inert {
            edits.push((line.rest_at()..line.range.end, look.to_owned()));
        }
    }
    let (markdown, map) = edited(text, edits);
    Translated { markdown, lines: map, ..Translated::default() }
}
