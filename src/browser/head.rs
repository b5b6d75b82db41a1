//! The document's head: tags that are there are adopted, not doubled.

use lamplight_content::model::Site;

use super::document;
use crate::head::Head;

/// Tags that one page has and the next may not.
const OPTIONAL: [&str; 5] = [
    "meta[name=description]",
    "meta[property^=\"og:\"]",
    "link[rel=canonical]",
    "meta[name=robots]",
    "meta[property^=\"article:\"]",
];

/// Makes the head say what `head` says.
pub fn apply(head: &Head, site: &Site) {
    let document = document();
    document.set_title(&head.title);
    let Some(parent) = document.head() else { return };
    let tags = head.tags(site);
    for selector in OPTIONAL {
        let Ok(found) = parent.query_selector_all(selector) else { continue };
        for i in 0..found.length() {
            if let Some(node) = found.item(i) {
                let _ = parent.remove_child(&node);
            }
        }
    }
    for tag in tags {
        if let Ok(element) = document.create_element(tag.element) {
            let _ = element.set_attribute(tag.key, tag.name);
            let _ = element.set_attribute(tag.value, &tag.content);
            let _ = parent.append_child(&element);
        }
    }
}
