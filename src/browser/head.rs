//! Updates the head of the document. Tags that are there are changed, not doubled.

use lamplight_format::model::Site;
use lamplight_theme::head::Head;

use super::dom::document;

/// Tags that not every page has. Tags for search engines and previews are only removed, not written anew: these programs do not
/// navigate within the app.
const OPTIONAL: &str = "meta[name=description],meta[name=robots],link[rel=canonical],meta[property],\
meta[name^=\"twitter:\"],link[rel=alternate],script[type=\"application/ld+json\"]";

/// Applies `head` to the document.
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
