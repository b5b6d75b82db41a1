//! Whether text in brackets is a shortcode, and the diagnostic for one that stays text.

use super::names::{Is, is_secret};
use super::tag::WordPressTag;
use crate::diagnostic::{Diagnostic, Position};

/// Whether nobody means anything else by a shortcode.
pub(super) fn unmistakable(tag: &WordPressTag, is: Option<Is>, closed: bool) -> bool {
    let has = |names: &[&str]| tag.given.iter().any(|(key, _)| names.contains(&key.as_str()));
    let is_url = || tag.given.iter().any(|(key, value)| key.is_empty() && value.contains("://"));
    match is {
        Some(Is::Caption) => closed && has(&["id", "align", "width", "caption"]),
        Some(Is::Code(_)) => closed && (tag.name == "sourcecode" || tag.quoted && has(&["lang", "language"])),
        Some(Is::Gallery) => {
            tag.quoted && has(&["ids", "include", "link", "columns", "size", "type", "orderby"])
        }
        Some(Is::Playlist) => tag.quoted && has(&["ids", "type"]),
        Some(Is::Embed) => closed,
        Some(Is::Frame | Is::Audio | Is::Video) => tag.quoted || is_url(),
        Some(Is::Made) => tag.quoted && (tag.name.contains("form") && tag.name.len() > 6),
        _ => false,
    }
}

/// Whether something in brackets is a shortcode, in a folder of WordPress.
pub(super) fn is_meant(tag: &WordPressTag, is: Option<Is>, closed: bool, alone: bool) -> bool {
    let named = tag.given.iter().any(|(key, _)| !key.is_empty());
    let Some(is) = is else { return tag.quoted || closed };
    match is {
        Is::Code(_) | Is::Embed | Is::Element(_) => closed,
        Is::Gallery => closed || named || tag.given.is_empty(),
        Is::Caption => closed || tag.quoted,
        Is::Frame => {
            let one = matches!(&tag.given[..], [(key, value)] if key.is_empty() && !value.contains(' '));
            closed
                || named
                || one
                    && (alone
                        || tag.given.iter().any(|(_, value)| value.contains(|c: char| c.is_ascii_digit())))
        }
        Is::Audio | Is::Video | Is::Playlist => closed || named || alone,
        Is::More | Is::Gone | Is::Made => tag.quoted || named || closed || alone,
        Is::Looks | Is::Shared => closed || tag.quoted,
    }
}

/// What is reported of a shortcode in a folder that is not recognised as of WordPress.
pub(super) fn shown(text: &str, tag: &WordPressTag) -> Diagnostic {
    let at = Position::of(text, tag.range.start);
    let name = &tag.name;
    match is_secret(name) {
        true => Diagnostic::error(
            "shortcode-shown",
            at,
            format!(
                "`[{name}]` shows something to some readers alone in WordPress, and is shown to all here"
            ),
            "delete what it holds back, or write `engines = [\"wordpress\"]` into lamplight.toml",
        ),
        false => Diagnostic::warning(
            "shortcode-shown",
            at,
            format!(
                "`[{name}]` looks like a shortcode of WordPress, and is shown as it is written: nothing tells that this folder is one of its"
            ),
            "write in Markdown what it stands for, or `engines = [\"wordpress\"]` into lamplight.toml",
        ),
    }
}
