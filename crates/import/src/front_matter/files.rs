//! Pictures and recordings that front matter names.

use super::keys::{Enclosure, ImageRef};
use super::tree::{Node, Value};
use super::values::{decoded, entry, scalars, text};

/// A path, a list of paths, or maps with `path`, `src`, `url` or `image` and `alt`.
pub(super) fn images(node: &Node) -> Vec<ImageRef> {
    match &node.value {
        Value::Null => Vec::new(),
        Value::Text(text) => match text.trim() {
            // In some themes this key is a boolean: whether there is a picture.
            "" | "false" | "true" | "none" => Vec::new(),
            src => vec![ImageRef { src: slashes(src), alt: String::new() }],
        },
        Value::List(items) => items.iter().flat_map(images).collect(),
        Value::Map(entries) => {
            let first = |node: &Node| scalars(node).into_iter().next().map(|(text, _)| text);
            let get = |name: &str| entry(entries, &[name]).and_then(first).filter(|text| !text.is_empty());
            let names =
                ["path", "src", "url", "image", "feature", "ogimage", "teaser", "overlayimage", "file"];
            let src = names
                .iter()
                .find_map(|name| get(name).filter(|src| !matches!(src.as_str(), "true" | "false")));
            let alt = || ["alt", "title"].iter().find_map(|name| get(name)).unwrap_or_default();
            src.map(|src| ImageRef { src: slashes(&src), alt: decoded(&alt()) }).into_iter().collect()
        }
    }
}

/// Whether a text is the path of a picture, for keys that may have other values.
pub(super) fn is_picture(node: &Node) -> bool {
    const ENDS: [&str; 8] = ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp"];
    let Some(text) = text(node) else { return matches!(node.value, Value::Map(_)) };
    let bare = text.split(['?', '#']).next().unwrap_or_default();
    bare.rsplit_once('.').is_some_and(|(_, end)| ENDS.iter().any(|known| end.eq_ignore_ascii_case(known)))
}

/// Turns a path of Windows into a path of the web.
fn slashes(path: &str) -> String {
    if path.contains("://") || path.starts_with("data:") { path.to_owned() } else { path.replace('\\', "/") }
}

/// An attached file: a map, a list of address, length and type, or these three in one text, as importers write it.
pub(super) fn enclosure(node: &Node) -> Option<Enclosure> {
    let of_words = |words: &[&str]| {
        let url = *words.first()?;
        let is_file = url.contains('/') || words.len() == 1 && url.contains('.');
        (is_file || url.rsplit_once('.').is_some_and(|(_, end)| is_recording(end))).then(|| Enclosure {
            url: slashes(url),
            length: words.iter().skip(1).find_map(|word| number(word)),
            kind: words
                .iter()
                .skip(1)
                .find(|word| word.contains('/'))
                .copied()
                .unwrap_or_default()
                .to_owned(),
        })
    };
    match &node.value {
        Value::Text(text) => of_words(&text.split_whitespace().collect::<Vec<_>>()),
        Value::List(items) => {
            let parts: Option<Vec<String>> = items
                .iter()
                .map(|item| text(item).filter(|text| !text.contains(char::is_whitespace)))
                .collect();
            match parts {
                // Several addresses are several files, but feeds have only one.
                Some(parts) => {
                    let later = |part: &&String| {
                        number(part).is_some() || !part.contains("://") && part.contains('/')
                    };
                    let words: Vec<&str> = parts
                        .iter()
                        .take(1)
                        .chain(parts.iter().skip(1).take_while(later))
                        .map(String::as_str)
                        .collect();
                    of_words(&words)
                }
                None => items.iter().find_map(enclosure),
            }
        }
        Value::Map(entries) => {
            let get =
                |names: &[&str]| scalars(entry(entries, names)?).into_iter().next().map(|(text, _)| text);
            Some(Enclosure {
                url: get(&["url", "href", "src", "file", "path", "link", "audio", "mp3"])
                    .filter(|url| !url.is_empty())
                    .map(|url| slashes(&url))?,
                length: get(&["length", "size", "bytes", "filesize"]).and_then(|length| number(&length)),
                kind: get(&["type", "mimetype", "mime"]).unwrap_or_default(),
            })
        }
        Value::Null => None,
    }
}

/// A number of bytes such as `12345` or `12,345`. `31:12` is a duration, and not read.
fn number(text: &str) -> Option<u64> {
    let digits = text.replace([',', '_', '\''], "");
    digits.parse().ok()
}

fn is_recording(end: &str) -> bool {
    matches!(
        end.to_ascii_lowercase().as_str(),
        "mp3" | "m4a" | "ogg" | "opus" | "oga" | "wav" | "flac" | "mp4" | "webm" | "m4v" | "mov"
    )
}
