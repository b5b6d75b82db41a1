//! The title of a post that names none.

use lamplight_markdown::Flavour;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

/// The first heading of a text that begins with one, which is taken out of the text, or else the name of the file; and which of
/// the two it is. A note is called as its file is, unless it begins with a heading of the first level.
pub(super) fn title_of_text(
    markdown: &mut String,
    stem: &str,
    is_note: bool,
    flavour: Flavour,
) -> (String, &'static str) {
    let deepest = if is_note { HeadingLevel::H1 } else { HeadingLevel::H6 };
    match take_first_heading(markdown, flavour, deepest) {
        Some(title) => (title, "its first heading"),
        None => (humanise(stem), "the file name"),
    }
}

/// Removes the first heading from a text that begins with one, and returns what it says.
fn take_first_heading(markdown: &mut String, flavour: Flavour, deepest: HeadingLevel) -> Option<String> {
    let mut heading = String::new();
    let mut inside = false;
    let mut cut = None;
    for (event, range) in Parser::new_ext(markdown, flavour.extensions()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) if level <= deepest => inside = true,
            Event::End(TagEnd::Heading(_)) => {
                cut = Some(range);
                break;
            }
            Event::Text(part) | Event::Code(part) if inside => heading.push_str(&part),
            _ if inside => {}
            _ => break,
        }
    }
    let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = cut.filter(|_| !heading.is_empty())?;
    // Line breaks stay, so that places in the body keep their lines.
    let breaks = "\n".repeat(markdown[cut.clone()].matches('\n').count());
    markdown.replace_range(cut, &breaks);
    Some(heading)
}

/// `my-first_post` → `My first post`.
fn humanise(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Untitled".to_owned(),
    }
}
