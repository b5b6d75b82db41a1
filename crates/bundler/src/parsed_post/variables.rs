//! What Liquid's variables stand for in a post.

use lamplight_import::front_matter::{FrontMatter, ImageRef, Value};

use crate::config::Config;

/// What Liquid's `page.…` and `site.…` stand for.
pub(super) fn variable(name: &str, front: &FrontMatter, config: &Config) -> Option<String> {
    if let Some(name) = name.strip_prefix("site.") {
        return config.variable(name);
    }
    let name = name.strip_prefix("page.")?;
    let (name, item) = match name.split_once('[') {
        Some((name, rest)) => (name, Some(rest.strip_suffix(']')?.parse::<usize>().ok()?)),
        None => (name, None),
    };
    let picture = |image: &ImageRef| image.src.clone();
    match (name, item) {
        ("title" | "post_title", None) => front.title.clone(),
        ("excerpt" | "description" | "summary", None) => front.excerpt.clone(),
        ("author" | "post_author", None) => front.authors.first().cloned(),
        ("lang" | "language" | "locale", None) => front.language.clone(),
        ("slug", None) => front.slug.as_ref().map(|s| s.text.clone()),
        ("image" | "feature_post_image", None) => front.image.as_ref().map(picture),
        ("images" | "post_images", Some(i)) => front.images.get(i).map(picture),
        ("tags", Some(i)) => front.tags.get(i).cloned(),
        ("categories", Some(i)) => front.categories.get(i).cloned(),
        _ => {
            let mut parts = name.split('.');
            let first = parts.next()?;
            let mut found = front.extra.iter().find(|(key, _)| key == first).map(|(_, value)| value)?;
            for part in parts {
                let Value::Map(entries) = found else { return None };
                found = entries.iter().find(|(key, _)| key.name == part).map(|(_, node)| &node.value)?;
            }
            match (found, item) {
                (Value::List(items), Some(i)) => match &items.get(i)?.value {
                    Value::Text(text) => Some(text.clone()),
                    _ => None,
                },
                (Value::Text(text), None) => Some(text.clone()),
                _ => None,
            }
        }
    }
}
