//! The text of a post for search: at build for the index of the site, in the browser for the posts on the device.

use lamplight_format::model::{Post, Site, Term};
use lamplight_search::{SearchDocument, text_of_html};

use crate::view::PostPage;

/// The document that search analyses for a post.
#[must_use]
pub fn document(site: &Site, post: Post) -> SearchDocument {
    let page = PostPage::new(site, post);
    let summary = page.post.summary;
    let name = |term: &Term| term.name.clone();
    SearchDocument {
        path: summary.path,
        title: summary.title,
        date: summary.date.map(|date| date.rfc3339()[..10].to_owned()).unwrap_or_default(),
        tags: summary.tags.iter().chain(&summary.categories).map(name).collect(),
        authors: summary.authors.iter().map(name).collect(),
        sections: text_of_html(&page.html),
    }
}
