//! Front matter of notes in a vault of Obsidian.

use lamplight_import::front_matter::{FrontMatter, Value};

/// Replaces wiki links in texts that readers see: `"[[Jane Doe|Jane]]"` is Jane, `"[[lamp.png]]"` a picture.
pub(crate) fn without_links(front: &mut FrontMatter) {
    let texts = [&mut front.title, &mut front.excerpt, &mut front.series].into_iter().flatten();
    let lists = [&mut front.authors, &mut front.categories, &mut front.tags].into_iter().flatten();
    for text in texts.chain(lists).filter(|text| text.contains("[[")) {
        *text = shown(text, |inside| inside.rsplit('|').next().unwrap_or(inside));
    }
    for image in front.image.iter_mut().chain(&mut front.images).filter(|image| image.src.contains("[[")) {
        let name = shown(&image.src, |inside| inside.split(['|', '#']).next().unwrap_or(inside));
        image.src = name.trim_start_matches('!').trim().to_owned();
    }
}

/// A text with `of` of each link in its place.
fn shown(text: &str, of: impl Fn(&str) -> &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, link)) = rest.split_once("[[") {
        let Some((inside, behind)) = link.split_once("]]") else { break };
        out.push_str(before);
        out.push_str(of(inside).trim_start_matches('\\').trim());
        rest = behind;
    }
    out + rest
}

/// Whether a note holds a drawing, of which nothing but the words could be shown.
pub(crate) fn is_drawing(values: &Value, stem: &str) -> bool {
    let keys: &[_] = if let Value::Map(keys) = values { keys } else { &[] };
    keys.iter().any(|(key, _)| key.name == "excalidraw-plugin")
        || stem.to_lowercase().ends_with(".excalidraw")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_what_they_show() {
        let text = |text: &str| shown(text, |inside| inside.rsplit('|').next().unwrap_or(inside));
        for (written, want) in [
            ("[[Jane Doe]]", "Jane Doe"),
            ("By [[people/Jane|Jane]] and [[Joe]].", "By Jane and Joe."),
            ("a [[b", "a [[b"),
            ("[[a]] [[", "a [["),
        ] {
            assert_eq!(text(written), want);
        }
    }
}
