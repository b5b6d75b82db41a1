//! The document's head: tags that are there are adopted, not doubled.

use lamplight_format::model::Site;
use lamplight_theme::head::Head;

use super::dom::document;

/// Tags that one page has and the next may not. Those for readers of heads alone are not made anew: who reads only heads
/// turns no pages.
const OPTIONAL: &str = "meta[name=description],meta[name=robots],link[rel=canonical],meta[property],\
meta[name^=\"twitter:\"],link[rel=alternate],script[type=\"application/ld+json\"]";

/// Makes the head say what `head` says.
pub fn apply(head: &Head, site: &Site) {
    let document = document();
    document.set_title(&head.title);
    let Some(parent) = document.head() else { return };
    let tags = head.tags(site);
    while let Ok(Some(node)) = parent.query_selector(OPTIONAL) {
        node.remove();
    }
    for tag in tags {
        if let Ok(element) = document.create_element(tag.element) {
            let _ = element.set_attribute(tag.key, tag.name);
            let _ = element.set_attribute(tag.value, &tag.content);
            let _ = parent.append_child(&element);
        }
    }
}
